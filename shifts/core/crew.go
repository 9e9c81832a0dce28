package core

import "slices"

// crew chooses the whole team of one shift on which a prefer-pair may meet.
// Rows tie the team to the schedules of its people; what the pairs earn is then
// priced with everybody else in view, which no row by pairs can do.
type crew struct {
	seats int
	who   []*member
	turn  []int   // by place in who: his turn on this shift
	row   []int   // by place: schedule takes the turn, less team takes it, is zero
	teams []int16 // places, seats to a team; below zero: an empty seat
	cost  []int64 // by team, in units
	price []int64 // scratch, by place
	pick  int     // the team chosen last
	live  []int32 // teams that decisions leave; nil when not known
}

// pairs reports whether a pair may serve s together at all: with seats left for
// the skills both lack, and no more new people than the turn bears.
func (p *Problem) pairs(g Goal, x Pair, s int) bool {
	sh := &p.Shifts[s]
	who := []int{x.A, x.B}
	fresh := b2i(p.People[x.A].New) + b2i(p.People[x.B].New)
	if sh.Seats < 2 || fresh > sh.NewRoom || 2*fresh-sh.Seats > sh.Balance || slices.Contains(p.avoidOf[x.A], x.B) {
		return false
	}
	for _, n := range sh.Need {
		if g.CapShort == 0 && n.Count-p.holders(n.Skill, who) > sh.Seats-2 {
			return false
		}
	}
	return true
}

// mostTeams is how many teams of one shift are weighed; with more, its pairs
// are priced by rows.
const mostTeams = 3000

// crew adds the teams of s when a pair may meet there. It reports whether the pairs of s are priced by it.
func (m *master) crew(s int, pairs []timesPair) bool {
	sh := &m.p.Shifts[s]
	meet := false
	for _, x := range pairs {
		meet = meet || m.both(x.Pair, s) && m.p.pairs(m.g, x.Pair, s)
	}
	if !meet {
		return false
	}
	c := &crew{seats: sh.Seats}
	m.each(s, func(b *member, k int) {
		c.who, c.turn = append(c.who, b), append(c.turn, k)
	})
	if n := choose(len(c.who), sh.Seats); n == 0 || n > mostTeams {
		return false
	}
	m.gather(c, s, pairs)
	c.price = make([]int64, len(c.who))

	for i, b := range c.who {
		r := m.row(equal, 0, teamed, s, b.person)
		c.row = append(c.row, r)
		m.touch(b, c.turn[i], r, 1)
	}
	m.crews = append(m.crews, c)
	return true
}

// choose counts the ways to pick k of n, or more than mostTeams.
func choose(n, k int) int {
	out := 1
	for i := range k {
		if out = out * (n - i) / (i + 1); out > 1<<20 {
			break
		}
	}
	return out
}

// gather lists the teams of shift s that keep every rule of it.
func (m *master) gather(c *crew, s int, pairs []timesPair) {
	g := &gathering{m: m, c: c, sh: &m.p.Shifts[s], n: len(c.who), partly: !m.full(s) || m.g.Soft > 0}
	g.earn, g.apart = make([]int64, g.n*g.n), make([]bool, g.n*g.n)
	for a, x := range c.who {
		for b, y := range c.who[:a] {
			g.apart[b*g.n+a] = slices.Contains(m.p.avoidOf[x.person], y.person)
			for _, z := range pairs {
				if z.Pair == (Pair{min(x.person, y.person), max(x.person, y.person)}) {
					g.earn[b*g.n+a] = scale * int64(m.p.Bonus*z.times*m.g.Pref)
				}
			}
		}
	}
	if m.g.CapShort == 0 && m.g.Soft == 0 {
		g.need = g.sh.Need
	}
	g.grow(0, 0, 0)
	m.work += len(c.cost)
}

// gathering is the search for the teams of one shift.
type gathering struct {
	m      *master
	c      *crew
	sh     *Shift
	need   []Need // skills no team may lack
	n      int    // people who may come
	earn   []int64
	apart  []bool // by two places, like earn
	team   []int16
	partly bool // seats may stay empty
}

