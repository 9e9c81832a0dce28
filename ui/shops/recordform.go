package shops

import (
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// keeping says how records of a kind are asked about and kept.
type keeping[T any] struct {
	facts func() []fact[T]
	words string // begins the keys of its fields
	check func(*Screen, T) model.Problems
	tidy  func(T) T // nil: nothing to tidy
	title func(s *Screen, v T, part string, fresh bool) string
	hint  func(s *Screen, id string) string // "" keeps the hint there is; nil: none has another
	// write saves it in the place of was, outside of Update. saved takes what
	// came of it.
	write func(desk Desk, by store.By, was, v T, fresh bool) (T, error)
	saved func(s *Screen, v T, fresh bool) tea.Cmd
	id    func(v T) string // tells one record from another, for its drafts
}

func (k keeping[T]) label(s *Screen, id string) string { return s.env.T(text.Key(k.words + id)) }

// recordForm is the form of one part of a record.
type recordForm[T any] struct {
	*form
	kept keeping[T]
	v    T // as it was read
	part string
}

// newRecordForm asks about one part of a record.
func newRecordForm[T any](s *Screen, k keeping[T], v T, part string, fresh bool) *recordForm[T] {
	rf := &recordForm[T]{form: &form{fresh: fresh}, kept: k, v: v, part: part}
	rf.name = func(s *Screen) string { return k.title(s, rf.v, part, fresh) }
	rf.questions = func(s *Screen, _ *form) []sheet.Question { return rf.asked(s) }
	rf.save = func(s *Screen, _ *form) tea.Cmd { return rf.submit(s) }
	rf.start(s, values(partOf(k.facts(), part), v))
	rf.draft = s.draftName(k.words, k.id(v), part)
	return rf
}

// named fills in a name that was typed already.
func (rf *recordForm[T]) named(name string) {
	if id := rf.kept.facts()[0].id; name != "" {
		rf.sheet.Set(id, name)
		rf.sheet.Base(id)
	}
}

func (rf *recordForm[T]) asked(s *Screen) []sheet.Question {
	var out []sheet.Question
	for _, f := range partOf(rf.kept.facts(), rf.part) {
		q := f.question(s, rf.kept.words, rf.v, func(v T) model.Problems { return rf.kept.check(s, v) })
		if rf.kept.hint != nil {
			if hint := rf.kept.hint(s, f.id); hint != "" {
				q.Hint = hint
			}
		}
		out = append(out, q)
	}
	return out
}

// done is what the store has answered; then shows it.
type done struct{ then func(*Screen) tea.Cmd }

// submit checks what was changed and writes it; nothing changed just closes.
func (rf *recordForm[T]) submit(s *Screen) tea.Cmd {
	ids := rf.sheet.Changed()
	if len(ids) == 0 && !rf.fresh {
		return screen.Batch(rf.keeper.Drop(), s.pop())
	}
	v, p := applied(rf.kept.facts(), rf.v, ids, rf.sheet.Values, s.today())
	if p == nil {
		if rf.kept.tidy != nil {
			v = rf.kept.tidy(v)
		}
		if hard := rf.kept.check(s, v).Hard(); len(hard) > 0 {
			p = hard[0]
		}
	}
	if p != nil {
		rf.sheet.Refuse(p.Field, sentence(s.env, p))
		return nil
	}
	s.busy = true
	desk, by, was := s.desk, s.by(), rf.v
	return func() tea.Msg {
		saved, err := rf.kept.write(desk, by, was, v, rf.fresh)
		return done{func(s *Screen) tea.Cmd { return rf.onSaved(s, saved, err) }}
	}
}

func (rf *recordForm[T]) onSaved(s *Screen, v T, err error) tea.Cmd {
	var stale *store.Stale[T]
	var ps model.Problems
	var one *model.Problem
	switch {
	case errors.As(err, &stale):
		s.push(newClash(rf, stale))
		return nil
	case errors.As(err, &ps) && len(ps) > 0:
		rf.sheet.Refuse(ps[0].Field, sentence(s.env, ps[0]))
		return screen.Send(screen.Failed{Err: err})
	case errors.As(err, &one) && (one.Code == store.CodeNameTaken || one.Field != ""):
		field := one.Field
		if _, asked := factOf(partOf(rf.kept.facts(), rf.part), field); !asked {
			field = rf.kept.facts()[0].id // its name
		}
		rf.sheet.Refuse(field, sentence(s.env, one))
		return screen.Send(screen.Failed{Err: err})
	case err != nil:
		return screen.Send(screen.Failed{Err: err})
	}
	dropped := rf.keeper.Drop()
	s.popTo(func(p page) bool { return p != page(rf) && !isClash(p) })
	return screen.Batch(dropped, rf.kept.saved(s, v, rf.fresh))
}

// clash is the board shown when somebody else was faster.
type clash struct{ *board }

func isClash(p page) bool {
	_, ok := p.(clash)
	return ok
}

// What can be done when somebody else was faster.
const (
	putOnTop = "mine"
	takeHis  = "theirs"
	lookOn   = "edit"
)

// newClash shows both versions beside one another.
func newClash[T any](rf *recordForm[T], stale *store.Stale[T]) page {
	b := &board{name: rf.name}
	b.body = func(s *Screen, width int) widget.Block { return rf.compared(s, stale, width) }
	b.options = func(s *Screen) []widget.Option {
		return []widget.Option{
			{Value: putOnTop, Label: s.env.T("shops.clash.mine")},
			{Value: takeHis, Label: s.env.T("shops.clash.theirs", "actor", s.actor(stale.By.Actor))},
			{Value: lookOn, Label: s.env.T("shops.clash.edit")},
		}
	}
	b.pick = func(s *Screen, how string) tea.Cmd { return rf.resolve(s, stale.Theirs, how) }
	b.back = func(s *Screen) tea.Cmd { return rf.resolve(s, stale.Theirs, lookOn) }
	return clash{b}
}

// actor is a person's name; the log calls the shared desk "desk".
func (s *Screen) actor(name string) string {
	if name == "desk" || name == "" {
		return s.env.T("root.nobody")
	}
	return name
}

// compared shows what the two versions say where they differ.
func (rf *recordForm[T]) compared(s *Screen, stale *store.Stale[T], width int) widget.Block {
	th := s.env.Theme
	changed := rf.sheet.Changed()
	label1 := min(18, width/4)
	half := (width - label1 - 2) / 2
	row := func(a, b, c widget.Block) widget.Block {
		_, ra := widget.Size(a)
		_, rb := widget.Size(b)
		_, rc := widget.Size(c)
		h := max(ra, rb, rc)
		return widget.Beside(widget.Fit(a, label1, h), widget.Fit(b, half, h), widget.Blank(2, h), widget.Fit(c, half, h))
	}
	now := s.env.Now()
	blocks := []widget.Block{
		widget.Para(th.Warn, s.env.T("shops.clash", "actor", s.actor(stale.By.Actor),
			"when", s.env.Text.Since(stale.By.At.In(now.Location()), now)), width),
		widget.Blank(width, 1),
		row(widget.Blank(label1, 1), widget.Para(th.Columns, s.env.T("shops.clash.yours"), half), widget.Para(th.Columns, s.env.T("shops.clash.now"), half)),
	}
	for _, f := range differences(rf.kept.facts(), stale.Mine, stale.Theirs) {
		mine := widget.Para(th.Text, s.orNone(f.words(s.env, stale.Mine)), half)
		if !slices.Contains(changed, f.id) {
			mine = widget.Para(th.Muted, s.env.T("shops.clash.untouched"), half)
		}
		blocks = append(blocks, row(
			widget.Para(th.Label, rf.kept.label(s, f.id), label1-1), mine,
			widget.Para(th.Text, s.orNone(f.words(s.env, stale.Theirs)), half)))
		if s.env.Senior {
			blocks = append(blocks, widget.Blank(width, 1))
		}
	}
	return widget.Stack(blocks...)
}

func (s *Screen) orNone(v string) string {
	if v == "" {
		return s.env.T("shops.none")
	}
	return v
}

// resolve does what was chosen. Either way the newest version is what the next
// save builds on, so nothing is overwritten unseen.
func (rf *recordForm[T]) resolve(s *Screen, theirs T, how string) tea.Cmd {
	s.pop()
	if how == takeHis {
		s.pop()
		return screen.Batch(rf.keeper.Drop(), s.load())
	}
	ids := rf.sheet.Changed()
	rf.v = theirs
	for id, v := range values(partOf(rf.kept.facts(), rf.part), theirs) {
		if slices.Contains(ids, id) {
			rf.sheet.Base(id, v...)
		} else {
			rf.sheet.Set(id, v...)
		}
	}
	if how == putOnTop {
		return rf.submit(s)
	}
	return nil
}
