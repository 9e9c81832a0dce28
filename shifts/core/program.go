package core

import "slices"

// newCases lays down the program of a goal, or returns nil where it is too
// large or has rules a linear program does not know. With a window every fair
// load lies within so much of the least one.
func (s *solver) newCases(g Goal, by fairness) *cases {
	c := &cases{s: s, by: by, least: -1, sure: -none, base: g.Change*s.p.BaseChanges + g.Pref*s.p.BasePref}
	if s.p.turns() > mostTurns {
		return nil
	}
	c.x = &linear{}
	at := make([][]int, len(s.p.Shifts)) // by shift: its columns
	for i := range s.p.People {
		v := &s.p.People[i]
		var mine []int
		for _, sh := range v.Can {
			cost := int64(g.Change*int(v.Change[sh]) + g.Pref*int(v.Cost[sh]))
			k := c.x.column(cost, 0, 1)
			c.turns = append(c.turns, assigned{i, sh})
			at[sh] = append(at[sh], k)
			mine = append(mine, k)
		}
		if !c.schedule(v, mine) {
			return nil
		}
	}
	c.shifts(g, at)
	if g.Pref != 0 && s.p.Bonus != 0 {
		c.pairs(g, at)
	}
	c.loads(by)
	return c.settle()
}

// big reports whether a linear program of the whole problem takes long.
func (s *solver) big() bool { return s.p.turns() > quickTurns }

// turns is how many turns people could take.
func (p *Problem) turns() (n int) {
	for i := range p.People {
		n += len(p.People[i].Can)
	}
	return n
}

// row adds a rule over columns with equal coefficients.
func (c *cases) row(low, up int64, val int, list []int) *rowOf {
	r := rowOf{low: low, up: up}
	for _, k := range list {
		r.in = append(r.in, touched{k: int32(k), entry: entry{val: int32(val)}})
	}
	c.rows = append(c.rows, r)
	return &c.rows[len(c.rows)-1]
}

func (r *rowOf) add(k, val int) {
	r.in = append(r.in, touched{k: int32(k), entry: entry{val: int32(val)}})
}

// schedule adds the rules of one person: gaps, weeks and months. It reports
// whether it knows them all.
func (c *cases) schedule(v *Person, mine []int) bool {
	p := c.s.p
	last := -1
	for a := range mine {
		b := a
		for b+1 < len(mine) && p.Clash(v.Gap, v.Can[a], v.Can[b+1]) {
			b++
		}
		if v.Gap == 0 && b+2 < len(mine) && p.Shifts[v.Can[a]].Day == p.Shifts[v.Can[b+2]].Day {
			return false // three turns of a day
		}
		if b > a && b > last {
			c.row(0, 1, 1, mine[a:b+1])
		}
		last = max(last, b)
	}
	for a := 0; a < len(mine); {
		b, week := a, p.Shifts[v.Can[a]].Week
		for b < len(mine) && p.Shifts[v.Can[b]].Week == week {
			b++
		}
		if !p.Clash(v.Gap, v.Can[a], v.Can[b-1]) || a == b-1 { // the gap says so already
			c.row(0, int64(v.WeekCap[week]), 1, mine[a:b])
		}
		a = b
	}
	for a := 0; a < len(mine); {
		b, month := a, p.Shifts[v.Can[a]].Month
		for b < len(mine) && p.Shifts[v.Can[b]].Month == month {
			b++
		}
		c.row(0, int64(v.MonthCap[month]), 1, mine[a:b])
		a = b
	}
	return true
}

