package casework

import (
	"context"
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/flow"
	"heshi/shifts"
	"heshi/store"
	"heshi/store/record"
	"heshi/ui/screen"
	"heshi/ui/text"
)

// perRead is how many events are read at once.
const perRead = 20

// entry is one event with the case before and after it, where those are still
// there.
type entry struct {
	record.Event
	before, after *model.Case
	undone        bool // a later undo took it back
}

// loaded brings the case and the newest of its log.
type loaded struct {
	asked   int
	c       model.Case
	entries []entry
	older   bool
	times   flow.Times
	people  []model.Person
	kin     kin
	may     []shifts.Mediator
	begun   []string
	err     error
}

// more brings older events.
type more struct {
	asked   int
	entries []entry
	older   bool
	err     error
}

// load reads anew; answers still on their way are dropped.
func (s *Screen) load() tea.Cmd {
	s.asked++
	return s.fetch()
}

func (s Screen) fetch() tea.Cmd {
	desk, id, asked, now, mine := s.desk, s.id, s.asked, s.env.Now(), s.draftName
	return func() tea.Msg {
		c, err := desk.Case(context.Background(), string(id))
		if err != nil {
			return loaded{asked: asked, err: err}
		}
		out := loaded{asked: asked, c: c}
		var err2, err3, err4, err5, err6 error
		out.entries, out.older, err = read(desk, id, 0)
		out.times, err2 = desk.Times(context.Background())
		out.people, err3 = desk.People(context.Background())
		out.kin, err4 = kinOf(desk, c)
		out.may, err5 = desk.Mediators(context.Background(), c, now)
		out.begun, err6 = begun(desk, id, mine)
		out.err = errors.Join(err, err2, err3, err4, err5, err6)
		return out
	}
}

// begun reads the steps whose forms were not filled to their end.
func begun(desk Desk, id model.ID, name func(action string) string) (steps []string, err error) {
	kept, err := desk.Drafts(context.Background(), formsOf(id))
	for _, a := range flow.Actions() {
		if slices.ContainsFunc(kept, func(d store.Draft) bool { return d.Name == name(a.ID) }) {
			steps = append(steps, a.ID)
		}
	}
	return steps, err
}

// readOn reads what comes before the oldest event shown.
func (s *Screen) readOn() tea.Cmd {
	if !s.older || len(s.entries) == 0 {
		return nil
	}
	s.older = false // one question at a time
	desk, id, asked, before := s.desk, s.id, s.asked, s.entries[len(s.entries)-1].Seq
	return func() tea.Msg {
		entries, older, err := read(desk, id, before)
		return more{asked, entries, older, err}
	}
}

// read reads some events, newest first, with their contents.
func read(desk Desk, id model.ID, before uint64) (out []entry, older bool, err error) {
	events, err := desk.History(context.Background(), id, before, perRead+1)
	if err != nil {
		return nil, false, err
	}
	older = len(events) > perRead
	for _, e := range events[:min(len(events), perRead)] {
		out = append(out, withContents(desk, e))
	}
	return out, older, nil
}

// withContents adds what an event changed. Contents that were erased, or
// cannot be read, leave the event as it is: who and when stand in the log
// itself.
func withContents(desk Desk, e record.Event) entry {
	out := entry{Event: e}
	if len(e.Changed) == 0 {
		return out
	}
	b, err := desk.Contents(e.Seq)
	if err != nil {
		return out
	}
	before, err := record.Decode[model.Case](b.Before)
	if err != nil {
		return out
	}
	after, err := record.Decode[model.Case](b.After)
	if err != nil {
		return out
	}
	out.before, out.after = &before, &after
	return out
}

