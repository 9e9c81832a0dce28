package find

import (
	"encoding/binary"
	"errors"
	"strconv"
	"time"

	"heshi/model"
)

// rowVersion begins every row value.
const rowVersion = 1

// errRow says that a row value is not one.
var errRow = errors.New("find: damaged row")

// Bits of the second byte of a row.
const (
	rowUrgent = 1 << iota
	rowOver
	rowAt
)

// idOf is the ID a record of this kind and ordinal usually has.
func idOf(k Kind, ord uint64) model.ID {
	return model.ID(string(rune(k)) + "-" + strconv.FormatUint(ord, 10))
}

// encodeRow returns the value a row is kept as: version, flags, numbers as
// varints, then texts with their lengths.
func encodeRow(r Row) []byte {
	b := make([]byte, 0, 96)
	flags := byte(0)
	if r.Urgent {
		flags |= rowUrgent
	}
	if r.Over {
		flags |= rowOver
	}
	if !r.At.IsZero() {
		flags |= rowAt
	}
	b = append(b, rowVersion, flags)
	if flags&rowAt != 0 {
		_, offset := inDay(r.At).Zone()
		b = binary.AppendVarint(b, r.At.Unix())
		b = binary.AppendVarint(b, int64(offset))
	}
	b = binary.AppendVarint(b, int64(r.Due))
	b = binary.AppendVarint(b, int64(r.Amount))
	id := string(r.ID)
	if r.ID == idOf(r.Kind, r.Ord) {
		id = ""
	}
	for _, s := range [...]string{
		id, r.No, r.Name, r.Phone, r.Shop, r.Stall, r.Goods,
		r.Class, r.Receiver, string(r.State), string(r.CaseKind),
	} {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return b
}

// decodeRow reads what encodeRow wrote.
func decodeRow(k Kind, ord uint64, value []byte) (Row, error) {
	if len(value) < 2 || value[0] != rowVersion {
		return Row{}, errRow
	}
	r := Row{Kind: k, Ord: ord, Urgent: value[1]&rowUrgent != 0, Over: value[1]&rowOver != 0}
	d := rowReader{text: string(value), at: 2}
	if value[1]&rowAt != 0 {
		sec, offset := d.varint(), d.varint()
		if offset <= -daySeconds || offset >= daySeconds {
			return Row{}, errRow
		}
		r.At = time.Unix(sec, 0).In(zone(int(offset)))
	}
	r.Due = model.Day(d.varint())
	r.Amount = model.Money(d.varint())
	r.ID = model.ID(d.str())
	r.No, r.Name, r.Phone, r.Shop, r.Stall, r.Goods = d.str(), d.str(), d.str(), d.str(), d.str(), d.str()
	r.Class, r.Receiver = d.str(), d.str()
	r.State, r.CaseKind = model.CaseState(d.str()), model.CaseKind(d.str())
	if d.bad || d.at != len(d.text) {
		return Row{}, errRow
	}
	if r.ID == "" {
		r.ID = idOf(k, ord)
	}
	return r, nil
}

const daySeconds = 24 * 3600

// inDay returns t in UTC when its zone is no place's: a day or more away.
func inDay(t time.Time) time.Time {
	if _, offset := t.Zone(); offset <= -daySeconds || offset >= daySeconds {
		return t.UTC()
	}
	return t
}

// zone names a fixed offset in seconds.
func zone(offset int) *time.Location {
	if offset == 0 {
		return time.UTC
	}
	return time.FixedZone("", offset)
}

// rowReader reads numbers and texts; texts share the memory of the whole.
type rowReader struct {
	text string
	at   int
	bad  bool
}

func (d *rowReader) uvarint() uint64 {
	var n uint64
	for shift := uint(0); shift < 64; shift += 7 {
		if d.at >= len(d.text) {
			break
		}
		c := d.text[d.at]
		d.at++
		n |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return n
		}
	}
	d.bad = true
	return 0
}

func (d *rowReader) varint() int64 {
	n := d.uvarint()
	return int64(n>>1) ^ -int64(n&1)
}

func (d *rowReader) str() string {
	n := d.uvarint()
	if n > uint64(len(d.text)-d.at) {
		d.bad = true
		return ""
	}
	s := d.text[d.at : d.at+int(n)]
	d.at += int(n)
	return s
}