// shifts adds the rules of every shift and the caps on the goals before.
func (c *cases) shifts(g Goal, at [][]int) {
	p := c.s.p
	all, missing := rowOf{low: -boundless, up: boundless}, rowOf{low: 0, up: boundless}
	if g.CapUnfilled >= 0 {
		all.low = -int64(g.CapUnfilled)
	}
	if g.CapShort >= 0 {
		missing.up = int64(g.CapShort)
	}
	for sh, list := range at {
		s := &p.Shifts[sh]
		full := g.CapUnfilled == 0 && s.Priority > 0
		seats := c.row(int64(s.Seats*b2i(full)), int64(s.Seats), 1, list)
		if g.Unfilled > 0 {
			seats.low = seats.up
			seats.add(c.x.column(int64(g.Unfilled*s.Priority), 0, int64(s.Seats)), 1)
		}
		all.low += int64(s.Priority * s.Seats)
		for _, k := range list {
			all.add(k, s.Priority)
		}
		for _, n := range s.Need {
			if n.Count == 0 {
				continue
			}
			k := c.x.column(int64(g.Short), 0, int64(n.Count))
			c.lacks = append(c.lacks, lack{k, sh, n})
			missing.add(k, 1)
			r := c.row(int64(n.Count), boundless, 1, []int{k})
			for _, k := range list {
				if p.People[c.turns[k].person].Holds[n.Skill] {
					r.add(k, 1)
				}
			}
		}
		room, mix := rowOf{up: int64(s.NewRoom)}, rowOf{low: -boundless, up: int64(s.Balance)}
		for _, k := range list {
			fresh := b2i(p.People[c.turns[k].person].New)
			mix.add(k, 2*fresh-1)
			if fresh > 0 {
				room.add(k, 1)
			}
		}
		c.rows = append(c.rows, room, mix)
		c.avoids(list)
	}
	if g.CapChanges >= 0 {
		c.changes(g.CapChanges)
	}
	if g.CapUnfilled > 0 {
		c.rows = append(c.rows, all)
	}
	if g.CapShort >= 0 {
		c.rows = append(c.rows, missing)
	}
}

// avoids keeps pairs apart that are not to serve together, on the turns of a shift.
func (c *cases) avoids(list []int) {
	for a, j := range list {
		for _, k := range list[:a] {
			if slices.Contains(c.s.p.avoidOf[c.turns[j].person], c.turns[k].person) {
				c.row(0, 1, 1, []int{j, k})
			}
		}
	}
}

// changes caps the changes.
func (c *cases) changes(most int) {
	r := rowOf{low: -boundless, up: int64(most - c.s.p.BaseChanges)}
	for k, t := range c.turns {
		if d := int(c.s.p.People[t.person].Change[t.shift]); d != 0 {
			r.add(k, d)
		}
	}
	c.rows = append(c.rows, r)
}

// pairs pays prefer-pairs for every shift they may share. Where two seats must be
// taken and few may take them, all teams are columns.
func (c *cases) pairs(g Goal, at [][]int) {
	for sh, list := range at {
		if c.s.p.Shifts[sh].Seats < 2 {
			continue
		}
		teams, paid := c.teams(g, sh, list)
		switch s := &c.s.p.Shifts[sh]; {
		case !paid:
		case s.Seats == 2 && s.Priority > 0 && g.CapUnfilled == 0 && g.CapShort == 0 && len(teams) <= fewTeams:
			of := c.team(g, teams)
			for _, z := range list {
				r := c.row(0, 0, 1, of[z])
				r.add(z, -1)
			}
		default:
			teams = slices.DeleteFunc(teams, func(t teamOf) bool { return t.times == 0 })
			c.together(s.Seats, c.team(g, teams), list)
		}
	}
}

const fewTeams = 60

// teamOf is two columns of people who may serve together, and how often they wish to.
type teamOf struct{ j, k, times int }

// teams lists whom of the list may serve sh together, and whether any wish to.
func (c *cases) teams(g Goal, sh int, list []int) (teams []teamOf, paid bool) {
	p := c.s.p
	for a, j := range list {
		for _, k := range list[:a] {
			x := Pair{min(c.turns[j].person, c.turns[k].person), max(c.turns[j].person, c.turns[k].person)}
			if !p.pairs(g, x, sh) {
				continue
			}
			t := teamOf{j: j, k: k}
			for _, y := range p.preferOf[x.A] {
				t.times += b2i(y == x.B)
			}
			teams = append(teams, t)
			paid = paid || t.times > 0
		}
	}
	return teams, paid
}

// team adds a column for each team, and returns them by the columns of its people.
func (c *cases) team(g Goal, teams []teamOf) map[int][]int {
	of := make(map[int][]int)
	for _, t := range teams {
		y := c.x.column(-int64(g.Pref*c.s.p.Bonus*t.times), 0, 1)
		of[t.j], of[t.k] = append(of[t.j], y), append(of[t.k], y)
	}
	return of
}

// together lets a pair be paid only where both serve.
func (c *cases) together(seats int, of map[int][]int, list []int) {
	for _, z := range list { // nobody meets more people than there are seats beside his
		if n := len(of[z]); n > seats-1 {
			r := c.row(-boundless, 0, 1, of[z])
			r.add(z, 1-seats)
		}
		for _, y := range of[z] {
			if seats == 2 && len(of[z]) > 1 {
				break // said already
			}
			r := c.row(-1, 0, 1, []int{y})
			r.add(z, -1)
		}
	}
}

