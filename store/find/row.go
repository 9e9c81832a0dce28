package find

import (
	"encoding/binary"
	"errors"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"heshi/model"
)

// ErrDamaged says that the bytes of a segment are not what was written.
var ErrDamaged = errors.New("find: damaged segment")

// Bits of the second byte of a row.
const (
	rowUrgent = 1 << iota
	rowOver
	rowAt
	rowID      // the ID is not the usual one
	rowNumber  // the number is prefix-yyyymmdd-nnnn of the day of At, with a prefix that is not long
	rowNumeric // the phone is digits only
	rowUsual   // the moment is one of this time, in a zone of quarters of an hour
)

// usualPrefix is how long the prefix of such a number is at most, in bytes: so
// nothing of what follows it is cut off where numbers are compared.
const usualPrefix = 12

// quarter is the step of the offsets of zones, in seconds. quarters is how many of
// them the least offset is below zero.
const (
	quarter  = 15 * 60
	quarters = 100
)

// idOf is the ID a record of this kind and ordinal usually has.
func idOf(k Kind, ord uint64) model.ID { return model.ID(appendID(nil, k, ord)) }

func appendID(b []byte, k Kind, ord uint64) []byte {
	return strconv.AppendUint(append(b, byte(k), '-'), ord, 10)
}

// The widths of a usual moment and of a phone of digits only.
const momentWidth, numericWidth = 5, 5

// maxNumeric is how many digits such a phone has at most.
const maxNumeric = 12

// numeric returns a phone as a number that reads back as the same.
func numeric(phone string) (uint64, bool) {
	if phone == "" || phone[0] < '1' || phone[0] > '9' || len(phone) > maxNumeric {
		return 0, false
	}
	var n uint64
	for i := range len(phone) {
		if c := phone[i]; c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + uint64(phone[i]-'0')
	}
	return n, true
}

// rowSource has what rows share.
type rowSource interface {
	repeated(i uint64) *repeated // the i-th text that repeats
	zone(offset int) *time.Location
}

// repeated is a text that repeats in rows, as it stands there and as words are
// compared with it; and the bits of what a word in it can begin with, by its first
// sign and by its first two.
type repeated struct {
	text, core    string
	begins, pairs uint64
}

func newRepeated(text string) *repeated {
	out := &repeated{text: text, core: core(text, coreRunes)}
	last := "" // what the unit before can begin with
	before := rune(0)
	for _, r := range out.core {
		out.begins |= 1 << beginBit(r)
		if before != 0 && !isLatin(before) && !isLatin(r) {
			out.pairs |= 1 << pairOfOther(before, r)
		}
		before = r
		starts := initials(r)
		for i := range len(starts) {
			for j := range len(last) {
				out.pairs |= 1 << pairOf(last[j], starts[i])
			}
		}
		last = starts
		for set := readingSet(r); set != ""; {
			var s string
			s, set = nextReading(set)
			out.begins |= 1 << beginBit(rune(s[0]))
			if len(s) > 1 {
				out.pairs |= 1 << pairOf(s[0], s[1])
			}
		}
	}
	return out
}

// pairOf is the bit of two letters or digits that a word begins with.
func pairOf(a, b byte) uint { return (uint(sign(a))*signs + uint(sign(b))) % 64 }

// pairOfOther is the bit of two characters, which are neither, that a word begins with.
func pairOfOther(a, b rune) uint { return (uint(a)*signs + uint(b)) % 64 }

// beginBit is the bit of a character that a word begins with: one for each letter
// and digit, the rest shared by all others.
func beginBit(r rune) uint {
	if isLatin(r) {
		return uint(sign(byte(r)))
	}
	return signs + uint(r)%(64-signs)
}

// readRow reads what row wrote into r, and returns the packed free text. Texts
// of the row share one piece of memory; scratch is used again and again.
func readRow(r *Row, b []byte, names shared, ord uint64, from rowSource, scratch *[]byte) ([]byte, error) {
	var c rowCut
	if err := c.cut(b, names); err != nil {
		return nil, err
	}
	if err := c.more(); err != nil {
		return nil, err
	}
	c.row(r, ord, from, scratch, &texts{least: 1})
	return c.text, nil
}

