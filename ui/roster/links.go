package roster

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store/find"
	"heshi/ui/pages"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// entries is a page that lists what is noted with a volunteer: an option adds
// one, Delete or Enter takes one away.
func (s *Screen) entries(id model.ID, name text.Key, options func(model.Volunteer) []widget.Option, adds []widget.Option, add func(value string) tea.Cmd, remove func(v *model.Volunteer, value string)) *pages.Board {
	b := &pages.Board{On: &s.Stack, Name: func() string { return s.Env.T(name, "name", s.name(id)) }}
	b.Body = func(width int) widget.Block {
		v, _ := s.volunteer(id)
		key := text.Key("roster.list.some")
		if len(options(v)) == 0 {
			key = "roster.list.none"
		}
		return widget.Para(s.Env.Theme.Text, s.Env.T(key), width)
	}
	b.Options = func() []widget.Option {
		v, _ := s.volunteer(id)
		out := options(v)
		for _, a := range adds {
			a.Label = s.Env.T(text.Key(a.Label))
			out = append(out, a)
		}
		return out
	}
	b.Remove = func(value string) tea.Cmd {
		v, ok := s.volunteer(id)
		if !ok || strings.HasPrefix(value, "add") {
			return nil
		}
		sure := func() tea.Cmd {
			return s.change(v, func(v *model.Volunteer) { remove(v, value) }, func() tea.Cmd { return nil })
		}
		return s.ask(s.Env.T("roster.remove"), b.Label(value), s.Env.T("roster.keep"), s.Env.T("roster.remove.yes"), sure)
	}
	b.Pick = func(value string) tea.Cmd {
		if strings.HasPrefix(value, "add") {
			return add(value)
		}
		return b.Remove(value)
	}
	return b
}

// newLeaves lists the leave of a volunteer.
func (s *Screen) newLeaves(id model.ID) *pages.Board {
	options := func(v model.Volunteer) []widget.Option {
		var out []widget.Option
		for i, l := range v.Leave {
			out = append(out, widget.Option{Value: strconv.Itoa(i), Label: s.spanWords(l)})
		}
		return out
	}
	remove := func(v *model.Volunteer, value string) {
		if i, err := strconv.Atoi(value); err == nil && i < len(v.Leave) {
			v.Leave = slices.Delete(slices.Clone(v.Leave), i, i+1)
		}
	}
	add := func(string) tea.Cmd {
		s.Push(s.newSpan("roster.title.leave", id, func(from, to model.Day, f *pages.Form) tea.Cmd {
			v, _ := s.volunteer(id)
			return s.change(v, func(v *model.Volunteer) { v.Leave = append(slices.Clone(v.Leave), model.Span{From: from, To: to}) }, s.Pop)
		}))
		return nil
	}
	return s.entries(id, "roster.title.leave", options, []widget.Option{{Value: "add", Label: "roster.leave.add"}}, add, remove)
}

// newSpan asks for a first and a last day.
func (s *Screen) newSpan(name text.Key, id model.ID, save func(from, to model.Day, f *pages.Form) tea.Cmd) *pages.Form {
	f := &pages.Form{On: &s.Stack, Fresh: true, Draft: s.Draft(string(name), string(id)), Name: func() string { return s.Env.T(name, "name", s.name(id)) }}
	f.Questions = func() []sheet.Question {
		return []sheet.Question{
			{ID: "from", Label: s.Env.T("roster.ask.from"), Hint: s.Env.T("roster.hint.day"), Max: 20, Read: s.readDay},
			{ID: "to", Label: s.Env.T("roster.ask.to"), Hint: s.Env.T("roster.hint.to"), Max: 20, Read: s.readDay},
		}
	}
	f.Save = func() tea.Cmd {
		from, to, ok := s.readSpan(f)
		if !ok {
			return nil
		}
		return save(from, to, f)
	}
	return f.Start(nil)
}

// readSpan reads first and last day; an empty last day is the first.
func (s *Screen) readSpan(f *pages.Form) (from, to model.Day, ok bool) {
	a := &answers{s: s, f: f, ok: true}
	from, to = a.day("from"), a.day("to")
	if to.IsZero() {
		to = from
	}
	switch {
	case !a.ok:
	case from.IsZero():
		a.refuse("from", s.Env.T("roster.fault.day"))
	case to < from:
		a.refuse("to", s.Env.Text.Sentence(&model.Problem{Code: "days.reversed", Args: map[string]any{"from": from, "to": to}}))
	}
	return from, to, a.ok
}