// fairness is what a goal has to do with loads: nothing, at most so much
// between the lowest and the highest, as little as can be, or all inside a window.
type fairness struct{ kind, width, low, high int }

const (
	anyLoads = iota
	within
	closest
	inside
)

// loads ties the fair loads to a column for the lowest, and one for the highest
// where that is sought.
func (c *cases) loads(by fairness) {
	p := c.s.p
	if by.kind == anyLoads {
		return
	}
	if by.kind == inside {
		c.window(by)
		return
	}
	low, high, most := boundless, boundless, -boundless
	top := -boundless
	for i := range p.People {
		if v := &p.People[i]; v.Fair {
			sum := int64(v.Load)
			low, most = min(low, sum), max(most, sum)
			for _, sh := range v.Can {
				sum += int64(p.Shifts[sh].Weight)
			}
			top = max(top, sum)
			high = min(high, int64(v.Load+p.heaviest(i)))
		}
	}
	if most < low {
		return // nobody counts
	}
	least, greatest := 0, 0
	if least = c.x.column(-int64(b2i(by.kind == closest)), low, high); by.kind == closest {
		greatest = c.x.column(1, most, max(most, top))
	}
	c.least = least
	at := 0
	for i := range p.People {
		v := &p.People[i]
		r := rowOf{low: -int64(v.Load), up: int64(by.width - v.Load)}
		if by.kind == closest {
			r.up = boundless
		}
		first := at
		for _, sh := range v.Can {
			r.add(at, p.Shifts[sh].Weight)
			at++
		}
		r.add(least, -1)
		if !v.Fair {
			continue
		}
		c.rows = append(c.rows, r)
		if by.kind == closest {
			r := rowOf{low: -boundless, up: -int64(v.Load)}
			for n, sh := range v.Can {
				r.add(first+n, p.Shifts[sh].Weight)
			}
			r.add(greatest, -1)
			c.rows = append(c.rows, r)
		}
	}
}

// heaviest is the greatest load that person i can take on by his own rules.
func (p *Problem) heaviest(i int) int {
	d := newPlanner(p, i, Goal{}, ends{})
	cost := make([]int64, len(d.turns))
	for k, t := range d.turns {
		cost[k] = -int64(p.Shifts[t.shift].Weight)
	}
	return int(-d.best(cost))
}

// settle leaves out rules that cannot be broken and lays down the table.
func (c *cases) settle() *cases {
	var low, up []int64
	for _, r := range c.rows {
		least, most := int64(0), int64(0)
		for _, e := range r.in {
			a, b := int64(e.val)*c.x.low[e.k], int64(e.val)*c.x.up[e.k]
			least, most = least+min(a, b), most+max(a, b)
		}
		if r.low <= least && r.up >= most {
			continue
		}
		for _, e := range r.in {
			c.x.cols[e.k] = append(c.x.cols[e.k], entry{int32(len(low)), e.val})
		}
		low, up = append(low, max(r.low, least-1)), append(up, min(r.up, most+1))
	}
	c.x.rows = len(low)
	c.x.ready(low, up)
	if c.s.best != nil {
		c.begin(c.s.best)
	}
	return c
}

// begin lets columns that cost nothing stand where the roster has them.
func (c *cases) begin(r Roster) {
	up := make([]bool, len(c.x.cols))
	for k, t := range c.turns {
		up[k] = slices.Contains(r[t.shift], t.person)
	}
	for _, l := range c.lacks {
		up[l.k] = c.s.p.holders(l.Skill, r[l.shift]) < l.Count
	}
	c.x.start(up)
}

// window keeps the fair loads inside it.
func (c *cases) window(by fairness) {
	at := 0
	for i := range c.s.p.People {
		v := &c.s.p.People[i]
		e := ends{by.low, by.high}
		if c.s.p.own != nil {
			e = c.s.p.own[i]
		}
		r := rowOf{low: int64(e.low - v.Load), up: int64(e.high - v.Load)}
		for _, sh := range v.Can {
			r.add(at, c.s.p.Shifts[sh].Weight)
			at++
		}
		if v.Fair || c.s.p.own != nil {
			c.rows = append(c.rows, r)
		}
	}
}
