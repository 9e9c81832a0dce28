package core

import "slices"

// far is a cost no schedule reaches.
const far = int64(1) << 50

// turn is one shift a person may take, in duty order.
type turn struct {
	shift  int
	next   int // first turn that may follow
	week   int
	month  int
	room   [2]int // turns still allowed in its week and month on entering them
	load   int    // weight in units of the planner's load
	within []int  // turns of the same day that may follow, for people without a gap
	out    bool   // may not be taken
	must   bool   // may not be skipped
}

// planner finds the cheapest schedule of one person by dynamic programming:
// from turn k on, with given turns left in the week and the month and a given
// load so far. It is exact for every rule that concerns one person.
type planner struct {
	turns      []turn
	weeks      int // size of the week dimension; 1 when the limit cannot bind
	months     int
	loads      int
	unit       int   // load unit: the greatest common divisor of the weights
	low, high  int   // window in units; a schedule must end inside
	lean       int64 // when above zero: the price of each unit below low instead
	impossible bool
	value      [][]int64 // by turn: [week left][month left][load]
	after      [][]int64 // by turn taken: only when some turn has within
	sameDay    bool
	lines      [][]line // by turn
	entries    int      // table entries of all turns
	live       []int32  // by turn: itself, or the next one whose table counts
	led        []ledTo  // by turn: where its lines lead
	filled     int      // table entries the last pass filled
	none       []int64  // loads entries, all far
	closed     []int64  // the values behind the last turn, when a load was forbidden
	tightWeek  bool     // some weekly limit can bind
	tightMonth bool
}

// maxLoads bounds the load dimension. Beyond it the window is not enforced and
// the planner is a relaxation, which still gives valid bounds.
const maxLoads = 600

// band is how many units a soft goal lets a load run ahead of or behind an even
// pace: other schedules are rarely of use, and their tables are long.
const band = 12

// leanest is how many units below its window a soft goal lets a load end.
const leanest = 3

// newPlanner prepares person i for the goal: total loads between the ends, if
// the goal has a window, or below it at a price when the goal is soft.
func newPlanner(p *Problem, i int, g Goal, e ends) *planner {
	v := &p.People[i]
	d := &planner{weeks: 1, months: 1, loads: 1, unit: 1}
	weekly, monthly := make([]int, len(v.WeekCap)), make([]int, len(v.MonthCap))
	for _, s := range v.Can {
		weekly[p.Shifts[s].Week]++
		monthly[p.Shifts[s].Month]++
	}
	d.turns = make([]turn, 0, len(v.Can))
	for k, s := range v.Can {
		sh := &p.Shifts[s]
		t := turn{shift: s, week: sh.Week, month: sh.Month}
		t.room = [2]int{min(v.WeekCap[sh.Week], reach(weekly[sh.Week], 7, v.Gap)), min(v.MonthCap[sh.Month], reach(monthly[sh.Month], 31, v.Gap))}
		d.tightWeek = d.tightWeek || t.room[0] < reach(weekly[sh.Week], 7, v.Gap) && (t.room[0] > 1 || v.Gap == 0)
		d.tightMonth = d.tightMonth || t.room[1] < reach(monthly[sh.Month], 31, v.Gap)
		t.next = d.nextOf(p, v, k)
		for j := k + 1; v.Gap == 0 && j < t.next; j++ {
			if o := v.Can[j]; p.Shifts[o].Day == sh.Day && sh.End <= p.Shifts[o].Start {
				t.within = append(t.within, j)
				d.sameDay = true
			}
		}
		d.turns = append(d.turns, t)
	}
	d.sizes()
	if g.Window && v.Fair {
		d.window(p, e.low-v.Load, e.high-v.Load, g.Soft > 0)
		d.lean = scale * int64(g.Soft*d.unit) / 2
	}
	d.value = make([][]int64, len(d.turns)+1)
	flat := make([]int64, (len(d.turns)+1)*d.size())
	for k := range d.value {
		d.value[k] = flat[k*d.size() : (k+1)*d.size()]
	}
	if d.sameDay {
		d.after = make([][]int64, len(d.turns))
		for k := range d.after {
			d.after[k] = make([]int64, d.size())
		}
	}
	d.finish()
	d.allLive()
	d.layLines()
	return d
}

