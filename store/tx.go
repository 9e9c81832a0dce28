package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"strconv"
	"time"

	"heshi/model"
	"heshi/store/record"
)

// By says who makes a change, and when.
type By struct {
	ID    model.ID // empty for the desk itself
	Actor string   // the person's name; "desk" when empty
	Role  model.Role
	At    time.Time
}

// name returns the actor as the log shows it.
func (b By) name() string {
	if b.Actor == "" {
		return "desk"
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

// Tx is one write: it reads the store with all writes before it and collects
// what it changes.
type Tx struct {
	g       *group
	head    head
	changed map[string][]byte // sealed values; nil deletes
	size    int64
	shared  []string // shared keys this write adds
}

func (tx *Tx) count() int64 { return int64(len(tx.changed)) }

// get returns revision and payload of a key, nil when it is absent.
func (tx *Tx) get(key []byte) (rev uint64, payload []byte, err error) {
	if v, ok := tx.changed[string(key)]; ok {
		if len(v) == 0 {
			return 0, nil, nil
		}
		rev, payload, err = record.Open(key, v)
		return rev, payload, damaged(err, key)
	}
	return getSealed(tx.g.txn, key)
}

// set seals and stores a payload. Its revision is the event being written.
func (tx *Tx) set(key, payload []byte) error {
	tx.raw(key, record.Seal(key, tx.head.seq, payload))
	return nil
}

// mark stores a key without a value: all it says is that it is there.
func (tx *Tx) mark(key []byte) { tx.raw(key, []byte{}) }

func (tx *Tx) del(key []byte) { tx.raw(key, nil) }

func (tx *Tx) raw(key, value []byte) {
	tx.changed[string(key)] = value
	// Badger's own estimate: key, value and a dozen bytes of its own.
	tx.size += int64(len(key) + len(value) + 24)
}

// next counts up a counter of the store and returns its new value.
func (tx *Tx) next(counter string) (uint64, error) {
	key := record.MetaKey(counter)
	_, b, err := tx.get(key)
	if err != nil {
		return 0, err
	}
	n := uint64(1)
	if len(b) == 8 {
		n = binary.BigEndian.Uint64(b) + 1
	}
	return n, tx.set(key, be(n))
}

func itoa(n uint64) string { return strconv.FormatUint(n, 10) }

func be(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// change is one record's change, to become one event.
type change struct {
	kind           string
	id             model.ID
	after          []byte // nil removes the record
	undoes, redoes uint64
	batch          uint64
	reason         string
}

// apply writes the record, everything derived from it, and its event.
func (tx *Tx) apply(by By, ch change) (record.Event, error) {
	kind, ord, ok := record.Split(ch.id)
	if !ok {
		return record.Event{}, notFound("id", string(ch.id))
	}
	key := record.Key(kind, ord)
	_, before, err := tx.get(key)
	if err != nil {
		return record.Event{}, err
	}
	e := record.Event{
		Kind: ch.kind, Subject: subject(ch.id), Before: record.Digest(before), Digest: record.Digest(ch.after),
		Undoes: ch.undoes, Redoes: ch.redoes, Batch: ch.batch, Reason: ch.reason,
		Changed: record.Changed(before, ch.after),
	}
	if err := tx.log(by, &e); err != nil {
		return record.Event{}, err
	}
	if err := tx.set(record.BodyKey(e.Seq), record.EncodeBodies(record.Bodies{Before: before, After: ch.after})); err != nil {
		return record.Event{}, err
	}
	if ch.after == nil {
		tx.del(key)
	} else if err := tx.set(key, ch.after); err != nil {
		return record.Event{}, err
	}
	return e, tx.derive(ch.id, before, ch.after)
}

// note writes an event that changes no record.
func (tx *Tx) note(by By, kind string, id model.ID, reason string) (record.Event, error) {
	e := record.Event{Kind: kind, Subject: subject(id), Reason: reason}
	return e, tx.log(by, &e)
}

// log appends e to the chain. The first event after a loss says so itself.
func (tx *Tx) log(by By, e *record.Event) error {
	if err := tx.recordLoss(by); err != nil {
		return err
	}
	return tx.chain(by, e)
}

// recordLoss writes the event that explains the gap where events are missing.
func (tx *Tx) recordLoss(by By) error {
	lost := tx.g.s.lost.Load()
	if lost == nil || tx.head.seq >= lost.From {
		return nil
	}
	tx.head.seq = lost.To
	return tx.chain(By{At: by.At}, &record.Event{Kind: kindLost, Subject: "store", Gap: lost.To - lost.From + 1})
}

func (tx *Tx) chain(by By, e *record.Event) error {
	e.Seq = tx.head.seq + 1
	e.At = by.At.In(tx.g.s.opts.Zone).Truncate(time.Millisecond)
	e.Actor, e.By, e.Role = by.name(), by.ID, by.Role
	e.Sign(tx.head.hash)
	tx.head = head{seq: e.Seq, hash: e.Hash}
	b, err := record.EncodeEvent(*e)
	if err != nil {
		return err
	}
	tx.mark(record.ActorKey(by.key(), e.Seq))
	tx.mark(record.HistoryKey(e.Subject, e.Seq))
	return tx.set(record.EventKey(e.Seq), b)
}

// derive brings row, search keys and look-up keys from before to after.
func (tx *Tx) derive(id model.ID, before, after []byte) error {
	old, err := derived(id, before)
	if err != nil {
		return err
	}
	now, err := derived(id, after)
	if err != nil {
		return err
	}
	for _, e := range old {
		if e.shared {
			continue
		}
		if i := slices.IndexFunc(now, e.sameKey); i < 0 {
			tx.del(e.key)
		} else if bytes.Equal(now[i].value, e.value) {
			now[i].key = nil // it stands already
		}
	}
	for _, e := range now {
		if err := tx.put(id, e); err != nil {
			return err
		}
	}
	return nil
}

// put stores one derived entry. A name that may exist once and belongs to
// another record is refused.
func (tx *Tx) put(id model.ID, e entry) error {
	if e.key == nil || e.shared && tx.stands(e.key) {
		return nil
	}
	if e.unique {
		_, owner, err := tx.get(e.key)
		if err != nil {
			return err
		}
		if owner != nil && string(owner) != string(id) {
			return &model.Problem{Code: CodeNameTaken, Args: map[string]any{"name": e.name}}
		}
	}
	if e.shared {
		tx.shared = append(tx.shared, string(e.key))
	}
	if e.value == nil {
		tx.mark(e.key)
		return nil
	}
	return tx.set(e.key, e.value)
}

// stands reports that a shared key is there already, most often from memory.
func (tx *Tx) stands(key []byte) bool {
	if _, ok := tx.g.s.shared[string(key)]; ok {
		return true
	}
	if _, ok := tx.changed[string(key)]; ok {
		return true
	}
	_, err := tx.g.txn.Get(key)
	return err == nil
}

// subject is how the log names a record.
func subject(id model.ID) string {
	kind, _, _ := record.Split(id)
	switch kind {
	case record.CaseKind:
		return "case/" + string(id)
	case record.ShopKind:
		return "shop/" + string(id)
	case record.PersonKind:
		return "person/" + string(id)
	case record.StationKind:
		return "station/" + string(id)
	case record.CharterKind:
		return "charter/" + string(id)
	case record.CalendarKind:
		return "calendar/" + string(id)
	}
	return string(id)
}

// IDOf returns the record that a log line's subject names; false for lines
// about the store itself.
func IDOf(subject string) (model.ID, bool) {
	i := bytes.IndexByte([]byte(subject), '/')
	id := model.ID(subject[i+1:])
	_, _, ok := record.Split(id)
	return id, ok
}

func panicked(r any) error {
	if err, ok := r.(error); ok {
		return errors.Join(damaged(record.ErrDamaged, nil), err)
	}
	return damaged(record.ErrDamaged, nil)
}
