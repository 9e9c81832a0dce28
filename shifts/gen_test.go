package shifts_test

import (
	"fmt"
	"math/rand"

	"heshi/model"
	"heshi/shifts"
)

// shape is a kind of random instance.
type shape struct {
	people, days   int
	start          model.Day
	turns          []string // weekday-half of the weekly pattern
	seats          int
	needs          []string // skills asked for, one a turn, "" none
	share          int      // percent of volunteers who hold each skill
	slots          int      // slots each volunteer is free on
	pairs          int
	monthly        int // most turns a month
	gaps           int // gaps lie in 1..gaps
	fresh          int // percent of new volunteers
	parties, leave bool
}

// random builds an instance of the shape; equal seeds give equal instances.
func (sh shape) random(seed int64) *shifts.Instance {
	r := rand.New(rand.NewSource(seed))
	in := &shifts.Instance{
		Schema: shifts.InstanceSchema, ID: fmt.Sprintf("gen-%d", seed), Mode: shifts.ModePlan,
		Horizon: shifts.Horizon{Start: sh.start, End: sh.start + model.Day(sh.days-1)},
		Rules: shifts.Rules{
			MaxNewPerShift: 1, MonthRule: "calendar", PreferPairBonus: 2, ReservePerWeek: 2,
			PrefCost: shifts.PrefCost{Prefer: 0, Neutral: 1, Dislike: 3},
		},
	}
	for i, slot := range sh.turns {
		t := shifts.Turn{
			ID: slot, Weekday: slot[:3], Half: slot[4:], Start: "09:00", End: "11:30", Seats: sh.seats,
			Weight: 2 + r.Intn(2), Reserve: 1, Priority: 1, Need: map[string]int{},
		}
		if t.Half == shifts.PM {
			t.Start, t.End = "14:30", "17:00"
		}
		if k := sh.needs[i%len(sh.needs)]; k != "" {
			t.Need[k] = 1
		}
		in.Pattern = append(in.Pattern, t)
	}
	in.Shifts = shifts.Demand(in.Pattern, nil, in.Horizon)
	for i := range sh.people {
		in.Volunteers = append(in.Volunteers, sh.volunteer(r, i, in))
	}
	for i := range sh.pairs {
		a, b := r.Intn(sh.people), r.Intn(sh.people)
		if a != b {
			kind := []string{shifts.Avoid, shifts.Prefer}[i%2]
			in.Pairs = append(in.Pairs, shifts.Pair{A: in.Volunteers[a].ID, B: in.Volunteers[b].ID, Kind: kind})
		}
	}
	if sh.parties {
		for i := range in.Shifts {
			if r.Intn(4) == 0 {
				in.Shifts[i].Parties = []string{fmt.Sprintf("m%d", r.Intn(4))}
			}
		}
	}
	return in.Filled()
}

func (sh shape) volunteer(r *rand.Rand, i int, in *shifts.Instance) shifts.Volunteer {
	v := shifts.Volunteer{
		ID: fmt.Sprintf("v%03d", i+1), Level: shifts.Experienced, MaxWeek: 1 + r.Intn(2),
		MaxMonth: max(1, sh.monthly-r.Intn(2)), MinGap: 1 + r.Intn(sh.gaps), Carry: r.Intn(5), Fair: true,
		Stations: []string{"main"}, LastDuty: in.Horizon.Start - model.Day(1+r.Intn(8)),
	}
	if r.Intn(100) < sh.fresh {
		v.Level = shifts.New
	}
	seen := map[string]bool{}
	for _, k := range sh.needs {
		if k != "" && !seen[k] && r.Intn(100) < sh.share {
			v.Skills = append(v.Skills, k)
		}
		seen[k] = true
	}
	for _, x := range r.Perm(len(sh.turns))[:min(sh.slots, len(sh.turns))] {
		v.Avail = append(v.Avail, sh.turns[x])
		switch r.Intn(3) {
		case 0:
			v.Prefer = append(v.Prefer, sh.turns[x])
		case 1:
			if r.Intn(2) == 0 {
				v.Dislike = append(v.Dislike, sh.turns[x])
			}
		}
	}
	if sh.leave {
		for range r.Intn(4) {
			from := in.Horizon.Start + model.Day(r.Intn(sh.days))
			v.Leave = append(v.Leave, shifts.Leave{From: from, To: from + model.Day(r.Intn(15))})
		}
	}
	if sh.parties && r.Intn(3) == 0 {
		v.Conflicts = []string{fmt.Sprintf("m%d", r.Intn(4))}
	}
	return v
}

// tiny builds an instance small enough to try every roster: odd rules, two
// turns a day, baselines, frozen turns.
func tiny(seed int64) *shifts.Instance {
	r := rand.New(rand.NewSource(seed))
	sh := shape{
		people: 2 + r.Intn(3), days: 4 + r.Intn(9), start: 740000 + model.Day(r.Intn(40)),
		turns: []string{"mon-am", "mon-pm", "thu-am"}, seats: 1 + r.Intn(2), needs: []string{"lead", "", "minnan"},
		share: 40, slots: 2, pairs: r.Intn(4), monthly: 1 + r.Intn(3), gaps: 4, fresh: 30, parties: true, leave: r.Intn(3) == 0,
	}
	in := sh.random(seed)
	for i := range in.Volunteers {
		v := &in.Volunteers[i]
		if r.Intn(3) == 0 {
			v.MinGap = 0
		}
		v.Fair = r.Intn(6) > 0
		if r.Intn(4) == 0 {
			v.LastDuty = 0
		}
	}
	for i := range in.Shifts {
		s := &in.Shifts[i]
		s.Weight, s.Priority = 1+r.Intn(3), 1+r.Intn(2)
		if s.Half == shifts.PM && r.Intn(3) == 0 {
			s.Start = "11:00" // overlaps the morning
		}
	}
	if r.Intn(2) == 0 && len(in.Shifts) > 0 {
		in.Mode = []string{shifts.ModePlan, shifts.ModeRepair}[r.Intn(2)]
		for range 1 + r.Intn(3) {
			in.Baseline = append(in.Baseline, shifts.Assignment{
				Shift: in.Shifts[r.Intn(len(in.Shifts))].ID, Volunteer: in.Volunteers[r.Intn(len(in.Volunteers))].ID,
			})
		}
	}
	return in
}
