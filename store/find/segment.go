package find

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"sort"
	"sync/atomic"
)

// Segment is the index of a set of records, in one piece of memory that never
// changes: built in memory, or a file that is mapped. Records have places from
// 0 in rank order: open ones first, then by falling ordinal.
//
// Parts: header; the rows; texts that repeat in rows; the heads of the places; the
// lists of the names that their codes stand for; the tokens in order, each with its posting; the numbers that are found by their ends;
// what is known of each kind.
type Segment struct {
	data    []byte
	n, open int
	at      [parts]uint32
	tokens  int
	names   int
	width   uint32 // of a head
	lists   [len(termFields)]codeList
	top     []uint64 // the heads of every topEvery-th token
	numbers []numbers
	kinds   []kindInfo
	three   [kindCount]atomic.Pointer[threes] // of the kinds
	minOrd  uint64
	maxOrd  uint64

	sums []byte // a checksum for every page of data; nil in memory
	sure []atomic.Uint64
	read atomic.Bool // all tokens were compared with their checksums
	// Which tokens find names, by field: the first, and the first behind them; 0
	// when nobody asked.
	spelled [len(termFields)]atomic.Uint64
	zones
	texts []atomic.Pointer[repeated]
	keep  any // what holds the memory of data
}

// The parts of a segment.
const (
	partRows = iota
	partNameAt
	partNames
	partHeads
	partLists
	partTop
	partTokenAt
	partTokens
	partPostings
	partNumbers
	partKinds
	partEnd
	parts
)

