package core

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// sharpen adds rows that every whole solution keeps and the present one does
// not, round after round, as long as that raises the bound. All of them are made
// of the rows there are in whole numbers, so that they are as sure as those.
func (c *cases) sharpen() outcome {
	x, first := c.x, c.x.plain
	was, idle := x.bound(), 0
	for range mostRounds {
		cuts := c.cuts()
		if len(cuts) == 0 {
			return optimal
		}
		x.keepRows(func(r int) bool { return r < first || x.where[len(x.cols)+r] < 0 })
		for _, k := range cuts {
			x.addRow(k)
		}
		x.renew()
		o, bad := x.solve(noCeiling)
		if o == empty && !x.refutes(bad) {
			o = unclear
		}
		if o != optimal {
			return o
		}
		now := x.bound()
		c.s.trace("sharpened", int(now>>6), x.rows-first, x.work)
		if c.base+roundUp(now) >= c.value() || x.work > c.budget {
			return optimal
		}
		if idle++; now-was > scale/50 {
			was, idle = now, 0
		}
		if idle >= dull {
			return optimal
		}
		c.narrow()
	}
	return optimal
}

const (
	mostRounds = 60
	mostCuts   = 50      // of a round
	sparse     = 50      // columns of a brief cut, and a tenth of all: longer ones take long
	dull       = 8       // rounds without a better bound after which no more follow
	fine       = 1 << 24 // multipliers of a cut are whole numbers of this part of one
	coarse     = 1 << 20 // the right side of a cut, where nobody is anything yet
)

// cutRow is a row: what its columns come to is low at least.
type cutRow struct {
	in   []entry // row is the column
	low  int64
	deep float64 // how far the present values are outside
}

// cuts makes a cut from every basic column that is not whole, and returns the
// deepest.
func (c *cases) cuts() []cutRow {
	x := c.x
	var out []cutRow
	for r, b := range x.basic {
		if b >= len(x.cols) {
			continue
		}
		v := x.value[r] - math.Floor(x.value[r])
		if v < 0.02 || v > 0.98 {
			continue
		}
		if k, ok := x.gomory(r); ok && k.deep > 1e-3 && (!c.brief || len(k.in) <= sparse+len(x.cols)/10) {
			out = append(out, k)
		}
	}
	slices.SortStableFunc(out, func(a, b cutRow) int { return cmp.Compare(b.deep, a.deep) })
	return out[:min(len(out), mostCuts)]
}

// gomory rounds what the basic column of row r is made of: a mixed whole cut. None
// is made where a sum might pass what whole numbers hold.
func (x *linear) gomory(r int) (cutRow, bool) {
	share, ok := x.shares(r)
	if !ok {
		return cutRow{}, false
	}
	sum := int64(0)
	for v, u := range share {
		sum += u * x.from(v)
	}
	f := sum & (fine - 1)
	if f < fine/50 || f > fine-fine/50 {
		return cutRow{}, false
	}
	need, ok := x.rounded(share, f)
	if !ok || need <= f*(fine-f)/2 {
		return cutRow{}, false
	}
	return x.inColumns(share, need)
}

// shares is what the basic column of row r is made of, by variable, in parts of fine:
// so much of the others is exactly so many times the column.
func (x *linear) shares(r int) (share []int64, ok bool) {
	x.compose(r)
	n := len(x.cols)
	share = make([]int64, n+x.rows)
	share[x.basic[r]] = fine
	size := fine * x.reach(x.basic[r])
	for _, v := range x.hit {
		if v < n {
			continue
		}
		u := math.Floor(float64(x.made[v]*fine) + 0.5)
		size += float64(math.Abs(u) * x.reach(v))
		for _, e := range x.across[v-n] {
			size += float64(math.Abs(u*float64(e.val)) * x.reach(int(e.row)))
		}
		if size > beyond {
			return nil, false
		}
		share[v] = int64(u)
		for _, e := range x.across[v-n] {
			share[e.row] -= int64(u) * int64(e.val)
		}
	}
	return share, true
}

// reach is how far a variable may be from nothing, one at least.
func (x *linear) reach(v int) float64 { return float64(max(1, x.low[v], -x.low[v], x.up[v], -x.up[v])) }

// rounded turns the shares, every variable counted from the bound it stands at, into
// those of the cut, and returns what they have to come to. f is what the shares at
// those bounds leave of a whole one.
func (x *linear) rounded(share []int64, f int64) (need int64, ok bool) {
	need = f * (fine - f)
	size := 0.0
	for v, u := range share {
		width := x.up[v] - x.low[v]
		if u == 0 || width == 0 {
			continue
		}
		a := -u
		if x.atTop(v) {
			a = u
		}
		if x.where[v] >= 0 { // but for rounding it would not be there
			if size += float64(math.Abs(float64(a)) * fine * float64(width)); size > beyond {
				return 0, false
			}
			if a > 0 {
				need -= a * (fine - f) * width
			} else {
				need += a * f * width
			}
			continue
		}
		g := a & (fine - 1)
		if g <= f {
			g *= fine - f
		} else {
			g = f * (fine - g)
		}
		share[v] = g
	}
	return need, true
}

