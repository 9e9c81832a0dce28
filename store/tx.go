package store

import (
	"encoding/binary"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"heshi/model"
	"heshi/store/find"
	"heshi/store/record"
)

// By says who makes a change, and when.
type By struct {
	ID    model.ID // empty for the desk itself
	Actor string   // the person's name; model.SharedDesk when empty
	Role  model.Role
	At    time.Time
	Draft string // the name of the draft the change was typed in, which goes with it; "" for none
}

// name returns the actor as the log shows it.
func (b By) name() string {
	if b.Actor == "" {
		return model.SharedDesk
	}
	return b.Actor
}

// key returns what tells one actor from another in the log.
func (b By) key() string { return actorKey(b.ID, b.name()) }

func actorKey(id model.ID, name string) string {
	if id != "" {
		return string(id)
	}
	return name
}

// Tx is one write: it reads the store with all writes before it and puts what
// it changes into the group.
type Tx struct {
	g     *group
	head  head
	first bool  // nothing was in the group before
	was   []was // what the group had where this writes
	size  int64
	todo  []task
	docs  []find.Change // of a bulk
}

// was is what a group had at a key.
type was struct {
	key   string
	value []byte
	had   bool
}

// takeBack leaves the group as it was before the write.
func (tx *Tx) takeBack() {
	for _, w := range slices.Backward(tx.was) {
		if w.had {
			tx.g.changed[w.key] = w.value
		} else {
			delete(tx.g.changed, w.key)
		}
	}
}

// get returns revision and payload of a key, nil when it is absent.
func (tx *Tx) get(key []byte) (rev uint64, payload []byte, err error) { return tx.g.get(key) }

// unseal opens a value that was set but is not yet in Badger.
func unseal(key, v []byte) (rev uint64, payload []byte, err error) {
	if len(v) == 0 {
		return 0, nil, nil
	}
	rev, payload, err = record.Open(key, v)
	return rev, payload, damaged(err, key)
}

func (tx *Tx) number(key []byte) (uint64, error) {
	_, b, err := tx.get(key)
	if err != nil || b == nil {
		return 0, err
	}
	return number(key, b)
}

// set seals and stores a payload. Its revision is the event being written.
func (tx *Tx) set(key, payload []byte) { tx.setRev(key, tx.head.seq, payload) }

func (tx *Tx) setRev(key []byte, rev uint64, payload []byte) {
	tx.raw(key, record.Seal(key, rev, payload))
}

func (tx *Tx) setNumber(key []byte, n uint64) { tx.set(key, be(n)) }

func (tx *Tx) del(key []byte) { tx.raw(key, nil) }

func (tx *Tx) raw(key, value []byte) {
	k := string(key)
	old, had := tx.g.changed[k]
	tx.was = append(tx.was, was{k, old, had})
	tx.g.changed[k] = value
	// Badger's own estimate: key, value and a dozen bytes of its own.
	tx.size += int64(len(key) + len(value) + 24)
}

// write stores a derived pair at once.
func (tx *Tx) write(p pair) {
	tx.raw(p.key, p.sealed())
}

// errApart says that a write must begin a group of its own.
var errApart = errors.New("store: not the first write of its group")

// reader reads the store as it was before the group, for what single keys do
// not tell. So that this is all there is, the write must be the first of its
// group and all before it be shown: else the error is errApart, and the write
// runs again when that is so. In a bulk, which has the writer to itself, it
// reads the store as it was before.
func (tx *Tx) reader() (*reader, error) {
	if g := tx.g; !g.direct && !(g.whole && tx.first) {
		return nil, errApart
	}
	return &reader{txn: tx.g.txn, at: &tx.g.from}, nil
}

// next counts up a counter of the store and returns its new value.
func (tx *Tx) next(counter string) (uint64, error) {
	key := record.MetaKey(counter)
	n, err := tx.number(key)
	tx.setNumber(key, n+1)
	return n + 1, err
}

func itoa(n uint64) string { return strconv.FormatUint(n, 10) }

