package core

// ledTo is where the lines of a turn lead: the tables that count when it is
// skipped and when it is taken.
type ledTo struct{ skip, take int32 }

// allLive lets the tables of all turns count.
func (d *planner) allLive() {
	if d.live == nil {
		d.live = make([]int32, len(d.turns)+1)
	}
	for k := range d.live {
		d.live[k] = int32(k)
	}
}

// skim leaves out the tables of turns that may not be taken: they say what the
// next ones say. A search that decides turn after turn has fewer and fewer to
// fill.
func (d *planner) skim() {
	if d.sameDay {
		return // chains of a day look at all of them
	}
	for k := len(d.turns) - 1; k >= 0; k-- {
		if t := &d.turns[k]; t.out && !t.must {
			d.live[k] = d.live[k+1]
		} else {
			d.live[k] = int32(k)
		}
	}
}

// lead lets the lines of turn k lead to the tables that count now.
func (d *planner) lead(k int) {
	to := ledTo{d.live[k+1], d.live[d.turns[k].next]}
	if d.led[k] == to {
		return
	}
	d.led[k] = to
	for i := range d.lines[k] {
		x := &d.lines[k][i]
		w, m, lo := d.split(int(x.out))
		x.skip = int32(d.enter(k, int(to.skip), w, m) + lo)
		if x.nTake > 0 {
			_, at := d.followed(k, w, m)
			x.take = int32(at + lo + d.turns[k].load)
		}
	}
}
