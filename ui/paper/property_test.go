package paper_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"heshi/assets"
	"heshi/ui/paper"
	"heshi/ui/paper/papertest"
)

// someText draws any mix of Chinese, marks, Latin and line breaks. Drawn
// strings are short most of the time, so a piece is repeated.
func someText(t *rapid.T, name string, most int) string {
	piece := rapid.StringOfN(rapid.SampledFrom([]rune("王小明外套退款二〇二六，。“”（）：a1 9-\n𬭎é")), 0, 20, -1).Draw(t, name)
	times := rapid.SampledFrom([]int{0, 1, 1, most / 60, most / 20}).Draw(t, "times")
	return strings.Repeat(piece, times)
}

// document draws a paper of any blocks. Every text begins and ends with a sign
// of its own, by which it is found again.
func document(t *rapid.T) (paper.Document, []string) {
	d := paper.Document{Title: "题", Wide: rapid.Bool().Draw(t, "wide")}
	var signs []string
	mark := func(most int) string {
		n := rune(len(signs))
		begin, end := string('㐀'+n), string('㐁'+n)
		signs = append(signs, begin, end)
		return begin + someText(t, "text", most) + end
	}
	for range rapid.IntRange(1, 6).Draw(t, "blocks") {
		switch rapid.IntRange(0, 6).Draw(t, "kind") {
		case 0:
			d.Blocks = append(d.Blocks, paper.Heading{Text: mark(60)})
		case 1:
			d.Blocks = append(d.Blocks, paper.Paragraph{Text: mark(3000), Indent: rapid.Bool().Draw(t, "indent"), Inset: rapid.IntRange(0, 2).Draw(t, "inset")})
		case 2:
			var f paper.Fields
			for range rapid.IntRange(1, 5).Draw(t, "fields") {
				f.Items = append(f.Items, paper.Field{Label: mark(12), Text: mark(400), Wide: rapid.Bool().Draw(t, "wide"), Lines: rapid.IntRange(0, 70).Draw(t, "lines")})
			}
			d.Blocks = append(d.Blocks, f)
		case 3:
			table := paper.Table{Small: rapid.Bool().Draw(t, "small"), Tight: rapid.Bool().Draw(t, "tight")}
			for range rapid.IntRange(1, 6).Draw(t, "columns") {
				table.Columns = append(table.Columns, paper.Column{Head: "头", Share: rapid.IntRange(0, 5).Draw(t, "share"), Right: rapid.Bool().Draw(t, "right")})
			}
			for range rapid.IntRange(0, 30).Draw(t, "rows") {
				table.Rows = append(table.Rows, []string{mark(900)})
			}
			d.Blocks = append(d.Blocks, table)
		case 4:
			d.Blocks = append(d.Blocks, paper.Signatures{Items: []paper.Signature{{Label: mark(10), Date: "年"}, {Label: mark(30), Seal: true}, {Label: mark(10)}}})
		case 5:
			d.Blocks = append(d.Blocks, paper.Ruled{Label: mark(20), Lines: rapid.IntRange(0, 60).Draw(t, "lines")})
		case 6:
			d.Blocks = append(d.Blocks, paper.Bars{Items: []paper.Bar{{Label: mark(40), Value: rapid.IntRange(-5, 1000).Draw(t, "value"), Text: mark(8)}}}, paper.Break{})
		}
	}
	return d, signs
}

// Whatever stands on a paper is on its pages, each once, inside the margins,
// and on the screen too.
func TestNothingOfAPaperIsLost(t *testing.T) {
	press, zh := paper.NewPress(assets.Files()), words(t, "zh")
	rapid.Check(t, func(t *rapid.T) {
		d, signs := document(t)
		out, err := press.Print(d, paper.Options{Text: zh, Large: rapid.Bool().Draw(t, "large")})
		if err != nil {
			t.Fatal(err)
		}
		got := flat(papertest.Text(t, out.PDF))
		for _, sign := range signs {
			if n := strings.Count(got, sign); n != 1 {
				t.Fatalf("%q stands %d times on %d pages", sign, n, out.Pages)
			}
		}
		for _, r := range "王小明外套退款" { // none of them is in the footer
			if said, printed := count(d, r), strings.Count(got, string(r)); said != printed {
				t.Fatalf("%q is said %d times and printed %d times", r, said, printed)
			}
		}
		if x, y, ok := papertest.Outside(t, out.PDF, 56); ok {
			t.Fatalf("text at %s %s is outside the margins", x, y)
		}
		var shown strings.Builder
		for _, l := range paper.Lines(d, 80, marks()) {
			shown.WriteString(flat(l.Text))
		}
		for _, sign := range signs {
			if !strings.Contains(shown.String(), sign) {
				t.Fatalf("%q is not on the screen", sign)
			}
		}
	})
}

// count is how often a character stands in the blocks of a document.
func count(d paper.Document, r rune) int {
	n := 0
	add := func(texts ...string) {
		for _, t := range texts {
			n += strings.Count(t, string(r))
		}
	}
	for _, b := range d.Blocks {
		switch b := b.(type) {
		case paper.Heading:
			add(b.Text)
		case paper.Paragraph:
			add(b.Text)
		case paper.Fields:
			for _, it := range b.Items {
				add(it.Label, it.Text)
			}
		case paper.Table:
			for _, row := range b.Rows {
				add(row...)
			}
		case paper.Signatures:
			for _, it := range b.Items {
				add(it.Label)
			}
		case paper.Ruled:
			add(b.Label)
		case paper.Bars:
			for _, it := range b.Items {
				add(it.Label, it.Text)
			}
		}
	}
	return n
}
