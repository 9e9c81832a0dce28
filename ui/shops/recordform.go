package shops

import (
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store"
	"heshi/ui/pages"
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

func (k keeping[T]) label(s *Screen, id string) string { return s.Env.T(text.Key(k.words + id)) }

// recordForm is the form of one part of a record.
type recordForm[T any] struct {
	*pages.Form
	kept keeping[T]
	v    T // as it was read
	part string
	// clash is the page that shows what somebody else has saved meanwhile.
	clash pages.Page
}

// newRecordForm asks about one part of a record.
func newRecordForm[T any](s *Screen, k keeping[T], v T, part string, fresh bool) *recordForm[T] {
	rf := &recordForm[T]{kept: k, v: v, part: part}
	rf.Form = &pages.Form{
		On: &s.Stack, Fresh: fresh, Draft: s.Draft(k.words+k.id(v), part),
		Name:      func() string { return k.title(s, rf.v, part, fresh) },
		Questions: func() []sheet.Question { return rf.asked(s) },
		Save:      func() tea.Cmd { return rf.submit(s) },
	}
	rf.Start(values(partOf(k.facts(), part), v))
	return rf
}

// named fills in a name that was typed already.
func (rf *recordForm[T]) named(name string) {
	if id := rf.kept.facts()[0].id; name != "" {
		rf.Sheet.Set(id, name)
		rf.Sheet.Base(id)
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
	ids := rf.Sheet.Changed()
	if len(ids) == 0 && !rf.Fresh {
		return s.Pop()
	}
	v, p := applied(rf.kept.facts(), rf.v, ids, rf.Sheet.Values, s.today())
	if p == nil {
		if rf.kept.tidy != nil {
			v = rf.kept.tidy(v)
		}
		if hard := rf.kept.check(s, v).Hard(); len(hard) > 0 {
			p = hard[0]
		}
	}
	if p != nil {
		rf.Sheet.Refuse(p.Field, sentence(s.Env, p))
		return nil
	}
	s.Hold()
	desk, by, was, keeper := s.desk, s.by(), rf.v, s.Saving()
	return func() tea.Msg {
		saved, err := sheet.Save(keeper, by, func(by store.By) (T, error) { return rf.kept.write(desk, by, was, v, rf.Fresh) })
		return done{func(s *Screen) tea.Cmd { return rf.onSaved(s, saved, err) }}
	}
}

func (rf *recordForm[T]) onSaved(s *Screen, v T, err error) tea.Cmd {
	var stale *store.Stale[T]
	var ps model.Problems
	var one *model.Problem
	switch {
	case errors.As(err, &stale):
		s.Push(rf.newClash(s, stale))
		return nil
	case errors.As(err, &ps) && len(ps) > 0:
		rf.Sheet.Refuse(ps[0].Field, sentence(s.Env, ps[0]))
		return screen.Send(screen.Failed{Err: err})
	case errors.As(err, &one) && (one.Code == store.CodeNameTaken || one.Field != ""):
		field := one.Field
		if _, asked := factOf(partOf(rf.kept.facts(), rf.part), field); !asked {
			field = rf.kept.facts()[0].id // its name
		}
		rf.Sheet.Refuse(field, sentence(s.Env, one))
		return screen.Send(screen.Failed{Err: err})
	case err != nil:
		return screen.Send(screen.Failed{Err: err})
	}
	s.PopUntil(func(p pages.Page) bool { return p != rf.Form && p != rf.clash })
	return rf.kept.saved(s, v, rf.Fresh)
}

// What can be done when somebody else was faster.
const (
	putOnTop = "mine"
	takeHis  = "theirs"
	lookOn   = "edit"
)

// newClash shows both versions beside one another.
func (rf *recordForm[T]) newClash(s *Screen, stale *store.Stale[T]) pages.Page {
	rf.clash = &pages.Board{
		On: &s.Stack, Name: rf.Name,
		Body: func(width int) widget.Block { return rf.compared(s, stale, width) },
		Options: func() []widget.Option {
			return []widget.Option{
				{Value: putOnTop, Label: s.Env.T("shops.clash.mine")},
				{Value: takeHis, Label: s.Env.T("shops.clash.theirs", "actor", s.Env.Text.Actor(stale.By.By, stale.By.Actor))},
				{Value: lookOn, Label: s.Env.T("shops.clash.edit")},
			}
		},
		Pick:  func(how string) tea.Cmd { return rf.resolve(s, stale.Theirs, how) },
		Leave: func() tea.Cmd { return rf.resolve(s, stale.Theirs, lookOn) },
	}
	return rf.clash
}

// compared shows what the two versions say where they differ.
func (rf *recordForm[T]) compared(s *Screen, stale *store.Stale[T], width int) widget.Block {
	th := s.Env.Theme
	changed := rf.Sheet.Changed()
	label1 := min(18, width/4)
	half := (width - label1 - 2) / 2
	row := func(a, b, c widget.Block) widget.Block {
		_, ra := widget.Size(a)
		_, rb := widget.Size(b)
		_, rc := widget.Size(c)
		h := max(ra, rb, rc)
		return widget.Beside(widget.Fit(a, label1, h), widget.Fit(b, half, h), widget.Blank(2, h), widget.Fit(c, half, h))
	}
	now := s.Env.Now()
	blocks := []widget.Block{
		widget.Para(th.Warn, s.Env.T("shops.clash", "actor", s.Env.Text.Actor(stale.By.By, stale.By.Actor),
			"when", s.Env.Text.Since(stale.By.At.In(now.Location()), now)), width),
		widget.Blank(width, 1),
		row(widget.Blank(label1, 1), widget.Para(th.Columns, s.Env.T("shops.clash.yours"), half), widget.Para(th.Columns, s.Env.T("shops.clash.now"), half)),
	}
	for _, f := range differences(rf.kept.facts(), stale.Mine, stale.Theirs) {
		mine := widget.Para(th.Text, s.orNone(f.words(s.Env, stale.Mine)), half)
		if !slices.Contains(changed, f.id) {
			mine = widget.Para(th.Muted, s.Env.T("shops.clash.untouched"), half)
		}
		blocks = append(blocks, row(
			widget.Para(th.Label, rf.kept.label(s, f.id), label1-1), mine,
			widget.Para(th.Text, s.orNone(f.words(s.Env, stale.Theirs)), half)))
		if s.Env.Senior {
			blocks = append(blocks, widget.Blank(width, 1))
		}
	}
	return widget.Stack(blocks...)
}

func (s *Screen) orNone(v string) string {
	if v == "" {
		return s.Env.T("shops.none")
	}
	return v
}

// resolve does what was chosen. Either way the newest version is what the next
// save builds on, so nothing is overwritten unseen.
func (rf *recordForm[T]) resolve(s *Screen, theirs T, how string) tea.Cmd {
	s.Pop()
	if how == takeHis {
		s.Pop()
		return s.load()
	}
	ids := rf.Sheet.Changed()
	rf.v = theirs
	for id, v := range values(partOf(rf.kept.facts(), rf.part), theirs) {
		if slices.Contains(ids, id) {
			rf.Sheet.Base(id, v...)
		} else {
			rf.Sheet.Set(id, v...)
		}
	}
	if how == putOnTop {
		return rf.submit(s)
	}
	return nil
}