func be(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// change is one record's change, to become one event.
type change struct {
	kind           string
	id             model.ID
	after          []byte       // nil removes the record
	yields         func() yield // what after yields, if the caller can tell it without decoding
	undoes, redoes uint64
	batch          uint64
	added          bool // the id is a new one
	plain          bool // an added one without a name that may exist once
}

// newID gives out the id of a record that the next event adds.
func (tx *Tx) newID(by By, kind record.Kind) (model.ID, error) {
	err := tx.recordLoss(by)
	return kind.ID(tx.head.seq + 1), err
}

// apply writes a record, its unique name and its event, and notes what is to
// be derived from it.
func (tx *Tx) apply(by By, ch change) (e record.Event, err error) {
	kind, ord, ok := record.Split(ch.id)
	if !ok {
		return e, NotFound("id", string(ch.id))
	}
	key := record.Key(kind, ord)
	var before []byte
	var last uint64
	e.Subject = subject(ch.id)
	if !ch.added {
		var rev uint64
		if rev, before, err = tx.get(key); err != nil {
			return e, err
		}
		if last, err = tx.lastAbout(e.Subject, rev); err != nil {
			return e, err
		}
	}
	e.Kind, e.Undoes, e.Redoes, e.Batch = ch.kind, ch.undoes, ch.redoes, ch.batch
	e.Before, e.Digest, e.Changed = record.Digest(before), record.Digest(ch.after), record.Changed(before, ch.after)
	if err := tx.log(by, &e, last); err != nil {
		return e, err
	}
	if before != nil {
		tx.set(record.BodyKey(e.Seq), before)
	}
	if ch.after == nil {
		tx.del(key)
		tx.setNumber(record.HistoryKey(e.Subject), e.Seq)
	} else {
		tx.set(key, ch.after)
	}
	if !ch.plain {
		if err := tx.rename(ch.id, before, ch.after); err != nil {
			return e, err
		}
	}
	return e, tx.derive(task{id: ch.id, before: before, after: ch.after, yields: ch.yields})
}

// derive brings the derived keys from before to after: in a bulk at once, else
// while the disk flushes.
func (tx *Tx) derive(t task) error {
	if !tx.g.direct {
		tx.todo = append(tx.todo, t)
		return nil
	}
	if t.before == nil && t.yields != nil { // most of a bulk
		y := t.yields()
		for _, e := range y.keys {
			tx.write(pair{key: e.Key, value: e.Value})
		}
		if y.doc != nil {
			kind, ord, _ := record.Split(t.id)
			tx.docs = append(tx.docs, find.Change{Kind: find.Kind(kind), Ord: ord, Doc: y.doc})
		}
		return nil
	}
	pairs, docs, err := t.changes()
	for _, p := range pairs {
		tx.write(p)
	}
	tx.docs = append(tx.docs, docs...)
	return err
}

// rename keeps the names that may exist once. One that belongs to another
// record is refused.
func (tx *Tx) rename(id model.ID, before, after []byte) error {
	if k, _, _ := record.Split(id); k == record.CaseKind && !fromPlatform(before) && !fromPlatform(after) {
		return nil // most cases: nothing to decode
	}
	was, err := uniques(id, before)
	if err != nil {
		return err
	}
	names, err := uniques(id, after)
	if err != nil {
		return err
	}
	kept := make(map[string]bool, len(names))
	for _, u := range names {
		kept[string(u.key())] = true
		if slices.Contains(was, u) {
			continue
		}
		if err := tx.claim(id, u); err != nil {
			return err
		}
	}
	for _, u := range was {
		if key := u.key(); !kept[string(key)] {
			tx.del(key)
		}
	}
	return nil
}

// claim takes a name for a record.
func (tx *Tx) claim(id model.ID, u unique) error {
	key := u.key()
	_, owner, err := tx.get(key)
	if err != nil {
		return err
	}
	if have, _ := splitUnique(owner); owner != nil && have != id {
		return tx.taken(u, have)
	}
	tx.set(key, uniqueValue(id, u.name))
	return nil
}

// taken says which name is whose.
func (tx *Tx) taken(u unique, owner model.ID) error {
	if u.kind == odrName {
		return &model.Problem{Code: CodePlatformNo, Args: map[string]any{"no": u.name}}
	}
	if u.kind != affiliateName {
		return &model.Problem{Code: CodeNameTaken, Args: map[string]any{"name": u.name}}
	}
	shop, _, err := txLoad[model.Shop](tx, model.ID(u.name))
	if err != nil {
		return err
	}
	g, _, err := txLoad[model.Group](tx, owner)
	if err != nil {
		return err
	}
	return &model.Problem{Code: CodeAffiliated, Field: "affiliates", Args: map[string]any{"name": shop.Name, "core": g.Name}}
}

// note writes an event that changes no record.
func (tx *Tx) note(by By, kind string, id model.ID, reason string) error {
	e := record.Event{Kind: kind, Subject: subject(id), Reason: reason}
	_, ord, _ := record.Split(id)
	rev, _, err := tx.get(record.Key(record.Kind(id[0]), ord))
	if err != nil {
		return err
	}
	last, err := tx.lastAbout(e.Subject, rev)
	if err != nil {
		return err
	}
	if err := tx.log(by, &e, last); err != nil {
		return err
	}
	tx.setNumber(record.HistoryKey(e.Subject), e.Seq)
	return nil
}

// lastAbout returns the number of the last event about a subject whose record
// has the revision rev (0 for none).
func (tx *Tx) lastAbout(subject string, rev uint64) (uint64, error) {
	h, err := tx.number(record.HistoryKey(subject))
	return max(h, rev), err
}

// log appends e to the chain; last is the event before it about its subject.
// The first event after a loss says so itself.
func (tx *Tx) log(by By, e *record.Event, last uint64) error {
	if err := tx.recordLoss(by); err != nil {
		return err
	}
	e.Prior = last
	tx.grown(by)
	return tx.chain(by, e)
}

// grown removes the draft a change was typed in, in the same transaction: there
// is no moment at which the change is there and its draft is too.
func (tx *Tx) grown(by By) {
	if by.Draft != "" {
		tx.del(record.DraftKey(by.Draft))
	}
}

// recordLoss writes the event that explains the gap where events are missing.
func (tx *Tx) recordLoss(by By) error {
	lost := tx.g.s.lost.Load()
	if lost == nil || tx.head.seq >= lost.From {
		return nil
	}
	last, err := tx.number(record.HistoryKey("store"))
	if err != nil {
		return err
	}
	tx.head.seq = lost.To
	tx.setNumber(record.HistoryKey("store"), lost.To+1)
	return tx.chain(By{At: by.At}, &record.Event{
		Kind: KindLost, Subject: "store", Gap: lost.To - lost.From + 1, Prior: last,
	})
}

func (tx *Tx) chain(by By, e *record.Event) error {
	e.Seq = tx.head.seq + 1
	e.At = by.At.In(tx.g.s.opts.Zone).Truncate(timeStep)
	e.Actor, e.By, e.Role = by.name(), by.ID, by.Role
	if !inBatch(*e) {
		key := record.ActorKey(by.key())
		last, err := tx.number(key)
		if err != nil {
			return err
		}
		e.Last = last
		tx.setNumber(key, e.Seq)
	}
	b, err := e.SignIn(tx.g.s.signing[:0], tx.head.hash)
	if err != nil {
		return err
	}
	tx.g.s.signing = b
	tx.head = head{seq: e.Seq, hash: e.Hash}
	tx.set(record.EventKey(e.Seq), b)
	return nil
}

// subject is how the log names a record.
func subject(id model.ID) string {
	if kind, _, ok := record.Split(id); ok {
		return kind.Word() + "/" + string(id)
	}
	return string(id)
}

// IDOf returns the record that a log line's subject names; false for lines
// about the store itself.
func IDOf(subject string) (model.ID, bool) {
	_, id, ok := strings.Cut(subject, "/")
	if !ok {
		return "", false
	}
	_, _, ok = record.Split(model.ID(id))
	return model.ID(id), ok
}

func panicked(r any) error {
	if err, ok := r.(error); ok {
		return errors.Join(damaged(record.ErrDamaged, nil), err)
	}
	return damaged(record.ErrDamaged, nil)
}
