package stats

import (
	"encoding/binary"
	"errors"
	"math"
	"time"

	"heshi/model"
	"heshi/model/clock"
)

// Line is what a month's figures need of one case.
type Line struct {
	Ord       uint64    // the case's ordinal
	At        time.Time // registered, in the station's zone
	Kind      model.CaseKind
	State     model.CaseState
	Class     string
	Nature    string
	Request   string
	Channel   string
	Shop      model.ID
	Group     model.ID // whose core enterprise the complaint went to
	Asked     model.Money
	Recovered model.Money // what the shopper got back
	Settled   time.Time   // the first agreement; zero for none
	Closed    time.Time   // zero while the case is open
	Satisfied string      // what the follow-up call told, "" for none
	Broken    int         // promises that were not kept
	Clocks    []clock.Running
}

// Done returns the moment the case was settled, or else closed; zero while it
// is neither.
func (l Line) Done() time.Time {
	if !l.Settled.IsZero() {
		return l.Settled
	}
	return l.Closed
}

// errLine says that bytes are no line.
var errLine = errors.New("stats: not a line")

const lineVersion = 1

// Append writes the line behind b in a compact form. Moments keep seconds and
// their offset from UTC; a clock keeps its pauses without their reasons.
func (l Line) Append(b []byte) []byte {
	b = append(b, lineVersion)
	b = appendTime(b, l.At)
	b = appendTime(b, l.Settled)
	b = appendTime(b, l.Closed)
	for _, s := range [...]string{
		string(l.Kind), string(l.State), l.Class, l.Nature, l.Request, l.Channel,
		string(l.Shop), string(l.Group), l.Satisfied,
	} {
		b = appendText(b, s)
	}
	b = binary.AppendVarint(b, int64(l.Asked))
	b = binary.AppendVarint(b, int64(l.Recovered))
	b = binary.AppendUvarint(b, uint64(l.Broken))
	b = binary.AppendUvarint(b, uint64(len(l.Clocks)))
	for _, r := range l.Clocks {
		b = appendText(b, r.Rule)
		b = appendTime(b, r.From)
		b = appendTime(b, r.Ended)
		b = binary.AppendUvarint(b, uint64(len(r.Pauses)))
		for _, p := range r.Pauses {
			b = appendTime(b, p.From)
			to := time.Time{}
			if p.To != nil {
				to = *p.To
			}
			b = appendTime(b, to)
		}
	}
	return b
}

func appendText(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

// appendTime writes the offset in minutes, and the seconds since 1970; the zero
// moment is one byte.
func appendTime(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return append(b, 0)
	}
	_, offset := t.Zone()
	b = append(b, 1)
	b = binary.AppendVarint(b, int64(offset/60))
	return binary.AppendVarint(b, t.Unix())
}

// ParseLine reads what Append wrote.
func ParseLine(ord uint64, b []byte) (Line, error) {
	if len(b) == 0 || b[0] != lineVersion {
		return Line{}, errLine
	}
	r := lineReader{text: string(b[1:])}
	l := Line{Ord: ord, At: r.time(), Settled: r.time(), Closed: r.time()}
	l.Kind, l.State = model.CaseKind(r.str()), model.CaseState(r.str())
	l.Class, l.Nature, l.Request, l.Channel = r.str(), r.str(), r.str(), r.str()
	l.Shop, l.Group, l.Satisfied = model.ID(r.str()), model.ID(r.str()), r.str()
	l.Asked, l.Recovered = model.Money(r.varint()), model.Money(r.varint())
	l.Broken = int(min(r.uvarint(), math.MaxInt32))
	for n := r.count(); n > 0 && !r.bad; n-- {
		c := clock.Running{Ask: clock.Ask{Rule: r.str(), From: r.time()}, Ended: r.time()}
		for m := r.count(); m > 0 && !r.bad; m-- {
			p := clock.Pause{From: r.time()}
			if to := r.time(); !to.IsZero() {
				p.To = &to
			}
			c.Pauses = append(c.Pauses, p)
		}
		l.Clocks = append(l.Clocks, c)
	}
	if r.bad || r.at != len(r.text) {
		return Line{}, errLine
	}
	return l, nil
}

// lineReader reads numbers and texts; texts share the memory of the whole.
type lineReader struct {
	text string
	at   int
	bad  bool
}

func (r *lineReader) byte() byte {
	if r.at >= len(r.text) {
		r.bad = true
		return 0
	}
	r.at++
	return r.text[r.at-1]
}

func (r *lineReader) uvarint() (n uint64) {
	for shift := uint(0); shift < 64; shift += 7 {
		c := r.byte()
		n |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return n
		}
	}
	r.bad = true
	return 0
}

func (r *lineReader) varint() int64 {
	n := r.uvarint()
	return int64(n>>1) ^ -int64(n&1)
}

// count reads how many things follow; each takes a byte at least.
func (r *lineReader) count() uint64 {
	n := r.uvarint()
	if n > uint64(len(r.text)-r.at) {
		r.bad = true
		return 0
	}
	return n
}

func (r *lineReader) str() string {
	n := r.count()
	if r.bad {
		return ""
	}
	r.at += int(n)
	return r.text[r.at-int(n) : r.at]
}

const dayMinutes = 24 * 60

func (r *lineReader) time() time.Time {
	switch r.byte() {
	case 0:
		return time.Time{}
	case 1:
		offset, sec := r.varint(), r.varint()
		if offset <= -dayMinutes || offset >= dayMinutes {
			break
		}
		return time.Unix(sec, 0).In(zone(int(offset)))
	}
	r.bad = true
	return time.Time{}
}

// zone names a fixed offset in minutes. Unnamed zones of whole hours are not
// made anew each time.
func zone(minutes int) *time.Location {
	if minutes == 0 {
		return time.UTC
	}
	return time.FixedZone("", minutes*60)
}
