package find

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"
	"time"

	"heshi/model"
)

// shared are the names in a row that words are compared with: shop, stall and
// goods, as their numbers. They stand apart from the rows, so that a row need not
// be looked into to leave it out.
type shared [len(termFields)]uint32

// rowWriter appends rows; texts that repeat are kept once, in names.
type rowWriter struct {
	out    []byte
	shared []shared // of each row
	names  map[string]uint32
	list   []string
}

func (w *rowWriter) name(s string) { w.out = binary.AppendUvarint(w.out, uint64(w.index(s))) }

// index returns the number of a text that repeats.
func (w *rowWriter) index(s string) uint32 {
	i, ok := w.names[s]
	if !ok {
		i = uint32(len(w.list))
		w.names[s], w.list = i, append(w.list, s)
	}
	return i
}

// newRowWriter returns a writer that knows the empty text as the first.
func newRowWriter() rowWriter {
	return rowWriter{names: map[string]uint32{"": 0}, list: []string{""}}
}

// reset makes it know nothing but that; it keeps its memory.
func (w *rowWriter) reset() {
	clear(w.names)
	w.names[""] = 0
	clear(w.list[1:])
	w.out, w.shared, w.list = w.out[:0], w.shared[:0], w.list[:1]
}

// row appends a row and the free text, as textOf returned it: first what words are
// mostly compared with, which is all that is read of most rows; then the rest.
func (w *rowWriter) row(r *Row, text string) {
	w.out = append(w.out, byte(r.Kind), 0)
	flags := len(w.out) - 1
	set := func(bit byte, on bool) bool {
		if on {
			w.out[flags] |= bit
		}
		return on
	}
	set(rowUrgent, r.Urgent)
	set(rowOver, r.Over)
	w.shared = append(w.shared, shared{w.index(r.Shop), w.index(r.Stall), w.index(r.Goods)})
	w.out = appendText(w.out, r.Name)
	w.out = appendText(w.out, text)
	day := model.Day(0)
	if set(rowAt, !r.At.IsZero()) {
		at := inDay(r.At)
		_, offset := at.Zone()
		sec := at.Unix()
		if set(rowUsual, sec >= 0 && sec <= math.MaxUint32 && offset%quarter == 0) {
			w.out = append(binary.LittleEndian.AppendUint32(w.out, uint32(sec)), byte(offset/quarter+quarters))
		} else {
			w.out = binary.AppendVarint(w.out, sec)
			w.out = binary.AppendVarint(w.out, int64(offset))
		}
		day = dayAt(sec, int64(offset))
	}
	w.out = binary.AppendVarint(w.out, int64(r.Due-day))
	w.out = binary.AppendVarint(w.out, int64(r.Amount))
	if set(rowID, r.ID != idOf(r.Kind, r.Ord)) {
		w.out = appendText(w.out, string(r.ID))
	}
	if prefix, n, ok := cutNumber(r); set(rowNumber, ok) {
		w.name(prefix)
		w.out = binary.AppendUvarint(w.out, n)
	} else {
		w.out = appendText(w.out, r.No)
	}
	if n, ok := numeric(r.Phone); set(rowNumeric, ok) {
		w.out = append(binary.LittleEndian.AppendUint32(w.out, uint32(n)), byte(n>>32))
	} else {
		w.out = appendText(w.out, r.Phone)
	}
	for _, s := range [...]string{r.Class, r.Receiver, string(r.State), string(r.CaseKind)} {
		w.name(s)
	}
}

// again appends a row of another writer, whose names have other numbers.
func (w *rowWriter) again(row []byte, names shared, renamed func(uint64) uint64) {
	if len(row) < 2 {
		panic(ErrDamaged)
	}
	flags, d := row[1], rowReader{b: row, at: 2}
	copied := 0
	name := func() {
		w.out = append(w.out, row[copied:d.at]...)
		w.out = binary.AppendUvarint(w.out, renamed(d.uvarint()))
		copied = d.at
	}
	for i, n := range names {
		names[i] = uint32(renamed(uint64(n)))
	}
	w.shared = append(w.shared, names)
	d.bytes()
	d.bytes()
	switch {
	case flags&rowAt == 0:
	case flags&rowUsual != 0:
		d.fixed(momentWidth)
	default:
		d.uvarint()
		d.uvarint()
	}
	d.uvarint()
	d.uvarint()
	if flags&rowID != 0 {
		d.bytes()
	}
	if flags&rowNumber != 0 {
		name()
		d.uvarint()
	} else {
		d.bytes()
	}
	if flags&rowNumeric != 0 {
		d.fixed(numericWidth)
	} else {
		d.bytes()
	}
	for range 4 {
		name()
	}
	if d.bad {
		panic(ErrDamaged)
	}
	w.out = append(w.out, row[copied:d.at]...)
}

// cutNumber takes a case number apart when it is of the usual form.
func cutNumber(r *Row) (prefix string, n uint64, ok bool) {
	const day, most = len("-20060102"), 6 // most is how many digits count within a day
	end := strings.LastIndexByte(r.No, '-')
	at := end - day
	if at < 0 || at > usualPrefix || len(r.No) > end+1+most || r.At.IsZero() {
		return "", 0, false
	}
	n, err := strconv.ParseUint(r.No[end+1:], 10, 64)
	if err != nil {
		return "", 0, false
	}
	prefix = r.No[:at]
	y, m, d := inDay(r.At).Date()
	return prefix, n, string(appendNumber(nil, y, m, d, n)) == r.No[at:]
}

// appendNumber appends what follows the prefix of a number of the usual form.
func appendNumber(b []byte, y int, m time.Month, d int, n uint64) []byte {
	b = appendDigits(append(b, '-'), uint64(y))
	return appendDigits(append(b, byte('0'+m/10), byte('0'+m%10), byte('0'+d/10), byte('0'+d%10), '-'), n)
}

// appendDigits appends n with four digits at least.
func appendDigits(b []byte, n uint64) []byte {
	if n > 9999 {
		return strconv.AppendUint(b, n, 10)
	}
	return append(b, byte('0'+n/1000), byte('0'+n/100%10), byte('0'+n/10%10), byte('0'+n%10))
}
