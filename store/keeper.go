package store

import (
	"errors"
	"slices"

	"heshi/store/find"
)

// The keeper looks after the index behind the desk: it makes segments of the
// newest records, joins small ones, and puts those in memory on the disk, where
// the next open finds them. It works on what never changes and takes the
// writer's turn only to swap the result in.
const (
	// gatherAt is how many of the newest records make a segment: a search
	// compares them one by one. In a rush it is gatherRush: a large segment
	// costs half of several small ones and of joining those, and the writers need
	// the processor.
	gatherAt, gatherRush = 128, 512
	// shelveAt is how many records in memory are put on the disk: what an open
	// after a crash in a rush reads again.
	shelveAt = 3000
	// restAt is how many are when the desk rests or closes.
	restAt = 64
	// joinMem and joinDisk are how many segments of about one size are joined.
	// In a rush those on the disk wait until they are joinRush: each join of
	// many moves a record once, where several joins of few move it several
	// times, and a processor has better to do.
	joinMem, joinDisk, joinRush = 12, 4, 16
	// rushAt is how many events between two rests are a rush.
	rushAt = 1000
	// largest is how many records a segment made by joining has at most. Whatever
	// is asked is looked up in each segment, so a search of two takes a fifth
	// longer; to join so many takes a second and memory for their index once more.
	largest = 1 << 20
)

// keep runs until quit is closed.
func (s *Store) keep() {
	defer close(s.kept)
	if s.remake(); s.point.Load().making != nil { // that failed
		<-s.quit
		return
	}
	var rested uint64 // where the log ended at the last rest
	for {
		least, join := shelveAt, joinRush
		select {
		case <-s.quit:
			return
		case <-s.grown:
		case <-s.resting:
			least = restAt
			if now := s.Head(); now-rested <= rushAt {
				join = joinDisk
			}
			rested = s.Head()
		}
		young := gatherAt
		if s.Head()-rested > rushAt {
			young = gatherRush
		}
		for s.tidy(young, least, join) {
			select {
			case <-s.quit:
				return
			default:
			}
		}
	}
}

// nudge tells the keeper that there may be work; it never waits.
func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// inMemory returns the parts of a view that are in no file, and how many
// records they have.
func inMemory(v *find.View) (parts []*find.Part, docs int) {
	for _, p := range v.Parts() {
		if p.File == "" {
			parts = append(parts, p)
			docs += p.Seg.Len()
		}
	}
	return parts, docs
}

// tidy does the next piece of work: it makes a segment of the newest records when
// there are at least so many, puts what is in memory on the disk when that is at
// least so much, and joins what is on the disk when it is in so many
// segments. It returns false when there is nothing to do, or when it failed:
// what is in memory then stays there, and all is well but for space.
func (s *Store) tidy(young, least, join int) bool {
	v := s.point.Load().index
	mem, docs := inMemory(v)
	if docs+v.Young() >= least {
		return s.shelve() == nil
	}
	if v.Young() >= young {
		return s.gatherYoung(v) == nil
	}
	if same := alike(mem, joinMem, joinMem); same != nil {
		return s.merge(same, false) == nil
	}
	var disk []*find.Part
	for _, p := range v.Parts() {
		if p.File != "" {
			disk = append(disk, p)
		}
	}
	if same := alike(disk, joinDisk, join); same != nil && s.writable() == nil {
		return s.merge(same, true) == nil
	}
	return false
}

// alike returns n or more parts, up to joinRush, whose sizes are within a factor;
// the smallest there are. Nil when there are not so many. One that is mostly dead
// counts as small.
func alike(parts []*find.Part, factor, n int) []*find.Part {
	tiers := map[int][]*find.Part{}
	for _, p := range parts {
		tier := 0
		for size := p.Live(); size >= factor; size /= factor {
			tier++
		}
		tiers[tier] = append(tiers[tier], p)
	}
	for tier := range 32 {
		total, fit := 0, 0
		for _, p := range tiers[tier] {
			if total += p.Live(); total > largest || fit == joinRush {
				break
			}
			fit++
		}
		if fit >= n {
			return tiers[tier][:fit]
		}
	}
	return nil
}

// gatherYoung makes a segment of the newest records.
func (s *Store) gatherYoung(v *find.View) error {
	seg, err := v.Gathered()
	if err != nil {
		return err
	}
	return s.swap(made{young: v, seg: seg})
}