func (s *Screen) onLoaded(msg loaded) tea.Cmd {
	if msg.asked != s.asked || s.editing || s.step.filled {
		return nil
	}
	if msg.err != nil {
		s.gone = store.IsCode(msg.err, store.CodeNotFound)
		s.loaded = s.loaded && !s.gone
		if s.gone {
			return nil
		}
		return screen.Send(screen.Failed{Err: msg.err})
	}
	s.c, s.loaded, s.gone = msg.c, true, false
	s.times, s.people, s.kin = msg.times, msg.people, msg.kin
	s.may = msg.may
	s.begun = slices.DeleteFunc(msg.begun, func(step string) bool { return slices.Contains(s.ended, step) })
	s.reckon()
	s.rewordStep()
	s.entries, s.older = marked(msg.entries), msg.older
	s.scrollTo(s.top)
	return s.beginFirst()
}

func (s *Screen) onMore(msg more) tea.Cmd {
	if msg.asked != s.asked {
		return nil
	}
	if msg.err != nil {
		return screen.Send(screen.Failed{Err: msg.err})
	}
	s.entries, s.older = marked(append(s.entries[:len(s.entries):len(s.entries)], msg.entries...)), msg.older
	return nil
}

// marked says which events were taken back: going from the newest, an undo that
// still stands marks its target; a redo marks the undo it did away with.
func marked(entries []entry) []entry {
	undone := map[uint64]bool{}
	for i := range entries {
		e := &entries[i]
		e.undone = undone[e.Seq]
		switch {
		case e.Redoes != 0:
			undone[e.Redoes] = !e.undone
		case e.Undoes != 0 && !e.undone:
			undone[e.Undoes] = true
		}
	}
	return entries
}

// deed says what an event did: a kind, and what an undo or redo was about.
func (s Screen) deed(e entry) string {
	word := s.env.T(text.Key("event." + e.Kind))
	if e.Kind == store.KindPrinted {
		name, redacted := strings.CutSuffix(e.Reason, ".redacted")
		key := text.Key("casework.printed")
		if redacted {
			key = "casework.printed.redacted"
		}
		return s.env.T(key, "did", word, "paper_name", flow.PaperForm(s.c, name))
	}
	of := max(e.Undoes, e.Redoes)
	for range s.entries { // an undo of a redo of an undo
		if of == 0 {
			break
		}
		at := s.entryAt(of)
		if at == nil {
			return word
		}
		if next := max(at.Undoes, at.Redoes); next != 0 {
			of = next
			continue
		}
		return s.env.T("casework.about", "did", word, "what", s.env.T(text.Key("event."+at.Kind)))
	}
	return word
}

func (s Screen) entryAt(seq uint64) *entry {
	for i := range s.entries {
		if s.entries[i].Seq == seq {
			return &s.entries[i]
		}
	}
	return nil
}

// longest is how many characters of a value the history shows.
const longest = 40

// changes says what an event changed, one line a fact.
func (s Screen) changes(e entry) []string {
	var out []string
	for _, f := range facts() {
		if e.before == nil {
			break
		}
		if !f.same(*e.before, *e.after) {
			out = append(out, s.change(f, *e.before, *e.after))
		}
	}
	if e.before != nil {
		out = append(out, s.news(*e.before, *e.after)...)
	}
	if len(out) > 0 || len(e.Changed) == 0 {
		return out
	}
	return s.changedNames(e.Changed)
}

func (s Screen) change(f fact, before, after model.Case) string {
	was, is := brief(f.words(s.env, before)), brief(f.words(s.env, after))
	label := f.label(s.env)
	switch {
	case was == is:
		return s.env.T("casework.change.hidden", "label", label)
	case was == "":
		return s.env.T("casework.change.added", "label", label, "is", is)
	case is == "":
		return s.env.T("casework.change.removed", "label", label, "was", was)
	}
	return s.env.T("casework.change", "label", label, "was", was, "is", is)
}

// changedNames is what is left to say when the contents were erased.
func (s Screen) changedNames(names []string) []string {
	var labels []string
	for _, f := range facts() {
		for _, n := range names {
			if f.stored == n && (n != "complainant" || f.id == "complainant.name") {
				labels = append(labels, f.label(s.env))
			}
		}
	}
	if len(labels) == 0 {
		return nil
	}
	return []string{s.env.T("casework.change.names", "labels", s.env.Text.List(labels))}
}

func brief(s string) string {
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return s
}