// borrow lets d fill the tables of a planner of the same person and window, but
// for the values behind the last turn: every answer fills them anew, so that two
// who answer in turns need only one set.
func (d *planner) borrow(from *planner) {
	last := len(d.turns)
	end := slices.Clone(d.value[last])
	copy(d.value, from.value)
	d.value[last], d.after = end, from.after
}

func (d *planner) size() int { return d.weeks * d.months * d.loads }

// nextOf is the first turn after k that the gap, and a weekly limit of one,
// leave open, on a later day.
func (d *planner) nextOf(p *Problem, v *Person, k int) int {
	from := &p.Shifts[v.Can[k]]
	j := k + 1
	for ; j < len(v.Can); j++ {
		to := &p.Shifts[v.Can[j]]
		if to.Day > from.Day && to.Day-from.Day >= v.Gap && (to.Week != from.Week || v.WeekCap[to.Week] > 1) {
			break
		}
	}
	return j
}

// reach is how many of n turns within so many days the gap lets one person
// take.
func reach(n, days, gap int) int {
	if gap == 0 {
		return n
	}
	return min(n, (days-1+gap)/gap)
}

// sizes adds the week and month dimensions where the limits can bind.
func (d *planner) sizes() {
	for _, t := range d.turns {
		if d.tightWeek {
			d.weeks = max(d.weeks, t.room[0]+1)
		}
		if d.tightMonth {
			d.months = max(d.months, t.room[1]+1)
		}
	}
}

// window lets loads end from low to high only; a soft one lets those who cannot
// come so far end below.
func (d *planner) window(p *Problem, low, high int, soft bool) {
	g, total := 0, 0
	for _, t := range d.turns {
		w := p.Shifts[t.shift].Weight
		g, total = gcd(g, w), total+w
	}
	g = max(g, 1)
	d.unit = g
	d.low, d.high = max(0, floorDiv(low+g-1, g)), floorDiv(high, g)
	if soft && d.high >= 0 {
		d.low = min(d.low, d.high, total/g)
	}
	if d.low > d.high || d.low*g > total {
		d.impossible = true
		d.low, d.high = 0, 0
		return
	}
	d.high = min(d.high, total/g)
	if d.low == 0 && d.high == total/g || d.high >= maxLoads {
		d.low, d.high = 0, 0
		return // the window cannot bind
	}
	d.loads = d.high + 1
	for k := range d.turns {
		d.turns[k].load = p.Shifts[d.turns[k].shift].Weight / g
	}
}

// finish sets the values behind the last turn; all others start out of reach.
func (d *planner) finish() {
	for _, table := range d.value {
		for x := range table {
			table[x] = far
		}
	}
	d.none = slices.Repeat([]int64{far}, d.loads)
	end := d.value[len(d.turns)]
	for x := range end {
		if under := d.low - x%d.loads; d.loads > 1 && under > 0 {
			end[x] = far
			if d.lean > 0 && under <= leanest {
				end[x] = d.lean * int64(under)
			}
		} else {
			end[x] = 0
		}
	}
}

// bear forbids schedules that end above the load, or up to it.
func (d *planner) bear(load int, below bool) {
	end := d.value[len(d.turns)]
	if d.closed == nil {
		d.closed = slices.Clone(end)
	}
	for x := range end {
		if (x%d.loads <= load) != below {
			end[x] = far
		}
	}
}

// free takes back what bear forbade.
func (d *planner) free() {
	if d.closed != nil {
		copy(d.value[len(d.turns)], d.closed)
		d.closed = nil
	}
}