// rowCut is a row taken apart: its numbers, and where its texts are, packed.
type rowCut struct {
	kind  Kind
	flags byte
	// names are the texts that repeat: shop, stall, goods, class, receiver,
	// state and kind of case.
	names      [7]uint64
	name, text []byte
	rest       rowReader // at what more reads
	whole      bool      // that was read
	// What more reads: moment, the day it is due after that, amount, number,
	// phone and the last four names.
	sec, offset int64
	due, amount int64
	prefix, seq uint64 // of a number of the usual form
	digits      uint64 // of a phone of digits only
	id, no      []byte
	phone       []byte
}

// cut takes the first part of a row apart.
func (c *rowCut) cut(b []byte, names shared) error {
	if len(b) < 2 {
		return ErrDamaged
	}
	d := rowReader{b: b, at: 2}
	c.kind, c.flags = Kind(b[0]), b[1]
	c.names[0], c.names[1], c.names[2] = uint64(names[0]), uint64(names[1]), uint64(names[2])
	c.name, c.text = d.bytes(), d.bytes()
	if d.bad {
		return ErrDamaged
	}
	c.rest, c.whole = d, false
	return nil
}

// more takes the rest of a row apart.
func (c *rowCut) more() error {
	if c.whole {
		return nil
	}
	d := c.rest
	c.sec, c.offset = 0, 0
	switch {
	case c.flags&rowAt == 0:
	case c.flags&rowUsual != 0:
		if b := d.fixed(momentWidth); b != nil {
			c.sec, c.offset = int64(binary.LittleEndian.Uint32(b)), quarter*(int64(b[4])-quarters)
		}
	default:
		c.sec, c.offset = d.varint(), d.varint()
	}
	c.due, c.amount = d.varint(), d.varint()
	if c.flags&rowID != 0 {
		c.id = d.bytes()
	}
	if c.flags&rowNumber != 0 {
		c.prefix, c.seq = d.uvarint(), d.uvarint()
	} else {
		c.no = d.bytes()
	}
	if c.flags&rowNumeric == 0 {
		c.phone = d.bytes()
	} else if b := d.fixed(numericWidth); b != nil {
		c.digits = uint64(binary.LittleEndian.Uint32(b)) | uint64(b[4])<<32
	}
	for i := 3; i < len(c.names); i++ {
		c.names[i] = d.uvarint()
	}
	if d.bad || c.offset <= -daySeconds || c.offset >= daySeconds {
		return ErrDamaged
	}
	c.whole = true
	return nil
}

// at is when the row was registered.
func (c *rowCut) at(from rowSource) time.Time {
	if c.flags&rowAt == 0 {
		return time.Time{}
	}
	return time.Unix(c.sec, 0).In(from.zone(int(c.offset)))
}

// day is the day on which the row was registered, where it was; 0 when there is
// none.
func (c *rowCut) day() model.Day {
	if c.flags&rowAt == 0 {
		return 0
	}
	return dayAt(c.sec, c.offset)
}

// dayAt is the day of a moment, in seconds since 1970, in a zone: what
// model.DayOf says; 0 in years that have not four digits.
func dayAt(sec, offset int64) model.Day {
	const before, most = 719_162, 3_652_059 // days before 1970, and before the year 10000
	local := sec + offset
	days := local / daySeconds
	if local%daySeconds < 0 {
		days--
	}
	if days < -before || days >= most-before {
		return 0
	}
	return model.Day(days + before + 1)
}

// appendNo appends the number. day is what day returns.
func (c *rowCut) appendNo(b []byte, from rowSource, day model.Day) []byte {
	if c.flags&rowNumber == 0 {
		return appendUnpacked(b, c.no)
	}
	if c.prefix > 0 {
		b = append(b, from.repeated(c.prefix).text...)
	}
	y, m, d := day.Date()
	if day == 0 {
		y, m, d = c.at(from).Date()
	}
	return appendNumber(b, y, m, d, c.seq)
}

