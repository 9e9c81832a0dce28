package forms

import (
	"strings"

	"heshi/model"
	"heshi/ui/paper"
)

// Wall is the roster of a month as it hangs on the wall.
type Wall struct {
	Month  string   // in words, as the heading has it
	Shifts []string // heads of the columns: morning, afternoon
	Days   []WallDay
	Notes  []string // lines below: whom to call, what the marks mean
}

// WallDay is one line: a day and who is on duty.
type WallDay struct {
	Day   model.Day
	Off   string     // why nobody comes, such as the name of the holiday
	Names [][]string // by shift; an empty one is a seat to fill
}

// Wall makes the roster of a month for the wall, on one page where it fits.
func (m Maker) Wall(w Wall) (paper.Document, error) {
	form, err := m.load("wall")
	if err != nil {
		return paper.Document{}, err
	}
	t := paper.Table{Tight: true, Columns: []paper.Column{{Head: m.words.T("paper.column.day"), Share: 3}}}
	for _, s := range w.Shifts {
		t.Columns = append(t.Columns, paper.Column{Head: s, Share: 8 / max(1, len(w.Shifts))})
	}
	for _, d := range w.Days {
		cells := []string{m.words.MonthDay(d.Day) + " " + m.words.Weekday(d.Day.Weekday())}
		for i := range w.Shifts {
			switch {
			case d.Off != "":
				cells = append(cells, d.Off)
			case i < len(d.Names):
				cells = append(cells, m.words.List(d.Names[i]))
			}
		}
		t.Rows = append(t.Rows, cells)
	}
	d := paper.Document{
		Kind: "wall", Edition: form.Edition, Org: m.org, Wide: form.Wide,
		Title: m.words.T("paper.title.wall", "month", w.Month), Blocks: []paper.Block{t},
	}
	if len(w.Notes) > 0 {
		d.Blocks = append(d.Blocks, paper.Paragraph{Text: strings.Join(w.Notes, "\n")})
	}
	return d, nil
}

// Page makes a paper of blocks put together elsewhere: the card for the desk,
// the slip of a return check. kind names its form, which holds the edition.
func (m Maker) Page(kind, title, no string, blocks ...paper.Block) (paper.Document, error) {
	form, err := m.load(kind)
	if err != nil {
		return paper.Document{}, err
	}
	return paper.Document{
		Kind: kind, Edition: form.Edition, Org: m.org, Title: title, No: no, Wide: form.Wide, Blocks: blocks,
	}, nil
}
