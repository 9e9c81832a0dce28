package shops

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/affiliate"
	"heshi/model/ident"
	"heshi/store"
	"heshi/store/find"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// tollCases is how many cases of a group are looked at: more than any alarm
// counts.
const tollCases = 500

// toll is what the shops of a group have drawn.
type toll struct {
	cases  []store.GroupCase // the newest first
	counts map[model.ID]int  // by shop
	all    int
	open   int // among the cases looked at
	wait   int // of these, those the core is to answer
	alarms []affiliate.Alarm
}

// weighed brings the toll of a group.
type weighed struct {
	core model.ID
	toll toll
	err  error
}

// weigh counts what the shops of the card's group have drawn.
func (s *Screen) weigh() tea.Cmd {
	if s.core == "" {
		return nil
	}
	desk, supply, id, today := s.desk, s.supply, s.core, s.today()
	return func() tea.Msg {
		w := weighed{core: id}
		t := &w.toll
		if t.cases, t.counts, w.err = desk.GroupCases(context.Background(), id, tollCases); w.err != nil {
			return w
		}
		limits, err := supply.Thresholds()
		if err != nil {
			w.err = err
			return w
		}
		for _, n := range t.counts {
			t.all += n
		}
		var seen []affiliate.Seen
		for _, c := range t.cases {
			if !c.Over {
				t.open++
			}
			if c.Waiting {
				t.wait++
			}
			if c.CaseKind == model.Complaint {
				seen = append(seen, seenOf(c))
			}
		}
		t.alarms = affiliate.Alarms(limits, seen, today)
		return w
	}
}

func seenOf(c store.GroupCase) affiliate.Seen {
	return affiliate.Seen{
		Case: c.ID, Shop: c.ShopID, Phone: c.Phone, Name: c.Name, Open: !c.Over,
		On: model.DayOf(c.At, c.At.Location()),
	}
}

func (s *Screen) onWeighed(w weighed) {
	if w.core != s.core || w.err != nil {
		return
	}
	s.toll = w.toll
	s.RewordAll()
}

// tollPairs say what the shops have drawn, and what is out of the ordinary.
func (s *Screen) tollPairs() []pair {
	if s.toll.counts == nil {
		return nil
	}
	list := []pair{{s.Env.T("shops.cases"), s.Env.T("groups.cases.n", "n", s.toll.all, "open", s.toll.open), theme.Normal}}
	for _, a := range s.toll.alarms {
		name := ""
		if shop, ok := s.shopOf(a.Shop); ok {
			name = shop.Name
		}
		said := s.Env.T(text.Key("groups.repeat."+a.Kind), "days", a.Days, "n", a.Count, "limit", a.Limit, "name", name)
		list = append(list, pair{s.Env.T("groups.repeat"), said, theme.Warn})
	}
	return list
}

// groupCatalog lists the cases of the group.
func (s *Screen) groupCatalog() catalog {
	return catalog{
		title: func() string { return s.Env.T("groups.title.cases") },
		ask: func() string {
			if len(s.toll.cases) == 0 {
				return s.Env.T("groups.cases.none")
			}
			return s.Env.T("groups.cases.ask")
		},
		find: func(query string) []string {
			var out []string
			for _, c := range s.toll.cases {
				if query == "" || find.Matches(query, c.No+" "+c.Name+" "+c.Shop+" "+c.Phone) {
					out = append(out, string(c.ID))
				}
			}
			return out
		},
		columns: func(int) []widget.Column {
			return []widget.Column{{Width: 20}, {Width: 12, Drop: 1}, {Width: 10, Drop: 3}, {Min: 12, Drop: 2}}
		},
		row:  s.groupCaseRow,
		open: func(id string) tea.Cmd { return screen.Send(screen.OpenCase{ID: model.ID(id)}) },
	}
}

func (s *Screen) groupCaseRow(id string) widget.Row {
	i := slices.IndexFunc(s.toll.cases, func(c store.GroupCase) bool { return string(c.ID) == id })
	if i < 0 {
		return widget.Row{ID: id}
	}
	c := s.toll.cases[i]
	r := widget.Row{ID: id, Cells: []string{c.No, s.Env.T(text.Key("state." + string(c.State))), ident.MaskName(c.Name), c.Shop}}
	if c.Over {
		r.Tone = theme.Muted
	}
	return r
}
