package sheet

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/store"
	"heshi/ui/screen"
)

// Drafts is what a Keeper asks of the store.
type Drafts interface {
	// Drafts returns the drafts whose names begin with prefix.
	Drafts(ctx context.Context, prefix string) ([]store.Draft, error)
	SaveDraft(ctx context.Context, d store.Draft) error
	DropDraft(ctx context.Context, name string) error
}

// keepPause is how long typing goes on before it is kept: a change starts the
// wait unless one is running, so that a fast typist cannot put it off for ever.
const keepPause = 250 * time.Millisecond

// Keeper keeps what is typed into a sheet in the store, so that it outlives
// the program, and puts it back when the same sheet is opened again. The zero
// Keeper keeps nothing. A screen calls Open when it opens the sheet, Typed
// after each message the sheet took, Take for messages it does not know, saves
// through Save, and calls Drop when the answers were saved or let go.
type Keeper struct {
	drafts  Drafts
	name    string
	slot    *slot
	last    Answers // as they were when last looked at
	kept    Answers // as the store has them
	ticking bool
	stored  bool // something of this name may be in the store
	said    bool // that it is kept
}

// slot orders the writes about one draft: none may follow its end.
type slot struct {
	mu   sync.Mutex
	gone bool // it was let go, or went with what was saved
}

// Answers are the values of the questions that were answered, by their ids.
type Answers map[string][]string

// body is what a draft holds.
type body struct {
	Answers Answers `json:"answers"`
}

// Messages of a keeper; Take knows them.
type (
	keepFound struct {
		name  string
		draft *store.Draft
		err   error
	}
	keepDue  struct{ name string }
	keepDone struct {
		name string
		kept Answers
		err  error
	}
)

// DraftName names what is typed about something by whoever sits at the desk.
func DraftName(env screen.Env, about ...string) string {
	return strings.Join(append(append([]string{"form"}, about...), store.DraftOwner(env.Person.ID)), "/")
}

// Open begins to keep a sheet under a name, such as "form/c-7/settle", and
// asks for what was kept under it.
func (k *Keeper) Open(drafts Drafts, name string, s Sheet) tea.Cmd {
	*k = Keeper{drafts: drafts, name: name, slot: &slot{}, last: s.Answers()}
	return func() tea.Msg {
		found, err := drafts.Drafts(context.Background(), name)
		i := slices.IndexFunc(found, func(d store.Draft) bool { return d.Name == name })
		if err != nil || i < 0 {
			return keepFound{name: name, err: err}
		}
		return keepFound{name: name, draft: &found[i]}
	}
}

// Settled is called after every message while a sheet shows, in place of Open
// and Typed: a sheet that is new asks for what was kept of it under the name.
func (k *Keeper) Settled(drafts Drafts, name string, s Sheet, env screen.Env) tea.Cmd {
	if k.slot == nil {
		return k.Open(drafts, name, s)
	}
	return k.Typed(s, env)
}

// Typed looks whether the sheet's answers are others than before, and sees to
// it that they are kept.
func (k *Keeper) Typed(s Sheet, env screen.Env) tea.Cmd {
	now := s.Answers()
	if k.slot == nil || maps.EqualFunc(now, k.last, slices.Equal) {
		return nil
	}
	k.last = now
	if k.ticking {
		return nil
	}
	k.ticking = true
	return env.Wait(keepPause, keepDue{k.name})
}

// Kept reports whether the store has every answer as the sheet has it: leaving
// loses nothing.
func (k Keeper) Kept(s Sheet) bool {
	return k.slot != nil && maps.EqualFunc(s.Answers(), k.kept, slices.Equal)
}

// Take takes a message of the keeper's own; false when it is none. What was
// kept is put back into a sheet that nobody has typed into yet, and said.
func (k *Keeper) Take(msg tea.Msg, s *Sheet, env screen.Env) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case keepFound:
		return k.onFound(msg, s, env), true
	case keepDue:
		if msg.name != k.name || k.slot == nil {
			return nil, true
		}
		k.ticking = false
		return k.write(env), true
	case keepDone:
		return k.onDone(msg, env), true
	case screen.Keep:
		if k.slot == nil || maps.EqualFunc(k.last, k.kept, slices.Equal) {
			return nil, true
		}
		return k.write(env), true
	}
	return nil, false
}

