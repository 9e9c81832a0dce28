package find

import "bytes"

// kindInfo is what a segment knows of a kind.
type kindInfo struct {
	kind  Kind
	n     int
	units int    // of the longest name
	pairs []byte // which two initials touch in a name, a bit each
}

func (s *Segment) info(k Kind) *kindInfo {
	if i := s.kindAt(k); i >= 0 {
		return &s.kinds[i]
	}
	return nil
}

// kindAt is where a kind stands in the list; -1 when the segment has none.
func (s *Segment) kindAt(k Kind) int {
	for i := range s.kinds {
		if s.kinds[i].kind == k {
			return i
		}
	}
	return -1
}

// touch says whether two initials touch in any name.
func (k *kindInfo) touch(a, b byte) bool {
	i := pairBit(a, b)
	return k.pairs[i/8]&(1<<(i%8)) != 0
}

func pairBit(a, b byte) int { return int(min(sign(a), signs-1))*signs + int(min(sign(b), signs-1)) }

// letters is how many initials there are that are no digits.
const letters = 26

// threes are the three letters that are initials of units side by side in some
// name, a bit each.
type threes [(letters*letters*letters + 63) / 64]uint64

func threeBit(a, b, c byte) int { return (int(a-'a')*letters+int(b-'a'))*letters + int(c-'a') }

func (t *threes) has(a, b, c byte) bool {
	i := threeBit(a, b, c)
	return t[i/64]>>(i%64)&1 != 0
}

// threesOf returns those of the names of a kind; nil when there are none. They are
// read from the tokens when somebody asks for the first time.
func (s *Segment) threesOf(k Kind) *threes {
	at := s.kindAt(k)
	if at < 0 {
		return nil
	}
	if t := s.three[at].Load(); t != nil {
		return t
	}
	t := new(threes)
	prefix := key(k, inThree, "")
	n := len(prefix)
	for i := s.from(prefix); i < s.tokens; i++ {
		token := s.token(i)
		if !bytes.HasPrefix(token, prefix) {
			break
		}
		if len(token) > n+2 && isLetter(token[n]) && isLetter(token[n+1]) && isLetter(token[n+2]) {
			bit := threeBit(token[n], token[n+1], token[n+2])
			t[bit/64] |= 1 << (bit % 64)
		}
	}
	s.three[at].Store(t)
	return t
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' }