// grow adds the team at hand, and all that begin with it, by people from place
// at on.
func (g *gathering) grow(at, fresh int, cost int64) {
	if (len(g.team) == g.c.seats || g.partly) && 2*fresh-len(g.team) <= g.sh.Balance && g.skilled() {
		g.c.teams, g.c.cost = append(g.c.teams, g.team...), append(g.c.cost, cost)
		for range g.c.seats - len(g.team) {
			g.c.teams = append(g.c.teams, -1)
		}
	}
	if len(g.team) == g.c.seats {
		return
	}
next:
	for i := at; i < g.n; i++ {
		more := fresh + b2i(g.m.p.People[g.c.who[i].person].New)
		if more > g.sh.NewRoom {
			continue
		}
		sum := cost
		for _, k := range g.team {
			if g.apart[int(k)*g.n+i] {
				continue next
			}
			sum -= g.earn[int(k)*g.n+i]
		}
		g.team = append(g.team, int16(i))
		g.grow(i+1, more, sum)
		g.team = g.team[:len(g.team)-1]
	}
}

// skilled reports whether the team has everybody needed.
func (g *gathering) skilled() bool {
	for _, n := range g.need {
		have := 0
		for _, i := range g.team {
			have += b2i(g.m.p.People[g.c.who[i].person].Holds[n.Skill])
		}
		if have < n.Count {
			return false
		}
	}
	return true
}

// best is the cheapest team at the given multipliers and decisions; use
// receives what it takes of every row.
func (c *crew) best(duals []int64, use []float64) int64 {
	if c.live != nil {
		return c.bestLive(duals, use)
	}
	const never = far >> 8
	back := int64(0)
	for i, b := range c.who {
		c.price[i] = duals[c.row[i]]
		if t := &b.plan.turns[c.turn[i]]; t.out {
			c.price[i] += never
		} else if t.must {
			c.price[i] -= never
			back += never
		}
	}
	low, at := far, 0
	for t, v := range c.cost {
		for _, i := range c.teams[t*c.seats : (t+1)*c.seats] {
			if i >= 0 {
				v += c.price[i]
			}
		}
		if v < low {
			low, at = v, t
		}
	}
	if low+back >= never/2 {
		return far
	}
	c.choose(at, use)
	return low + back
}

func (c *crew) choose(team int, use []float64) {
	c.pick = team
	for _, i := range c.teams[team*c.seats : (team+1)*c.seats] {
		if i >= 0 {
			use[c.row[i]]--
		}
	}
}

// bestLive is best among the teams that decisions leave.
func (c *crew) bestLive(duals []int64, use []float64) int64 {
	low, at := far, 0
	for _, t := range c.live {
		v := c.cost[t]
		for _, i := range c.teams[int(t)*c.seats : (int(t)+1)*c.seats] {
			if i >= 0 {
				v += duals[c.row[i]]
			}
		}
		if v < low {
			low, at = v, int(t)
		}
	}
	if low < far {
		c.choose(at, use)
	}
	return low
}

// sift keeps the live teams that the decisions permit; all anew when decisions
// were taken back.
func (c *crew) sift(anew bool) {
	if anew {
		c.live = c.live[:0]
		for t := range c.cost {
			c.live = append(c.live, int32(t))
		}
	}
	want, open := make([]int8, len(c.who)), false
	for i, b := range c.who {
		switch t := &b.plan.turns[c.turn[i]]; {
		case t.out:
			want[i] = -1
		case t.must:
			want[i] = 1
		default:
			open = true
		}
	}
	if !open && len(c.live) == 1 {
		return
	}
	need := 0
	for _, w := range want {
		need += b2i(w > 0)
	}
	left := c.live[:0]
	for _, t := range c.live {
		if c.fits(int(t), want, need) {
			left = append(left, t)
		}
	}
	c.live = left
}

// fits reports whether a team has everybody wanted (1), so many people, and
// nobody unwanted (below zero).
func (c *crew) fits(team int, want []int8, need int) bool {
	for _, i := range c.teams[team*c.seats : (team+1)*c.seats] {
		if i >= 0 {
			if want[i] < 0 {
				return false
			}
			need -= b2i(want[i] > 0)
		}
	}
	return need == 0
}
