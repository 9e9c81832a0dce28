package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
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
	Prior   uint64     `json:"prior,omitempty"`       // the event before this one about the same subject
	Last    uint64     `json:"actor_prior,omitempty"` // the event before this one by the same actor; 0 inside a batch
	Undoes  uint64     `json:"undoes,omitempty"`      // this event puts back what that one changed
	Redoes  uint64     `json:"redoes,omitempty"`      // this event does again what that undo undid
	Batch   uint64     `json:"batch,omitempty"`       // first event of the batch this one belongs to
	Reason  string     `json:"reason,omitempty"`      // given by the person, for looking at masked data
	Changed []string   `json:"changed,omitempty"`     // names of the fields that differ
	Gap     uint64     `json:"gap,omitempty"`         // how many events before this one were lost
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

// Sign sets prev and hash and returns the stored form of the event. The hash
// covers every field but itself, as the JSON that stands in the log.
func (e *Event) Sign(prev string) ([]byte, error) {
	e.Prev, e.Hash = prev, ""
	b, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("record: event: %w", err) // a year outside 0-9999
	}
	sum := sha256.Sum256(b)
	e.Hash = hex.EncodeToString(sum[:])
	b = append(b[:len(b)-len(`"}`)], e.Hash...)
	return append(b, `"}`...), nil
}

// Intact reports whether the event is what was signed.
func (e Event) Intact() bool {
	was := e.Hash
	_, err := e.Sign(e.Prev)
	return err == nil && e.Hash == was
}

// Writes reports whether the event changed, added or removed a record.
func (e Event) Writes() bool { return e.Before != "" || e.Digest != "" }

// DecodeEvent reads the stored form. A field it does not know means that a
// newer program wrote it: its hash could not be checked, so it is an error.
func DecodeEvent(b []byte) (Event, error) {
	var e Event
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&e); err != nil || d.More() {
		return Event{}, ErrDamaged
	}
	return e, nil
}

// Bodies are the record's bytes before and after an event; nil means that the
// record was not there.
type Bodies struct{ Before, After []byte }
