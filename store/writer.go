package store

import (
	"context"
	"errors"
	"runtime"
	"time"

	"github.com/dgraph-io/badger/v4"
)

const (
	// maxGroup is how many waiting writes share one commit.
	maxGroup = 256
	// restAfter is how late after a commit the head file is flushed and
	// derived keys are settled. The head file is written before a success is
	// shown; only a power cut needs the flush.
	restAfter = time.Second
	// maxFresh is how many derived keys may wait to be settled, and what an
	// open after a crash in the middle of a rush remakes.
	maxFresh = 4 << 10
)

// request is one write on its way to the writer: fn shares a commit with
// others, alone has the writer to itself.
type request struct {
	fn    func(*Tx) error
	alone func() error
	done  chan error
}

// write runs fn in the writer and returns when its changes are on the disk.
// After it was handed over, ctx no longer matters: the answer is always true.
// fn may run twice and must not keep what the first run left.
func (s *Store) write(ctx context.Context, fn func(*Tx) error) error {
	return s.submit(ctx, &request{fn: fn})
}

// alone runs fn in the writer between two commits.
func (s *Store) alone(ctx context.Context, fn func() error) error {
	return s.submit(ctx, &request{alone: fn})
}

// submit has a request served: by the caller itself when nobody has the turn,
// which saves waking two goroutines, else together with all others that wait.
func (s *Store) submit(ctx context.Context, req *request) error {
	req.done = make(chan error, 1)
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.Indexed(ctx); err != nil {
		return err
	}
	if s.turn.TryLock() {
		s.take(req)
		return <-req.done
	}
	select {
	case s.requests <- req:
	case <-s.quit:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-req.done:
		return err
	case <-s.done:
		// The writer has answered everything it took before it closed done.
		select {
		case err := <-req.done:
			return err
		default:
			return ErrClosed
		}
	}
}

// take serves a request and those that wait. Who calls it has the turn, and so
// is the writer; the turn is given back while the last group is on its way to
// the disk, so that the next one is filled meanwhile.
func (s *Store) take(req *request) {
	if s.finished {
		s.turn.Unlock()
		req.done <- ErrClosed
		return
	}
	g := s.serve(req)
	if s.rested {
		s.rested = false
		s.stirred <- struct{}{}
	}
	s.turn.Unlock()
	if g != nil {
		g.land()
	}
}

// run serves those who found somebody else writing, sees to what can wait, and
// ends when quit is closed.
func (s *Store) run(held *holder) {
	defer close(s.done)
	rest := time.NewTimer(restAfter)
	defer rest.Stop()
	for {
		select {
		case req := <-s.requests:
			s.turn.Lock()
			s.take(req)
		case <-s.stirred:
			rest.Reset(restAfter)
		case <-rest.C:
			s.turn.Lock()
			s.rest()
			s.rested = true
			s.turn.Unlock()
			nudge(s.resting)
		case <-s.quit:
			<-s.kept
			s.turn.Lock()
			s.closeErr = s.finish(held)
			s.turn.Unlock()
			return
		}
	}
}

// rest does what can wait, the head's file once the last group is in it. A
// failure shows at the next write.
func (s *Store) rest() {
	err := s.quiet()
	_ = s.head.sync()
	if err == nil && s.writable() == nil {
		_ = s.settle()
		_ = s.checkpoint()
	}
}

// serve runs a write and those that wait, and sends them to the disk as one
// group, or as few as Badger's size limit allows. It returns the group that is
// still to land; nil when there is none.
func (s *Store) serve(first *request) *group {
	if s.point.Load().fresh.size() > maxFresh && s.quiet() == nil && s.writable() == nil {
		_ = s.settle()
	}
	if err := s.writable(); err != nil {
		first.done <- err
		return nil
	}
	g := s.join(s.newGroup(), first)
	s.gather(&g)
	for g.before != nil && !g.before.onDisk() && len(g.reqs) < maxGroup {
		select {
		case req := <-s.requests:
			g = s.join(g, req)
		case <-g.before.landed:
			g = s.linger(g)
			return s.launch(g)
		}
	}
	return s.launch(g)
}

// maxLinger is how long a group waits for others at most.
const maxLinger = 2 * time.Millisecond

// linger lets the writers who get their answers now, and mostly are about to
// come back, join the group that waited behind theirs, for as long as their flush
// took at most: one flush of the disk for all is better than one for each half.
// Measured by turns, 32 writers save a third more; two do not wait.
func (s *Store) linger(g *group) *group {
	before := g.before
	if len(before.reqs)+len(g.reqs) <= 2 {
		return g
	}
	s.ferry()
	timer := time.NewTimer(min(before.took, maxLinger))
	defer timer.Stop()
	for range before.reqs {
		if len(g.reqs) >= maxGroup {
			break
		}
		select {
		case req := <-s.requests:
			g = s.join(g, req)
		case <-timer.C:
			return g
		}
	}
	return g
}

// gather lets the writes that wait join a group. When nothing is on its way to
// the disk and writers were just answered, they are about to come back: as long
// as fewer came than shared the last two commits and more keep coming, it lets
// them, so that all share a flush.
func (s *Store) gather(g **group) {
	joined := 1
	drain := func() {
		for len((*g).reqs) < maxGroup {
			select {
			case req := <-s.requests:
				*g = s.join(*g, req)
				joined++
			default:
				return
			}
		}
	}
	drain()
	crowd := s.crowd[0] + s.crowd[1]
	for had := 0; crowd > 2 && joined < crowd && joined > had && len((*g).reqs) < maxGroup && (*g).before == nil; {
		had = joined
		runtime.Gosched()
		drain()
	}
}

