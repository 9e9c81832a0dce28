package store

import (
	"errors"
	"slices"
	"time"

	"github.com/dgraph-io/badger/v4"

	"heshi/model"
	"heshi/store/find"
	"heshi/store/record"
)

// group is a set of writes that become durable together.
type group struct {
	s       *Store
	txn     *badger.Txn       // reads the store before the group, and before the one before it
	before  *group            // on its way to the disk; its changes are read through
	from    point             // what the group builds upon
	at      point             // the head as it will be
	whole   bool              // from is what readers see, index and all
	direct  bool              // derived keys are written with the records
	changed map[string][]byte // sealed values; nil deletes
	was     []was             // room for the next write's
	size    int64
	reqs    []*request
	todo    []task
	docs    []find.Change // what changes in the index
	pairs   run           // what changes in the derived keys
	settles uint64        // the event up to which derived keys are in Badger when it is

	taken   chan struct{} // closed when Badger has it, or untaken says why not
	untaken error

	landed chan struct{} // closed when it is on the disk, or fault says why not
	fault  error
	took   time.Duration // the way there
	prior  *group        // the group sent before it, until that is shown
	shown  chan struct{} // closed when readers see it, or failed says why not
	failed error
}

// place is where the log ends: the stamp and the head.
type place struct {
	stamp uint64
	head  head
}

// task is one record whose derived keys are to follow it.
type task struct {
	id            model.ID
	before, after []byte
	yields        func() yield
}

// changes returns the derived keys that change, and what changes in the index.
func (t task) changes() ([]pair, []find.Change, error) {
	if t.before == nil && t.yields != nil {
		now := t.yields()
		return diff(nil, now.keys), reindexed(t.id, nil, now.doc), nil
	}
	return changes(t.id, t.before, t.after)
}

// newGroup begins a group on top of what was sent last.
func (s *Store) newGroup() *group {
	if s.flying != nil && s.flying.onDisk() {
		_ = s.absorb() // launch says it too
	}
	p := *s.point.Load()
	if s.flying == nil && p.stamp == s.tip.stamp {
		g := s.groupOn(p)
		g.whole = true
		return g
	}
	g := s.groupOn(point{stamp: s.base, head: s.tip.head})
	g.before = s.flying
	return g
}

// groupOn begins a group that builds upon a point.
func (s *Store) groupOn(from point) *group {
	return &group{
		s: s, txn: s.db.NewTransactionAt(from.stamp, false), from: from, at: from,
		changed: make(map[string][]byte, keysEach*s.crowd[1]), landed: make(chan struct{}), shown: make(chan struct{}),
	}
}

// keysEach is how many keys a write mostly changes that others of its group do not.
const keysEach = 2

func (g *group) empty() bool { return len(g.changed) == 0 && g.at.head == g.from.head }

// onDisk says whether the way to the disk is over.
func (g *group) onDisk() bool {
	select {
	case <-g.landed:
		return true
	default:
		return false
	}
}

// absorb waits until what was sent last is on the disk.
func (s *Store) absorb() error {
	g := s.flying
	if g == nil {
		return s.broken()
	}
	err := g.arrived()
	s.flying, s.last, s.base = nil, g, s.tip.stamp
	if err != nil {
		return s.breaks(err)
	}
	return s.broken()
}

// quiet waits until readers see all that was sent.
func (s *Store) quiet() error {
	_ = s.absorb() // its failure shows below
	if s.last != nil {
		<-s.last.shown
		s.last = nil
	}
	return s.broken()
}

// get reads through the group and the one on its way to the disk.
func (g *group) get(key []byte) (rev uint64, payload []byte, err error) {
	for at := g; at != nil; at = at.before {
		if v, ok := at.changed[string(key)]; ok {
			return unseal(key, v)
		}
	}
	return g.s.hot.get(g.txn, key)
}

