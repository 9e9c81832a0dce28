package shifts

import (
	"slices"
	"sort"
	"strings"

	"heshi/model"
)

// mostRemedies is how many single changes an entry names.
const mostRemedies = 5

// remedies lists single changes that would fill a seat of s: each asks one
// volunteer for one exception (or none), and is re-checked by trying. The
// lightest request stands first. Conflicts of interest are never touched.
func (e *explainer) remedies(s *Shift, blocked []Blocked) []Remedy {
	type option struct {
		remedy Remedy
		rank   int
		spread int
	}
	var all []option
	for _, b := range blocked {
		if len(b.Rules) > 1 || len(b.Rules) == 1 && askRank(b.Rules[0]) < 0 {
			continue
		}
		rule := ""
		if len(b.Rules) == 1 {
			rule = b.Rules[0]
		}
		if spread, ok := e.works(s, b.Volunteer, rule); ok {
			all = append(all, option{e.remedy(s, b.Volunteer, rule, spread), askRank(rule), spread})
		}
	}
	sort.SliceStable(all, func(a, b int) bool {
		if all[a].rank != all[b].rank {
			return all[a].rank < all[b].rank
		}
		return all[a].spread < all[b].spread
	})
	out := []Remedy{}
	for _, o := range all[:min(len(all), mostRemedies)] {
		out = append(out, o.remedy)
	}
	return out
}

// askRank orders exceptions by how much they ask of a person; below zero they
// are not for asking.
func askRank(rule string) int {
	return slices.Index([]string{"", "MAX_MONTH", "MAX_WEEK", "MIN_GAP", "NOT_AVAILABLE", "WRONG_STATION", "ON_LEAVE"}, rule)
}

// works tries the exception: with it granted, the volunteer on the shift must
// break nothing that was whole before. It returns the spread that results.
func (e *explainer) works(s *Shift, who, rule string) (int, bool) {
	in := *e.c.in
	in.Volunteers = slices.Clone(in.Volunteers)
	v := &in.Volunteers[e.c.personAt[who]]
	grant(v, s, rule)
	r := &Roster{Assignments: append(slices.Clone(e.r.Assignments), Assignment{s.ID, who})}
	after := Check(&in, r)
	if len(after.Violations) == 0 {
		return after.Terms[Spread], true
	}
	before := Check(&in, &Roster{Assignments: e.r.Assignments})
	return after.Terms[Spread], len(after.Violations) <= len(before.Violations)
}

// grant makes the one exception for the volunteer.
func grant(v *Volunteer, s *Shift, rule string) {
	switch rule {
	case "MAX_MONTH":
		v.MaxMonth++
	case "MAX_WEEK":
		v.MaxWeek++
	case "MIN_GAP":
		v.MinGap = 0
	case "NOT_AVAILABLE":
		v.Avail = append(slices.Clone(v.Avail), model.SlotOf(s.Date, s.Half))
	case "WRONG_STATION":
		v.Stations = append(slices.Clone(v.Stations), s.Station)
	case "ON_LEAVE":
		v.Leave = slices.DeleteFunc(slices.Clone(v.Leave), func(l Leave) bool { return l.From <= s.Date && s.Date <= l.To })
	}
}

func (e *explainer) remedy(s *Shift, who, rule string, spread int) Remedy {
	code := "shifts.ask.come"
	if rule != "" {
		code = "shifts.ask." + strings.ToLower(rule)
	}
	a := args("volunteer", who, "shift", s.ID, "date", s.Date.String(), "month", s.Date.String()[:7], "station", s.Station)
	now := e.spread()
	effect := "shifts.effect.spread_same"
	if spread != now {
		effect = "shifts.effect.spread_moves"
	}
	return Remedy{Note{Code: code, Args: a}, Note{Code: effect, Args: args("from", now, "to", spread)}}
}

// spread is that of the roster as it stands.
func (e *explainer) spread() int {
	if e.now == nil {
		e.now = Check(e.c.in, &Roster{Assignments: e.r.Assignments}).Terms
	}
	return e.now[Spread]
}
