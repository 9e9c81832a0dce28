// Package core solves roster problems made of numbers only: it knows indices,
// days, costs and windows, not ids or words. Package shifts translates.
//
// A Problem holds every permitted assignment. Hard rules are never broken by
// anything this package builds; goals are measured by Score.
package core

import "slices"

// Shift is one turn to staff. Shifts stand in the order in which the turns of
// one person follow each other (date, half, id).
type Shift struct {
	Day, Week, Month int // running numbers; equal numbers mean the same one
	Start, End       int // minutes after midnight
	Seats            int // seats the planner may fill
	Weight, Priority int
	Need             []Need
	Based            bool // had a baseline: newcomers on it are changes
	NewRoom          int  // how many more new ones may come
	Balance          int  // how many more new than experienced may be added
}

// Need asks for Count holders of a skill.
type Need struct{ Skill, Count int }

// Person is one volunteer. The slices over shifts have one entry a shift.
type Person struct {
	New, Fair bool
	Gap       int // days between the dates of two turns
	Load      int // carry and the weights of fixed turns
	Can       []int
	May       []bool  // May[s]: s is in Can
	Cost      []int32 // preference cost of each shift
	Change    []int8  // -1 keeps a baseline turn, +1 is new on a based shift
	WeekCap   []int   // by week number: turns still allowed
	MonthCap  []int   // by month number
	Holds     []bool  // by skill
}

// Pair is two persons, A < B.
type Pair struct{ A, B int }

// Problem is everything the planner may decide.
type Problem struct {
	Shifts []Shift
	People []Person
	Avoid  []Pair
	Prefer []Pair // a pair listed twice earns twice
	Bonus  int    // earned by each Prefer pair together on a shift
	Repair bool   // changes come before spread and pref
	// What is already decided adds this to every score.
	BasePref, BaseChanges int

	own               []ends  // by person: what the window at hand and all loads together leave him; nil when not known
	avoidOf, preferOf [][]int // by person: partners (may repeat in preferOf)
	pools             [][]int // by shift: who may serve it
}

// Index prepares the lookups after Can, Avoid and Prefer are set.
func (p *Problem) Index() {
	n := len(p.People)
	p.avoidOf, p.preferOf = make([][]int, n), make([][]int, n)
	for _, x := range p.Avoid {
		p.avoidOf[x.A] = append(p.avoidOf[x.A], x.B)
		p.avoidOf[x.B] = append(p.avoidOf[x.B], x.A)
	}
	for _, x := range p.Prefer {
		p.preferOf[x.A] = append(p.preferOf[x.A], x.B)
		p.preferOf[x.B] = append(p.preferOf[x.B], x.A)
	}
	may, size := make([]bool, n*len(p.Shifts)), make([]int, len(p.Shifts))
	for i := range p.People {
		v := &p.People[i]
		v.May, may = may[:len(p.Shifts):len(p.Shifts)], may[len(p.Shifts):]
		for _, s := range v.Can {
			v.May[s] = true
			size[s]++
		}
	}
	p.pools = make([][]int, len(p.Shifts))
	flat := make([]int, p.turns())
	for s := range p.pools {
		p.pools[s], flat = flat[:0:size[s]], flat[size[s]:]
	}
	for i := range p.People {
		for _, s := range p.People[i].Can {
			p.pools[s] = append(p.pools[s], i)
		}
	}
}

// Roster is the people on each shift, sorted by index.
type Roster [][]int

// Clone copies the roster.
func (r Roster) Clone() Roster {
	out := make(Roster, len(r))
	for i, who := range r {
		out[i] = slices.Clone(who)
	}
	return out
}

// ByPerson returns the shifts of each of n people, in duty order.
func (r Roster) ByPerson(n int) [][]int {
	out := make([][]int, n)
	for s, who := range r {
		for _, p := range who {
			out[p] = append(out[p], s)
		}
	}
	return out
}

// Clash reports whether one person with the given gap cannot serve both
// shifts. a stands before b in duty order.
func (p *Problem) Clash(gap, a, b int) bool {
	x, y := &p.Shifts[a], &p.Shifts[b]
	return y.Day-x.Day < gap || x.Day == y.Day && x.End > y.Start
}

// Fix returns the problem in which the given assignments are decided and only
// the others are left: seats, needs, counts and gaps are what remains. A fixed
// assignment may break any rule; the free ones are planned so that nothing more
// is broken. People in idle take no further turns.
func (p *Problem) Fix(fixed Roster, idle []bool) *Problem {
	q := *p
	q.Shifts = slices.Clone(p.Shifts)
	q.People = slices.Clone(p.People)
	for i := range q.People {
		v := &q.People[i]
		v.WeekCap, v.MonthCap = slices.Clone(v.WeekCap), slices.Clone(v.MonthCap)
		if len(p.preferOf[i]) > 0 { // what is fixed may change what he costs
			v.Cost = slices.Clone(v.Cost)
		}
	}
	for s, who := range fixed {
		q.fixShift(p, s, who)
	}
	duties := fixed.ByPerson(len(p.People))
	for i := range q.People {
		v := &q.People[i]
		v.Can = nil
		if idle != nil && idle[i] {
			continue
		}
		for _, s := range p.People[i].Can {
			if q.open(i, s, fixed[s], duties[i]) {
				v.Can = append(v.Can, s)
			}
		}
	}
	q.Index()
	return &q
}

func (q *Problem) fixShift(p *Problem, s int, who []int) {
	sh := &q.Shifts[s]
	sh.Need = slices.Clone(sh.Need)
	sh.Seats = max(0, sh.Seats-len(who))
	fresh := 0
	for _, i := range who {
		v := &q.People[i]
		fresh += b2i(v.New)
		v.Load += sh.Weight
		v.WeekCap[sh.Week]--
		v.MonthCap[sh.Month]--
		q.BasePref += int(p.People[i].Cost[s])
		q.BaseChanges += int(v.Change[s])
		for n := range sh.Need {
			if v.Holds[sh.Need[n].Skill] {
				sh.Need[n].Count = max(0, sh.Need[n].Count-1)
			}
		}
	}
	sh.NewRoom = max(0, sh.NewRoom-fresh)
	sh.Balance += max(0, len(who)-2*fresh)
	for a, i := range who {
		for _, j := range p.preferOf[i] {
			if slices.Contains(who[a+1:], j) {
				q.BasePref -= p.Bonus
			}
			q.People[j].Cost[s] -= int32(p.Bonus)
		}
	}
}

// open reports whether i may still be added to s beside the fixed ones.
func (q *Problem) open(i, s int, who, duties []int) bool {
	v, sh := &q.People[i], &q.Shifts[s]
	if sh.Seats == 0 || slices.Contains(who, i) || v.WeekCap[sh.Week] <= 0 || v.MonthCap[sh.Month] <= 0 {
		return false
	}
	for _, d := range duties {
		if d < s && q.Clash(v.Gap, d, s) || d > s && q.Clash(v.Gap, s, d) {
			return false
		}
	}
	for _, j := range q.avoidOf[i] {
		if slices.Contains(who, j) {
			return false
		}
	}
	return true
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
