package intake

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/ui/keys"
	"heshi/ui/screen"
)

// Update takes a message meant for this screen.
func (s *Screen) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	cmd := s.receive(msg)
	return s, screen.Batch(cmd, s.lookUp(), s.lookSimilar(), s.lookRoute())
}

func (s *Screen) receive(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg, screen.Do, screen.Click, screen.Wheel:
		return s.take(msg)
	case screen.EnvChanged:
		s.env = msg.Env
		s.worded()
		s.relaid()
	case draftsFetched:
		return s.onDraftsFetched(msg)
	case draftDue:
		return s.onDraftDue()
	case screen.Keep:
		return s.keep()
	case draftKept:
		return s.onDraftKept(msg)
	case draftDropped:
		return s.onDraftDropped(msg)
	case dropDraft:
		return s.drop(msg.name)
	case leaveAnyway:
		return screen.Send(screen.Back{})
	case openEarlier:
		return screen.Send(screen.OpenCase{ID: msg.id})
	case shopsFound:
		return s.onShopsFound(msg)
	case groupFound:
		s.onGroupFound(msg)
	case similarFound:
		s.onSimilarFound(msg)
	case caseSaved:
		return s.onSaved(msg)
	case screen.AnswerPicked:
		return s.onAnswerPicked(msg)
	}
	return nil
}

// busy reports that keys must wait: the next one may depend on what comes.
func (s *Screen) busy() bool { return s.opening || s.picking || s.saving || s.draft.leaving }

// take gives the desk's own doings to the page, or holds them back.
func (s *Screen) take(msg tea.Msg) tea.Cmd {
	if s.busy() {
		s.held = append(s.held, msg)
		return nil
	}
	switch msg := msg.(type) {
	case screen.Click:
		return s.click(msg)
	case screen.Wheel:
		return s.wheel(msg.Lines)
	case screen.Do:
		return s.act(msg.ID)
	case tea.KeyPressMsg:
		if id, ok := s.binding(msg); ok {
			return s.act(id)
		}
	}
	if s.page != asking {
		return s.updateMenu(msg)
	}
	return s.apply(s.current().update(msg))
}

// release serves what was held back.
func (s *Screen) release() tea.Cmd {
	held := s.held
	s.held = nil
	cmds := make([]tea.Cmd, 0, len(held))
	for _, msg := range held {
		cmds = append(cmds, s.take(msg))
	}
	return screen.Batch(cmds...)
}

// binding returns the action of a key that is the screen's and not the part's.
func (s *Screen) binding(msg tea.KeyPressMsg) (keys.ID, bool) {
	if keys.Typed(msg) != "" {
		return "", false
	}
	ids := []keys.ID{keys.Back, keys.NewComplaint, keys.NewConsultation}
	if s.page == review {
		ids = append(ids, keys.PageUp, keys.PageDown)
	}
	if s.page == asking {
		ids = append(ids, keys.Save, keys.Next, keys.NextTab, keys.Previous, keys.Skip, keys.Find)
		if s.kind == model.Consultation {
			ids = append(ids, keys.Answers)
		}
		if name := keys.Name(msg); (name == "up" || name == "down") && !s.current().wants(name) {
			ids = append(ids, keys.Up, keys.Down)
		}
	}
	return s.env.Keys.Match(msg, ids...)
}

// act runs an action.
func (s *Screen) act(id keys.ID) tea.Cmd {
	if n, ok := keys.Number(id); ok {
		return s.take(tea.KeyPressMsg{Code: '0' + rune(n), Text: string('0' + rune(n))})
	}
	switch id {
	case keys.Back:
		return s.back()
	case keys.NewComplaint:
		return s.become(model.Complaint)
	case keys.NewConsultation:
		return s.become(model.Consultation)
	case keys.PageUp, keys.PageDown:
		s.turn(id)
	}
	if s.page != asking {
		return nil
	}
	switch id {
	case keys.Save:
		return s.finish()
	case keys.Next:
		return s.enter()
	case keys.NextTab, keys.Skip, keys.Down:
		return s.next()
	case keys.Previous, keys.Up:
		return s.previous()
	case keys.Find:
		return s.openSimilar()
	case keys.Answers:
		return s.askAnswer()
	}
	return nil
}

// apply follows up on what a part did.
func (s *Screen) apply(e effect) tea.Cmd {
	var cmd tea.Cmd
	if e.changed {
		s.failure = nil
		cmd = s.edited()
	}
	if e.next {
		return screen.Batch(cmd, s.next())
	}
	return cmd
}

// enter goes on: it picks the shop, sends off a consultation, saves from the
// last place.
func (s *Screen) enter() tea.Cmd {
	id := s.current().id()
	switch {
	case id == idSave:
		return s.finish()
	case id == idShop:
		p := s.shopPart()
		if p.waiting() {
			s.picking = true
			return nil
		}
		return s.apply(p.enter())
	case s.env.Senior:
		return s.answered()
	case s.kind == model.Consultation && id == idWhat: // nothing typed is refused there
		return s.finish()
	}
	return s.next()
}

// focus moves the focus to the part at i of the order.
func (s *Screen) focus(i int) {
	order := s.order()
	for _, p := range s.all {
		p.focus(false)
	}
	s.at = max(0, min(i, len(order)-1))
	order[s.at].focus(true)
}

// goTo moves the focus to the part with this id, if this kind of case has it.
func (s *Screen) goTo(id string) {
	i := slices.IndexFunc(s.order(), func(p part) bool { return p.id() == id })
	s.focus(max(0, i))
}

func (s *Screen) next() tea.Cmd {
	if s.env.Senior {
		return s.nextQuestion()
	}
	s.focus((s.at + 1) % len(s.order()))
	return nil
}

func (s *Screen) previous() tea.Cmd {
	if s.env.Senior {
		return s.previousQuestion()
	}
	n := len(s.order())
	s.focus((s.at - 1 + n) % n)
	return nil
}

// become makes the form one for another kind of case. What was typed stays.
func (s *Screen) become(kind model.CaseKind) tea.Cmd {
	switch s.page {
	case done, offer, discard:
		s.reset()
	}
	if s.kind == kind && s.page == asking {
		return nil
	}
	s.turnInto(kind)
	if s.blank() {
		return nil
	}
	return s.edited()
}

func (s *Screen) turnInto(kind model.CaseKind) {
	s.kind = kind
	s.show(asking)
	s.worded()
	s.focus(0)
}

// back goes one step back, and leaves the screen from the first.
func (s *Screen) back() tea.Cmd {
	switch s.page {
	case done:
		return screen.Send(screen.Home{})
	case offer:
		return screen.Send(screen.Back{})
	case discard:
		s.show(offer)
		return nil
	case more:
		return s.ask(len(required(s.kind)) - 1)
	case review:
		return s.beforeReview()
	case fixing:
		s.show(review)
		return nil
	}
	if s.env.Senior && (s.fixed || s.at > 0) {
		return s.previousQuestion()
	}
	return s.leave()
}

// show turns to a page.
func (s *Screen) show(p page) {
	s.page = p
	s.scroll = 0
	for _, q := range s.all {
		q.focus(p == asking && q == s.current())
	}
	s.buildMenu()
}

// relaid keeps the place when senior mode is switched in the middle.
func (s *Screen) relaid() {
	last := len(s.order()) - 1
	switch {
	case s.env.Senior && s.page == asking && s.at == last:
		s.show(review)
	case !s.env.Senior && (s.page == more || s.page == review || s.page == fixing):
		s.fixed = false
		s.show(asking)
		s.focus(last)
	}
	if !s.env.Senior {
		s.fixed = false
	}
}
