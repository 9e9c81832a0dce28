package core

// excluder raises the bound of a window from one value to the next: what is left
// of rosters that come to it is gone through, which either finds one, a best one
// then, or shows that there is none. The multipliers of m leave few turns open in
// such rosters, however far the best one known is from them.
type excluder struct {
	s    *solver
	m    *master
	left *part // of the rosters at hand; nil: not known yet
	pace int   // values that are excluded at a time
}

// run goes on for so many steps and returns a bound for the window.
func (x *excluder) run(budget int) int {
	s, m := x.s, x.m
	for end := m.work + budget; m.least() < s.score.Pref && m.work < end && !s.stopped(); {
		x.pace = max(x.pace, 1)
		ceiling := min(m.least()+x.pace, s.score.Pref)
		if x.left == nil || x.left.ceiling != ceiling {
			x.left = s.openBelow(m, ceiling)
		}
		lower := ceiling
		if x.left != nil {
			lower = x.left.settle(end - m.work)
			if x.left.score.Pref < s.score.Pref {
				s.offer(x.left.best.with(x.left.fixed))
			}
			s.trace("excluded", lower, ceiling, s.score.Pref, x.left.p.turns(), m.work)
		}
		m.shown = max(m.shown, lower)
		switch {
		case lower >= min(ceiling, s.score.Pref):
			x.pace *= 2
		case x.pace == 1:
			return min(m.least(), s.score.Pref)
		default:
			x.pace = 1
		}
	}
	return min(m.least(), s.score.Pref)
}

// least is the best bound known, by whatever means.
func (m *master) least() int { return max(m.lower(), m.shown) }

// part is what is left of a problem in rosters below a ceiling of preferences.
type part struct {
	solver
	m       *master // of what is left
	all     *master // of the whole, whose steps are counted
	fixed   Roster  // turns that all such rosters hold
	ceiling int
	cases   *splits
}

// openBelow is what rosters below the ceiling leave open in a window; nil when there
// are none. What is decided narrows the loads of others, which raises the bound,
// which decides more.
func (s *solver) openBelow(m *master, ceiling int) *part {
	x := &part{solver: *s, m: m, all: m, fixed: make(Roster, len(s.p.Shifts)), ceiling: ceiling}
	for {
		fixed, shut := x.certain(x.m, x.ceiling)
		if fixed == nil {
			return nil
		}
		little := 10*decided(fixed, shut) <= x.p.turns()
		if little && x.m != m {
			return x
		}
		if x = x.narrowed(fixed, shut, little); x == nil || little {
			return x
		}
	}
}

// decided counts the turns about which there is no choice.
func decided(fixed Roster, shut [][]bool) (n int) {
	for _, who := range fixed {
		n += len(who)
	}
	for _, list := range shut {
		for _, x := range list {
			n += b2i(x)
		}
	}
	return n
}

// narrowed leaves out the turns about which there is no choice; nil when that
// leaves no roster. Where it is little, the multipliers stay as they are.
func (x *part) narrowed(fixed Roster, shut [][]bool, little bool) *part {
	y := *x
	y.fixed = x.fixed.Clone()
	for i, who := range fixed {
		y.fixed[i] = append(y.fixed[i], who...)
	}
	y.p = x.p.Fix(fixed, nil).Narrow(func(i, sh int) bool { return !shut[i][sh] })
	y.p.own = nil
	y.p = y.p.owned(x.m.g)
	y.wished, y.size = nil, y.p.seats()
	y.moves = y.wishWeights(span{x.m.g.Low, x.m.g.High})
	y.m = newMaster(y.p, x.m.g)
	y.m.inherit(x.m)
	y.m.climb(y.ceiling, narrowing*b2i(!little), x.stopped)
	x.all.work += y.m.work + y.m.laid()
	x.trace("narrowed", x.p.turns(), y.p.turns(), y.m.lower(), y.ceiling, y.m.work)
	if y.m.lower() >= y.ceiling {
		return nil
	}
	return &y
}

// inherit takes over the multipliers of a master of more turns.
func (m *master) inherit(from *master) {
	dual := make(map[rule]float64, len(from.rows))
	for r, row := range from.rows {
		dual[row.rule] = from.centre[r]
	}
	m.centre = make([]float64, len(m.rows))
	for r, row := range m.rows {
		m.centre[r] = dual[row.rule]
	}
}

const (
	narrowing   = 60  // rounds for the multipliers of what is left
	fewRounds   = 300 // rounds of pricing that the first cases take as long as
	linearTurns = 600 // turns of a linear program that pays, with each effort more
)

// settle goes through the cases of what is left: a few by schedules, then by a
// linear program where that is not too large, then the others, for so many steps.
// It returns a bound.
func (x *part) settle(budget int) int {
	value := func() int { return min(x.ceiling, x.score.Pref) }
	before := x.m.work
	defer func() { x.all.work += x.m.work - before }()
	if x.cases == nil {
		x.cases = &splits{s: &x.solver, m: x.m, ceiling: value}
		few := min(budget/4, max(fewRounds*x.m.round(), 25_000_000))
		if x.cases.run(few); x.cases.lower >= value() || x.stopped() {
			return x.cases.lower
		}
		if x.p.turns() < linearTurns*(1+x.effort) {
			if c := x.newCases(x.m.g, fairness{kind: inside, low: x.m.g.Low, high: x.m.g.High}); c != nil {
				lower, done := c.search(value, (budget-few)/2)
				if x.m.work += c.x.work; done {
					return lower
				}
			}
		}
	}
	x.cases.run(max(0, budget-(x.m.work-before)))
	return x.cases.lower
}
