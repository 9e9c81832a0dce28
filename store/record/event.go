package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"heshi/model"
)

// Event is one line of the log: who did what to which record, when, and the
// digests of the record before and after. The chain hashes these digests, not
// the bodies, so bodies can be erased later without breaking it.
type Event struct {
	Seq     uint64     `json:"seq"`
	At      time.Time  `json:"at"`
	Actor   string     `json:"actor"`        // the person's name, or model.SharedDesk
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
func (e *Event) Sign(prev string) ([]byte, error) { return e.SignIn(make([]byte, 0, 640), prev) }

// SignIn is Sign with the memory of an empty b, if it is enough.
func (e *Event) SignIn(b []byte, prev string) ([]byte, error) {
	e.Prev, e.Hash = prev, ""
	b, err := e.appendJSON(b)
	if err != nil {
		return nil, fmt.Errorf("record: event: %w", err) // a year outside 0-9999
	}
	sum := sha256.Sum256(b)
	b = hex.AppendEncode(b[:len(b)-len(`"}`)], sum[:])
	e.Hash = string(b[len(b)-hex.EncodedLen(len(sum)):])
	return append(b, `"}`...), nil
}

// appendJSON appends what json.Marshal returns, in a quarter of the time: every
// change is signed by the one writer.
func (e *Event) appendJSON(b []byte) (_ []byte, err error) {
	text := func(name, s string, always bool) {
		if s != "" || always {
			b = appendString(append(b, name...), s)
		}
	}
	number := func(name string, n uint64) {
		if n != 0 {
			b = strconv.AppendUint(append(b, name...), n, 10)
		}
	}
	b = strconv.AppendUint(append(b, `{"seq":`...), e.Seq, 10)
	if b, err = e.At.AppendText(append(b, `,"at":"`...)); err != nil {
		return nil, err
	}
	b = append(b, '"')
	text(`,"actor":`, e.Actor, true)
	text(`,"by":`, string(e.By), false)
	text(`,"role":`, string(e.Role), false)
	text(`,"kind":`, e.Kind, true)
	text(`,"subject":`, e.Subject, true)
	text(`,"digest_before":`, e.Before, false)
	text(`,"digest":`, e.Digest, false)
	number(`,"prior":`, e.Prior)
	number(`,"actor_prior":`, e.Last)
	number(`,"undoes":`, e.Undoes)
	number(`,"redoes":`, e.Redoes)
	number(`,"batch":`, e.Batch)
	text(`,"reason":`, e.Reason, false)
	if len(e.Changed) > 0 {
		b = append(b, `,"changed":[`...)
		for i, name := range e.Changed {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendString(b, name)
		}
		b = append(b, ']')
	}
	number(`,"gap":`, e.Gap)
	text(`,"prev":`, e.Prev, true)
	text(`,"hash":`, e.Hash, true)
	return append(b, '}'), nil
}

// appendString appends a JSON string as json.Marshal writes it.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if suspect[s[i]] && (s[i] != lineSeparator[0] || strings.HasPrefix(s[i:], lineSeparator) || strings.HasPrefix(s[i:], paragraphSeparator)) {
			return appendMarshaled(b, s)
		}
	}
	if !utf8.ValidString(s) {
		return appendMarshaled(b, s)
	}
	return append(append(append(b, '"'), s...), '"')
}

// The separators that JavaScript minds. Both begin with the byte that also begins
// quotation marks, dashes and more.
const lineSeparator, paragraphSeparator = "\u2028", "\u2029"

// suspect are the bytes that do not stand in a JSON string, or may begin what
// does not.
var suspect = func() (out [256]bool) {
	for c := range ' ' {
		out[c] = true
	}
	for _, c := range []byte{'"', '\\', '<', '>', '&', lineSeparator[0]} {
		out[c] = true
	}
	return out
}()

func appendMarshaled(b []byte, s string) []byte {
	out, _ := json.Marshal(s) // a string has no error
	return append(b, out...)
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
