package paper

import (
	"fmt"
	"io/fs"
	"sync"

	"github.com/klauspost/compress/zstd"

	"heshi/ui/paper/pdf"
	"heshi/ui/text"
)

// Press prints documents. It unpacks its fonts at the first paper and keeps
// them; it may be used from several goroutines.
type Press struct {
	base func() (*pdf.Font, error)
	rare func() (*pdf.Font, error)
}

// NewPress returns a press with the fonts of assets/font. It reads nothing yet.
func NewPress(fsys fs.FS) *Press {
	return &Press{
		base: sync.OnceValues(func() (*pdf.Font, error) { return unpack(fsys, "paper") }),
		rare: sync.OnceValues(func() (*pdf.Font, error) { return unpack(fsys, "rare") }),
	}
}

func unpack(fsys fs.FS, name string) (*pdf.Font, error) {
	packed, err := fs.ReadFile(fsys, "font/"+name+".ttf.zst")
	if err != nil {
		return nil, fmt.Errorf("paper: %w", err)
	}
	// One goroutine: a paper is printed beside a desk in use.
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("paper: %w", err)
	}
	defer d.Close()
	data, err := d.DecodeAll(packed, nil)
	if err != nil {
		return nil, fmt.Errorf("paper: font %s: %w", name, err)
	}
	f, err := pdf.ParseFont("Heshi-"+name, data)
	if err != nil {
		return nil, fmt.Errorf("paper: font %s: %w", name, err)
	}
	return f, nil
}

// Options says how a document is printed.
type Options struct {
	Large bool            // large print
	Text  *text.Catalogue // the words of the footer
}

// Printed is a document on paper.
type Printed struct {
	PDF     []byte
	Pages   int
	Missing []rune // characters no font has; hollow squares stand for them
}

// Print sets a document on pages. The same document and options give the same
// bytes.
func (p *Press) Print(d Document, o Options) (Printed, error) {
	fonts, err := p.fonts(d)
	if err != nil {
		return Printed{}, err
	}
	s := newSheet(d, o, fonts)
	s.head(d)
	for i, b := range d.Blocks {
		if p, ok := b.(Paragraph); i > 0 && !(ok && p.Inset > 0) {
			s.y += s.size.gap
		}
		if i+1 < len(d.Blocks) {
			s.keep(b, d.Blocks[i+1])
		}
		s.block(b)
	}
	s.foot(d, o.Text)
	return Printed{PDF: s.w.Bytes(), Pages: s.w.Pages(), Missing: s.w.Missing()}, nil
}

// fonts returns the font of papers, and the one of rare characters when the
// document has one that the first lacks.
func (p *Press) fonts(d Document) ([]*pdf.Font, error) {
	base, err := p.base()
	if err != nil {
		return nil, err
	}
	lacks := false
	d.text(func(s string) {
		for _, r := range s {
			lacks = lacks || r > 0xffff && !base.Has(r)
		}
	})
	if !lacks {
		return []*pdf.Font{base}, nil
	}
	rare, err := p.rare()
	if err != nil {
		return nil, err
	}
	return []*pdf.Font{base, rare}, nil
}
