package store

import (
	"heshi/store/find"
)

// The keeper looks after the index behind the desk: it joins small segments,
// and puts those in memory on the disk, where the next open finds them. It
// works on what never changes and takes the writer's turn only to swap the
// result in.
const (
	// shelveAt is how many records in memory are put on the disk: what an open
	// after a crash in a rush reads again.
	shelveAt = 3000
	// restAt is how many are when the desk rests or closes.
	restAt = 64
	// joinMem and joinDisk are how many segments of about one size are joined.
	joinMem, joinDisk = 8, 4
	// largest is how many records a segment made by joining has at most.
	largest = 512 << 10
)

// keep runs until quit is closed.
func (s *Store) keep() {
	defer close(s.kept)
	for {
		least := shelveAt
		select {
		case <-s.quit:
			return
		case <-s.grown:
		case <-s.resting:
			least = restAt
		}
		for s.tidy(least) {
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

// tidy does the next piece of work; false when there is none, or when it
// failed: what is in memory then stays there, and all is well but for space.
func (s *Store) tidy(least int) bool {
	v := s.point.Load().index
	mem, docs := inMemory(v)
	if docs+v.Young() >= least {
		return s.shelve() == nil
	}
	if same := alike(mem, joinMem); same != nil {
		return s.merge(same, false) == nil
	}
	var disk []*find.Part
	for _, p := range v.Parts() {
		if p.File != "" {
			disk = append(disk, p)
		}
	}
	if same := alike(disk, joinDisk); same != nil && s.writable() == nil {
		return s.merge(same, true) == nil
	}
	return false
}

// alike returns n parts of about one size, the smallest there are; nil when
// there are not so many. One that is mostly dead counts as small.
func alike(parts []*find.Part, n int) []*find.Part {
	tiers := map[int][]*find.Part{}
	for _, p := range parts {
		tier := 0
		for size := p.Live(); size >= n; size /= n {
			tier++
		}
		tiers[tier] = append(tiers[tier], p)
	}
	for tier := range 32 {
		list := tiers[tier]
		if len(list) < n {
			continue
		}
		total := 0
		for _, p := range list[:n] {
			total += p.Live()
		}
		if total <= largest {
			return list[:n]
		}
	}
	return nil
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
		return s.swap(parts, seg, "")
	}
	seg, file, err := s.shelf.write(image)
	if err != nil {
		return err
	}
	if err := s.swap(parts, seg, file); err != nil {
		return err
	}
	if err := s.list(head{}); err != nil {
		return err
	}
	s.shelf.drop(parts, s.point.Load().index)
	return nil
}

// swap puts a segment in the place of the parts it was made of.
func (s *Store) swap(parts []*find.Part, seg *find.Segment, file string) error {
	s.turn.Lock()
	defer s.turn.Unlock()
	if s.finished {
		return ErrClosed
	}
	return s.replace(parts, seg, file)
}

// replace is swap for the writer.
func (s *Store) replace(parts []*find.Part, seg *find.Segment, file string) error {
	p := *s.point.Load()
	v, err := p.index.Replaced(parts, seg, file)
	if err != nil {
		return err
	}
	p.index = v
	s.publish(&p)
	return nil
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

// gathered makes a segment of the youngest records, so that all are in one.
func (s *Store) gathered() (point, error) {
	p := *s.point.Load()
	v, err := p.index.Settled()
	if err != nil {
		return p, err
	}
	p.index = v
	s.publish(&p)
	return p, nil
}

// shelve puts what is in memory on the disk.
func (s *Store) shelve() error {
	if err := s.writable(); err != nil {
		return err
	}
	s.turn.Lock()
	if s.finished {
		s.turn.Unlock()
		return ErrClosed
	}
	p, err := s.gathered()
	s.turn.Unlock()
	if err != nil {
		return err
	}
	return s.shelved(p, s.swap)
}

// shelved writes the parts of p that are in memory to one file.
func (s *Store) shelved(p point, swap func([]*find.Part, *find.Segment, string) error) error {
	mem, _ := inMemory(p.index)
	image, err := find.Merge(mem)
	if err != nil {
		return err
	}
	seg, file, err := s.shelf.write(image)
	if err != nil {
		return err
	}
	if err := swap(mem, seg, file); err != nil {
		return err
	}
	return s.list(p.head)
}

// put puts the index on the disk at close, unless the next open makes the rest
// as fast.
func (s *Store) putAway() error {
	if s.broken != nil || s.writable() != nil {
		return nil
	}
	p, err := s.gathered()
	if err != nil {
		return err
	}
	mem, docs := inMemory(p.index)
	switch {
	case docs >= restAt:
		return s.shelved(p, s.replace)
	case len(mem) == 0 && s.indexed != p.head:
		return s.list(p.head)
	}
	return nil
}

// openIndex finds the index as the last process left it, and brings it up to
// the event end; what cannot be used is made again.
func (s *Store) openIndex(r *reader, end head) (*find.View, error) {
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
			return out, nil
		}
	}
	s.indexed = head{}
	s.shelf.sweep(find.NewView(nil))
	if s.unfinished > 0 { // first the batch must go
		s.unknown = true
		return find.NewView(nil), nil
	}
	return s.reindex(r, end)
}

// remade notes an index that a bulk made, and drops the files of the old one.
func (s *Store) remade(at head, old *find.View) {
	if s.list(at) == nil {
		s.shelf.drop(old.Parts(), s.point.Load().index)
	}
}
