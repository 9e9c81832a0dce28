package returns

// cond is the condition of a rule: predicates joined by all, any and not. It
// is judged in three values (Kleene): unknown unless the known facts settle it.
type cond struct {
	op   op
	kids []*cond
	pred predicate
	arg  arg
}

type op uint8

const (
	opPred op = iota
	opAll
	opAny
	opNot
)

// arg is what a predicate is asked about.
type arg struct {
	bits  uint32 // words, bit i for the i-th
	track track
	n     int
}

func (a arg) has(word uint8) bool { return a.bits&(1<<(word-1)) != 0 }

// predicate is a named question about the facts.
type predicate struct {
	name  string
	takes argKind
	words wordList // of an argument of words
	reads factSet  // the asked facts it may rest on
	holds func(*eval, arg) Tri
}

type argKind uint8

const (
	takesNothing argKind = iota
	takesWords
	takesTrack
	takesNumber
)

// judge returns the truth of c and, when that is Unknown, the unknown facts it
// rests on.
func (c *cond) judge(x *eval) (Tri, factSet) {
	switch c.op {
	case opAll:
		return judgeAll(x, c.kids, No)
	case opAny:
		return judgeAll(x, c.kids, Yes)
	case opNot:
		t, s := c.kids[0].judge(x)
		return t.Not(), s
	default:
		t := c.pred.holds(x, c.arg)
		if t == Unknown {
			return Unknown, c.pred.reads & x.v.unknown
		}
		return t, 0
	}
}

// judgeAll joins the kids: the value settles, whatever the others are.
func judgeAll(x *eval, kids []*cond, settles Tri) (Tri, factSet) {
	var rests factSet
	for _, k := range kids {
		switch t, s := k.judge(x); t {
		case settles:
			return settles, 0
		case Unknown:
			rests |= s
		}
	}
	if rests != 0 {
		return Unknown, rests
	}
	return settles.Not(), 0
}

// condition reads a condition from its data:
//
//	"seal_broken"                      a predicate
//	{"category": ["food", "fresh"]}    a predicate with its argument
//	{"all": […]}, {"any": […]}, {"not": …}
//
// or the name of a condition defined before. A nil node always holds.
func (l *loader) condition(n *node, path string) *cond {
	if !given(n) {
		return &cond{op: opAll}
	}
	if n.kind == kindString {
		if c, ok := l.defs[n.text]; ok {
			return c
		}
		return l.predicate(n, n.text, nil, path)
	}
	if !l.is(n, kindObject, path) {
		return nil
	}
	if len(n.members) != 1 {
		l.fault(n, "returns.condition_keys", path)
		return nil
	}
	key, v := n.members[0].key, n.members[0].value
	switch key {
	case "all", "any":
		return l.joined(key, v, join(path, key))
	case "not":
		kid := l.condition(v, join(path, key))
		if !given(v) {
			l.fault(n, "returns.condition_keys", path)
		}
		return &cond{op: opNot, kids: []*cond{kid}}
	}
	return l.predicate(n, key, v, path)
}

func (l *loader) joined(key string, n *node, path string) *cond {
	c := &cond{op: opAll}
	if key == "any" {
		c.op = opAny
	}
	if !l.is(n, kindList, path) {
		return nil
	}
	if len(n.items) == 0 {
		l.fault(n, "returns.condition_keys", path)
	}
	for i, item := range n.items {
		c.kids = append(c.kids, l.condition(item, index(path, i)))
	}
	return c
}

func (l *loader) predicate(n *node, name string, v *node, path string) *cond {
	p, ok := l.preds[name]
	if !ok {
		l.fault(n, "returns.predicate_unknown", join(path, name), "predicate", name)
		return nil
	}
	c := &cond{op: opPred, pred: p}
	at := join(path, name)
	if (v == nil) != (p.takes == takesNothing) {
		l.fault(n, "returns.predicate_argument", at, "predicate", name)
		return c
	}
	switch p.takes {
	case takesWords:
		c.arg.bits = l.oneOrMore(v, at, p.words)
	case takesTrack:
		c.arg.track = track(l.enum(v, at, trackWords()))
		c.pred.reads = trackReads(c.arg.track)
	case takesNumber:
		months, _ := l.int(v, at, 1, maxTerm)
		c.arg.n = int(months)
	}
	return c
}

// oneOrMore reads a word, or a list of them.
func (r *reader) oneOrMore(n *node, path string, words []string) uint32 {
	if n.kind != kindString {
		set := r.set(n, path, words)
		if set == 0 {
			r.fault(n, "returns.predicate_argument", path, "predicate", path)
		}
		return set
	}
	v := r.enum(n, path, words)
	if v == 0 {
		return 0
	}
	return 1 << (v - 1)
}

// wordsAsked adds to bits, by place, every argument the condition asks of the
// predicate: two categories no condition tells apart are alike.
func (c *cond) wordsAsked(name string, seen map[uint32]bool) {
	if c.op == opPred && c.pred.name == name {
		seen[c.arg.bits] = true
	}
	for _, k := range c.kids {
		k.wordsAsked(name, seen)
	}
}
