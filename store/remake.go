package store

import (
	"context"
	"slices"
	"sync/atomic"

	"heshi/store/find"
	"heshi/store/record"
)

// making is the index while it is made again beside the open desk. What is made
// of it is searched already; whoever needs all of it waits, and so does every
// write: until then the index is that of one head.
type making struct {
	at   head                   // the event up to which it will know the store
	kind map[record.Kind]extent // of the records
	all  int                    // how many there are
	made atomic.Int64           // how many of them readers find
	quit chan struct{}          // the store's
	done chan struct{}          // closed when view or err is there
	view *find.View
	err  error
}

// extent is how many records of a kind there are, and the largest ordinal.
type extent struct {
	n    int
	last uint64
}

// making measures what is to be made.
func (r *reader) making(at head, quit chan struct{}) *making {
	m := &making{at: at, kind: map[record.Kind]extent{}, quit: quit, done: make(chan struct{})}
	for _, kind := range record.Kinds() {
		if indexed(kind) {
			m.kind[kind] = r.extent(kind)
			m.all += m.kind[kind].n
		}
	}
	return m
}

// wait returns the index once all of it is made.
func (m *making) wait(ctx context.Context) (*find.View, error) {
	select {
	case <-m.done:
		return m.view, m.err
	case <-m.quit:
		return nil, ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// index returns the index, all of it.
func (r *reader) index() (*find.View, error) {
	if m := r.at.making; m != nil {
		return m.wait(context.Background())
	}
	return r.at.index, nil
}

// Indexing says how many of how many records can be found so far, the newest
// cases first, while the index is made again; all is 0 when it is whole.
func (s *Store) Indexing() (made, all int) {
	if m := s.point.Load().making; m != nil {
		return int(m.made.Load()), m.all
	}
	return 0, 0
}

// Grown waits until more than so many records can be found, or the index is
// whole.
func (s *Store) Grown(ctx context.Context, made int) error {
	for {
		p := s.point.Load()
		m := p.making
		if m == nil || int(m.made.Load()) > made {
			return nil
		}
		select {
		case <-p.more:
		case <-m.done:
			return m.err
		case <-m.quit:
			return ErrClosed
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Indexed waits until every record can be found; see Options.Beside.
func (s *Store) Indexed(ctx context.Context) error {
	m := s.point.Load().making
	if m == nil {
		return nil
	}
	_, err := m.wait(ctx)
	return err
}

// remake makes the index beside the open desk, when that is to be done.
func (s *Store) remake() {
	m := s.point.Load().making
	if m == nil {
		return
	}
	var view *find.View
	err := s.view(func(r *reader) (err error) {
		view, err = s.reindex(r, m)
		return err
	})
	if err == nil {
		err = s.replaceIndex(view, nil)
	}
	m.view, m.err = view, err
	close(m.done)
}

// replaceIndex lets readers see another index of the same head.
func (s *Store) replaceIndex(v *find.View, m *making) error {
	s.turn.Lock()
	defer s.turn.Unlock()
	if s.finished {
		return ErrClosed
	}
	var before chan struct{}
	err := s.advance(func(p *point) error {
		before = p.more
		p.index, p.making, p.more = v, m, make(chan struct{})
		return nil
	})
	if err == nil && before != nil {
		close(before)
	}
	return err
}

// reindex makes the index of all records, as they are at the head that m names.
// Of a damaged one verify tells; the others stay found. The few are read first,
// then the cases from the newest on, a segment at a time.
func (s *Store) reindex(r *reader, m *making) (*find.View, error) {
	x := s.shelf.newIndexer(find.NewView(nil))
	if r.at.making == m {
		x.sealed = func(v *find.View) {
			n := 0
			for _, p := range v.Parts() {
				n += p.Live()
			}
			m.made.Store(int64(n))
			_ = s.replaceIndex(v, m) // the next one, or the last, is seen
		}
	}
	kinds := slices.DeleteFunc(record.Kinds(), func(k record.Kind) bool { return !indexed(k) })
	slices.SortStableFunc(kinds, func(a, b record.Kind) int { return isCase(a) - isCase(b) })
	done := 0
	take := func(kind record.Kind, from, to uint64) error {
		c := r.scan([]byte{byte(kind)}, record.Key(kind, from))
		defer c.Close()
		for c.Next() {
			ord := record.Tail(c.Key())
			if ord > to {
				break
			}
			if done++; done%1000 == 0 {
				if s.opts.Progress(Remaking, done, m.all); s.leaving() {
					return ErrClosed
				}
			}
			body, err := c.open()
			if err != nil {
				continue
			}
			if now, err := derived(kind.ID(ord), body); err == nil {
				x.takeOne(find.Change{Kind: find.Kind(kind), Ord: ord, Doc: now.doc})
			}
		}
		return nil
	}
	for _, kind := range kinds {
		for to := m.kind[kind].last; to > 0; {
			from := to - min(to, uint64(s.shelf.piece)-1)
			if err := take(kind, from, to); err != nil {
				x.stopped.Store(true)
				x.drop()
				return nil, err
			}
			if to = max(from, 1) - 1; isCase(kind) > 0 {
				x.cut()
			}
		}
	}
	v, err := x.end()
	return s.noted(x, v, m.at, err)
}

// isCase is 1 for cases.
func isCase(kind record.Kind) int {
	if kind == record.CaseKind {
		return 1
	}
	return 0
}

// leaving says whether the store is being closed.
func (s *Store) leaving() bool {
	select {
	case <-s.quit:
		return true
	default:
		return false
	}
}

func (r *reader) extent(kind record.Kind) (e extent) {
	c := r.raw([]byte{byte(kind)})
	defer c.Close()
	for c.Next() {
		e.n, e.last = e.n+1, record.Tail(c.Key())
	}
	return e
}

// records returns how many records of some kinds there are.
func (r *reader) records(kinds []record.Kind) (n int) {
	for _, kind := range kinds {
		n += int(r.count([]byte{byte(kind)}))
	}
	return n
}
