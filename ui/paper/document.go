package paper

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Document is one paper.
type Document struct {
	Kind    string // which paper: a name of assets/form, such as "agreement"
	Edition string // of the form's layout, printed in the footer
	Org     string // who makes the paper out, above the title
	Title   string
	No      string // at the right under the title, and in the footer
	Wide    bool   // lying A4
	Blocks  []Block
}

// Block is one part of a paper, set under the one before it.
type Block interface {
	kind() string
	// mapped returns the block with every text changed by f.
	mapped(f func(string) string) Block
}

// Heading begins a part.
type Heading struct{ Text string }

// Paragraph is running text. Line breaks in it stay.
type Paragraph struct {
	Text   string
	Strong bool
	Indent bool // the first line starts two characters in
	Inset  int  // so many characters in, close under what is above
}

// Fields is a grid of named facts, two beside each other where there is room.
type Fields struct{ Items []Field }

// Field is one fact. One without Text is left blank for ink.
type Field struct {
	Label string
	Text  string
	Wide  bool // takes the whole row
	Lines int  // at least so many lines high
}

// Table has a head that is repeated on every page.
type Table struct {
	Columns []Column
	Rows    [][]string // a cell a column; missing ones are blank
	Tight   bool       // rows close together, for many on one page
	Small   bool       // in the size of the footer, for many columns
}

// Column is one column of a Table.
type Column struct {
	Head  string
	Share int  // of the width, against the other columns' shares; 0 counts as 1
	Right bool // numbers stand at the right
}

// Signatures is a row of places for signatures and seals, kept together.
type Signatures struct{ Items []Signature }

// Signature is one place for ink.
type Signature struct {
	Label string // whose
	Date  string // the line for the date, such as "year month day" with blanks
	Seal  bool   // taller: a seal goes over it
}

// Ruled is blank lines to write on.
type Ruled struct {
	Label string
	Lines int
}

// Bars is a chart of lying bars, the longest as wide as there is room.
type Bars struct{ Items []Bar }

// Bar is one bar: its length goes by Value, what is written beside it is Text.
type Bar struct {
	Label string
	Value int
	Text  string
}

// Break begins a new page.
type Break struct{}

func (Heading) kind() string    { return "heading" }
func (Paragraph) kind() string  { return "paragraph" }
func (Fields) kind() string     { return "fields" }
func (Table) kind() string      { return "table" }
func (Signatures) kind() string { return "signatures" }
func (Ruled) kind() string      { return "ruled" }
func (Bars) kind() string       { return "bars" }
func (Break) kind() string      { return "break" }

func (b Heading) mapped(f func(string) string) Block { return Heading{f(b.Text)} }

func (b Paragraph) mapped(f func(string) string) Block {
	b.Text = f(b.Text)
	return b
}

func (b Fields) mapped(f func(string) string) Block {
	items := make([]Field, len(b.Items))
	for i, it := range b.Items {
		it.Label, it.Text = f(it.Label), f(it.Text)
		items[i] = it
	}
	return Fields{items}
}

func (b Table) mapped(f func(string) string) Block {
	out := Table{Tight: b.Tight, Small: b.Small, Columns: make([]Column, len(b.Columns)), Rows: make([][]string, len(b.Rows))}
	for i, c := range b.Columns {
		c.Head = f(c.Head)
		out.Columns[i] = c
	}
	for i, row := range b.Rows {
		out.Rows[i] = make([]string, len(row))
		for j, cell := range row {
			out.Rows[i][j] = f(cell)
		}
	}
	return out
}

func (b Signatures) mapped(f func(string) string) Block {
	items := make([]Signature, len(b.Items))
	for i, it := range b.Items {
		it.Label = f(it.Label)
		items[i] = it
	}
	return Signatures{items}
}

func (b Ruled) mapped(f func(string) string) Block {
	b.Label = f(b.Label)
	return b
}

func (b Bars) mapped(f func(string) string) Block {
	items := make([]Bar, len(b.Items))
	for i, it := range b.Items {
		it.Label, it.Text = f(it.Label), f(it.Text)
		items[i] = it
	}
	return Bars{items}
}

func (b Break) mapped(func(string) string) Block { return b }

// mapped returns the document with every text of its blocks changed by f.
func (d Document) mapped(f func(string) string) Document {
	blocks := make([]Block, len(d.Blocks))
	for i, b := range d.Blocks {
		blocks[i] = b.mapped(f)
	}
	d.Title, d.Org, d.Blocks = f(d.Title), f(d.Org), blocks
	return d
}

// Digest is ten characters that stand for the whole content: two papers with
// the same digest say the same. It is printed in the footer.
func (d Document) Digest() string {
	type part struct {
		Kind  string
		Block Block
	}
	parts := make([]part, len(d.Blocks))
	for i, b := range d.Blocks {
		parts[i] = part{b.kind(), b}
	}
	// Strings, numbers and marks only: this cannot fail.
	data, _ := json.Marshal([]any{d.Kind, d.Edition, d.Org, d.Title, d.No, d.Wide, parts})
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:5])
}

// text calls f with every text of the document.
func (d Document) text(f func(string)) {
	f(d.No)
	f(d.Edition)
	d.mapped(func(s string) string {
		f(s)
		return s
	})
	for _, b := range d.Blocks {
		if s, ok := b.(Signatures); ok {
			for _, it := range s.Items {
				f(it.Date)
			}
		}
	}
}
