package report

import (
	"bytes"
	"io"
	"path/filepath"
	"strings"

	"heshi/model"
	"heshi/model/stats"
	"heshi/store/exchange"
	"heshi/ui/paper"
)

// Document is the report as a paper.
func (m Maker) Document(r stats.Report) paper.Document {
	d := paper.Document{Kind: "report", Edition: "2026-11", Org: m.Station, Title: m.Title(r.Month), No: r.Month.String()}
	for _, topic := range Topics() {
		for _, p := range m.Topic(r, topic) {
			d.Blocks = append(d.Blocks, paper.Heading{Text: p.Title})
			d.Blocks = append(d.Blocks, m.block(p))
		}
		if topic == When {
			d.Blocks = append(d.Blocks, m.heat(r))
		}
	}
	return d
}

// mostPrinted is how many figures of a part are printed; the spreadsheet has
// all of them.
const mostPrinted = 20

func (m Maker) block(p Part) paper.Block {
	items := p.Items[:min(len(p.Items), mostPrinted)]
	switch {
	case len(items) == 0:
		return paper.Paragraph{Text: p.None}
	case p.ID == "warnings":
		t := paper.Table{Columns: []paper.Column{{Head: m.t("stats.column.warning"), Share: 1}}}
		for _, it := range items {
			t.Rows = append(t.Rows, []string{it.Label})
		}
		return t
	case p.Bars:
		b := paper.Bars{}
		for _, it := range items {
			b.Items = append(b.Items, paper.Bar{Label: it.Label, Value: it.Value, Text: it.Number})
		}
		return b
	}
	t := paper.Table{Columns: []paper.Column{
		{Head: m.t("stats.column.figure"), Share: 4},
		{Head: m.t("stats.column.number"), Share: 3, Right: true},
		{Head: m.t("stats.column.before"), Share: 4},
	}}
	for _, it := range items {
		t.Rows = append(t.Rows, []string{it.Label, it.Number, it.Note})
	}
	return t
}

// heat is the week as a table of days and hours; hours in which nothing came
// on any day are left out.
func (m Maker) heat(r stats.Report) paper.Block {
	from, to := Busy(r)
	t := paper.Table{Tight: true, Columns: []paper.Column{{Head: m.t("stats.column.day"), Share: 3}}}
	for h := from; h < to; h++ {
		t.Columns = append(t.Columns, paper.Column{Head: m.t("stats.hour", "h", h), Share: 2, Right: true})
	}
	for d, hours := range r.Heat {
		row := []string{m.Weekday(d)}
		for h := from; h < to; h++ {
			cell := ""
			if hours[h] > 0 {
				cell = m.Text.Count(hours[h])
			}
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// Busy returns the hours between which all of a month came: from..to-1, at
// least nine to six.
func Busy(r stats.Report) (from, to int) {
	from, to = 9, 18
	for _, hours := range r.Heat {
		for h, n := range hours {
			if n > 0 {
				from, to = min(from, h), max(to, h+1)
			}
		}
	}
	return from, to
}

// Book is the report as the sheets of a spreadsheet.
func (m Maker) Book(r stats.Report) []exchange.Sheet {
	var out []exchange.Sheet
	for _, topic := range Topics() {
		for _, p := range m.Topic(r, topic) {
			s := exchange.Sheet{Name: p.Title, Rows: [][]any{{
				m.t("stats.column.figure"), m.t("stats.column.number"), m.t("stats.column.count"), m.t("stats.column.before"),
			}}}
			for _, it := range p.Items {
				s.Rows = append(s.Rows, []any{it.Label, it.Number, it.Value, it.Note})
			}
			out = append(out, s)
		}
	}
	return append(out, m.heatSheet(r), m.behind(r))
}

func (m Maker) heatSheet(r stats.Report) exchange.Sheet {
	head := []any{m.t("stats.column.day")}
	for h := range 24 {
		head = append(head, m.t("stats.hour", "h", h))
	}
	s := exchange.Sheet{Name: m.t("stats.part.heat"), Rows: [][]any{head}}
	for d, hours := range r.Heat {
		row := []any{m.Weekday(d)}
		for _, n := range hours {
			row = append(row, n)
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// behind lists the cases of the warnings.
func (m Maker) behind(r stats.Report) exchange.Sheet {
	s := exchange.Sheet{Name: m.t("stats.part.behind"), Rows: [][]any{{m.t("stats.column.warning"), m.t("stats.column.no")}}}
	for _, w := range r.Warnings {
		for _, no := range w.Cases {
			s.Rows = append(s.Rows, []any{m.Warning(w), no})
		}
	}
	return s
}

// Write writes the report as the file's ending asks: .xlsx or .pdf.
func (m Maker) Write(w io.Writer, file string, r stats.Report, press *paper.Press, large bool) error {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".xlsx":
		return exchange.WriteBook(w, m.Book(r))
	case ".pdf":
		out, err := press.Print(m.Document(r), paper.Options{Large: large, Text: m.Text})
		if err != nil {
			return err
		}
		_, err = io.Copy(w, bytes.NewReader(out.PDF))
		return err
	}
	return &model.Problem{Code: "exchange.format", Args: map[string]any{"formats": ".xlsx .pdf"}}
}

// Lines is the report as plain lines, for the command line.
func (m Maker) Lines(r stats.Report) []string {
	out := []string{m.Station, m.Title(r.Month)}
	for _, topic := range Topics() {
		for _, p := range m.Topic(r, topic) {
			out = append(out, "", p.Title)
			if len(p.Items) == 0 {
				out = append(out, "  "+p.None)
			}
			for _, it := range p.Items[:min(len(p.Items), mostPrinted)] {
				out = append(out, "  "+m.line(p, it))
			}
		}
	}
	return out
}

func (m Maker) line(p Part, it Item) string {
	if p.ID == Warnings {
		return it.Label
	}
	line := m.t("stats.line", "label", name(it.Label), "number", name(it.Number))
	if it.Note == "" {
		return line
	}
	return m.t("stats.line_note", "line", name(line), "note", name(it.Note))
}
