package returns

import (
	tea "charm.land/bubbletea/v2"

	"heshi/ui/keys"
	"heshi/ui/screen"
)

// Update takes a message meant for this screen.
func (s *Screen) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	cmd := s.receive(msg)
	return s, screen.Batch(cmd, s.lookUp())
}

func (s *Screen) receive(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg, screen.Do, screen.Click, screen.Wheel:
		return s.take(msg)
	case screen.EnvChanged:
		s.env = msg.Env
		return s.think()
	case screen.Changed:
		return s.reload()
	case loaded:
		return s.onLoaded(msg)
	case thought:
		return s.onThought(msg)
	case shopsFound:
		return s.onShopsFound(msg)
	case shopRead:
		return s.onShopRead(msg)
	case counted:
		return s.onCounted(msg)
	case slipWritten:
		return s.onSlipWritten(msg)
	case halfKept:
		return s.onHalfKept(msg)
	case goOn:
		return s.onGoOn(msg.half)
	case startNew:
		return s.halves.put(s.env, nil)
	case screen.Keep:
		if s.Dirty() {
			return s.halves.put(s.env, s.halves.body)
		}
	case leave:
		return screen.Batch(s.halves.over(s.env), screen.Send(screen.Back{}))
	}
	return nil
}

// reload fetches charter and calendar again: somebody may have edited them.
func (s *Screen) reload() tea.Cmd {
	if s.loading {
		return nil
	}
	return s.load("")
}

// busy reports that keys must wait: the next one may depend on what comes.
func (s *Screen) busy() bool { return s.loading || s.thinking || s.waiting || s.saving }

// take gives the desk's own doings to the page, or holds them back. Esc leaves
// even while something is awaited.
func (s *Screen) take(msg tea.Msg) tea.Cmd {
	if s.busy() {
		if press, ok := msg.(tea.KeyPressMsg); ok && s.loading && keys.Name(press) == "esc" {
			return screen.Send(screen.Back{})
		}
		s.held = append(s.held, msg)
		return nil
	}
	if s.enterWaits(msg) {
		s.waiting = true
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
	if s.page == asking || s.page == extra {
		return s.apply(s.part.update(msg))
	}
	if s.page == clause {
		s.reader.Resize(s.readerSize())
		s.reader, _ = s.reader.Update(msg)
		return nil
	}
	s.menu, _ = s.menu.Update(msg)
	return s.picked()
}

// release serves what was held back.
func (s *Screen) release() tea.Cmd {
	held := s.held
	s.held = nil
	cmds := make([]tea.Cmd, 0, len(held))
	for i, msg := range held {
		if s.busy() {
			s.held = append(s.held, held[i:]...)
			break
		}
		cmds = append(cmds, s.take(msg))
	}
	return screen.Batch(cmds...)
}

// binding returns the action of a key that is the screen's and not the part's.
func (s *Screen) binding(msg tea.KeyPressMsg) (keys.ID, bool) {
	if keys.Typed(msg) != "" {
		return "", false
	}
	ids := []keys.ID{keys.Back}
	switch s.page {
	case asking, extra:
		ids = append(ids, keys.Skip, keys.NextTab, keys.Previous)
	case verdict:
		ids = append(ids, keys.NewComplaint, keys.NewConsultation, keys.Save, keys.PageUp, keys.PageDown)
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
		return s.goBack()
	case keys.Next, keys.Open:
		return s.take(tea.KeyPressMsg{Code: tea.KeyEnter})
	case keys.PageUp, keys.PageDown:
		return s.turn(id)
	}
	switch s.page {
	case asking, extra:
		return s.actAsking(id)
	case verdict:
		return s.actVerdict(id)
	}
	return nil
}

func (s *Screen) actAsking(id keys.ID) tea.Cmd {
	switch {
	case id == keys.Skip && s.page == extra:
		return s.forget(s.asked)
	case id == keys.Skip:
		return s.skip()
	case s.page == extra:
	case id == keys.NextTab && s.at < s.last():
		s.goTo(s.at + 1)
	case id == keys.NextTab && s.st.open == nil:
		s.show(verdict)
	case id == keys.Previous && s.at > 0:
		s.goTo(s.at - 1)
	}
	return nil
}

// apply follows up on what a part did.
func (s *Screen) apply(done bool) tea.Cmd {
	if !done {
		return nil
	}
	if p, ok := s.shopPart(); ok {
		if id := p.wants(); id != "" {
			return s.readShop(id)
		}
	}
	return s.submit()
}

// submit keeps the answer of the part and goes on to what it leads to.
func (s *Screen) submit() tea.Cmd {
	a, wrong := s.part.answer()
	if wrong != "" {
		s.part.refuse(wrong)
		return nil
	}
	if s.page == extra {
		return s.submitExtra(a)
	}
	q, ok := s.current()
	if !ok {
		return nil
	}
	if !a.unknown && a.entry.shop == nil {
		if _, err := s.interview().apply(s.before(), q, a); err != nil {
			s.part.refuse(s.env.Text.Sentence(firstProblem(err)))
			return nil
		}
	}
	return s.answered(q.ID, a)
}

func (s *Screen) answered(id string, a answer) tea.Cmd {
	s.answers[id] = a
	delete(s.unsent, id)
	s.saved = outcome{}
	s.jump = true
	return s.think()
}

// skip leaves the question open. What was bought must be known: everything
// else depends on it.
func (s *Screen) skip() tea.Cmd {
	q, ok := s.current()
	switch {
	case !ok:
		return nil
	case isExtra(q):
		return s.forget(extraSet)
	case s.at == 0:
		s.part.refuse(s.env.T("check.needed"))
		return nil
	}
	return s.answered(q.ID, answer{unknown: true, entry: entry{chosen: []string{unknownValue}}})
}

// leave goes back although answers are lost.
type leave struct{}

// goBack goes one step back, and leaves the screen from the first question.
func (s *Screen) goBack() tea.Cmd {
	switch s.page {
	case verdict:
		s.goTo(s.last())
		return nil
	case changes, clauses, extras:
		s.show(verdict)
		return nil
	case clause:
		s.show(clauses)
		return nil
	case extra:
		s.show(extras)
		return nil
	}
	if p, ok := s.shopPart(); ok && p.stepBack() {
		return nil
	}
	if q, ok := s.current(); ok && isExtra(q) && s.at == len(s.st.steps) {
		return s.forget(extraSet)
	}
	if s.at > 0 {
		s.goTo(s.at - 1)
		return nil
	}
	switch len(s.answers) {
	case 0:
		return screen.Send(screen.Back{})
	case 1: // not worth a question
		return s.receive(leave{})
	}
	return screen.Send(screen.Ask{
		Title: s.env.T("check.leave.title"), Body: s.env.T("check.leave.body"),
		Options: []screen.Option{
			{Label: s.env.T("check.leave.stay")},
			{Label: s.env.T("check.leave.go"), Answer: leave{}},
		},
	})
}