const (
	segmentMagic   = "HSI5"
	numberWidth    = 7
	placeBits      = 8*numberWidth - numberBits
	maxPlaces      = 1 << placeBits
	headerWidth    = 4 + 4*4 + 4*parts
	kindWidth      = 8 + pairBytes
	numbersWidth   = 12
	pageSize       = 4096
	signs          = 37
	pairBytes      = (signs*signs + 7) / 8
	sumWidth       = 4
	footerWidth    = 16
	segmentVersion = 8
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// numbers are the numbers of a kind, sorted by their ends.
type numbers struct {
	kind     Kind
	field    byte
	shortest int // signs of the shortest
	n        int
	at       uint32
}

// Len returns how many records the segment holds.
func (s *Segment) Len() int { return s.n }

// Open opens an image in memory.
func Open(image []byte) (s *Segment, err error) {
	defer caught(&err)
	if s, err = openSegment(image); err == nil {
		s.begin()
	}
	return s, err
}

// openSegment reads the header of an image.
func openSegment(data []byte) (*Segment, error) {
	if len(data) < headerWidth || string(data[:4]) != segmentMagic {
		return nil, ErrDamaged
	}
	u := func(i int) uint32 { return binary.LittleEndian.Uint32(data[4+4*i:]) }
	s := &Segment{data: data, n: int(u(0)), open: int(u(1)), tokens: int(u(2)), names: int(u(3))}
	for i := range s.at {
		s.at[i] = u(4 + i)
		if int(s.at[i]) > len(data) || i > 0 && s.at[i] < s.at[i-1] {
			return nil, ErrDamaged
		}
	}
	return s, nil
}

// fewTerms is how many tokens are looked through without the heads.
const fewTerms = 1 << 8

// topEvery is of how many tokens one has its head in memory.
const topEvery = 8

// begin reads what is kept in memory.
func (s *Segment) begin() {
	for b := s.bytes(s.at[partTop], s.at[partTokenAt]-s.at[partTop]); len(b) >= 8; b = b[8:] {
		s.top = append(s.top, binary.BigEndian.Uint64(b))
	}
	s.readLists()
	s.texts = make([]atomic.Pointer[repeated], min(s.names, maxTexts))
	head := s.bytes(s.at[partNumbers], 4)
	n := int(binary.LittleEndian.Uint32(head))
	list := s.bytes(s.at[partNumbers]+4, uint32(n*numbersWidth))
	at := s.at[partNumbers] + 4 + uint32(n*numbersWidth)
	for ; len(list) > 0; list = list[numbersWidth:] {
		x := numbers{
			kind: Kind(list[0]), field: list[1], shortest: int(list[2]),
			n: int(binary.LittleEndian.Uint32(list[4:])), at: at,
		}
		at += uint32(x.n * numberWidth)
		s.numbers = append(s.numbers, x)
	}
	for at := s.at[partKinds]; at < s.at[partEnd] && len(s.kinds) < kindCount; at += kindWidth {
		b := s.bytes(at, kindWidth)
		s.kinds = append(s.kinds, kindInfo{
			kind: Kind(b[0]), units: int(b[1]), n: int(binary.LittleEndian.Uint32(b[4:])), pairs: slices.Clone(b[8:]),
		})
	}
	if s.n == 0 {
		return
	}
	for _, i := range []int{0, s.open} { // each half falls
		if i < s.n {
			s.maxOrd = max(s.maxOrd, s.tail(i).ord())
		}
	}
	s.minOrd = s.tail(s.n - 1).ord()
	if s.open > 0 {
		s.minOrd = min(s.minOrd, s.tail(s.open-1).ord())
	}
}

// Seal appends the checksums to an image, as Load wants it.
func Seal(image []byte) []byte {
	n := len(image)
	out := slices.Grow(image, (n/pageSize+1)*sumWidth+footerWidth)
	for at := 0; at < n; at += pageSize {
		out = binary.LittleEndian.AppendUint32(out, crc32.Checksum(out[at:min(at+pageSize, n)], castagnoli))
	}
	sum := crc32.Checksum(out[n:], castagnoli)
	out = binary.LittleEndian.AppendUint64(out, uint64(n))
	out = binary.LittleEndian.AppendUint32(out, sum)
	return binary.LittleEndian.AppendUint32(out, segmentVersion)
}

// Load opens a sealed image. Every page is compared with its checksum when it
// is first read; a difference is ErrDamaged. keep holds what the memory of
// sealed lives by.
func Load(sealed []byte, keep any) (s *Segment, err error) {
	defer caught(&err)
	at := len(sealed) - footerWidth
	if at < 0 {
		return nil, ErrDamaged
	}
	n := binary.LittleEndian.Uint64(sealed[at:])
	if n > uint64(at) || crc32.Checksum(sealed[n:at], castagnoli) != binary.LittleEndian.Uint32(sealed[at+8:]) ||
		binary.LittleEndian.Uint32(sealed[at+12:]) != segmentVersion {
		return nil, ErrDamaged
	}
	pages := (int(n) + pageSize - 1) / pageSize
	if at-int(n) != pages*sumWidth {
		return nil, ErrDamaged
	}
	first := &Segment{data: sealed[:n], sums: sealed[n:at], sure: make([]atomic.Uint64, pages/64+1)}
	first.bytes(0, min(uint32(n), headerWidth))
	if s, err = openSegment(sealed[:n]); err != nil {
		return nil, err
	}
	s.sums, s.sure, s.keep = first.sums, first.sure, keep
	s.begin()
	return s, nil
}

// caught turns the panic of a read into its error.
func caught(err *error) {
	if r := recover(); r != nil {
		if r != any(ErrDamaged) {
			panic(r)
		}
		*err = ErrDamaged
	}
}

// bytes returns a part of the data, after a look at its checksums. It panics
// with ErrDamaged, which everything exported turns into an error.
func (s *Segment) bytes(at, n uint32) []byte {
	if uint64(at)+uint64(n) > uint64(len(s.data)) {
		panic(ErrDamaged)
	}
	if s.sums != nil && n > 0 {
		if page := at / pageSize; page != (at+n-1)/pageSize || s.sure[page/64].Load()>>(page%64)&1 == 0 {
			s.look(page, (at+n-1)/pageSize)
		}
	}
	return s.data[at : at+n : at+n]
}

// look compares pages with their checksums that nobody compared yet.
func (s *Segment) look(page, last uint32) {
	for {
		if s.sure[page/64].Load()>>(page%64)&1 == 0 {
			s.check(int(page))
		}
		if page++; page > last {
			return
		}
	}
}

func (s *Segment) check(page int) {
	from := page * pageSize
	sum := crc32.Checksum(s.data[from:min(from+pageSize, len(s.data))], castagnoli)
	if sum != binary.LittleEndian.Uint32(s.sums[page*sumWidth:]) {
		panic(ErrDamaged)
	}
	s.sure[page/64].Or(1 << (page % 64))
}

// Check compares every page with its checksum. The errors are ctx's and
// ErrDamaged.
func (s *Segment) Check(ctx context.Context) (err error) {
	defer caught(&err)
	for page := range len(s.sums) / sumWidth {
		if page%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		s.check(page)
	}
	return nil
}

// find returns the place of an ordinal.
func (s *Segment) find(ord uint64) (int, bool) {
	if s.n == 0 || ord < s.minOrd || ord > s.maxOrd {
		return 0, false
	}
	for _, half := range [][2]int{{s.open, s.n}, {0, s.open}} {
		want := tailOf(ord, half[0] == s.open && half[1] == s.n)
		i := half[0] + sort.Search(half[1]-half[0], func(i int) bool { return s.tail(half[0]+i) >= want })
		if i < half[1] && s.tail(i) == want {
			return i, true
		}
	}
	return 0, false
}

// name appends the i-th text that repeats.
func (s *Segment) name(out []byte, i uint64) []byte {
	from, to := s.nameAt(i)
	return append(out, s.bytes(s.at[partNames]+from, to-from)...)
}

// maxTexts is how many texts that repeat a segment remembers as strings: the
// first, which are the ones of the newest records and mostly of many.
const maxTexts = 4096

// repeated returns the i-th text that repeats.
func (s *Segment) repeated(i uint64) *repeated {
	if i < uint64(len(s.texts)) {
		if t := s.texts[i].Load(); t != nil {
			return t
		}
	}
	t := newRepeated(string(s.name(nil, i)))
	if i < uint64(len(s.texts)) {
		s.texts[i].Store(t)
	}
	return t
}

func (s *Segment) nameAt(i uint64) (from, to uint32) {
	if i >= uint64(s.names) {
		panic(ErrDamaged)
	}
	b := s.bytes(s.at[partNameAt]+uint32(i*4), 8)
	return binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[4:])
}

