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

// mostTeams is how many teams of one shift are weighed; with more, its pairs
// are priced by rows.
const mostTeams = 3000

// crew adds the teams of s when a pair may meet there. It reports whether the pairs of s are priced by it.
func (m *master) crew(s int, pairs []timesPair) bool {
	sh := &m.p.Shifts[s]
	meet := false
	for _, x := range pairs {
		meet = meet || m.both(x.Pair, s) && m.team(x.Pair, s)
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
	m.gather(c, s, nil, 0, pairs)
	c.price = make([]int64, len(c.who))

	for i, b := range c.who {
		r := m.row(equal, 0)
		c.row = append(c.row, r)
		b.touch(c.turn[i], r, 1)
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

// gather lists the teams that keep every rule of the shift, from place at on.
func (m *master) gather(c *crew, s int, team []int16, at int, pairs []timesPair) {
	if len(team) == c.seats || !m.full(s) || m.g.Soft > 0 {
		if cost, ok := m.weigh(c, s, team, pairs); ok {
			c.teams, c.cost = append(c.teams, team...), append(c.cost, cost)
			for range c.seats - len(team) {
				c.teams = append(c.teams, -1)
			}
		}
	}
	if len(team) == c.seats {
		return
	}
	for i := at; i < len(c.who); i++ {
		m.gather(c, s, append(team[:len(team):len(team)], int16(i)), i+1, pairs)
	}
}

// weigh prices a team; ok is false when it breaks a rule.
func (m *master) weigh(c *crew, s int, team []int16, pairs []timesPair) (cost int64, ok bool) {
	sh := &m.p.Shifts[s]
	who := make([]int, len(team))
	fresh := 0
	for i, at := range team {
		who[i] = c.who[at].person
		fresh += b2i(m.p.People[who[i]].New)
	}
	if fresh > sh.NewRoom || 2*fresh-len(who) > sh.Balance {
		return 0, false
	}
	for _, n := range sh.Need {
		if m.g.CapShort == 0 && m.g.Soft == 0 && m.p.holders(n.Skill, who) < n.Count {
			return 0, false
		}
	}
	for a, i := range who {
		for _, j := range who[a+1:] {
			for _, k := range m.p.avoidOf[i] {
				if k == j {
					return 0, false
				}
			}
			for _, x := range pairs {
				if x.Pair == (Pair{min(i, j), max(i, j)}) {
					cost -= scale * int64(m.p.Bonus*x.times*m.g.Pref)
				}
			}
		}
	}
	return cost, true
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
	c.live = slices.DeleteFunc(c.live, func(t int32) bool { return !c.fits(int(t), want) })
}

// fits reports whether a team has everybody wanted (1) and nobody unwanted
// (below zero).
func (c *crew) fits(team int, want []int8) bool {
	need := 0
	for _, w := range want {
		need += b2i(w > 0)
	}
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
