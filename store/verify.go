package store

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"strings"

	"heshi/model"
	"heshi/store/find"
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
	Gaps    uint64  `json:"lost,omitempty"` // events that were lost, which the log itself says
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
	FaultBodies       = "bodies_differ" // what an event replaced is not what its digest says
	FaultRecord       = "record_differs"
	FaultMissing      = "record_missing"
	FaultUnknown      = "record_unknown" // a record without an event
	FaultKeyMissing   = "key_missing"
	FaultKeyExtra     = "key_extra"
	FaultTable        = "table_damaged" // Badger's own checksums
	FaultLost         = "tail_lost"     // the head file knows of more events
	FaultHead         = "head_differs"  // the head file knows another event
)

const maxFaults = 200

// Verify reads every event, record and key and compares them: the hash chain,
// each record with the digest its last event left, each derived key with what
// the record yields, Badger's block checksums and the head file. It does not
// write. Progress, when not nil, hears how many events and records were read.
// It keeps about fifty bytes a record in memory.
func (s *Store) Verify(ctx context.Context, progress func(n uint64)) (Report, error) {
	v := &verifier{ctx: ctx, progress: progress, subjects: map[uint64]*trace{}, others: map[string]uint64{}, actors: map[string]uint64{}}
	if lost := s.lost.Load(); lost != nil {
		v.fault(FaultLost, itoa(lost.From))
	}
	p, err := s.enter() // the files stay open meanwhile
	if err != nil {
		return v.rep, err
	}
	defer s.leave(p)
	if err := safely(s.db.VerifyChecksum); err != nil {
		v.fault(FaultTable, "badger")
	}
	err = s.view(func(r *reader) error {
		whole, err := r.index()
		if err != nil {
			return err
		}
		v.r, v.index = r, find.NewAudit(whole)
		v.rep.Head, v.rep.Hash = r.at.head.seq, r.at.head.hash
		v.outside(s.outside)
		return errors.Join(v.events(), v.listed(), v.records(), v.extra(), v.searched())
	})
	if IsCode(err, CodeDamaged) {
		v.fault(FaultTable, "badger")
		err = ctx.Err()
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
	subjects map[uint64]*trace // records by kind and ordinal
	others   map[string]uint64 // other subjects -> last event
	actors   map[string]uint64 // actor -> last event
	expected uint64            // derived keys and names that the records yield
	index    *find.Audit
}

// trace is what the log says about a record.
type trace struct {
	digest [8]byte // the beginning of the digest that its last change left; zero for none
	last   uint64  // the last event about it
	wrote  uint64  // the last event that changed it
}

func traceKey(kind record.Kind, ord uint64) uint64 { return uint64(kind)<<56 | ord }

func begin(digest string) (out [8]byte) {
	b, err := hex.DecodeString(digest)
	if err == nil {
		copy(out[:], b)
	}
	return out
}

func (v *verifier) fault(code, where string) {
	if len(v.rep.Faults) >= maxFaults {
		v.rep.More = true
		return
	}
	v.rep.Faults = append(v.rep.Faults, Fault{Code: code, Where: where})
}

func (v *verifier) tick() error {
	if n := v.rep.Events + v.rep.Records; v.progress != nil && n%1000 == 0 {
		v.progress(n)
	}
	return v.ctx.Err()
}

// outside compares the event that the head file names with the log.
func (v *verifier) outside(h head) {
	if h.seq == 0 || h.seq > v.r.at.head.seq {
		return
	}
	e, ok, err := v.r.event(h.seq)
	if err == nil && ok && e.Hash != h.hash {
		v.fault(FaultHead, itoa(h.seq))
	}
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
			v.fault(FaultEventDamaged, itoa(seq))
			prev = head{seq: seq}
			continue
		}
		v.link(prev, e)
		v.follow(e)
		prev = head{seq: e.Seq, hash: e.Hash}
	}
	if prev.seq != v.r.at.head.seq {
		v.fault(FaultGap, itoa(prev.seq+1))
	}
	return nil
}

// link checks e against the event before it. After a damaged event (no hash)
// only the number can be checked.
func (v *verifier) link(prev head, e record.Event) {
	v.rep.Gaps += e.Gap
	if e.Seq != prev.seq+1+e.Gap {
		v.fault(FaultGap, itoa(prev.seq+1))
	}
	if prev.hash != "" && e.Prev != prev.hash || prev.seq == 0 && e.Prev != "" {
		v.fault(FaultChain, itoa(e.Seq))
	}
}

