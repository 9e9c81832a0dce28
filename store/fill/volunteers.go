package fill

import (
	"math/rand/v2"

	"heshi/model"
)

// Volunteers returns n generated volunteers as a station of the sample week has
// them: most can come on two or three of its half-days, a few lead, a few speak
// the dialect, the last are new.
func (p Plan) Volunteers(n int, today model.Day) []model.Volunteer {
	r := rand.New(rand.NewPCG(p.Seed, 1<<41))
	turns := []string{"tue-am", "tue-pm", "sat-am", "sat-pm"}
	var out []model.Volunteer
	seen := map[string]bool{}
	for len(out) < n {
		v := model.Volunteer{
			Name: p.name(r), Phone: phone(r), Level: model.LevelExperienced,
			MaxWeek: 2, MaxMonth: 6, MinGap: 2, Joined: today - model.Day(60+r.IntN(900)),
		}
		if seen[v.Name] {
			continue
		}
		seen[v.Name] = true
		i := len(out)
		if i%2 == 0 {
			v.Skills = append(v.Skills, "lead")
		}
		if i%3 == 0 {
			v.Skills = append(v.Skills, "minnan")
		}
		if i%5 == 1 {
			v.Skills = append(v.Skills, "inspector")
		}
		if i >= n-2 {
			v.Level, v.Skills, v.Joined = model.LevelNew, nil, today-20
		}
		off := turns[r.IntN(len(turns))]
		for _, slot := range turns {
			if slot != off {
				v.Avail = append(v.Avail, slot)
			}
		}
		v.Prefer = []string{v.Avail[r.IntN(len(v.Avail))]}
		out = append(out, v)
	}
	return out
}