// enter returns the week and month counts to read at turn k2 when the person
// comes from turn k with w and m left.
func (d *planner) enter(k, k2, w, m int) int {
	if k2 < len(d.turns) {
		a, b := &d.turns[k], &d.turns[k2]
		if a.week != b.week {
			w = b.room[0]
		}
		if a.month != b.month {
			m = b.room[1]
		}
	}
	return d.at(min(w, d.weeks-1), min(m, d.months-1))
}

func (d *planner) at(w, m int) int { return (w*d.months + m) * d.loads }

// start is the state before the first live turn.
func (d *planner) start() int {
	k := int(d.live[0])
	if k == len(d.turns) {
		return d.at(d.weeks-1, d.months-1)
	}
	return d.at(min(d.turns[k].room[0], d.weeks-1), min(d.turns[k].room[1], d.months-1))
}

// best fills the tables that count for the given cost of each turn and returns
// the least cost of a permitted schedule, or far.
func (d *planner) best(cost []int64) int64 {
	d.skim()
	return d.pass(cost)
}

// pass fills the tables of the live turns.
func (d *planner) pass(cost []int64) int64 {
	d.filled = 0
	if d.impossible {
		return far
	}
	for k := len(d.turns) - 1; k >= 0; k-- {
		if int(d.live[k]) != k {
			continue
		}
		if d.sameDay {
			d.fillAfter(k, cost)
		}
		d.fill(k, cost[k])
	}
	return d.value[d.live[0]][d.start()]
}

// line is one run of loads of a turn's table and where its two answers stand:
// skip in the next turn's table, take in the table that follows the turn.
type line struct {
	out, skip, take int32
	n, nTake        int32
}

// fill computes the table of turn k. Entries no schedule reaches, or from which
// none ends in the window, stay far.
func (d *planner) fill(k int, cost int64) {
	t := &d.turns[k]
	d.lead(k)
	skipTable, takeTable := d.value[d.live[k+1]], d.value[d.live[t.next]]
	if d.sameDay {
		takeTable = d.after[k]
	}
	table := d.value[k]
	for i := range d.lines[k] {
		x := &d.lines[k][i]
		d.filled += int(x.n)
		out := table[x.out:][:x.n]
		skip := skipTable[x.skip:][:len(out)]
		if t.must {
			skip = d.none[:len(out)]
		}
		both := int(x.nTake)
		if t.out {
			both = 0
		}
		take := takeTable[x.take:][:both]
		for l, v := range take {
			out[l] = min(skip[l], v+cost)
		}
		for l := both; l < len(out); l++ {
			out[l] = skip[l]
		}
	}
}

// layLines finds, once, the lines worth filling: a turn's table is cut to the
// loads that earlier turns can bring and later ones can still mend.
func (d *planner) layLines() {
	most, rest := d.reachable()
	low := d.low
	if d.lean > 0 {
		low = max(0, low-leanest)
	}
	d.lines, d.led = make([][]line, len(d.turns)), make([]ledTo, len(d.turns))
	all := make([]line, 0, len(d.turns)*d.weeks*d.months)
	for k := range d.turns {
		t, first := &d.turns[k], len(all)
		d.led[k] = ledTo{d.live[k+1], d.live[t.next]}
		for w := range d.weeks {
			for m := range d.months {
				lo, hi := max(0, low-rest[k*d.months+m]), min(d.loads-1, most[k*d.months+m])
				if d.lean > 0 && d.loads > 2*band {
					lo, hi = max(lo, d.low*k/len(d.turns)-band), min(hi, d.high*k/len(d.turns)+band)
				}
				if hi < lo {
					continue
				}
				x := line{out: int32(d.at(w, m) + lo), skip: int32(d.enter(k, k+1, w, m) + lo), n: int32(hi - lo + 1)}
				if !(d.weeks > 1 && w == 0 || d.months > 1 && m == 0) {
					_, at := d.followed(k, w, m)
					x.take = int32(at + lo + t.load)
					x.nTake = max(0, min(x.n, int32(d.loads-lo-t.load)))
					if x.nTake == 0 {
						x.take = 0 // too heavy from here
					}
				}
				all = append(all, x)
				d.entries += int(x.n)
			}
		}
		d.lines[k] = all[first:len(all):len(all)]
	}
}