// token returns the i-th token; the key shares the segment's memory.
func (s *Segment) token(i int) []byte {
	s.checkTokens()
	return s.tokenAt(i)
}

// tokenAt is token for who had them checked.
func (s *Segment) tokenAt(i int) []byte {
	at, keys := s.data[s.at[partTokenAt]+uint32(i*8):], s.data[s.at[partTokens]:s.at[partPostings]]
	from, to := binary.LittleEndian.Uint32(at), binary.LittleEndian.Uint32(at[8:])
	return keys[from:to:to]
}

// posting returns the records of the i-th token.
func (s *Segment) posting(i int) posting {
	s.checkTokens()
	at := s.data[s.at[partTokenAt]+uint32(i*8):]
	from, to := binary.LittleEndian.Uint32(at[4:]), binary.LittleEndian.Uint32(at[12:])
	return readPosting(s.bytes(s.at[partPostings]+from, to-from))
}

// from returns the number of the first token at or after key. Most of the way it
// finds by heads in memory: a look at a token costs a few lines of the cache.
func (s *Segment) from(key []byte) int {
	s.checkTokens()
	head := headOf(key)
	lo, _ := slices.BinarySearch(s.top, head)
	hi := lo
	for hi < len(s.top) && s.top[hi] == head {
		hi++
	}
	return s.within(key, max(0, (lo-1)*topEvery+1), min(hi*topEvery, s.tokens))
}

// within is from, when that is lo to hi.
func (s *Segment) within(key []byte, lo, hi int) int {
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if s.before(mid, key) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// before says whether the i-th token comes before key. They must be checked.
func (s *Segment) before(i int, key []byte) bool { return bytes.Compare(s.tokenAt(i), key) < 0 }

// fromNear is from for who asks for tokens that mostly stand a little behind one
// another: near is where the last one was.
func (s *Segment) fromNear(key []byte, near int) int {
	s.checkTokens()
	if near >= s.tokens || !s.before(near, key) {
		return s.from(key)
	}
	lo, step := near+1, 1
	for lo+step < s.tokens && s.before(lo+step, key) {
		lo, step = lo+step+1, 2*step
	}
	return s.within(key, lo, min(lo+step, s.tokens))
}

// termsFrom is from for the tokens that find names of the i-th field; and whether
// there is any.
func (s *Segment) termsFrom(i int, key []byte) (at int, any bool) {
	known := s.spelled[i].Load()
	if known == 0 {
		lo, hi := s.from([]byte{inTerms, termFields[i]}), s.from([]byte{inTerms, termFields[i] + 1})
		known = uint64(lo)<<32 | uint64(hi)
		s.spelled[i].Store(known)
	}
	lo, hi := int(known>>32), int(known&(1<<32-1))
	switch {
	case lo == hi:
		return 0, false
	case hi-lo <= fewTerms:
		return s.within(key, lo, hi), true
	}
	return s.from(key), true
}

// checkTokens compares the pages of all tokens with their checksums, once.
func (s *Segment) checkTokens() {
	if s.sums != nil && !s.read.Load() {
		s.bytes(s.at[partTokenAt], s.at[partPostings]-s.at[partTokenAt])
		s.read.Store(true)
	}
}

// get returns the records of one token.
func (s *Segment) get(key []byte) posting {
	if i := s.from(key); i < s.tokens && bytes.Equal(s.token(i), key) {
		return s.posting(i)
	}
	return posting{}
}

// has says whether a token is there.
func (s *Segment) has(key []byte) bool {
	i := s.from(key)
	return i < s.tokens && bytes.Equal(s.token(i), key)
}