// appendPhone appends the phone.
func (c *rowCut) appendPhone(b []byte) []byte {
	if c.flags&rowNumeric == 0 {
		return appendUnpacked(b, c.phone)
	}
	return strconv.AppendUint(b, c.digits, 10)
}

// texts makes texts that share memory: a page has many short ones.
type texts struct {
	strings.Builder
	least int // bytes at once
}

// keep returns a text of bytes.
func (t *texts) keep(b []byte) string {
	from := t.Len()
	if t.Cap()-from < len(b) {
		t.Reset() // what was made keeps its memory
		t.Grow(max(t.least, len(b)))
		from = 0
	}
	_, _ = t.Write(b) // it has no errors
	return t.String()[from:]
}

// row writes the row, taken apart as a whole, into an empty one.
func (c *rowCut) row(r *Row, ord uint64, from rowSource, scratch *[]byte, texts *texts) {
	day := c.day()
	b := (*scratch)[:0]
	if c.flags&rowID != 0 {
		b = appendUnpacked(b, c.id)
	} else {
		b = appendID(b, c.kind, ord)
	}
	id := len(b)
	b = c.appendNo(b, from, day)
	no := len(b)
	b = appendUnpacked(b, c.name)
	name := len(b)
	b = c.appendPhone(b)
	*scratch = b
	own := texts.keep(b)
	r.Kind, r.Ord, r.Urgent, r.Over = c.kind, ord, c.flags&rowUrgent != 0, c.flags&rowOver != 0
	r.At, r.Due, r.Amount = c.at(from), day+model.Day(c.due), model.Money(c.amount)
	r.ID, r.No, r.Name, r.Phone = model.ID(own[:id]), own[id:no], own[no:name], own[name:]
	shared := func(i int) string {
		if c.names[i] == 0 {
			return ""
		}
		return from.repeated(c.names[i]).text
	}
	r.Shop, r.Stall, r.Goods, r.Class, r.Receiver = shared(0), shared(1), shared(2), shared(3), shared(4)
	r.State, r.CaseKind = model.CaseState(shared(5)), model.CaseKind(shared(6))
}

const daySeconds = 24 * 3600

// inDay returns t in UTC when its zone is no place's: a day or more away.
func inDay(t time.Time) time.Time {
	if _, offset := t.Zone(); offset <= -daySeconds || offset >= daySeconds {
		return t.UTC()
	}
	return t
}

// zones remembers the last zone that was asked for: most rows have the same.
type zones struct{ last atomic.Pointer[zoned] }

type zoned struct {
	offset int
	place  *time.Location
}

func (z *zones) zone(offset int) *time.Location {
	if last := z.last.Load(); last != nil && last.offset == offset {
		return last.place
	}
	place := zone(offset)
	z.last.Store(&zoned{offset, place})
	return place
}

// zone names a fixed offset in seconds.
func zone(offset int) *time.Location {
	if offset == 0 {
		return time.UTC
	}
	return time.FixedZone("", offset)
}

// rowReader reads numbers and texts.
type rowReader struct {
	b   []byte
	at  int // what was read of it
	bad bool
}

func (d *rowReader) uvarint() uint64 {
	if d.at < len(d.b) && d.b[d.at] < 0x80 {
		d.at++
		return uint64(d.b[d.at-1])
	}
	return d.long()
}

// long reads a number of several bytes.
func (d *rowReader) long() uint64 {
	if d.bad {
		return 0
	}
	n, w := binary.Uvarint(d.b[d.at:])
	if w <= 0 {
		d.bad, d.at = true, len(d.b)
		return 0
	}
	d.at += w
	return n
}

// fixed reads so many bytes; nil when there are fewer.
func (d *rowReader) fixed(n int) []byte {
	if n > len(d.b)-d.at {
		d.bad = true
		return nil
	}
	d.at += n
	return d.b[d.at-n : d.at]
}

func (d *rowReader) varint() int64 {
	n := d.uvarint()
	return int64(n>>1) ^ -int64(n&1)
}

func (d *rowReader) bytes() []byte {
	n := d.uvarint()
	if n > uint64(len(d.b)-d.at) {
		d.bad = true
		return nil
	}
	d.at += int(n)
	return d.b[d.at-int(n) : d.at]
}