// launch sends a group on its way to the disk, after the one before it has
// arrived there. It returns the group if it is to land.
func (s *Store) launch(g *group) *group {
	defer g.txn.Discard()
	err := s.absorb()
	g.before = nil
	if g.empty() {
		if err == nil { // what it says may rest on what is not shown yet
			err = s.quiet()
		}
		g.answer(err)
		return nil
	}
	if err == nil {
		err = safely(func() error {
			if err := s.room(g); err != nil {
				return err
			}
			return g.send(max(s.tip.stamp, s.between))
		})
		if err != nil {
			err = s.breaks(err)
		}
	}
	if err != nil {
		g.answer(err)
		return nil
	}
	s.crowd = [2]int{s.crowd[1], len(g.reqs)}
	s.flying, s.base, s.tip = g, s.tip.stamp, place{g.at.stamp, g.at.head}
	return g
}

// join runs a request on top of a group and returns the group that goes on:
// another one when the request did not fit or must begin one.
func (s *Store) join(g *group, req *request) *group {
	if req.alone != nil {
		s.commit(g)
		req.done <- s.single(req.alone)
		return s.newGroup()
	}
	err := s.broken()
	if err == nil {
		err = g.add(req.fn)
	}
	if errors.Is(err, errApart) || errors.Is(err, badger.ErrTxnTooBig) && !g.empty() {
		s.commit(g)
		g = s.newGroup()
		if err = s.broken(); err == nil {
			err = g.add(req.fn)
		}
	}
	if err != nil {
		req.done <- tooBig(err)
		return g
	}
	g.reqs = append(g.reqs, req)
	return g
}

// commit sees a group to its end, and whatever is on its way: afterwards the
// published point is all there is.
func (s *Store) commit(g *group) {
	if g = s.launch(g); g != nil {
		g.land()
	}
	_ = s.quiet() // who comes next is told
}

// single runs what has the writer to itself.
func (s *Store) single(fn func() error) error {
	if err := s.broken(); err != nil {
		return err
	}
	return safely(fn)
}

// now commits one write by itself, for what runs alone.
func (s *Store) now(fn func(*Tx) error) error {
	g := s.newGroup()
	if err := g.add(fn); err != nil {
		g.txn.Discard()
		return tooBig(err)
	}
	req := &request{done: make(chan error, 1)}
	g.reqs = append(g.reqs, req)
	s.commit(g)
	return <-req.done
}

// writable says why nothing may be written now.
func (s *Store) writable() error {
	if err := s.broken(); err != nil {
		return err
	}
	return room(s.opts.Free, needRoom+s.waits())
}

// waits is how much room on the disk what Badger puts off will take, in bytes.
func (s *Store) waits() uint64 { return bulkEach * uint64(s.opts.Bulk) }

// advance lets readers see what is on the disk: what next makes of the point
// they see now. It notes the head outside Badger first, so that a success is
// never shown before.
func (s *Store) advance(next func(*point) error) error {
	s.showing.Lock()
	defer s.showing.Unlock()
	p := *s.point.Load()
	if err := next(&p); err != nil {
		return err
	}
	if p.head.seq != s.point.Load().head.seq {
		if err := s.head.write(p.head); err != nil {
			return err
		}
	}
	s.publish(&p)
	return nil
}

// show is advance to a point that the writer made alone.
func (s *Store) show(p point) error {
	err := s.advance(func(now *point) error { *now = p; return nil })
	s.tip = place{p.stamp, p.head}
	return err
}

// publish lets readers see a point and wakes those who wait for one. Who calls it
// has showing.
func (s *Store) publish(p *point) {
	s.mu.Lock()
	defer s.mu.Unlock()
	prev := s.point.Swap(p)
	if p.head.seq != prev.head.seq {
		s.lost.Store(nil)
		close(s.wake)
		s.wake = make(chan struct{})
	}
	if p.index.Young() >= gatherAt || len(p.index.Parts()) != len(prev.index.Parts()) {
		nudge(s.grown)
	}
	oldest := p.stamp
	for stamp := range s.readers {
		oldest = min(oldest, stamp)
	}
	s.db.SetDiscardTs(oldest)
}

// finish answers what still waits, then closes everything. On a disk too full
// to flush to, Badger is left as it is: everything acknowledged is in its log,
// and closing would die of SIGBUS (shared/perf.md 4b).
func (s *Store) finish(held *holder) error {
	for len(s.requests) > 0 {
		if g := s.serve(<-s.requests); g != nil {
			g.land()
		}
	}
	_ = s.quiet() // then it is broken, and rest does nothing
	s.finished = true
	s.rest()
	_ = s.putAway() // what it does not put away the next open makes
	s.mu.Lock()
	s.closed = true
	close(s.wake)
	for len(s.readers) > 0 {
		s.idle.Wait()
	}
	s.mu.Unlock()
	if s.broken() == nil { // else an open looks what is missing
		_ = s.checkpoint()
	}
	err := errors.Join(s.head.close(), s.wal.close(), s.journal.close())
	if room(s.opts.Free, openRoom/2+s.waits()) == nil {
		err = errors.Join(err, safely(s.db.Close))
	}
	return errors.Join(err, held.release())
}

// safely turns a panic of Badger on bad bytes into an error.
func safely(fn func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = panicked(r)
		}
	}()
	return fn()
}
