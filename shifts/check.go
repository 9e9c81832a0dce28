package shifts

import (
	"fmt"
	"math"
	"sort"
	"strconv"
	"time"

	"heshi/model"
)

// Report is what Check found; its JSON has the fields of check.py --json.
type Report struct {
	Instance     string         `json:"instance"`
	OK           bool           `json:"ok"`
	Violations   []Violation    `json:"violations"`
	Terms        Values         `json:"terms"`
	Order        []string       `json:"order"`
	Fairness     Fairness       `json:"fairness"`
	Load         map[string]int `json:"load"`   // carry + weighted turns
	Duties       map[string]int `json:"duties"` // turns
	Unfilled     []Hole         `json:"unfilled"`
	ReserveShort int            `json:"reserve_short"`
	Assigned     int            `json:"assigned"`
	Seats        int            `json:"seats"`
}

// Fairness describes the loads of the volunteers who count in fairness. Mean
// and Stdev are rounded to three decimals.
type Fairness struct {
	Min   int     `json:"min"`
	Max   int     `json:"max"`
	Mean  float64 `json:"mean"`
	SumSq int     `json:"sumsq"`
	Stdev float64 `json:"stdev"`
}

// Violation is one broken rule or false claim: a code and its details, flat in
// JSON.
type Violation struct {
	Code string
	Args map[string]any
}

// MarshalJSON writes code and details as one flat object.
func (v Violation) MarshalJSON() ([]byte, error) {
	m := map[string]any{"code": v.Code}
	for k, x := range v.Args {
		m[k] = x
	}
	return marshal(m)
}

