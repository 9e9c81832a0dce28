package store

import (
	"context"
	"errors"
	"time"

	"github.com/dgraph-io/badger/v4"

	"heshi/model"
)

const (
	// maxGroup is how many waiting writes share one commit.
	maxGroup = 256
	// maxShared bounds what the writer remembers of shared keys: about 4 MB.
	maxShared = 50_000
	// headDelay is how late the head file may be flushed. It is written
	// before a success is shown; only a power cut needs the flush.
	headDelay = time.Second
)

// request is one write on its way to the writer: fn shares a commit with
// others, batch has the writer to itself.
type request struct {
	fn    func(*Tx) error
	batch func() error
	done  chan error
}

// write runs fn in the writer and returns when its changes are on the disk.
// After it was handed over, ctx no longer matters: the answer is always true.
func (s *Store) write(ctx context.Context, fn func(*Tx) error) error {
	return s.submit(ctx, &request{fn: fn})
}

func (s *Store) submit(ctx context.Context, req *request) error {
	req.done = make(chan error, 1)
	select {
	case <-s.quit:
		return ErrClosed
	default:
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

// run is the writer. It owns the head file and ends when quit is closed.
func (s *Store) run(held *holder) {
	defer close(s.done)
	flush := time.NewTimer(headDelay)
	defer flush.Stop()
	for {
		select {
		case req := <-s.requests:
			s.commit(s.gather(req))
			flush.Reset(headDelay)
		case <-flush.C:
			// A failure shows at the next write of the same file.
			_ = s.head.sync()
		case <-s.quit:
			s.closeErr = s.finish(held)
			return
		}
	}
}

// gather takes the writes that wait, up to maxGroup.
func (s *Store) gather(first *request) []*request {
	group := []*request{first}
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

// commit runs a group of writes and commits those that succeed, in as few
// transactions as Badger's size limit allows, mostly one.
func (s *Store) commit(group []*request) {
	if err := s.writable(); err != nil {
		for _, req := range group {
			req.done <- err
		}
		return
	}
	g := s.newGroup()
	for _, req := range group {
		if req.batch != nil {
			g.commit()
			req.done <- req.batch()
			g = s.newGroup()
			continue
		}
		err := g.add(req)
		if errors.Is(err, badger.ErrTxnTooBig) && !g.empty() {
			g.commit()
			g = s.newGroup()
			err = g.add(req)
		}
		if errors.Is(err, badger.ErrTxnTooBig) {
			err = &model.Problem{Code: codeTooBig}
		}
		if err != nil {
			req.done <- err
		}
	}
	g.commit()
}

// writable says why nothing may be written now.
func (s *Store) writable() error {
	if s.broken != nil {
		return s.broken
	}
	return room(s.opts.Free, needRoom)
}

// group is a set of writes that become durable together.
type group struct {
	s     *Store
	txn   *badger.Txn
	at    point // the head as it will be
	count int64
	size  int64
	reqs  []*request

	shared []string // shared keys this group adds
}

func (s *Store) newGroup() *group { return s.groupAt(*s.point.Load()) }

func (s *Store) groupAt(p point) *group {
	return &group{s: s, txn: s.db.NewTransactionAt(p.stamp, true), at: p}
}

func (g *group) empty() bool { return len(g.reqs) == 0 }

// add runs one write on top of the group. When it fails, nothing of it stays.
func (g *group) add(req *request) error {
	tx := &Tx{g: g, head: g.at.head, changed: map[string][]byte{}}
	if err := safely(func() error { return req.fn(tx) }); err != nil {
		return err
	}
	if g.count+tx.count()+16 > g.s.db.MaxBatchCount() || g.size+tx.size+4096 > g.s.db.MaxBatchSize() {
		return badger.ErrTxnTooBig
	}
	for k, v := range tx.changed {
		var err error
		if v == nil {
			err = g.txn.Delete([]byte(k))
		} else {
			err = g.txn.Set([]byte(k), v)
		}
		if err != nil {
			return err // unreachable below the limits checked above
		}
	}
	g.count, g.size = g.count+tx.count(), g.size+tx.size
	g.at.head = tx.head
	g.reqs = append(g.reqs, req)
	g.shared = append(g.shared, tx.shared...)
	return nil
}

// commit makes the group durable, publishes it and answers its writers.
func (g *group) commit() {
	defer g.txn.Discard()
	if g.empty() {
		return
	}
	err := safely(g.flush)
	if err != nil {
		// What reached the log is unknown, so nothing may follow it.
		g.s.broken = &model.Problem{Code: codeBroken}
		err = errors.Join(g.s.broken, err)
	}
	for _, req := range g.reqs {
		req.done <- err
	}
}

func (g *group) flush() error {
	prev := g.s.point.Load()
	if err := g.put(prev.stamp); err != nil {
		return err
	}
	if g.at.head.seq != prev.head.seq {
		if err := g.s.head.write(g.at.head); err != nil {
			return err
		}
	}
	g.s.publish(&g.at)
	return nil
}

// put commits at the next stamp after prev: the last event's number, or for
// writes outside the log the next free one.
func (g *group) put(prev uint64) error {
	g.at.stamp = max(prev+1, g.at.head.seq<<stampShift)
	if err := g.txn.CommitAt(g.at.stamp, nil); err != nil {
		return err
	}
	g.s.remember(g.shared)
	return nil
}

// remember keeps shared keys that are known to stand, so that the next case of
// the same shop need not ask for each.
func (s *Store) remember(keys []string) {
	if s.shared == nil || len(s.shared)+len(keys) > maxShared {
		s.shared = make(map[string]struct{}, len(keys))
	}
	for _, k := range keys {
		s.shared[k] = struct{}{}
	}
}

// publish lets readers see the commit and wakes those who wait for one.
func (s *Store) publish(p *point) {
	s.mu.Lock()
	defer s.mu.Unlock()
	prev := s.point.Swap(p)
	if p.head.seq != prev.head.seq {
		s.lost.Store(nil)
		close(s.wake)
		s.wake = make(chan struct{})
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
		s.commit(s.gather(<-s.requests))
	}
	s.mu.Lock()
	for len(s.readers) > 0 {
		s.idle.Wait()
	}
	s.readers = nil
	close(s.wake)
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
