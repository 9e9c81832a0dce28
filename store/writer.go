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

// submit has a request served: by the caller itself when nobody is writing,
// which saves waking two goroutines, else together with all others that wait.
func (s *Store) submit(ctx context.Context, req *request) error {
	req.done = make(chan error, 1)
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.turn.TryLock() {
		s.take(req)
		s.turn.Unlock()
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
// is the writer.
func (s *Store) take(req *request) {
	if s.finished {
		req.done <- ErrClosed
		return
	}
	s.serve(s.gather(req))
	if s.rested {
		s.rested = false
		s.stirred <- struct{}{}
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
			s.turn.Unlock()
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

// rest does what can wait. A failure shows at the next write.
func (s *Store) rest() {
	_ = s.head.sync()
	if s.writable() == nil {
		_ = s.settle()
	}
}

// gather takes the writes that wait, up to maxGroup. Writers that were just
// answered are about to come back: as long as fewer came than shared the last
// two commits and more keep coming, it lets them, so that all share a flush.
func (s *Store) gather(first *request) []*request {
	group := s.drain([]*request{first})
	crowd := s.crowd[0] + s.crowd[1]
	for had := 0; crowd > 2 && len(group) < crowd && len(group) > had; {
		had = len(group)
		runtime.Gosched()
		group = s.drain(group)
	}
	s.crowd = [2]int{s.crowd[1], len(group)}
	return group
}

// drain takes what waits right now.
func (s *Store) drain(group []*request) []*request {
	for len(group) < maxGroup {
		select {
		case req := <-s.requests:
			group = append(group, req)
		default:
			return group
		}
	}
	return group
}

// serve runs a group of writes and commits those that succeed, in as few
// transactions as Badger's size limit allows, mostly one.
func (s *Store) serve(reqs []*request) {
	if err := s.writable(); err != nil {
		for _, req := range reqs {
			req.done <- err
		}
		return
	}
	g := s.newGroup(*s.point.Load())
	commit := func() {
		_ = g.commit() // its writers have the answer
		g = s.newGroup(*s.point.Load())
	}
	for _, req := range reqs {
		if req.alone != nil {
			commit()
			req.done <- s.single(req.alone)
			g.txn.Discard()
			g = s.newGroup(*s.point.Load())
			continue
		}
		err := s.join(g, req)
		if errors.Is(err, badger.ErrTxnTooBig) && !g.empty() {
			commit()
			err = s.join(g, req)
		}
		if err != nil {
			req.done <- tooBig(err)
		}
	}
	_ = g.commit()
	if s.point.Load().fresh.size() > maxFresh && s.writable() == nil {
		_ = s.settle()
	}
}

// join adds a request to the group; after a failed commit nothing is added.
func (s *Store) join(g *group, req *request) error {
	if s.broken != nil {
		return s.broken
	}
	err := g.add(req.fn)
	if err == nil {
		g.reqs = append(g.reqs, req)
	}
	return err
}

// single runs what has the writer to itself.
func (s *Store) single(fn func() error) error {
	if s.broken != nil {
		return s.broken
	}
	return safely(fn)
}

// now commits one write by itself, for what runs alone.
func (s *Store) now(fn func(*Tx) error) error {
	g := s.newGroup(*s.point.Load())
	if err := g.add(fn); err != nil {
		g.txn.Discard()
		return tooBig(err)
	}
	return g.commit()
}

// writable says why nothing may be written now.
func (s *Store) writable() error {
	if s.broken != nil {
		return s.broken
	}
	return room(s.opts.Free, needRoom)
}

// show lets readers see what is on the disk: it notes the head outside Badger
// first, so that a success is never shown before.
func (s *Store) show(p point) error {
	if p.head.seq != s.point.Load().head.seq {
		if err := s.head.write(p.head); err != nil {
			return err
		}
	}
	s.publish(&p)
	return nil
}

// publish lets readers see a point and wakes those who wait for one.
func (s *Store) publish(p *point) {
	s.mu.Lock()
	defer s.mu.Unlock()
	prev := s.point.Swap(p)
	if p.head.seq != prev.head.seq {
		s.lost.Store(nil)
		close(s.wake)
		s.wake = make(chan struct{})
	}
	if len(p.index.Parts()) != len(prev.index.Parts()) {
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
		s.serve(s.gather(<-s.requests))
	}
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
	err := s.head.close()
	if room(s.opts.Free, openRoom/2) == nil {
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
