package core

// Legal reports whether a roster keeps every hard rule of the problem.
func (p *Problem) Legal(r Roster) bool {
	st := newState(p, Weights{})
	for s, who := range r {
		for _, i := range who {
			if !st.free(i, s) {
				return false
			}
			st.add(i, s)
		}
	}
	for s := range r {
		if !st.team(s) {
			return false
		}
	}
	return true
}

// Narrow returns the problem in which person i may only serve the shifts that
// keep permits.
func (p *Problem) Narrow(keep func(person, shift int) bool) *Problem {
	q := *p
	q.People = append([]Person(nil), p.People...)
	for i := range q.People {
		v := &q.People[i]
		v.Can = nil
		for _, s := range p.People[i].Can {
			if keep(i, s) {
				v.Can = append(v.Can, s)
			}
		}
	}
	q.Index()
	return &q
}