// reachable returns, by turn and turns left in the month, the greatest load
// that earlier turns can have brought (below zero: never in that state) and
// that this and later turns can still bring. Weekly limits are ignored, which
// only widens the answer.
func (d *planner) reachable() (most, rest []int) {
	n := (len(d.turns) + 1) * d.months
	most, rest = slices.Repeat([]int{-1}, n), make([]int, n)
	if d.sameDay || d.loads == 1 {
		for at := range most {
			most[at], rest[at] = d.loads-1, d.loads-1
		}
		return most, rest
	}
	_, m0, _ := d.split(d.start())
	most[m0] = 0
	d.eachStep(func(from, to, gain int) {
		if most[from] >= 0 {
			most[to] = max(most[to], most[from]+gain)
		}
	}, false)
	d.eachStep(func(from, to, gain int) { rest[from] = max(rest[from], rest[to]+gain) }, true)
	return most, rest
}

// eachStep calls f for every skip and take between states, forwards or
// backwards.
func (d *planner) eachStep(f func(from, to, gain int), back bool) {
	for i := range d.turns {
		k := i
		if back {
			k = len(d.turns) - 1 - i
		}
		for m := range d.months {
			f(k*d.months+m, (k+1)*d.months+d.monthAt(k, k+1, m), 0)
			if d.months > 1 && m == 0 {
				continue
			}
			next := d.turns[k].next
			f(k*d.months+m, next*d.months+d.monthAt(k, next, max(m-1, 0)), d.turns[k].load)
		}
	}
}

// monthAt is the month count to read at turn k2 when the person comes from turn
// k with m left.
func (d *planner) monthAt(k, k2, m int) int {
	if k2 < len(d.turns) && d.turns[k].month != d.turns[k2].month {
		m = d.turns[k2].room[1]
	}
	return min(m, d.months-1)
}

// followed returns the values that hold after turn k was taken with w and m
// left before it.
func (d *planner) followed(k, w, m int) ([]int64, int) {
	w, m = max(w-1, 0), max(m-1, 0)
	if d.weeks == 1 {
		w = 0
	}
	if d.months == 1 {
		m = 0
	}
	if d.sameDay {
		return d.after[k], d.at(w, m)
	}
	next := int(d.live[d.turns[k].next])
	return d.value[next], d.enter(k, next, w, m)
}

// fillAfter computes what may follow turn k for people who may serve twice a
// day: a later turn of the day, or a later day.
func (d *planner) fillAfter(k int, cost []int64) {
	t := &d.turns[k]
	for w := range d.weeks {
		for m := range d.months {
			out := d.after[k][d.at(w, m):][:d.loads]
			copy(out, d.value[t.next][d.enter(k, t.next, w, m):][:d.loads])
			if d.mustBetween(k, t.next) {
				for l := range out {
					out[l] = far
				}
			}
			for _, j := range t.within {
				if !d.mustBetween(k, j) {
					d.chain(out, j, w, m, cost[j])
				}
			}
		}
	}
}

// mustBetween reports whether going from turn a to turn b skips a turn that
// must be taken.
func (d *planner) mustBetween(a, b int) bool {
	for k := a + 1; k < b; k++ {
		if d.turns[k].must {
			return true
		}
	}
	return false
}

func (d *planner) chain(out []int64, j, w, m int, cost int64) {
	u := &d.turns[j]
	if u.out || d.weeks > 1 && w == 0 || d.months > 1 && m == 0 {
		return
	}
	from, at := d.followed(j, w, m)
	for l := 0; l+u.load < d.loads; l++ {
		if c := cost + from[at+l+u.load]; c < out[l] {
			out[l] = c
		}
	}
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}
