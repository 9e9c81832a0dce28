package store

import (
	"errors"
	"slices"
	"sync/atomic"

	"heshi/store/find"
	"heshi/store/record"
)

const (
	// segmentDocs is how many records of a bulk make a segment: as many as are
	// in memory. Every joinBulk of them are joined, which is as many as largest
	// allows: so each record is moved once.
	segmentDocs = 64 << 10
	joinBulk    = largest / segmentDocs
	// goneAtOnce is how many removals of a bulk are carried out together.
	goneAtOnce = 4096
	// smallBulk is how few records are not worth a segment of their own.
	smallBulk = 512
)

// indexer takes the index through a bulk of changes: segments of bounded size,
// made beside the writes. What it makes counts when its view is published.
type indexer struct {
	sh   *shelf
	view *find.View
	b    *find.Builder
	few  []find.Change // the first changes; more than smallBulk go into segments
	gone []find.Change
	feed chan []find.Change
	held []find.Change // not handed over yet
	done chan error
	err  error

	from *find.View      // where it began
	made map[string]bool // files of its own
	// busy are the segments that are being joined beside what comes, and joining
	// says when they are; nil when none are.
	busy    []*find.Part
	joining chan joined
	// sealed hears each view that has another segment; nil hears nothing.
	sealed  func(*find.View)
	all     bool // everything goes to the disk, however little
	ended   bool
	stopped atomic.Bool // nobody wants what comes
}

// newIndexer begins at a view.
func (sh *shelf) newIndexer(v *find.View) *indexer {
	x := &indexer{sh: sh, view: v, from: v, made: map[string]bool{}, b: find.NewBuilder(), feed: make(chan []find.Change, 4), done: make(chan error, 1)}
	go func() {
		for list := range x.feed {
			if x.stopped.Load() {
				x.err = ErrClosed
			}
			if list == nil && x.err == nil && x.many() {
				x.err = x.seal()
			}
			for _, c := range list {
				if x.err == nil {
					x.err = x.one(c)
				}
			}
		}
		if x.err == nil && !x.stopped.Load() {
			x.err = x.last()
		}
		x.done <- errors.Join(x.err, x.await())
	}()
	return x
}

// take hands changes over.
func (x *indexer) take(list []find.Change) {
	if x.held = append(x.held, list...); len(x.held) >= 256 {
		x.feed <- x.held
		x.held = nil
	}
}

// takeOne hands one over and does beforehand what needs no view: the two then
// have about as much to do.
func (x *indexer) takeOne(c find.Change) {
	list := []find.Change{c}
	find.Prepare(list)
	x.take(list)
}

// cut makes a segment of what came since the last one, when it is much.
func (x *indexer) cut() {
	if x.held != nil {
		x.feed <- x.held
	}
	x.held = nil
	x.feed <- nil
}

// end returns the view after all changes. It must be called once.
func (x *indexer) end() (*find.View, error) {
	x.feed <- x.held
	close(x.feed)
	x.ended = true
	err := <-x.done
	return x.view, err
}

func (x *indexer) one(c find.Change) error {
	if len(x.few) < smallBulk {
		x.few = append(x.few, c)
		if len(x.few) < smallBulk {
			return nil
		}
		for _, c := range x.few {
			if err := x.add(c); err != nil {
				return err
			}
		}
		return nil
	}
	return x.add(c)
}

func (x *indexer) add(c find.Change) error {
	if x.b.Holds(c.Ord) {
		if err := x.seal(); err != nil {
			return err
		}
	}
	if c.Doc == nil {
		if x.gone = append(x.gone, c); len(x.gone) < goneAtOnce {
			return nil
		}
		return x.bury()
	}
	if err := x.bury(); err != nil {
		return err
	}
	if x.b.Add(c); x.b.Len() < x.sh.piece {
		return nil
	}
	return x.seal()
}

// bury carries out the removals.
func (x *indexer) bury() (err error) {
	if len(x.gone) > 0 {
		x.view, err = x.view.With(x.gone)
		x.gone = nil
	}
	return err
}

// seal makes a segment of what was gathered.
func (x *indexer) seal() error {
	if x.b.Len() == 0 {
		return nil
	}
	image := x.b.Image()
	x.b.Reset()
	seg, file, err := x.sh.write(image)
	if err == nil {
		x.view, err = x.view.Add(seg, file)
	}
	if err == nil {
		x.made[file] = true
		err = x.join()
	}
	if err == nil && x.sealed != nil {
		x.sealed(x.view)
	}
	return err
}

// joined is a segment in the place of some.
type joined struct {
	some []*find.Part
	seg  *find.Segment
	file string
	err  error
}

