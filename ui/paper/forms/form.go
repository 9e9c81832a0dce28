package forms

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"

	"heshi/ui/paper"
	"heshi/ui/text"
)

// form is what stands on a paper, read from assets/form/<kind>.json.
type form struct {
	Edition string `json:"edition"` // printed in the footer; changes with the form
	Source  string `json:"source"`  // where the set of fields comes from
	Wide    bool   `json:"wide"`
	Parts   []part `json:"parts"`
}

// part is one block of a form. Exactly one of Heading to Ruled is set.
type part struct {
	When string `json:"when"` // only where this value is not empty

	Heading string   `json:"heading"` // a name of paper.part
	Text    string   `json:"text"`    // a name of paper.text, filled with the values
	Value   string   `json:"value"`   // a value as running text
	Fields  []field  `json:"fields"`
	Table   string   `json:"table"` // a list of rows
	Columns []column `json:"columns"`
	Sign    []sign   `json:"sign"`
	Ruled   string   `json:"ruled"` // a name of paper.part

	Strong bool `json:"strong"`
	Indent bool `json:"indent"`
	Tight  bool `json:"tight"`
	Small  bool `json:"small"`
	Lines  int  `json:"lines"`
}

type field struct {
	Name  string `json:"name"`  // of the value
	Label string `json:"label"` // of paper.field; empty: as the value
	Wide  bool   `json:"wide"`
	Lines int    `json:"lines"`
}

type column struct {
	Name  string `json:"name"` // of the value in a row, and of paper.column
	Share int    `json:"share"`
	Right bool   `json:"right"`
}

type sign struct {
	Name string `json:"name"` // of paper.sign
	Seal bool   `json:"seal"`
}

// row is one row of a table: values by column name.
type row map[string]string

// facts is what a form is filled with.
type facts struct {
	values map[string]string
	rows   map[string][]row
}

// Maker makes papers in one language.
type Maker struct {
	fsys     fs.FS
	words    *text.Catalogue
	org      string
	capitals *capitals
}

// New returns a Maker that reads the forms of fsys and makes papers out in the
// name of org, the station.
func New(fsys fs.FS, words *text.Catalogue, org string) Maker {
	return Maker{fsys: fsys, words: words, org: org, capitals: loadCapitals(fsys, words.Lang())}
}

func (m Maker) load(kind string) (form, error) {
	var f form
	data, err := fs.ReadFile(m.fsys, "form/"+kind+".json")
	if err != nil {
		return f, fmt.Errorf("form %s: %w", kind, err)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return f, fmt.Errorf("form %s: %w", kind, err)
	}
	return f, nil
}

// make fills a form.
func (m Maker) make(kind, no string, f facts) (paper.Document, error) {
	form, err := m.load(kind)
	if err != nil {
		return paper.Document{}, err
	}
	d := paper.Document{
		Kind: kind, Edition: form.Edition, Org: m.org, Title: m.words.T(text.Key("paper.title." + kind)), No: no, Wide: form.Wide,
	}
	for _, p := range form.Parts {
		if p.When != "" && f.values[p.When] == "" {
			continue
		}
		if b := m.block(p, f); b != nil {
			d.Blocks = append(d.Blocks, b)
		}
	}
	return d, nil
}

// block fills one part; nil where there is nothing to say.
func (m Maker) block(p part, f facts) paper.Block {
	switch {
	case p.Heading != "":
		return paper.Heading{Text: m.words.T(text.Key("paper.part." + p.Heading))}
	case p.Text != "":
		return paper.Paragraph{Text: m.sentence(p.Text, f), Strong: p.Strong, Indent: p.Indent}
	case p.Value != "":
		if f.values[p.Value] == "" {
			return nil
		}
		return paper.Paragraph{Text: f.values[p.Value], Strong: p.Strong, Indent: p.Indent}
	case p.Fields != nil:
		return m.fields(p.Fields, f)
	case p.Table != "":
		return m.table(p, f)
	case p.Sign != nil:
		return m.signatures(p.Sign)
	}
	return paper.Ruled{Label: m.words.T(text.Key("paper.part." + p.Ruled)), Lines: p.Lines}
}

// sentence fills a text of the catalogue; a value that is missing is left blank
// for ink.
func (m Maker) sentence(name string, f facts) string {
	key := text.Key("paper.text." + name)
	var args []any
	for _, name := range m.words.Placeholders(key) {
		v := f.values[name]
		if v == "" {
			v = "________"
		}
		// A Stringer is shown as it is: the words of a person are no codes.
		args = append(args, name, plain(v))
	}
	return m.words.T(key, args...)
}

// plain is a value that is not looked up among the codes of the catalogue.
type plain string

func (m Maker) fields(list []field, f facts) paper.Block {
	out := paper.Fields{}
	for _, fd := range list {
		out.Items = append(out.Items, paper.Field{
			Label: m.words.T(text.Key("paper.field." + cmp.Or(fd.Label, fd.Name))), Text: f.values[fd.Name], Wide: fd.Wide, Lines: fd.Lines,
		})
	}
	return out
}

func (m Maker) table(p part, f facts) paper.Block {
	out := paper.Table{Tight: p.Tight, Small: p.Small}
	for _, c := range p.Columns {
		out.Columns = append(out.Columns, paper.Column{
			Head: m.words.T(text.Key("paper.column." + c.Name)), Share: c.Share, Right: c.Right,
		})
	}
	for _, r := range f.rows[p.Table] {
		cells := make([]string, len(p.Columns))
		for i, c := range p.Columns {
			cells[i] = r[c.Name]
		}
		out.Rows = append(out.Rows, cells)
	}
	for range p.Lines - len(out.Rows) { // blank rows for ink
		out.Rows = append(out.Rows, make([]string, len(p.Columns)))
	}
	return out
}

func (m Maker) signatures(list []sign) paper.Block {
	out := paper.Signatures{}
	for _, s := range list {
		out.Items = append(out.Items, paper.Signature{
			Label: m.words.T(text.Key("paper.sign." + s.Name)), Date: m.words.T("paper.ink_date"), Seal: s.Seal,
		})
	}
	return out
}