// newPairs lists whom a volunteer likes, or must not, share a turn with.
func (s *Screen) newPairs(id model.ID) *pages.Board {
	options := func(v model.Volunteer) []widget.Option {
		var out []widget.Option
		for _, o := range s.partners(v, true) {
			out = append(out, widget.Option{Value: "with " + string(o), Label: s.name(o), Detail: s.Env.T("roster.pair.with")})
		}
		for _, o := range s.partners(v, false) {
			out = append(out, widget.Option{Value: "avoid " + string(o), Label: s.name(o), Detail: s.Env.T("roster.pair.avoid")})
		}
		return out
	}
	remove := func(v *model.Volunteer, value string) {
		_, other, _ := strings.Cut(value, " ")
		gone := func(o model.ID) bool { return string(o) == other }
		v.With = slices.DeleteFunc(slices.Clone(v.With), gone)
		v.Avoid = slices.DeleteFunc(slices.Clone(v.Avoid), gone)
	}
	add := func(value string) tea.Cmd {
		s.Push(s.newPartner(id, value == "add with"))
		return nil
	}
	b := s.entries(id, "roster.title.pairs", options, []widget.Option{
		{Value: "add with", Label: "roster.pair.add_with"},
		{Value: "add avoid", Label: "roster.pair.add_avoid"},
	}, add, remove)
	whole := b.Remove
	b.Remove = func(value string) tea.Cmd { return s.removePair(id, value, whole) }
	b.Pick = func(value string) tea.Cmd {
		if strings.HasPrefix(value, "add") {
			return add(value)
		}
		return b.Remove(value)
	}
	return b
}

// removePair takes a pair away where it is noted: with this volunteer, or on
// the page of the other, where it is opened.
func (s *Screen) removePair(id model.ID, value string, whole func(string) tea.Cmd) tea.Cmd {
	v, _ := s.volunteer(id)
	_, other, pair := strings.Cut(value, " ")
	if pair && !strings.HasPrefix(value, "add") && !slices.Contains(v.With, model.ID(other)) && !slices.Contains(v.Avoid, model.ID(other)) {
		s.Push(s.newPairs(model.ID(other)))
		return s.Say(s.Env.T("roster.pair.there", "name", s.name(model.ID(other))))
	}
	return whole(value)
}

// newPartner picks the other one of a pair.
func (s *Screen) newPartner(id model.ID, like bool) *pages.Listing {
	l := s.picker("roster.title.pairs", id, "roster.pair.ask")
	l.Rows = func(query string) []widget.Row {
		return s.peopleRows(query, func(v model.Volunteer) bool { return v.ID != id && v.Serves(s.today()) })
	}
	l.Columns = s.peopleColumns
	l.Open = func(other, _ string) tea.Cmd {
		v, _ := s.volunteer(id)
		return s.change(v, func(v *model.Volunteer) {
			with := slices.DeleteFunc(slices.Clone(v.With), func(o model.ID) bool { return string(o) == other })
			avoid := slices.DeleteFunc(slices.Clone(v.Avoid), func(o model.ID) bool { return string(o) == other })
			if like {
				with = append(with, model.ID(other))
			} else {
				avoid = append(avoid, model.ID(other))
			}
			v.With, v.Avoid = with, avoid
		}, s.Pop)
	}
	return l.Start()
}

// picker is a listing about a volunteer, still without rows.
func (s *Screen) picker(name text.Key, id model.ID, ask text.Key) *pages.Listing {
	return &pages.Listing{
		On:   &s.Stack,
		Name: func() string { return s.Env.T(name, "name", s.name(id)) },
		Ask:  func() string { return s.Env.T(ask, "name", s.name(id)) },
		Box:  func() string { return s.Env.T("roster.people.box") },
	}
}

// newConflicts lists the shops a volunteer must not mediate with.
func (s *Screen) newConflicts(id model.ID) *pages.Board {
	options := func(v model.Volunteer) []widget.Option {
		var out []widget.Option
		for _, shop := range s.shops {
			if slices.Contains(v.Conflicts, shop.ID) {
				out = append(out, widget.Option{Value: string(shop.ID), Label: shop.Name, Detail: shop.Stall})
			}
		}
		return out
	}
	remove := func(v *model.Volunteer, value string) {
		v.Conflicts = slices.DeleteFunc(slices.Clone(v.Conflicts), func(o model.ID) bool { return string(o) == value })
	}
	add := func(string) tea.Cmd {
		s.Push(s.newShopPicker(id))
		return nil
	}
	return s.entries(id, "roster.title.conflicts", options, []widget.Option{{Value: "add", Label: "roster.conflict.add"}}, add, remove)
}

// newShopPicker picks a shop by name, pinyin or stall.
func (s *Screen) newShopPicker(id model.ID) *pages.Listing {
	l := s.picker("roster.title.conflicts", id, "roster.conflict.ask")
	l.Rows = func(query string) []widget.Row {
		var out []widget.Row
		for _, shop := range s.shops {
			if query == "" || find.Matches(query, shop.Name+" "+shop.Stall) {
				out = append(out, widget.Row{ID: string(shop.ID), Cells: []string{shop.Name, shop.Stall}})
			}
		}
		return out
	}
	l.Columns = func(int) []widget.Column { return []widget.Column{{Min: 16}, {Width: 16, Drop: 1}} }
	l.Open = func(shop, _ string) tea.Cmd {
		v, _ := s.volunteer(id)
		return s.change(v, func(v *model.Volunteer) { v.Conflicts = append(slices.Clone(v.Conflicts), model.ID(shop)) }, s.Pop)
	}
	return l.Start()
}