// add runs one write on top of the group. When it fails, nothing of it stays;
// badger.ErrTxnTooBig says that the group is full.
func (g *group) add(fn func(*Tx) error) error {
	tx := &Tx{g: g, head: g.at.head, first: g.empty(), was: g.was[:0]}
	err := safely(func() error { return fn(tx) })
	if err == nil && (int64(len(g.changed))+16 > g.s.db.MaxBatchCount() || g.size+tx.size+4096 > g.s.db.MaxBatchSize()) {
		err = badger.ErrTxnTooBig
	}
	g.was = tx.was // for the next one to write over
	if err != nil {
		tx.takeBack()
		return err
	}
	g.size += tx.size
	g.at.head = tx.head
	g.todo, g.docs = append(g.todo, tx.todo...), append(g.docs, tx.docs...)
	return nil
}

// stampAfter returns the stamp of the group: the last event's number, or for writes
// outside the log the next free one.
func (g *group) stampAfter(prev uint64) uint64 { return max(prev+1, g.at.head.seq<<stampShift) }

// send hands the group to Badger. What goes through the journal is on the disk when
// land has seen to that, else landed tells when it is.
func (g *group) send(prev uint64) error {
	g.at.stamp = g.stampAfter(prev)
	txn := g.s.db.NewTransactionAt(prev, true)
	defer txn.Discard()
	for k, v := range g.changed {
		if err := put(txn, []byte(k), v); err != nil {
			return err // unreachable below the limits that add checks
		}
	}
	g.prior, g.settles = g.s.last, g.s.ferried
	if g.s.journal != nil && !g.direct {
		g.taken = make(chan struct{})
		return txn.CommitAt(g.at.stamp, func(err error) {
			g.untaken = err
			close(g.taken)
		})
	}
	sent := time.Now()
	return g.s.commitAt(txn, g.at.stamp, func(err error) {
		g.fault, g.took = err, time.Since(sent)
		close(g.landed)
	})
}

// carry puts a group that Badger is taking into the journal. What follows the records
// is worked out before Badger is waited for, and by who has worked before: a goroutine
// of Badger's begins with a small stack, and would copy it as it grows.
func (g *group) carry() {
	sent := time.Now()
	err := g.s.journal.append(g.at.stamp, g.changed)
	err = errors.Join(err, safely(g.derive))
	<-g.taken
	g.fault, g.took = errors.Join(err, g.untaken), time.Since(sent)
	close(g.landed)
}

// commitAt commits to Badger past the journal and calls done when that is on the
// disk. A second commit must not be begun before.
func (s *Store) commitAt(txn *badger.Txn, stamp uint64, done func(error)) error {
	if err := s.checkpoint(); err != nil {
		return err
	}
	return txn.CommitAt(stamp, func(err error) {
		if err == nil {
			err = s.wal.sync()
		}
		done(err)
	})
}

// arrived waits until the group is on the disk.
func (g *group) arrived() error {
	<-g.landed
	if g.fault == nil {
		g.s.hot.put(g.changed)
	}
	return g.fault
}

// derive works out what follows the records of the group.
func (g *group) derive() error {
	pairs := make([]pair, 0, 2*len(g.todo))
	g.docs = slices.Grow(g.docs, len(g.todo))
	for _, t := range g.todo {
		keys, docs, err := t.changes()
		if err != nil {
			return err
		}
		pairs, g.docs = append(pairs, keys...), append(g.docs, docs...)
	}
	g.pairs = sorted(pairs)
	for i := range g.pairs {
		g.pairs[i].seq = g.at.head.seq
	}
	find.Prepare(g.docs)
	return nil
}

// land sees a group that was sent to the disk, lets readers see it and answers its
// writers. What follows the records is worked out meanwhile.
func (g *group) land() {
	var err error
	if g.taken != nil {
		g.carry()
	} else {
		err = safely(g.derive)
		<-g.landed
	}
	err = errors.Join(g.fault, err)
	if g.prior != nil {
		<-g.prior.shown
		err = errors.Join(g.prior.failed, err)
		g.prior = nil
	}
	if err == nil {
		err = g.s.advance(g.follow)
	}
	if err != nil {
		g.failed = g.s.breaks(err)
	}
	g.answer(g.failed) // before quiet lets the writer end: who it took is answered
	close(g.shown)
}