// join puts a segment that was joined in the place of those it is made of, and has
// joinBulk others that this bulk made joined, beside what comes: every search
// looks into each. It waits only when that is due again before it is done.
func (x *indexer) join() error {
	select {
	case j := <-x.joining:
		if err := x.put(j); err != nil {
			return err
		}
	default:
	}
	some := alike(x.own(), joinBulk, joinBulk)
	if some == nil {
		return nil
	}
	if err := x.await(); err != nil {
		return err
	}
	some = some[:joinBulk]
	to := make(chan joined, 1)
	x.busy, x.joining = some, to
	go func() { to <- x.sh.joined(some) }()
	return nil
}

// await waits for what is being joined.
func (x *indexer) await() error {
	if x.joining == nil {
		return nil
	}
	return x.put(<-x.joining)
}

// put takes what was joined into the view.
func (x *indexer) put(j joined) error {
	x.busy, x.joining = nil, nil
	if j.err != nil {
		return j.err
	}
	var err error
	if x.view, err = x.view.Replaced(j.some, nil, j.seg, j.file); err != nil {
		return err
	}
	x.made[j.file] = true
	x.sh.drop(j.some, x.view) // nobody saw them, or keeps what is mapped
	return nil
}

// own are the segments this bulk made and that are not being joined.
func (x *indexer) own() (own []*find.Part) {
	for _, p := range x.view.Parts() {
		busy := slices.ContainsFunc(x.busy, func(b *find.Part) bool { return b.Seg == p.Seg })
		if x.made[p.File] && !busy {
			own = append(own, p)
		}
	}
	return own
}

// rest joins the segments that no others came to be joined with, the smallest
// first, as far as they are not too large together.
func (x *indexer) rest() error {
	own := x.own()
	small := slices.Clone(own)
	slices.SortStableFunc(small, func(a, b *find.Part) int { return a.Live() - b.Live() })
	total, fit := 0, 0
	for _, p := range small {
		if total += p.Live(); total > largest {
			break
		}
		fit++
	}
	if fit < 2 {
		return nil
	}
	// As they came, the places of a token need no sorting.
	some := slices.DeleteFunc(own, func(p *find.Part) bool { return !slices.Contains(small[:fit], p) })
	return x.put(x.sh.joined(some))
}

// joined makes one segment of some.
func (sh *shelf) joined(some []*find.Part) (j joined) {
	j.some = some
	j.err = safely(func() error {
		image, err := find.Merge(some)
		if err == nil {
			j.seg, j.file, err = sh.write(image)
		}
		return err
	})
	return j
}

// last finishes the view. After a large bulk everything is on the disk.
func (x *indexer) last() (err error) {
	if !x.many() {
		if !x.all {
			x.view, err = x.view.With(x.few)
			return err
		}
		for _, c := range x.few {
			if err := x.add(c); err != nil {
				return err
			}
		}
	}
	if err := errors.Join(x.bury(), x.seal(), x.await()); err != nil {
		return err
	}
	x.b = nil // its memory is wanted
	if err := x.rest(); err != nil {
		return err
	}
	if x.view, err = x.view.Settled(); err != nil {
		return err
	}
	mem, docs := inMemory(x.view)
	if docs == 0 {
		return nil
	}
	image, err := find.Merge(mem)
	if err != nil {
		return err
	}
	seg, file, err := x.sh.write(image)
	if err == nil {
		x.view, err = x.view.Replaced(mem, nil, seg, file)
	}
	return err
}

// many says whether there were many changes. It may be asked after the end.
func (x *indexer) many() bool { return len(x.few) >= smallBulk }

// drop ends the work without a use for it; what was written goes.
func (x *indexer) drop() {
	if x.ended {
		return
	}
	v, _ := x.end()
	x.sh.drop(v.Parts(), x.from)
}

// replay brings the index from the event it knows to the event end, by what the
// records are now.
func (s *Store) replay(r *reader, v *find.View, from uint64, end head) (*find.View, error) {
	x := s.shelf.newIndexer(v)
	seen := map[uint64]bool{}
	err := func() error {
		for seq := from + 1; seq <= end.seq; seq++ {
			e, ok, err := r.event(seq)
			if err != nil {
				return err
			}
			id, known := IDOf(e.Subject)
			kind, ord, _ := record.Split(id)
			if !ok || !known || !e.Writes() || !indexed(kind) || seen[traceKey(kind, ord)] {
				continue
			}
			seen[traceKey(kind, ord)] = true
			_, body, err := r.get(recordKey(id))
			if err != nil {
				return err
			}
			now, err := derived(id, body)
			if err != nil {
				return err
			}
			x.takeOne(find.Change{Kind: find.Kind(kind), Ord: ord, Doc: now.doc})
		}
		return nil
	}()
	v, err2 := x.end()
	return s.noted(x, v, end, errors.Join(err, err2))
}

// noted lists an index that an open made, when it was much.
func (s *Store) noted(x *indexer, v *find.View, at head, err error) (*find.View, error) {
	if err == nil && x.many() {
		s.indexed = at
		err = s.shelf.save(v, at)
	}
	return v, err
}
