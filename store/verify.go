package store

import (
	"bytes"
	"context"
	"errors"

	"heshi/model"
	"heshi/store/record"
)

// Report is what Verify found.
type Report struct {
	OK      bool    `json:"ok"`
	Events  uint64  `json:"events"`
	Records uint64  `json:"records"`
	Keys    uint64  `json:"keys"` // derived: rows, search keys, look-up keys
	Head    uint64  `json:"head"`
	Hash    string  `json:"hash,omitempty"`
	Faults  []Fault `json:"faults"`
	More    bool    `json:"more,omitempty"` // there were more faults than are listed
}

// Fault is one thing that is wrong. Code has a sentence under "fault."+code.
type Fault struct {
	Code  string `json:"code"`
	Where string `json:"where"` // a record, or the number of an event
}

// Codes of faults.
const (
	FaultEventDamaged = "event_damaged" // the event is not what was signed
	FaultChain        = "chain_broken"  // prev is not the hash of the event before
	FaultGap          = "event_missing" // a number is missing and no event explains it
	FaultBodies       = "bodies_differ" // an event's bodies do not have its digests
	FaultRecord       = "record_differs"
	FaultMissing      = "record_missing"
	FaultUnknown      = "record_unknown" // a record without an event
	FaultKeyMissing   = "key_missing"
	FaultKeyExtra     = "key_extra"
	FaultTable        = "table_damaged" // Badger's own checksums
	FaultLost         = "tail_lost"     // the head file knows of more events
)

const maxFaults = 200

// Verify reads every event, record and key and compares them: the hash chain,
// each record with the digest its last event left, each derived key with what
// the record yields, Badger's block checksums and the head file. It does not
// write. Progress, when not nil, hears how many events and records were read.
func (s *Store) Verify(ctx context.Context, progress func(n uint64)) (Report, error) {
	v := &verifier{ctx: ctx, progress: progress, digests: map[string]string{}}
	if lost := s.lost.Load(); lost != nil {
		v.fault(FaultLost, model.ID(itoa(lost.From)))
	}
	if err := safely(s.db.VerifyChecksum); err != nil {
		v.fault(FaultTable, "badger")
	}
	err := s.view(func(r *reader) error {
		v.r = r
		v.rep.Head, v.rep.Hash = r.at.head.seq, r.at.head.hash
		return errors.Join(v.events(), v.records(), v.extra())
	})
	if IsCode(err, CodeDamaged) {
		v.fault(FaultTable, "badger")
		err = nil
	}
	v.rep.OK = len(v.rep.Faults) == 0
	if v.rep.Faults == nil {
		v.rep.Faults = []Fault{}
	}
	return v.rep, err
}

type verifier struct {
	ctx      context.Context
	r        *reader
	rep      Report
	progress func(uint64)
	digests  map[string]string // subject -> digest that its last event left
	expected uint64            // derived keys that the records yield
	log      uint64            // keys that list events under actor and subject
}

func (v *verifier) fault(code string, where model.ID) {
	if len(v.rep.Faults) >= maxFaults {
		v.rep.More = true
		return
	}
	v.rep.Faults = append(v.rep.Faults, Fault{Code: code, Where: string(where)})
}

func (v *verifier) tick() error {
	if n := v.rep.Events + v.rep.Records; v.progress != nil && n%1000 == 0 {
		v.progress(n)
	}
	return v.ctx.Err()
}

// events walks the chain.
func (v *verifier) events() error {
	prev := head{}
	it := v.r.raw([]byte("e"))
	defer it.Close()
	for it.Next() {
		seq := record.Tail(it.Key())
		v.rep.Events++
		if err := v.tick(); err != nil {
			return err
		}
		payload, err := it.open()
		e, err2 := record.DecodeEvent(payload)
		if err != nil || err2 != nil || e.Seq != seq || !e.Intact() {
			v.fault(FaultEventDamaged, model.ID(itoa(seq)))
			prev = head{seq: seq}
			continue
		}
		v.link(prev, e)
		v.bodies(e)
		v.listed(e)
		prev = head{seq: e.Seq, hash: e.Hash}
	}
	if prev.seq != v.r.at.head.seq {
		v.fault(FaultGap, model.ID(itoa(prev.seq+1)))
	}
	return nil
}

// link checks e against the event before it. After a damaged event (no hash)
// only the number can be checked.
func (v *verifier) link(prev head, e record.Event) {
	if e.Seq != prev.seq+1+e.Gap {
		v.fault(FaultGap, model.ID(itoa(prev.seq+1)))
	}
	if prev.hash != "" && e.Prev != prev.hash || prev.seq == 0 && e.Prev != "" {
		v.fault(FaultChain, model.ID(itoa(e.Seq)))
	}
}

// bodies checks the bodies of an event against its digests. Bodies that are
// not there were erased; the chain does not need them.
func (v *verifier) bodies(e record.Event) {
	if e.Before == "" && e.Digest == "" {
		return
	}
	v.digests[e.Subject] = e.Digest
	b, err := v.r.bodies(e.Seq)
	if IsCode(err, CodeNotFound) {
		return
	}
	if err != nil || record.Digest(b.Before) != e.Before || record.Digest(b.After) != e.Digest {
		v.fault(FaultBodies, model.ID(itoa(e.Seq)))
	}
}