// follow checks that e continues what the log said before about its actor and
// its subject, and that what it replaced is what its digest says. Contents
// that are not there were erased; the chain does not need them.
func (v *verifier) follow(e record.Event) {
	if !inBatch(e) {
		actor := actorKey(e.By, e.Actor)
		if v.actors[actor] != e.Last {
			v.fault(FaultChain, itoa(e.Seq))
		}
		v.actors[actor] = e.Seq
	}
	id, ok := IDOf(e.Subject)
	if !ok {
		v.others[e.Subject] = e.Seq
		return
	}
	kind, ord, _ := record.Split(id)
	t := v.subjects[traceKey(kind, ord)]
	if t == nil {
		t = &trace{}
		v.subjects[traceKey(kind, ord)] = t
	}
	if t.last != e.Prior || e.Writes() && t.digest != begin(e.Before) {
		v.fault(FaultChain, itoa(e.Seq))
	}
	t.last = e.Seq
	if !e.Writes() {
		return
	}
	t.digest, t.wrote = begin(e.Digest), e.Seq
	before, err := v.r.before(e)
	if err != nil || before != nil && record.Digest(before) != e.Before {
		v.fault(FaultBodies, itoa(e.Seq))
	}
}

// listed checks that the last event of each actor and of each subject without
// a record can be found.
func (v *verifier) listed() error {
	for actor, seq := range v.actors {
		v.number(record.ActorKey(actor), seq)
	}
	for subject, seq := range v.others {
		v.number(record.HistoryKey(subject), seq)
	}
	if v.r.count([]byte("a")) > uint64(len(v.actors)) {
		v.fault(FaultKeyExtra, "log")
	}
	return v.ctx.Err()
}

func (v *verifier) number(key []byte, want uint64) {
	if n, err := v.r.number(key); err != nil || n != want {
		v.fault(FaultKeyMissing, itoa(want))
	}
}

// records compares each record with what its last event left, and its derived
// keys with what it yields.
func (v *verifier) records() error {
	for _, kind := range record.Kinds() {
		if err := v.kind(kind); err != nil {
			return err
		}
	}
	for key, t := range v.subjects { // those without a record
		id := record.Kind(key >> 56).ID(key & (1<<56 - 1))
		if t.digest != [8]byte{} {
			v.fault(FaultMissing, string(id))
		} else {
			v.number(record.HistoryKey(subject(id)), t.last)
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
		ord := record.Tail(it.Key())
		id := kind.ID(ord)
		t, known := v.subjects[traceKey(kind, ord)]
		delete(v.subjects, traceKey(kind, ord))
		body, err := it.open()
		switch {
		case !known:
			v.fault(FaultUnknown, string(id))
		case err != nil || begin(record.Digest(body)) != t.digest:
			v.fault(FaultRecord, string(id))
		default:
			v.record(id, t, body)
		}
	}
	return nil
}

// record checks the revision of a record and everything derived from it.
func (v *verifier) record(id model.ID, t *trace, body []byte) {
	rev, _, err := v.r.get(recordKey(id))
	if err != nil || rev != t.wrote {
		v.fault(FaultRecord, string(id))
		return
	}
	if t.last != rev {
		v.number(record.HistoryKey(subject(id)), t.last)
	}
	y, err := derived(id, body)
	names, err2 := uniques(id, body)
	if err != nil || err2 != nil {
		v.fault(FaultRecord, string(id))
		return
	}
	for _, e := range y.keys {
		v.expected++
		v.yields(id, e.Key, e.Value)
	}
	if y.doc != nil {
		v.inIndex(id, y.doc)
	}
	for _, u := range names {
		v.expected++
		v.yields(id, u.key(), uniqueValue(id, u.name))
	}
}

// yields checks one key that a record yields.
func (v *verifier) yields(id model.ID, key, value []byte) {
	if value == nil {
		if !v.r.has(key) {
			v.fault(FaultKeyMissing, string(id))
		}
		return
	}
	if _, got, err := v.r.get(key); err != nil || !bytes.Equal(got, value) {
		v.fault(FaultKeyMissing, string(id))
	}
}

// extra counts the derived keys that are there. Every expected one was looked
// for, so a higher count means keys that no record yields.
func (v *verifier) extra() error {
	var own uint64
	for _, prefix := range strings.Split("u"+derivedPrefixes, "") {
		n := v.r.count([]byte(prefix))
		v.rep.Keys += n
		own += n
	}
	if own > v.expected {
		v.fault(FaultKeyExtra, itoa(own-v.expected))
	}
	return v.ctx.Err()
}

// inIndex checks that the index knows a record as it is.
func (v *verifier) inIndex(id model.ID, d *find.Doc) {
	if ok, err := v.index.Has(d); err != nil || !ok {
		v.fault(FaultKeyMissing, string(id))
	}
}

// searched checks that the index knows nothing besides.
func (v *verifier) searched() error {
	n, extra, err := v.index.Extra()
	if err != nil {
		v.fault(FaultTable, "index")
	}
	if v.rep.Keys += n; extra > 0 {
		v.fault(FaultKeyExtra, itoa(extra))
	}
	return v.ctx.Err()
}