// Items returns the ids the violation is about: shift, then people.
func (v Violation) Items() []string {
	var out []string
	for _, k := range []string{"shift", "volunteer", "a", "b", "week", "month"} {
		if s, ok := v.Args[k].(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// Check recomputes every hard rule, every goal and every claim of the roster
// from the instance alone; it shares nothing with the planner. A claim is an
// entry of Objective, Bound or Unfilled.
func Check(in *Instance, r *Roster) *Report {
	k := newChecker(in)
	k.duties(r)
	for id := range k.shift {
		sort.Strings(k.on[id])
	}
	k.eachShift(r)
	k.eachVolunteer()
	k.terms(r)
	k.claims(r)
	k.reserves(r)
	k.rep.OK = len(k.rep.Violations) == 0
	return k.rep
}

type checker struct {
	in    *Instance
	rep   *Report
	shift map[string]*Shift
	vol   map[string]*Volunteer
	seen  map[Assignment]bool
	on    map[string][]string // shift -> volunteers
	duty  map[string][]*Shift // volunteer -> shifts
	pairs map[string][]Pair   // kind -> pairs
}

func newChecker(in *Instance) *checker {
	k := &checker{
		in: in, shift: map[string]*Shift{}, vol: map[string]*Volunteer{}, seen: map[Assignment]bool{},
		on: map[string][]string{}, duty: map[string][]*Shift{}, pairs: map[string][]Pair{},
		rep: &Report{
			Instance: in.ID, Violations: []Violation{}, Unfilled: []Hole{}, Order: order(in.Mode),
			Load: map[string]int{}, Duties: map[string]int{},
		},
	}
	for i := range in.Shifts {
		k.shift[in.Shifts[i].ID] = &in.Shifts[i]
	}
	for i := range in.Volunteers {
		k.vol[in.Volunteers[i].ID] = &in.Volunteers[i]
	}
	for _, p := range in.Pairs {
		k.pairs[p.Kind] = append(k.pairs[p.Kind], p)
	}
	return k
}

// args builds the details of a violation: name, value, name, value...
func args(kv ...any) map[string]any {
	m := make(map[string]any, len(kv)/2)
	for i := 0; i+1 < len(kv); i += 2 {
		m[kv[i].(string)] = kv[i+1]
	}
	return m
}

func (k *checker) bad(code string, kv ...any) {
	k.rep.Violations = append(k.rep.Violations, Violation{code, args(kv...)})
}

func (k *checker) duties(r *Roster) {
	if r.Instance != "" && r.Instance != k.in.ID {
		k.bad("WRONG_INSTANCE", "got", r.Instance)
	}
	for _, a := range r.Assignments {
		if k.seen[a] {
			k.bad("DUPLICATE", "shift", a.Shift, "volunteer", a.Volunteer)
			continue
		}
		k.seen[a] = true
		if s, v := k.static(a, "duty"); s != nil {
			k.on[s.ID] = append(k.on[s.ID], v.ID)
			k.duty[v.ID] = append(k.duty[v.ID], s)
		}
	}
	for _, f := range sortedSet(k.in.Frozen) {
		if !k.seen[f] {
			k.bad("FROZEN_CHANGED", "shift", f.Shift, "volunteer", f.Volunteer)
		}
	}
	k.rep.Assigned = len(k.seen)
}

// static checks the rules that need only the two of them; nil for unknown ids.
func (k *checker) static(a Assignment, what string) (*Shift, *Volunteer) {
	s, v := k.shift[a.Shift], k.vol[a.Volunteer]
	if s == nil {
		k.bad("UNKNOWN_SHIFT", "shift", a.Shift, "volunteer", a.Volunteer)
		return nil, nil
	}
	if v == nil {
		k.bad("UNKNOWN_VOLUNTEER", "shift", a.Shift, "volunteer", a.Volunteer)
		return nil, nil
	}
	ref := []any{"shift", s.ID, "volunteer", v.ID, "what", what}
	if !has(v.Avail, model.SlotOf(s.Date, s.Half)) {
		k.bad("NOT_AVAILABLE", ref...)
	}
	if !has(v.Stations, s.Station) {
		k.bad("WRONG_STATION", ref...)
	}
	for _, l := range v.Leave {
		if l.From <= s.Date && s.Date <= l.To {
			k.bad("ON_LEAVE", append(ref, "leave", l)...)
		}
	}
	if both := common(s.Parties, v.Conflicts); len(both) > 0 {
		k.bad("CONFLICT_OF_INTEREST", append(ref, "parties", both)...)
	}
	return s, v
}

func (k *checker) eachShift(r *Roster) {
	unfilled, short := 0, 0
	for i := range k.in.Shifts {
		s := &k.in.Shifts[i]
		who := k.on[s.ID]
		k.team(s, who)
		if miss := s.Seats - len(who); miss > 0 {
			unfilled += s.Priority * miss
			k.rep.Unfilled = append(k.rep.Unfilled, Hole{s.ID, miss})
		}
		for skill, n := range s.Need {
			for _, w := range who {
				n -= btoi(has(k.vol[w].Skills, skill))
			}
			short += max(0, n)
		}
		k.rep.Seats += s.Seats
	}
	k.rep.Terms = Values{Unfilled: unfilled, SkillShort: short}
}

// team checks the rules among the people of one shift.
func (k *checker) team(s *Shift, who []string) {
	if len(who) > s.Seats {
		k.bad("OVERSTAFFED", "shift", s.ID, "got", len(who), "seats", s.Seats)
	}
	fresh := 0
	for _, w := range who {
		fresh += btoi(k.vol[w].Level == New)
	}
	if fresh > k.in.Rules.MaxNewPerShift {
		k.bad("TOO_MANY_NEW", "shift", s.ID, "got", fresh)
	}
	if fresh > len(who)-fresh {
		k.bad("NEW_WITHOUT_EXPERIENCED", "shift", s.ID)
	}
	for _, p := range k.pairs[Avoid] {
		if has(who, p.A) && has(who, p.B) {
			k.bad("AVOID_PAIR", "shift", s.ID, "a", p.A, "b", p.B)
		}
	}
}

func (k *checker) eachVolunteer() {
	for i := range k.in.Volunteers {
		v := &k.in.Volunteers[i]
		list := k.duty[v.ID]
		sort.Slice(list, func(a, b int) bool { return dutyBefore(list[a], list[b]) })
		k.gaps(v, list)
		k.counts(v, list)
		load := v.Carry
		for _, s := range list {
			load += s.Weight
		}
		k.rep.Load[v.ID] = load
		k.rep.Duties[v.ID] = len(list)
	}
}

// dutyBefore is the order in which the turns of one person follow each other.
func dutyBefore(a, b *Shift) bool {
	if a.Date != b.Date {
		return a.Date < b.Date
	}
	if a.Half != b.Half {
		return a.Half < b.Half
	}
	return a.ID < b.ID
}

func (k *checker) gaps(v *Volunteer, list []*Shift) {
	prev, from := v.LastDuty, "history"
	for i, s := range list {
		if days := int(s.Date - prev); !prev.IsZero() && days < v.MinGap {
			k.bad("MIN_GAP", "volunteer", v.ID, "a", from, "b", s.ID, "days", days, "need", v.MinGap)
		}
		if i > 0 && list[i-1].Date == s.Date && list[i-1].End > s.Start {
			k.bad("OVERLAP", "volunteer", v.ID, "a", from, "b", s.ID)
		}
		prev, from = s.Date, s.ID
	}
}

// counts checks the turns of each ISO week and each calendar month. Turns of
// one week or month stand together in the sorted list.
func (k *checker) counts(v *Volunteer, list []*Shift) {
	week, month := map[string]int{}, map[string]int{}
	var weeks, months []string
	for _, s := range list {
		w, m := weekOf(s.Date), s.Date.String()[:7]
		if week[w]++; week[w] == 1 {
			weeks = append(weeks, w)
		}
		if month[m]++; month[m] == 1 {
			months = append(months, m)
		}
	}
	for _, w := range weeks {
		if week[w] > v.MaxWeek {
			k.bad("MAX_WEEK", "volunteer", v.ID, "week", w, "got", week[w], "max", v.MaxWeek)
		}
	}
	for _, m := range months {
		if month[m] > v.MaxMonth {
			k.bad("MAX_MONTH", "volunteer", v.ID, "month", m, "got", month[m], "max", v.MaxMonth)
		}
	}
}

// weekOf names the ISO week of a day: 2026-W09.
func weekOf(d model.Day) string {
	y, w := d.In(time.UTC).ISOWeek()
	return fmt.Sprintf("%d-W%02d", y, w)
}

func (k *checker) terms(r *Roster) {
	var loads []int
	for i := range k.in.Volunteers {
		if v := &k.in.Volunteers[i]; v.Fair {
			loads = append(loads, k.rep.Load[v.ID])
		}
	}
	if len(loads) == 0 {
		loads = []int{0}
	}
	k.rep.Fairness = fairness(loads)
	k.rep.Terms[Spread] = k.rep.Fairness.Max - k.rep.Fairness.Min
	k.rep.Terms[Pref] = k.pref()
	k.rep.Terms[Changes] = k.changes()
}

func fairness(loads []int) Fairness {
	f := Fairness{Min: loads[0], Max: loads[0]}
	sum := 0
	for _, l := range loads {
		f.Min, f.Max = min(f.Min, l), max(f.Max, l)
		sum += l
		f.SumSq += l * l
	}
	mean := float64(sum) / float64(len(loads))
	dev := 0.0
	for _, l := range loads {
		d := float64(l) - mean
		dev += float64(d * d)
	}
	f.Mean = round3(mean)
	f.Stdev = round3(math.Sqrt(dev / float64(len(loads))))
	return f
}

func round3(x float64) float64 {
	r, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'f', 3, 64), 64)
	return r
}

func (k *checker) pref() int {
	cost := 0
	for id, who := range k.on {
		slot := model.SlotOf(k.shift[id].Date, k.shift[id].Half)
		for _, w := range who {
			cost += wish(k.in.Rules.PrefCost, k.vol[w], slot)
		}
		for _, p := range k.pairs[Prefer] {
			if has(who, p.A) && has(who, p.B) {
				cost -= k.in.Rules.PreferPairBonus
			}
		}
	}
	return cost
}

// wish is the cost of one turn in the slot for the volunteer.
func wish(c PrefCost, v *Volunteer, slot string) int {
	switch {
	case has(v.Prefer, slot):
		return c.Prefer
	case has(v.Dislike, slot):
		return c.Dislike
	}
	return c.Neutral
}

func (k *checker) changes() int {
	base, based := map[Assignment]bool{}, map[string]bool{}
	for _, b := range k.in.Baseline {
		base[b], based[b.Shift] = true, true
	}
	n := 0
	for b := range base {
		n += btoi(!k.seen[b])
	}
	for a := range k.seen {
		n += btoi(!base[a] && based[a.Shift])
	}
	return n
}

// claims compares what the roster says of itself with what was counted. A
// bound above its value is absurd only when every goal before it is at its
// bound: otherwise the bound speaks of better rosters.
func (k *checker) claims(r *Roster) {
	for _, g := range planOrder() {
		if x, ok := r.Objective[g]; ok && x != k.rep.Terms[g] {
			k.bad("CLAIM_MISMATCH", "term", g, "claimed", x, "actual", k.rep.Terms[g])
		}
	}
	tight := true
	for _, g := range k.rep.Order {
		b, ok := r.Bound[g]
		if ok && tight && b > k.rep.Terms[g] {
			k.bad("BOUND_ABOVE_VALUE", "term", g, "bound", b, "actual", k.rep.Terms[g])
		}
		tight = tight && ok && b == k.rep.Terms[g]
	}
	if r.Unfilled == nil {
		return
	}
	claimed, found := map[Hole]bool{}, map[Hole]bool{}
	for _, h := range r.Unfilled {
		claimed[h] = true
	}
	same := true
	for _, h := range k.rep.Unfilled {
		found[h] = true
		same = same && claimed[h]
	}
	if !same || len(claimed) != len(found) {
		k.bad("UNFILLED_LIST_MISMATCH")
	}
}

func (k *checker) reserves(r *Roster) {
	busy := map[Assignment]bool{} // volunteer and date, in an Assignment's clothes
	for v, list := range k.duty {
		for _, s := range list {
			busy[Assignment{s.Date.String(), v}] = true
		}
	}
	listed := map[string][]string{}
	calls := map[Assignment]int{}
	var weeks []Assignment
	for _, x := range r.Reserves {
		s, v := k.static(Assignment{x.Shift, x.Volunteer}, "reserve")
		if s == nil {
			continue
		}
		if has(listed[s.ID], v.ID) {
			k.bad("RESERVE_DUPLICATE", "shift", s.ID, "volunteer", v.ID)
		}
		listed[s.ID] = append(listed[s.ID], v.ID)
		if busy[Assignment{s.Date.String(), v.ID}] {
			k.bad("RESERVE_ON_DUTY", "shift", s.ID, "volunteer", v.ID)
		}
		w := Assignment{weekOf(s.Date), v.ID}
		if calls[w]++; calls[w] == 1 {
			weeks = append(weeks, w)
		}
	}
	for _, w := range weeks {
		if calls[w] > k.in.Rules.ReservePerWeek {
			k.bad("RESERVE_MAX_WEEK", "volunteer", w.Volunteer, "week", w.Shift, "got", calls[w])
		}
	}
	for i := range k.in.Shifts {
		s := &k.in.Shifts[i]
		k.rep.ReserveShort += max(0, s.Reserve-len(listed[s.ID]))
	}
}
