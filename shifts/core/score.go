package core

import "slices"

// Score measures the goals of a roster.
type Score struct {
	Unfilled, Short, Spread, Pref, Changes int
	Low, High                              int // loads of the people who count in fairness
}

// Measure returns the score of the free assignments r together with what the
// problem says is already decided.
func (p *Problem) Measure(r Roster) Score {
	sc := Score{Pref: p.BasePref, Changes: p.BaseChanges}
	load := make([]int, len(p.People))
	for i := range p.People {
		load[i] = p.People[i].Load
	}
	for s, who := range r {
		p.measureShift(&sc, s, who)
		for _, i := range who {
			load[i] += p.Shifts[s].Weight
		}
	}
	sc.Low, sc.High = p.extremes(load)
	sc.Spread = sc.High - sc.Low
	return sc
}

func (p *Problem) measureShift(sc *Score, s int, who []int) {
	sh := &p.Shifts[s]
	sc.Unfilled += sh.Priority * (sh.Seats - len(who))
	for _, n := range sh.Need {
		sc.Short += max(0, n.Count-p.holders(n.Skill, who))
	}
	for a, i := range who {
		sc.Pref += int(p.People[i].Cost[s])
		sc.Changes += int(p.People[i].Change[s])
		for _, j := range p.preferOf[i] {
			if slices.Contains(who[a+1:], j) {
				sc.Pref -= p.Bonus
			}
		}
	}
}

func (p *Problem) holders(skill int, who []int) int {
	n := 0
	for _, i := range who {
		n += b2i(p.People[i].Holds[skill])
	}
	return n
}

func (p *Problem) extremes(load []int) (low, high int) {
	first := true
	for i, l := range load {
		if !p.People[i].Fair {
			continue
		}
		if first {
			low, high, first = l, l, false
		}
		low, high = min(low, l), max(high, l)
	}
	return low, high
}

// Goals returns the score in the lexicographic order of the problem.
func (p *Problem) Goals(s Score) [5]int {
	if p.Repair {
		return [5]int{s.Unfilled, s.Short, s.Changes, s.Spread, s.Pref}
	}
	return [5]int{s.Unfilled, s.Short, s.Spread, s.Pref, s.Changes}
}

// Better reports whether score a comes before score b.
func (p *Problem) Better(a, b Score) bool {
	x, y := p.Goals(a), p.Goals(b)
	return slices.Compare(x[:], y[:]) < 0
}
