package find

import "slices"

// verdict is how a word matches a name: one more than the tier, and the way; 0 when
// that is not known.
type verdict int8

const (
	verdictBits = 3 // of the tier
	missed      = verdict(tierNone + 1)
)

// hows are the ways that a verdict tells, by their numbers.
var hows = [...]How{"", Exact, Prefix, Fragment, Tail, Pinyin, Initials, Near}

func verdictOf(tier int, how How) verdict {
	return verdict(slices.Index(hows[:], how)<<verdictBits | (tier + 1))
}

func (v verdict) tier() int { return int(v&(1<<verdictBits-1)) - 1 }

func (v verdict) how() How { return hows[v>>verdictBits] }

// maxVerdicts is how many verdicts of a word are remembered for the names of a list.
const maxVerdicts = 1 << 12

// verdicts are those of a word on the first names of the i-th field, by their codes.
func (s *source) verdicts(w *word, i int) []verdict {
	known := &s.s.verdicts[(s.part*len(s.s.words)+w.n)*len(termFields)+i]
	if *known == nil {
		n := min(s.seg.lists[i].n, maxVerdicts)
		*known = s.s.told.some(n)[:n]
	}
	return *known
}

// verdict is how a word matches the name of a code.
func (s *source) verdict(w *word, i int, code uint32) verdict {
	known := s.verdicts(w, i)
	if code < uint32(len(known)) && known[code] != 0 {
		return known[code]
	}
	v := missed
	if s.seg.mayHold(i, code, w) {
		name := s.seg.repeated(uint64(s.seg.textOf(i, code))).core
		if s.s.matched[w.n][i].asked {
			v = verdictOf(s.s.termOf(w, i, name))
		} else {
			v = verdictOf(w.matchTerm(name))
		}
	}
	if code < uint32(len(known)) {
		known[code] = v
	}
	return v
}
