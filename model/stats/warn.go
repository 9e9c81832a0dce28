package stats

import (
	"cmp"
	"slices"

	"heshi/model"
)

// maxWarnings is how many warnings of a kind are listed.
const maxWarnings = 10

// warnings lists what passes a limit, the gravest kind first, within a kind the
// largest.
func (f *Fold) warnings(r Report) []Warning {
	lim := f.rules.Limits
	out := []Warning{}
	add := func(list []Warning) []Warning {
		slices.SortFunc(list, func(a, b Warning) int { return cmp.Or(b.N-a.N, cmp.Compare(a.Value, b.Value)) })
		out = append(out, list[:min(len(list), maxWarnings)]...)
		return list
	}
	add(f.shops(WarnUnkept, Broken, lim.Unkept))
	told := add(f.shops(WarnMatter, Nature, lim.RepeatMatter))
	add(f.repeats(r, told, lim))
	add(f.lateClocks(r, lim))
	add(f.rises(WarnClass, Class, func(p *past) map[string]int { return p.class }, lim))
	add(f.rises(WarnNature, Nature, func(p *past) map[string]int { return p.nature }, lim))
	if s := r.Satisfied; s.Of >= lim.FewAnswers && s.Percent() < lim.Satisfied {
		add([]Warning{f.warn(WarnSatisfied, behind{by: Satisfaction, value: "dissatisfied"}, s.Percent(), lim.Satisfied)})
	}
	return out
}

// warn makes a warning about what stands at a place.
func (f *Fold) warn(code string, at behind, n, limit int) Warning {
	w := Warning{Code: code, Value: at.value, N: n, Limit: limit, Where: []Cond{{at.by, at.value}}, ords: []uint64{}}
	if at.and != "" {
		w.Where = append(w.Where, Cond{at.and, at.second})
	}
	if b := f.behind[at]; b != nil {
		w.ords = b.ords
		slices.Sort(w.ords)
	}
	return w
}

// shops lists shops with many cases that have something else in common.
func (f *Fold) shops(code string, and Dim, limit int) (out []Warning) {
	for at, b := range f.behind {
		if at.by == Shop && at.and == and && at.second != "" && b.n >= limit {
			out = append(out, f.warn(code, at, b.n, limit))
		}
	}
	return out
}

// repeats lists shops with many complaints, but for those of which all were
// told of already.
func (f *Fold) repeats(r Report, told []Warning, lim Limits) (out []Warning) {
	for _, row := range r.Table(Shop).Rows {
		known := slices.ContainsFunc(told, func(w Warning) bool { return w.Value == row.Value && w.N == row.N })
		if row.N < lim.RepeatShop || row.Value == "" || known {
			continue
		}
		w := f.warn(WarnShop, behind{by: Shop, value: row.Value}, row.N, lim.RepeatShop)
		w.Before = row.Before
		out = append(out, w)
	}
	return out
}

func (f *Fold) lateClocks(r Report, lim Limits) (out []Warning) {
	for _, p := range r.Promises {
		if s := p.Share(); s.Of >= lim.FewAnswers && s.Percent() < lim.OnTime && !f.rules.Unverified(p.Rule) {
			out = append(out, f.warn(WarnLate, behind{by: Late, value: p.Rule}, s.Percent(), lim.OnTime))
		}
	}
	return out
}

// rises lists values with many more complaints than in the three months before.
// A month without any complaint is one before the station opened and says
// nothing.
func (f *Fold) rises(code string, by Dim, of func(*past) map[string]int, lim Limits) (out []Warning) {
	months, sum := 0, map[string]int{}
	for i := Month(1); i <= 3; i++ {
		p := f.trend[f.month-i]
		if p.Complaints == 0 {
			continue
		}
		months++
		for value, n := range of(p) {
			sum[value] += n
		}
	}
	if months == 0 {
		return nil
	}
	for value, n := range of(f.trend[f.month]) {
		if value == "" || n < lim.RiseCases || n*100*months < sum[value]*lim.RisePercent {
			continue
		}
		w := f.warn(code, behind{by: by, value: value}, n, lim.RiseCases)
		w.Before = (sum[value] + months/2) / months
		out = append(out, w)
	}
	return out
}

// Names fills in what shops and groups are called, and the numbers of the cases
// behind the warnings by their ordinals.
func (r *Report) Names(name func(id model.ID) string, no func(ord uint64) string) {
	for _, t := range r.Tables {
		if t.By != Shop && t.By != Group {
			continue
		}
		for i := range t.Rows {
			t.Rows[i].Name = name(model.ID(t.Rows[i].Value))
		}
	}
	for i := range r.Warnings {
		w := &r.Warnings[i]
		w.Cases = []string{}
		for _, ord := range w.ords {
			w.Cases = append(w.Cases, no(ord))
		}
		switch w.Code {
		case WarnUnkept, WarnMatter, WarnShop:
			w.Name = name(model.ID(w.Value))
		}
	}
}