// onDone says once that what is typed is kept, and always when it is not.
func (k *Keeper) onDone(msg keepDone, env screen.Env) tea.Cmd {
	switch {
	case msg.name != k.name || k.slot == nil:
		return nil
	case msg.err != nil:
		return screen.Send(screen.Failed{Err: msg.err})
	}
	k.kept = msg.kept
	if k.said {
		return nil
	}
	k.said = true
	return screen.Send(screen.Notice{Text: env.T("sheet.kept")})
}

func (k *Keeper) onFound(msg keepFound, s *Sheet, env screen.Env) tea.Cmd {
	if msg.name != k.name || k.slot == nil {
		return nil
	}
	if msg.err != nil {
		return screen.Send(screen.Failed{Err: msg.err})
	}
	var b body
	if msg.draft == nil || len(s.Changed()) > 0 || json.Unmarshal(msg.draft.Body, &b) != nil {
		return nil
	}
	s.Restore(b.Answers)
	k.stored, k.said = true, true
	k.last = s.Answers()
	k.kept = k.last
	return screen.Send(screen.Notice{Text: env.T("sheet.restored")})
}

func (k *Keeper) write(env screen.Env) tea.Cmd {
	drafts, slot, kept := k.drafts, k.slot, k.last
	d := store.Draft{Name: k.name, Actor: env.Person.Name, At: env.Now()}
	b, err := json.Marshal(body{k.last})
	d.Body = b
	k.stored = true
	return func() tea.Msg {
		slot.mu.Lock()
		defer slot.mu.Unlock()
		if err == nil && !slot.gone {
			err = drafts.SaveDraft(context.Background(), d)
		}
		return keepDone{d.Name, kept, err}
	}
}

// Save has the store write what the sheet holds, as by: what was kept of it goes
// in the same transaction, and nothing is kept after it. A save that is refused
// leaves it where it is. It waits for the disk, so it runs in a command.
func Save[T any](k Keeper, by store.By, write func(store.By) (T, error)) (T, error) {
	if k.slot == nil {
		return write(by)
	}
	k.slot.mu.Lock()
	defer k.slot.mu.Unlock()
	by.Draft = k.name
	saved, err := write(by)
	k.slot.gone = k.slot.gone || err == nil
	return saved, err
}

// Drop forgets what was kept: the answers were let go, or saved, and then it is
// gone already.
func (k *Keeper) Drop() tea.Cmd {
	if k.slot == nil || !k.stored {
		*k = Keeper{}
		return nil
	}
	drafts, slot, name := k.drafts, k.slot, k.name
	*k = Keeper{}
	return func() tea.Msg {
		slot.mu.Lock()
		defer slot.mu.Unlock()
		if slot.gone {
			return nil
		}
		slot.gone = true
		return keepDone{name, nil, drafts.DropDraft(context.Background(), name)}
	}
}

// Answers returns the values of every question whose answer is another one
// than at the beginning.
func (s Sheet) Answers() Answers {
	out := Answers{}
	for _, id := range s.Changed() {
		out[id] = s.Values(id)
		if out[id] == nil {
			out[id] = []string{}
		}
	}
	maps.Copy(out, s.beyond)
	return out
}

// Beyond reports that answers were restored whose questions the sheet does not
// ask. It keeps them for when Reword brings the questions.
func (s Sheet) Beyond() bool { return len(s.beyond) > 0 }

// Restore puts answers back into their questions; the others stay as they are,
// and what Changed compares with stays too.
func (s *Sheet) Restore(a Answers) {
	s.items = slices.Clone(s.items)
	for id, values := range a {
		if i := s.index(id); i >= 0 {
			s.items[i].put(values)
			continue
		}
		s.beyond = maps.Clone(s.beyond)
		if s.beyond == nil {
			s.beyond = Answers{}
		}
		s.beyond[id] = values
	}
}