// follow makes the point after the group of the one before it.
func (g *group) follow(p *point) (err error) {
	p.stamp, p.head = g.at.stamp, g.at.head
	p.fresh = p.fresh.after(g.settles).with(g.pairs)
	if len(g.docs) > 0 {
		p.index, err = p.index.With(g.docs)
	}
	return err
}

func (g *group) answer(err error) {
	for _, req := range g.reqs {
		req.done <- err
	}
}

// breaks stops all further writes: what reached the log is unknown, so nothing
// may follow it.
func (s *Store) breaks(err error) error {
	s.halted.Store(true)
	return errors.Join(s.broken(), err)
}

// broken says that a commit failed.
func (s *Store) broken() error {
	if s.halted.Load() {
		return &model.Problem{Code: codeBroken}
	}
	return nil
}

// bulkKeys is about how many keys a transaction of a bulk of cases has.
const bulkKeys = 1500

// bulk carries out a change that does not fit one transaction, as bounded ones
// above the published point: nobody sees them until show. While one is on its
// way to the disk the next is filled. Only the writer uses it.
type bulk struct {
	s    *Store
	at   point  // the last one sent
	fill *group // being filled
	sent *group // on its way; nil when none
	docs *indexer
	free bool // goes on when the disk is nearly full: it makes room
}

func (s *Store) newBulk(at point) *bulk {
	b := &bulk{s: s, at: at, docs: s.shelf.newIndexer(at.index)}
	b.next(at)
	return b
}

func (b *bulk) next(from point) {
	b.fill = b.s.groupOn(from)
	b.fill.at, b.fill.direct, b.fill.before = b.at, true, b.sent
	b.fill.changed = make(map[string][]byte, bulkKeys)
}

// do runs one small write.
func (b *bulk) do(fn func(*Tx) error) error {
	err := b.fill.add(fn)
	if errors.Is(err, badger.ErrTxnTooBig) && len(b.fill.changed) > 0 {
		if err := b.send(); err != nil {
			return err
		}
		err = b.fill.add(fn)
	}
	b.docs.take(b.fill.docs)
	b.fill.docs = b.fill.docs[:0]
	return tooBig(err)
}

func tooBig(err error) error {
	if errors.Is(err, badger.ErrTxnTooBig) {
		return &model.Problem{Code: codeTooBig}
	}
	return err
}

// send sends what was filled, after the one before it has landed.
func (b *bulk) send() error {
	if !b.free {
		if err := b.s.writable(); err != nil {
			return err
		}
	}
	from := b.fill.from
	if b.sent != nil {
		from = b.sent.at
	}
	if err := b.wait(); err != nil {
		return err
	}
	g := b.fill
	if err := safely(func() error { return g.send(b.at.stamp) }); err != nil {
		return b.s.breaks(err)
	}
	g.txn.Discard()
	g.before = nil
	b.at, b.sent = g.at, g
	b.next(from)
	return nil
}

// wait waits for what is on its way.
func (b *bulk) wait() error {
	if b.sent == nil {
		return nil
	}
	err := b.sent.arrived()
	b.sent = nil
	if err != nil {
		return b.s.breaks(err)
	}
	return nil
}

// end sends the rest and waits until all is on the disk.
func (b *bulk) end() error {
	if len(b.fill.changed) > 0 {
		if err := b.send(); err != nil {
			return err
		}
	}
	err := b.wait()
	b.fill.txn.Discard()
	if err == nil {
		b.at.index, err = b.docs.end()
	}
	return err
}

// drop forgets what was not sent and waits for what was.
func (b *bulk) drop() error {
	b.fill.txn.Discard()
	b.docs.drop()
	return b.wait()
}

// recordKey returns the key of a record.
func recordKey(id model.ID) []byte {
	kind, ord, _ := record.Split(id)
	return record.Key(kind, ord)
}
