package core

// complete reports whether nothing is missing.
func (st *state) complete() bool {
	for sh := range st.on {
		if st.shiftCost(sh) > 0 {
			return false
		}
	}
	return true
}

// mended fills what is missing by moving few people: whoever can simply come,
// or somebody whose own turn another takes over. It reports whether nothing is
// missing then.
func (st *state) mended() bool {
	for sh := range st.on {
		for st.shiftCost(sh) > 0 && (st.comes(sh) || st.changesOver(sh)) {
		}
	}
	return st.complete()
}

// comes adds whoever costs least of those who leave the least missing on s.
func (st *state) comes(s int) bool {
	who, least, cost := -1, st.shiftCost(s), 0
	for _, b := range st.pool(s) {
		if !st.free(b, s) {
			continue
		}
		st.add(b, s)
		if left := st.shiftCost(s); st.team(s) && (left < least || left == least && who >= 0 && st.cost < cost) {
			who, least, cost = b, left, st.cost
		}
		st.remove(b, s)
	}
	if who < 0 || len(st.on[s])+1 == st.p.Shifts[s].Seats && least > 0 {
		return false // the last seat goes to somebody who lacks nothing
	}
	st.add(who, s)
	return true
}

// changesOver puts somebody on s so that nothing is missing there, and another
// in his place elsewhere.
func (st *state) changesOver(s int) bool {
	for _, b := range st.pool(s) {
		for n := 0; n < len(st.duty[b]); n++ {
			t := st.duty[b][n]
			if t == s {
				continue
			}
			missing := st.shiftCost(t)
			st.remove(b, t)
			if st.free(b, s) {
				st.add(b, s)
				if st.team(s) && st.shiftCost(s) == 0 && st.replaced(b, t, missing) {
					return true
				}
				st.remove(b, s)
			}
			st.add(b, t)
		}
	}
	return false
}

// replaced adds somebody else than b to t so that no more than before is
// missing there.
func (st *state) replaced(b, t, missing int) bool {
	for _, c := range st.pool(t) {
		if c == b || !st.free(c, t) {
			continue
		}
		st.add(c, t)
		if st.team(t) && st.shiftCost(t) <= missing {
			return true
		}
		st.remove(c, t)
	}
	return false
}
