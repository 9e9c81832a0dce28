package intake

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/widget"
)

// Values of the menus' options. Drafts stand under their place in the list,
// parts under their id.
const (
	doNew     = "new"
	doDiscard = "discard"
	doSave    = "save"
	doFix     = "fix"
	doMore    = "more"
	doOpen    = "open"
	doNext    = "next"
)

// buildMenu makes the choice of the page shown, in the language of the Env.
func (s *Screen) buildMenu() {
	at := s.menu.Index()
	s.menu = widget.NewMenu(s.env.Senior, s.options()...)
	s.menu.PerPage = s.perPage()
	s.menu.More = s.env.T("intake.more_choices")
	if o := s.menu.Options; at > 0 && at < len(o) && s.page == fixing {
		s.menu.SetValues(o[at].Value)
	}
}

func (s *Screen) options() []widget.Option {
	o := func(value string, args ...any) widget.Option {
		return widget.Option{Value: value, Label: s.env.T(menuKey(s.page, value), args...)}
	}
	switch s.page {
	case offer:
		return append(s.draftOptions(), o(doNew), o(doDiscard))
	case discard:
		return s.draftOptions()
	case more:
		return []widget.Option{o(doSave), o(doMore)}
	case review:
		return []widget.Option{o(doSave), o(doFix), o(doMore)}
	case fixing:
		return s.fixOptions()
	case done:
		return []widget.Option{o(doOpen), o(doNext)}
	}
	return nil
}

func (s *Screen) draftOptions() []widget.Option {
	var out []widget.Option
	for i, d := range s.draft.others {
		key := menuKey(s.page, "draft")
		out = append(out, widget.Option{
			Value: strconv.Itoa(i), Label: s.env.T(key, "words", s.draftWords(d)), Detail: s.draftDetail(d),
		})
	}
	return out
}

func (s *Screen) fixOptions() []widget.Option {
	var out []widget.Option
	for _, p := range s.order() {
		if p.id() != idSave {
			out = append(out, widget.Option{Value: p.id(), Label: s.label(p), Detail: clip(p.said(), 20)})
		}
	}
	return out
}

func (s *Screen) updateMenu(msg tea.Msg) tea.Cmd {
	if s.page == offer && isText(msg) {
		// Somebody who starts to write means a new case.
		s.reset()
		return s.take(msg)
	}
	s.menu, _ = s.menu.Update(msg)
	if o, ok := s.menu.Picked(); ok {
		return s.picked(o.Value)
	}
	return nil
}

// picked does what was chosen on the page shown.
func (s *Screen) picked(value string) tea.Cmd {
	switch s.page {
	case offer:
		return s.pickedOffer(value)
	case discard:
		return s.askToDrop(value)
	case fixing:
		s.fixed = true
		s.show(asking)
		s.goTo(value)
		return nil
	case done:
		return s.pickedDone(value)
	}
	switch value {
	case doSave:
		if s.page == review {
			return s.finish()
		}
		s.show(review)
	case doFix:
		s.show(fixing)
	case doMore:
		return s.ask(len(required(s.kind)))
	}
	return nil
}

func (s *Screen) pickedOffer(value string) tea.Cmd {
	switch value {
	case doNew:
		kind := s.kind
		s.reset()
		s.turnInto(kind)
	case doDiscard:
		s.show(discard)
	default:
		if d, ok := s.draftAt(value); ok {
			s.resume(d)
		}
	}
	return nil
}

func (s *Screen) draftAt(value string) (store.Draft, bool) {
	i, err := strconv.Atoi(value)
	if err != nil || i < 0 || i >= len(s.draft.others) {
		return store.Draft{}, false
	}
	return s.draft.others[i], true
}

// askToDrop makes sure: a draft thrown away does not come back.
func (s *Screen) askToDrop(value string) tea.Cmd {
	d, ok := s.draftAt(value)
	if !ok {
		return nil
	}
	return screen.Send(screen.Ask{
		Title: s.env.T("intake.drop.title"),
		Body:  s.env.T("intake.drop.body", "words", s.draftWords(d)),
		Options: []screen.Option{
			{Label: s.env.T("intake.drop.keep")},
			{Label: s.env.T("intake.drop.drop"), Answer: dropDraft{d.Name}},
		},
	})
}

func (s *Screen) pickedDone(value string) tea.Cmd {
	if value == doOpen {
		return screen.Send(screen.OpenCase{ID: s.saved.ID})
	}
	s.reset()
	return nil
}

// scrollRows is how far a key scrolls what is read back.
const scrollRows = 5

// turn scrolls what is read back.
func (s *Screen) turn(id keys.ID) {
	by := scrollRows
	if id == keys.PageUp {
		by = -by
	}
	s.scrollBy(by)
}

func (s *Screen) scrollBy(rows int) {
	_, foot := widget.Size(s.foot(s.drawn.X, s.drawn.Y))
	_, most := s.leaf(s.drawn.X, max(1, s.drawn.Y-foot))
	s.scroll = max(0, min(s.scroll+rows, most))
}

// wheel moves through the form, or scrolls.
func (s *Screen) wheel(lines int) tea.Cmd {
	switch {
	case s.page == review:
		s.scrollBy(lines)
	case s.page != asking || s.env.Senior:
	case lines > 0:
		s.focus(s.at + 1)
	case lines < 0:
		s.focus(s.at - 1)
	}
	return nil
}

// label is what a part is called where no sentence asks for it.
func (s *Screen) label(p part) string { return label(s.env, s.kind, p.id()) }
