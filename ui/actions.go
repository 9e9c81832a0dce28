package ui

import (
	"cmp"
	"context"
	"encoding/json"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store"
	"heshi/store/record"
	"heshi/ui/screen"
	"heshi/ui/text"
)

// turned is the result of an undo or redo.
type turned struct {
	done, was record.Event
	ref       string // the number or name of the record
	kind      string // what was changed, as the log calls it
	many      int    // how many records a batch changed
	err       error
}

// turn undoes or redoes. Keys pressed meanwhile wait, since the next one may
// depend on what the screen then shows.
func (r *Root) turn(do func(context.Context, store.By) (done, was record.Event, err error)) tea.Cmd {
	r.busy = true
	by := r.by()
	return func() tea.Msg {
		t := turned{}
		t.done, t.was, t.err = do(r.ctx, by)
		if t.err == nil {
			t.ref = Reference(r.o.Store, t.was)
			t.kind, t.many = Changes(r.ctx, r.o.Store, t.was)
		}
		return t
	}
}

// Changes tells what kind of change an event is, and of a batch, whose last
// event only says that it is done, of how many records: the kind of its first
// and its last one where these are the same.
func Changes(ctx context.Context, s *store.Store, e record.Event) (kind string, many int) {
	if e.Kind != store.KindBatchDone || e.Batch >= e.Seq {
		return e.Kind, 0
	}
	first, err := s.Events(ctx, e.Batch-1, 1)
	last, err2 := s.Events(ctx, e.Seq-2, 1)
	if err == nil && err2 == nil && len(first) > 0 && len(last) > 0 && first[0].Kind == last[0].Kind {
		return first[0].Kind, int(e.Seq - e.Batch)
	}
	return e.Kind, int(e.Seq - e.Batch)
}

// Reference names the record an event is about as people know it: a case's
// number, a shop's or person's name. "" when its contents were erased.
func Reference(s *store.Store, e record.Event) string {
	b, err := s.Contents(e.Seq)
	if err != nil {
		return ""
	}
	body := b.After
	if body == nil {
		body = b.Before
	}
	var names struct{ No, Name string }
	if json.Unmarshal(body, &names) != nil {
		return ""
	}
	if names.No != "" {
		return names.No
	}
	return names.Name
}

// Named is a reference as people read it: a roster's is its first and last day.
func Named(c *text.Catalogue, ref string) string {
	first, last, _ := strings.Cut(ref, "/")
	from, err := model.ParseDay(first)
	to, err2 := model.ParseDay(last)
	if err != nil || err2 != nil {
		return ref
	}
	return c.T("roster.span", "from", from, "to", to)
}

func (r *Root) onTurned(t turned) tea.Cmd {
	r.busy = false
	if t.err != nil {
		r.notice = screen.Notice{Text: r.env.Text.Problem(t.err), Bad: true}
	} else {
		key := text.Key("root.undone")
		if t.done.Redoes != 0 {
			key = "root.redone"
		}
		ref := Named(r.env.Text, t.ref)
		switch {
		case t.many > 0:
			ref = r.env.T("root.many", "n", t.many)
		case ref == "":
			key += ".bare"
		}
		r.notice = screen.Notice{Text: r.env.T(key, "what", r.env.T(text.Key("event."+t.kind)), "ref", ref)}
	}
	return nil
}

// preferred brings the person back after a preference was noted.
type preferred struct {
	person model.Person
	err    error
}

func (r *Root) switchLanguage() tea.Cmd {
	lang := text.Next(r.env.Text.Lang())
	r.env.Text = r.o.Texts.Lang(lang)
	if r.env.Person.ID == "" {
		r.o.Lang = lang
	}
	r.env.Person.Language = lang
	return tea.Batch(r.envChanged(), r.prefer())
}

func (r *Root) switchSenior() tea.Cmd {
	r.env.Senior = !r.env.Senior
	r.env.Person.Senior = r.env.Senior
	r.paint()
	return tea.Batch(r.envChanged(), r.prefer())
}

// likeTheme shows the desk in other colours and keeps that for the person.
func (r *Root) likeTheme(kind string) tea.Cmd {
	if r.env.Person.ID == "" { // nobody has likings: it is the station's
		return r.stationTheme(kind)
	}
	r.env.Person.Theme = kind
	return tea.Batch(r.repaint(), r.prefer())
}

// stationTheme sets the colours of whoever likes none; the station that comes
// back with its event repaints.
func (r *Root) stationTheme(kind string) tea.Cmd {
	st, by := r.env.Station, r.by()
	st.Theme = kind
	return func() tea.Msg {
		if _, err := r.o.Store.EditStation(r.ctx, by, st); err != nil {
			return screen.Failed{Err: err}
		}
		return nil
	}
}

// prefer keeps what the person likes for the next time. Nobody at the desk
// has no next time.
func (r *Root) prefer() tea.Cmd {
	p, by := r.env.Person, r.by()
	if p.ID == "" {
		return nil
	}
	return func() tea.Msg {
		p, err := r.o.Store.Prefer(r.ctx, by, p.ID, p.Likes())
		return preferred{p, err}
	}
}

func (r *Root) onPreferred(p preferred) tea.Cmd {
	if p.err != nil {
		return r.asked(0, screen.Failed{Err: p.err})
	}
	if p.person.ID == r.env.Person.ID {
		r.env.Person.Rev = p.person.Rev
	}
	return nil
}

// picked puts another person at the desk.
func (r *Root) picked(msg screen.PersonPicked) tea.Cmd {
	r.sit(msg.Person)
	name := r.env.Text.Actor(msg.Person.ID, cmp.Or(msg.Person.Name, model.SharedDesk))
	cmd := tea.Batch(r.envChanged(), r.home())
	r.notice = screen.Notice{Text: r.env.T("root.picked", "name", name)}
	return cmd
}
