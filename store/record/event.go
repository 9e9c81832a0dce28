package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"time"

	"heshi/model"
)

// Event is one line of the log: who did what to which record, when, and the
// digests of the record before and after. The chain hashes these digests, not
// the bodies, so bodies can be erased later without breaking it.
type Event struct {
	Seq     uint64     `json:"seq"`
	At      time.Time  `json:"at"`
	Actor   string     `json:"actor"`        // the person's name, or "desk"
	By      model.ID   `json:"by,omitempty"` // the person's id; empty for the desk
	Role    model.Role `json:"role,omitempty"`
	Kind    string     `json:"kind"`    // such as case.added
	Subject string     `json:"subject"` // such as case/c-42
	Before  string     `json:"digest_before,omitempty"`
	Digest  string     `json:"digest,omitempty"`
	Undoes  uint64     `json:"undoes,omitempty"`  // this event puts back what that one changed
	Redoes  uint64     `json:"redoes,omitempty"`  // this event does again what that undo undid
	Batch   uint64     `json:"batch,omitempty"`   // first event of the batch this one belongs to
	Reason  string     `json:"reason,omitempty"`  // given by the person, for looking at masked data
	Changed []string   `json:"changed,omitempty"` // names of the fields that differ
	Gap     uint64     `json:"gap,omitempty"`     // how many events before this one were lost
	Prev    string     `json:"prev"`
	Hash    string     `json:"hash"`
}

// Digest returns the hex SHA-256 of a record's bytes, "" for no record.
func Digest(body []byte) string {
	if body == nil {
		return ""
	}
	s := sha256.Sum256(body)
	return hex.EncodeToString(s[:])
}

// Sign sets prev and hash. The hash covers every field but itself, as the
// JSON that stands in the log.
func (e *Event) Sign(prev string) {
	e.Prev = prev
	e.Hash = e.sum()
}

// Intact reports whether the event is what was signed.
func (e Event) Intact() bool { return e.Hash == e.sum() }

func (e Event) sum() string {
	e.Hash = ""
	b, err := json.Marshal(e)
	if err != nil { // a time outside years 0-9999 only
		return ""
	}
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

// EncodeEvent returns the stored form of an event.
func EncodeEvent(e Event) ([]byte, error) { return json.Marshal(e) }

// DecodeEvent reads the stored form. A field it does not know means that a
// newer program wrote it: its hash could not be checked, so it is an error.
func DecodeEvent(b []byte) (Event, error) {
	var e Event
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&e); err != nil {
		return Event{}, ErrDamaged
	}
	return e, nil
}

// Bodies are the record's bytes before and after an event; nil means that the
// record was not there.
type Bodies struct{ Before, After []byte }

// EncodeBodies returns the stored form: a presence byte, the length of Before
// as uvarint, Before, After.
func EncodeBodies(b Bodies) []byte {
	out := make([]byte, 1, 1+binary.MaxVarintLen64+len(b.Before)+len(b.After))
	if b.Before != nil {
		out[0] |= 1
	}
	if b.After != nil {
		out[0] |= 2
	}
	out = binary.AppendUvarint(out, uint64(len(b.Before)))
	out = append(out, b.Before...)
	return append(out, b.After...)
}

// DecodeBodies reads the stored form. Error: ErrDamaged.
func DecodeBodies(b []byte) (Bodies, error) {
	if len(b) < 2 || b[0] > 3 {
		return Bodies{}, ErrDamaged
	}
	n, used := binary.Uvarint(b[1:])
	rest := b[1:]
	if used <= 0 || n > uint64(len(rest)-used) {
		return Bodies{}, ErrDamaged
	}
	rest = rest[used:]
	var out Bodies
	if b[0]&1 != 0 {
		out.Before = rest[:n:n]
	}
	if b[0]&2 != 0 {
		out.After = rest[n:]
	}
	return out, nil
}
