package store

import (
	"bytes"
	"slices"
	"sort"

	"heshi/store/record"
)

// pair is one derived key that Badger does not hold yet.
type pair struct {
	key   []byte
	value []byte // nil for keys that say it all
	gone  bool   // the key is to be taken away
	made  int    // the how manieth of its commit: the last one of a key counts
	seq   uint64 // the last event of its commit
}

// sealed returns what Badger keeps at the key; nil takes it away.
func (p pair) sealed() []byte {
	switch {
	case p.gone:
		return nil
	case p.value == nil:
		return []byte{} // all it says is that it is there
	}
	return record.Seal(p.key, 0, p.value)
}

// run is a set of pairs in the order of their keys, each key once.
type run []pair

// fresh holds what the newest records yield until the writer settles it into
// Badger. It never changes: a commit makes a new one, so that a reader sees
// the keys of exactly the events it sees. Runs are kept like the levels of a
// sorted-merge tree, oldest first and each more than twice the next, so that a
// reader meets few and a writer moves little.
type fresh struct {
	runs  []run
	pairs int
	from  uint64 // all of them are of commits that end after this event
}

// with returns f with the pairs of a newer run over it.
func (f *fresh) with(r run) *fresh {
	if len(r) == 0 {
		return f
	}
	runs := append(slices.Clone(f.all()), r)
	for n := len(runs); n > 1 && len(runs[n-2]) <= 2*len(runs[n-1]); n = len(runs) {
		runs = append(runs[:n-2], merge(runs[n-2], runs[n-1]))
	}
	out := &fresh{runs: runs}
	if f != nil {
		out.from = f.from
	}
	for _, r := range runs {
		out.pairs += len(r)
	}
	return out
}

// after returns what f holds of the commits that end after the event seq.
func (f *fresh) after(seq uint64) *fresh {
	if f == nil || f.from >= seq {
		return f
	}
	out := &fresh{from: seq}
	for _, r := range f.runs {
		kept := slices.DeleteFunc(slices.Clone(r), func(p pair) bool { return p.seq <= seq })
		if len(kept) > 0 {
			out.runs, out.pairs = append(out.runs, kept), out.pairs+len(kept)
		}
	}
	return out
}

func (f *fresh) all() []run {
	if f == nil {
		return nil
	}
	return f.runs
}

func (f *fresh) size() int {
	if f == nil {
		return 0
	}
	return f.pairs
}

// get returns what f says about a key; false when it says nothing.
func (f *fresh) get(key []byte) (pair, bool) {
	for _, r := range slices.Backward(f.all()) {
		if i := r.find(key); i < len(r) && bytes.Equal(r[i].key, key) {
			return r[i], true
		}
	}
	return pair{}, false
}

// under returns the pairs whose keys begin with prefix, in order.
func (f *fresh) under(prefix []byte) run {
	var out run
	for _, r := range f.all() {
		from := r.find(prefix)
		to := from + sort.Search(len(r)-from, func(i int) bool { return !bytes.HasPrefix(r[from+i].key, prefix) })
		out = merge(out, r[from:to])
	}
	return out
}

// find returns the index of the first pair at or after key.
func (r run) find(key []byte) int {
	return sort.Search(len(r), func(i int) bool { return bytes.Compare(r[i].key, key) >= 0 })
}

// merge puts newer over older.
func merge(older, newer run) run {
	if len(older) == 0 {
		return newer
	}
	if len(newer) == 0 {
		return older
	}
	out := make(run, 0, len(older)+len(newer))
	for len(older) > 0 && len(newer) > 0 {
		switch c := bytes.Compare(older[0].key, newer[0].key); {
		case c < 0:
			out, older = append(out, older[0]), older[1:]
		case c > 0:
			out, newer = append(out, newer[0]), newer[1:]
		default:
			out, older, newer = append(out, newer[0]), older[1:], newer[1:]
		}
	}
	return append(append(out, older...), newer...)
}

// sorted makes a run of pairs in the order they were made.
func sorted(pairs []pair) run {
	for i := range pairs {
		pairs[i].made = i
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		if c := bytes.Compare(a.key, b.key); c != 0 {
			return c
		}
		return a.made - b.made
	})
	out := pairs[:0]
	for i, p := range pairs {
		if i+1 == len(pairs) || !bytes.Equal(pairs[i+1].key, p.key) {
			out = append(out, p)
		}
	}
	return out
}
