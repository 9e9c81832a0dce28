// Package service writes out the hours volunteers served: as a table for a
// spreadsheet, and as a certificate. The desk and the command line use the same
// one. The same hours give the same bytes.
package service

import (
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"heshi/model"
	"heshi/shifts"
	"heshi/store"
	"heshi/store/exchange"
	"heshi/ui/paper"
	"heshi/ui/paper/forms"
	"heshi/ui/text"
)

// Maker writes hours out in one language.
type Maker struct {
	Text  *text.Catalogue
	Forms forms.Maker
	Press *paper.Press
}

// Period is the days that are counted, both inside.
type Period struct{ From, To model.Day }

// Month is the whole month a day lies in.
func Month(day model.Day) Period {
	y, m, d := day.Date()
	first := day - model.Day(d-1)
	next, _ := model.NewDay(y+int(m)/12, m%12+1, 1)
	return Period{From: first, To: next - 1}
}

// Write writes hours in the format that name's ending tells: a stay a row, or
// the certificate of the one volunteer in list.
func (m Maker) Write(w io.Writer, name string, list []store.Served, p Period) error {
	if strings.ToLower(filepath.Ext(name)) != ".pdf" {
		return exchange.Write(w, name, m.Table(list))
	}
	if len(list) != 1 {
		return &model.Problem{Code: "hours.one", Args: map[string]any{"n": len(list)}}
	}
	d, err := m.Certificate(list[0], p)
	if err != nil {
		return err
	}
	printed, err := m.Press.Print(d, paper.Options{Text: m.Text})
	if err == nil {
		_, err = w.Write(printed.PDF)
	}
	return err
}

// Table is a stay a row.
func (m Maker) Table(list []store.Served) exchange.Table {
	t := exchange.Table{}
	for _, c := range []text.Key{"service.name", "service.day", "service.in", "service.out", "service.what", "service.minutes"} {
		t.Header = append(t.Header, m.Text.T(c))
	}
	for _, v := range list {
		for _, s := range v.Stays {
			day := model.DayOf(s.In, s.In.Location())
			t.Rows = append(t.Rows, exchange.Row{Cells: []string{
				v.Name, day.String(), clock(s.In), m.end(s), m.Text.List(m.what(s)), strconv.Itoa(s.Minutes()),
			}})
		}
	}
	return t
}

// Certificate is the paper that says what one volunteer served.
func (m Maker) Certificate(v store.Served, p Period) (paper.Document, error) {
	h := forms.Hours{Volunteer: v.Name, From: p.From, To: p.To, Minutes: v.Minutes}
	for _, s := range v.Stays {
		h.Stays = append(h.Stays, forms.Stay{
			Day: model.DayOf(s.In, s.In.Location()), In: clock(s.In), Out: m.end(s), What: m.Text.List(m.what(s)), Minutes: s.Minutes(),
		})
	}
	d, err := m.Forms.Hours(h)
	if err != nil {
		return d, fmt.Errorf("service: %w", err)
	}
	return d, nil
}

func clock(t interface{ Format(string) string }) string { return t.Format("15:04") }

// end is when a stay ended; midnight is the end of its day.
func (m Maker) end(s shifts.Stay) string {
	if e := clock(s.Out); e != "00:00" {
		return e
	}
	return "24:00"
}

func (m Maker) what(s shifts.Stay) []string {
	out := make([]string, len(s.What))
	for i, w := range s.What {
		out[i] = m.Text.T(text.Key("service.did." + w))
	}
	return out
}
