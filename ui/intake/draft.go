package intake

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/model/ident"
	"heshi/store"
	"heshi/ui/screen"
)

// draftPause is how long typing goes on before it is kept: an edit starts the
// wait unless one is running, so a fast typist cannot put it off for ever.
// draftRetry is the wait after a failure.
const (
	draftPause = 250 * time.Millisecond
	draftRetry = 2 * time.Second
)

// draftPrefix begins the names of all drafts of this screen.
const draftPrefix = "intake/"

// draftState is how far what is typed has been kept.
type draftState struct {
	want    string // the draft to go on with, by name
	name    string // of the draft written, "" until the first edit
	others  []store.Draft
	typed   int  // counts edits
	kept    int  // the edit that is in the store
	stored  bool // a draft of this name is in the store
	ticking bool // a draftDue is on its way
	writing bool // a write is under way: nothing may overtake it
	leaving bool // leave once it is kept
	err     error
}

type (
	draftsFetched struct {
		drafts []store.Draft
		err    error
	}
	draftDue  struct{}
	draftKept struct {
		edit    int
		dropped bool
		err     error
	}
	draftDropped struct {
		name string
		err  error
	}
	dropDraft   struct{ name string }
	leaveAnyway struct{}
)

func (s *Screen) fetchDrafts() tea.Cmd {
	prefix := draftPrefix
	if s.draft.want != "" {
		prefix = s.draft.want
	}
	return func() tea.Msg {
		drafts, err := s.desk.Drafts(context.Background(), prefix)
		return draftsFetched{drafts, err}
	}
}

// onDraftsFetched goes on with the draft asked for, or offers those there are.
// Somebody who has begun to type meanwhile is not asked.
func (s *Screen) onDraftsFetched(m draftsFetched) tea.Cmd {
	s.opening = false
	s.failure = m.err
	s.draft.others = m.drafts
	slices.SortStableFunc(s.draft.others, func(a, b store.Draft) int { return b.At.Compare(a.At) })
	switch i := slices.IndexFunc(m.drafts, func(d store.Draft) bool { return d.Name == s.draft.want }); {
	case i >= 0:
		s.resume(m.drafts[i])
	case len(m.drafts) > 0 && s.draft.want == "" && s.blank() && !s.heldText():
		s.show(offer)
	}
	return s.release()
}

// heldText reports that somebody has typed text while the drafts were fetched.
func (s *Screen) heldText() bool {
	return slices.ContainsFunc(s.held, isText)
}

// isText tells text from the digits and keys that answer a choice.
func isText(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		return msg.Content != ""
	case tea.KeyPressMsg:
		name := keyName(msg)
		return msg.Text != "" && name != "space" && !(len(name) == 1 && name >= "0" && name <= "9")
	}
	return false
}

// resume goes on with a draft.
func (s *Screen) resume(d store.Draft) {
	s.reset()
	if err := s.restore(d.Body); err != nil {
		s.failure = err
		return
	}
	s.draft.name, s.draft.stored = d.Name, true
	s.worded()
	if s.env.Senior && s.current().id() == idSave {
		s.show(review)
	}
}

// reset empties the form for the next case, of the same kind.
func (s *Screen) reset() {
	others := s.draft.others
	s.all = newParts()
	s.draft = draftState{others: others}
	s.similar, s.route = similarState{}, routeState{}
	s.failure, s.fixed, s.answer = nil, false, ""
	s.show(asking)
	s.worded()
	s.focus(0)
}

// edited notes that something changed and sees to it that it is kept.
func (s *Screen) edited() tea.Cmd {
	s.draft.typed++
	return s.wait(draftPause)
}

func (s *Screen) wait(d time.Duration) tea.Cmd {
	if s.draft.ticking || s.draft.writing {
		return nil
	}
	s.draft.ticking = true
	return s.after(d, func(time.Time) tea.Msg { return draftDue{} })
}

func (s *Screen) onDraftDue() tea.Cmd {
	s.draft.ticking = false
	return s.keep()
}

// keep writes what was typed as a draft, or drops the draft when all of it was
// deleted. The case being saved takes its draft with it: nothing is written
// then, or a late draft would outlive it.
func (s *Screen) keep() tea.Cmd {
	if s.draft.typed == s.draft.kept || s.draft.writing || s.saving || s.page == done {
		return nil
	}
	edit := s.draft.typed
	if s.blank() && !s.draft.stored {
		s.draft.kept = edit
		return nil
	}
	s.draft.writing = true
	if s.blank() {
		name := s.draft.name
		return func() tea.Msg {
			return draftKept{edit, true, s.desk.DropDraft(context.Background(), name)}
		}
	}
	d, err := s.body()
	return func() tea.Msg {
		if err == nil {
			err = s.desk.SaveDraft(context.Background(), d)
		}
		return draftKept{edit: edit, err: err}
	}
}