// inColumns writes the cut in columns only: a row is what its columns come to.
func (x *linear) inColumns(share []int64, need int64) (cutRow, bool) {
	n := len(x.cols)
	part := make([]int64, n)
	low, size := int64(0), 0.0
	for v, g := range share {
		if g == 0 || x.where[v] >= 0 || x.up[v] == x.low[v] {
			continue
		}
		g = ratioUp(g, coarse, need)
		if x.atTop(v) {
			g = -g
		}
		low += g * x.from(v)
		if size += float64(math.Abs(float64(g)) * x.reach(v)); v < n {
			part[v] += g
			continue
		}
		for _, e := range x.across[v-n] {
			part[e.row] += g * int64(e.val)
			size += float64(math.Abs(float64(g)*float64(e.val)) * x.reach(int(e.row)))
		}
	}
	if size > beyond {
		return cutRow{}, false
	}
	return x.coarsen(part, low+coarse)
}

// atTop and from are the bound a variable counts from.
func (x *linear) atTop(v int) bool { return x.where[v] < 0 && x.atUp[v] }

func (x *linear) from(v int) int64 {
	if x.atTop(v) {
		return x.up[v]
	}
	return x.low[v]
}

// ratioUp is a*b/c, rounded up, for a and b of any size and a at most c.
func ratioUp(a, b, c int64) int64 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	q, rest := bits.Div64(hi, lo, uint64(c))
	if rest > 0 {
		q++
	}
	return int64(min(q, uint64(b)))
}

// coarsen brings a cut to small numbers: counted from the bounds at which its
// columns help least, its parts are rounded up.
func (x *linear) coarsen(part []int64, low int64) (cutRow, bool) {
	need := low
	for j, g := range part {
		if g > 0 {
			need -= g * x.low[j]
		} else {
			need -= g * x.up[j]
		}
	}
	if need <= 0 {
		return cutRow{}, false
	}
	k := cutRow{low: coarse}
	has, norm := 0.0, 0.0
	for j, g := range part {
		if g == 0 || x.low[j] == x.up[j] {
			continue
		}
		at := x.low[j]
		v := ratioUp(min(max(g, -g), need), coarse, need)
		if g < 0 {
			v, at = -v, x.up[j]
		}
		k.low += v * at
		k.in = append(k.in, entry{int32(j), int32(v)})
		has += float64(float64(v) * x.at(j))
		norm += float64(float64(v) * float64(v))
	}
	k.deep = (float64(k.low) - has) / math.Sqrt(norm)
	x.work += 2 * len(part)
	return k, true
}

// addRow adds a row. The basis has to be factored anew before it is used.
func (x *linear) addRow(k cutRow) {
	r, most := x.rows, int64(0)
	for _, e := range k.in {
		x.cols[e.row] = append(slices.Clip(x.cols[e.row]), entry{int32(r), e.val})
		most += max(int64(e.val)*x.low[e.row], int64(e.val)*x.up[e.row])
	}
	x.across = append(x.across, k.in)
	x.rows++
	x.low, x.up = append(x.low, k.low), append(x.up, max(k.low, most))
	x.basic, x.where = append(x.basic, len(x.cols)+r), append(x.where, r)
	x.value, x.weight = append(x.value, 0), append(x.weight, 1)
	x.rowOut, x.colIn, x.units = append(x.rowOut, 0), append(x.colIn, 0), append(x.units, 0)
	x.breach, x.tau = append(x.breach, 0), append(x.tau, 0)
	x.price, x.made, x.atUp = append(x.price, 0), append(x.made, 0), append(x.atUp, false)
}

// keepRows leaves out the rows that are not to be kept; their activities must be
// basic. The basis has to be factored anew before it is used.
func (x *linear) keepRows(keep func(r int) bool) {
	n := len(x.cols)
	name, left := make([]int32, x.rows), 0
	for r := range x.rows {
		name[r] = -1
		if keep(r) {
			name[r] = int32(left)
			left++
		}
	}
	if left == x.rows {
		return
	}
	var basic []int
	var weight []float64
	for r, b := range x.basic {
		if b >= n {
			if name[b-n] < 0 {
				continue
			}
			b = n + int(name[b-n])
		}
		basic, weight = append(basic, b), append(weight, x.weight[r])
	}
	for r := range x.rows {
		if to := int(name[r]); to >= 0 {
			x.across[to] = x.across[r]
			for _, p := range []*[]int64{&x.low, &x.up} {
				(*p)[n+to] = (*p)[n+r]
			}
			x.price[n+to], x.atUp[n+to], x.where[n+to] = x.price[n+r], x.atUp[n+r], x.where[n+r]
		}
	}
	for j, in := range x.cols {
		out := make([]entry, 0, len(in))
		for _, e := range in {
			if to := name[e.row]; to >= 0 {
				out = append(out, entry{to, e.val})
			}
		}
		x.cols[j] = out
	}
	for _, v := range x.hit {
		x.made[v] = 0
	}
	x.hit = x.hit[:0]
	x.rows, x.basic, x.weight = left, basic, weight
	x.across, x.value = x.across[:left], x.value[:left]
	x.rowOut, x.colIn, x.units = x.rowOut[:left], x.colIn[:left], x.units[:left]
	x.breach, x.tau = x.breach[:left], x.tau[:left]
	x.low, x.up, x.price, x.made = x.low[:n+left], x.up[:n+left], x.price[:n+left], x.made[:n+left]
	x.atUp, x.where = x.atUp[:n+left], x.where[:n+left]
	for r, b := range basic {
		x.where[b] = r
	}
}
