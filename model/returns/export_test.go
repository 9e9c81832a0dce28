package returns

// MissingPlainly is the list of missing facts found without remembering what
// was explored before, and false when that takes too many tries.
func (r *Rules) MissingPlainly(f Facts, env Env) ([]string, bool) {
	v := newView(&f, env.Now, env.zone())
	x := &eval{v: &v, rules: r, cal: env.Calendar, charters: env.Charters}
	if _, settled, _ := x.decide(); settled {
		return nil, true
	}
	e := &explorer{base: x, budget: tries}
	e.explore(&v)
	out := []string{}
	for f := range numFacts {
		if e.matter.has(f) {
			out = append(out, f.path())
		}
	}
	return out, e.budget >= 0
}