// listed checks that the event stands under its actor and its subject.
func (v *verifier) listed(e record.Event) {
	for _, key := range [][]byte{
		record.ActorKey(actorKey(e.By, e.Actor), e.Seq), record.HistoryKey(e.Subject, e.Seq),
	} {
		v.log++
		if !v.r.has(key) {
			v.fault(FaultKeyMissing, model.ID(itoa(e.Seq)))
		}
	}
}

// records compares each record with what its last event left, and its derived
// keys with what it yields.
func (v *verifier) records() error {
	for _, kind := range []record.Kind{record.CaseKind, record.ShopKind, record.PersonKind, record.StationKind, record.CharterKind, record.CalendarKind} {
		if err := v.kind(kind); err != nil {
			return err
		}
	}
	for subject, digest := range v.digests {
		if digest != "" {
			v.fault(FaultMissing, model.ID(subject))
		}
	}
	return nil
}

func (v *verifier) kind(kind record.Kind) error {
	it := v.r.raw([]byte{byte(kind)})
	defer it.Close()
	for it.Next() {
		v.rep.Records++
		if err := v.tick(); err != nil {
			return err
		}
		id := kind.ID(record.Tail(it.Key()))
		want, known := v.digests[subject(id)]
		delete(v.digests, subject(id))
		body, err := it.open()
		switch {
		case !known:
			v.fault(FaultUnknown, id)
		case err != nil || record.Digest(body) != want:
			v.fault(FaultRecord, id)
			continue
		}
		v.derived(id, body)
	}
	return nil
}

func (v *verifier) derived(id model.ID, body []byte) {
	es, err := derived(id, body)
	if err != nil {
		v.fault(FaultRecord, id)
		return
	}
	for _, e := range es {
		if !e.shared {
			v.expected++
		}
		_, got, err := v.r.get(e.key)
		if err != nil || e.value != nil && !bytes.Equal(got, e.value) || e.value == nil && !v.r.has(e.key) {
			v.fault(FaultKeyMissing, id)
		}
	}
}

// extra counts the derived keys that are there. Every expected one was found,
// so a higher count means keys that no record yields.
func (v *verifier) extra() error {
	for _, p := range derivedPrefixes() {
		v.rep.Keys += v.r.count(p)
	}
	if v.rep.Keys > v.expected {
		v.fault(FaultKeyExtra, model.ID(itoa(v.rep.Keys-v.expected)))
	}
	if v.r.count([]byte("a"))+v.r.count([]byte("h")) > v.log {
		v.fault(FaultKeyExtra, "log")
	}
	return v.ctx.Err()
}

// Rebuild removes everything derived from the records and makes it again.
func (s *Store) Rebuild(ctx context.Context, progress func(n uint64)) error {
	return s.submit(ctx, &request{batch: func() error {
		at := *s.point.Load()
		err := errors.Join(s.clearDerived(ctx, &at), s.remakeDerived(ctx, &at, progress))
		s.publish(&at)
		return err
	}})
}

func (s *Store) clearDerived(ctx context.Context, at *point) error {
	for _, p := range derivedPrefixes() {
		for {
			n := 0
			err := s.step(at, func(tx *Tx) error {
				c := tx.reader().raw(p)
				defer c.Close()
				for n < 2000 && c.Next() {
					tx.del(append([]byte{}, c.Key()...))
					n++
				}
				return ctx.Err()
			})
			if err != nil {
				return err
			}
			if n == 0 {
				break
			}
		}
	}
	return nil
}

func (s *Store) remakeDerived(ctx context.Context, at *point, progress func(uint64)) error {
	var done uint64
	for _, kind := range []record.Kind{record.CaseKind, record.ShopKind, record.PersonKind} {
		for from, more := record.Key(kind, 0), true; more; {
			err := s.step(at, func(tx *Tx) (err error) {
				from, more, err = tx.remake(kind, from, &done)
				return errors.Join(err, ctx.Err())
			})
			if err != nil {
				return err
			}
			if progress != nil {
				progress(done)
			}
		}
	}
	return nil
}

// remake derives up to chunk records anew, beginning at the key from.
func (tx *Tx) remake(kind record.Kind, from []byte, done *uint64) (next []byte, more bool, err error) {
	type found struct {
		id   model.ID
		body []byte
	}
	var todo []found
	c := tx.reader().raw([]byte{byte(kind)})
	c.Seek(from)
	for len(todo) < chunk && c.Next() {
		body, err := c.open()
		if err != nil {
			c.Close()
			return nil, false, damaged(err, c.Key())
		}
		todo = append(todo, found{kind.ID(record.Tail(c.Key())), body})
		next = append(append([]byte{}, c.Key()...), 0)
	}
	c.Close()
	for _, f := range todo {
		if err := tx.derive(f.id, nil, f.body); err != nil {
			return nil, false, err
		}
	}
	*done += uint64(len(todo))
	return next, len(todo) == chunk, nil
}