// merge puts one segment in the place of several.
func (s *Store) merge(parts []*find.Part, disk bool) error {
	image, err := find.Merge(parts)
	if err != nil {
		return err
	}
	if !disk {
		seg, err := find.Open(image)
		if err != nil {
			return err
		}
		return s.swap(made{parts: parts, seg: seg})
	}
	seg, file, err := s.shelf.write(image)
	if err != nil {
		return err
	}
	if err := s.swap(made{parts: parts, seg: seg, file: file}); err != nil {
		return s.shelf.discard(file, err)
	}
	if err := s.list(head{}); err != nil {
		return err
	}
	s.shelf.drop(parts, s.point.Load().index)
	return nil
}

// made is a segment with what it was made of: parts, and the young records of a
// view, if any.
type made struct {
	parts []*find.Part
	young *find.View
	seg   *find.Segment
	file  string
}

// swap puts a segment in the place of what it was made of.
func (s *Store) swap(m made) error {
	s.turn.Lock()
	defer s.turn.Unlock()
	if s.finished {
		return ErrClosed
	}
	return s.replace(m)
}

// errGone says that what a segment was made of is not there any more.
var errGone = errors.New("store: the index went on without")

// replace is swap for the writer.
func (s *Store) replace(m made) error {
	return s.advance(func(p *point) error {
		v, err := p.index.Replaced(m.parts, m.young, m.seg, m.file)
		if err == nil && v == p.index {
			err = errGone
		}
		p.index = v
		return err
	})
}

// list notes which segments count, and that they know all up to an event, or up
// to the event noted before, if that is later.
func (s *Store) list(at head) error {
	s.listing.Lock()
	defer s.listing.Unlock()
	if at.seq < s.indexed.seq {
		at = s.indexed
	}
	if err := s.shelf.save(s.point.Load().index, at); err != nil {
		return err
	}
	s.indexed = at
	return nil
}

// shelve puts what is in memory on the disk.
func (s *Store) shelve() error {
	if err := s.writable(); err != nil {
		return err
	}
	return s.shelved(*s.point.Load(), s.swap)
}

// shelved writes what p has in memory to one file.
func (s *Store) shelved(p point, swap func(made) error) error {
	parts, _ := inMemory(p.index)
	image, err := imageOf(p.index, parts)
	if err != nil {
		return err
	}
	seg, file, err := s.shelf.write(image)
	if err != nil {
		return err
	}
	if err := swap(made{parts: parts, young: p.index, seg: seg, file: file}); err != nil {
		return s.shelf.discard(file, err)
	}
	return s.list(p.head)
}

// imageOf joins parts and the youngest records of a view.
func imageOf(v *find.View, parts []*find.Part) ([]byte, error) {
	if v.Young() > 0 {
		seg, err := v.Gathered()
		if err != nil {
			return nil, err
		}
		young, err := find.NewPart(seg, "", nil)
		if err != nil {
			return nil, err
		}
		parts = append(slices.Clone(parts), young)
	}
	return find.Merge(parts)
}

// putAway puts the index on the disk at close, unless the next open makes the
// rest as fast.
func (s *Store) putAway() error {
	if err := s.writable(); err != nil {
		return err
	}
	p := *s.point.Load()
	if p.making != nil {
		return nil // the next open makes it
	}
	mem, docs := inMemory(p.index)
	switch docs += p.index.Young(); {
	case docs >= restAt:
		return s.shelved(p, s.replace)
	case docs == 0 && len(mem) == 0 && s.indexed != p.head:
		return s.list(p.head)
	}
	return nil
}

// openIndex finds the index as the last process left it, and brings it up to
// the event end; what cannot be used is made again, or is to be.
func (s *Store) openIndex(r *reader, end head) (*find.View, *making, error) {
	v, at, ok := s.shelf.load()
	if ok {
		e, there, err := r.event(at.seq)
		ok = at.seq > 0 && err == nil && there && e.Hash == at.hash && at.seq <= end.seq
	}
	if ok {
		s.shelf.sweep(v)
		s.indexed = at
		out, err := s.replay(r, v, at.seq, end)
		if err == nil {
			return out, nil, nil
		}
	}
	s.indexed = head{}
	s.shelf.sweep(find.NewView(nil))
	if s.unfinished > 0 { // first the batch must go
		s.unknown = true
		return find.NewView(nil), nil, nil
	}
	m := r.making(end, s.quit)
	if s.opts.Beside > 0 && end.seq >= uint64(s.opts.Beside) {
		return find.NewView(nil), m, nil // the keeper makes it
	}
	v, err := s.reindex(r, m)
	return v, nil, err
}

// remade notes an index that a bulk made, and drops the files of the old one.
func (s *Store) remade(at head, old *find.View) {
	if s.list(at) == nil {
		s.shelf.drop(old.Parts(), s.point.Load().index)
	}
}