func (s *Screen) body() (store.Draft, error) {
	if s.draft.name == "" {
		s.draft.name = s.freeName()
	}
	b, err := json.Marshal(s.facts())
	return store.Draft{Name: s.draft.name, Actor: s.env.Person.Name, At: s.env.Now(), Body: b}, err
}

// freeName names a new draft after who types and when. A clock that stands
// still must not make it take the place of another.
func (s *Screen) freeName() string {
	name := draftPrefix + store.DraftOwner(s.env.Person.ID) + "/" + strconv.FormatInt(s.env.Now().UnixNano(), 10)
	taken := func(name string) bool {
		return slices.ContainsFunc(s.draft.others, func(d store.Draft) bool { return d.Name == name })
	}
	for taken(name) {
		name += "+"
	}
	return name
}

func (s *Screen) onDraftKept(m draftKept) tea.Cmd {
	s.draft.writing = false
	if m.err == nil {
		s.draft.kept, s.draft.stored, s.draft.err = m.edit, !m.dropped, nil
	}
	switch {
	case s.saving:
		return s.add()
	case m.err != nil:
		return s.notKept(m.err)
	case s.draft.leaving:
		return s.leave()
	case s.draft.typed != s.draft.kept:
		return s.wait(draftPause)
	}
	return nil
}

// notKept says once that the draft could not be kept, and tries again.
func (s *Screen) notKept(err error) tea.Cmd {
	again := s.wait(draftRetry)
	if s.draft.leaving {
		s.draft.leaving = false
		return screen.Batch(again, s.askToLeave(err), s.release())
	}
	if s.draft.err != nil {
		return again
	}
	s.draft.err = err
	return screen.Batch(again, screen.Send(screen.Notice{Bad: true, Text: s.draftTrouble()}))
}

// draftTrouble is the sentence about a draft that could not be kept.
func (s *Screen) draftTrouble() string {
	return s.env.T("intake.draft.failed", "why", s.env.Text.Problem(s.draft.err))
}

func (s *Screen) askToLeave(err error) tea.Cmd {
	s.draft.err = err
	return screen.Send(screen.Ask{
		Title: s.env.T("intake.leave.title"), Body: s.draftTrouble(),
		Options: []screen.Option{
			{Label: s.env.T("intake.leave.stay")},
			{Label: s.env.T("intake.leave.go"), Answer: leaveAnyway{}},
		},
	})
}

// leave goes back to the screen before, once everything typed is kept.
func (s *Screen) leave() tea.Cmd {
	switch {
	case s.draft.typed != s.draft.kept && !(s.blank() && !s.draft.stored):
		s.draft.leaving = true
		return s.keep()
	case s.blank():
		return screen.Send(screen.Back{})
	}
	return screen.Batch(
		screen.Send(screen.Notice{Text: s.env.T("intake.draft.kept")}),
		screen.Send(screen.Back{}),
	)
}

// onDraftDropped shows what is left after a draft was thrown away.
func (s *Screen) onDraftDropped(m draftDropped) tea.Cmd {
	if m.err != nil {
		return screen.Send(screen.Failed{Err: m.err})
	}
	s.draft.others = slices.DeleteFunc(s.draft.others, func(d store.Draft) bool { return d.Name == m.name })
	if len(s.draft.others) == 0 {
		s.reset()
	} else {
		s.show(offer)
	}
	return screen.Send(screen.Notice{Text: s.env.T("intake.draft.dropped")})
}

func (s *Screen) drop(name string) tea.Cmd {
	return func() tea.Msg {
		return draftDropped{name, s.desk.DropDraft(context.Background(), name)}
	}
}

// draftWords tells one draft from another: who, which shop, or what, and when.
func (s *Screen) draftWords(d store.Draft) string {
	var f facts
	if err := json.Unmarshal(d.Body, &f); err != nil {
		return s.env.Text.Since(d.At, s.env.Now())
	}
	var words []string
	for _, id := range []string{idName, idShop, idWhat} {
		w := strings.Join(strings.Fields(f.Text[id]), " ")
		if id == idName {
			w = ident.MaskName(w) // as in every list of the desk
		}
		if w != "" {
			words = append(words, clip(w, 12))
		}
	}
	if len(words) == 0 {
		words = append(words, s.env.T("intake.draft.no_words"))
	}
	return s.env.Text.List(words)
}

// draftDetail says whose draft it is and when it was last kept.
func (s *Screen) draftDetail(d store.Draft) string {
	when := s.env.Text.Since(d.At, s.env.Now())
	if d.Actor == "" {
		return when
	}
	return d.Actor + " " + when
}

// clip shortens words to n characters.
func clip(w string, n int) string {
	r := []rune(w)
	if len(r) <= n {
		return w
	}
	return string(r[:n]) + "…"
}
