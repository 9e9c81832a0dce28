package shifts

import (
	"slices"
	"sort"
	"time"

	"heshi/model"
)

// What somebody did in a time of service.
const (
	OnTurn    = "turn"      // came for a turn of the roster
	Unasked   = "extra"     // came besides his turns
	Mediation = "mediation" // mediated, by the record of the mediation
)

// Sign is one line of the sign-in sheet, or a mediation. Out is zero while the
// volunteer is still there, or when he forgot to sign out. What is OnTurn,
// Unasked or Mediation.
type Sign struct {
	Volunteer string
	In, Out   time.Time
	What      string
}

// Stay is a time of service after overlapping ones were made one.
type Stay struct {
	In, Out time.Time
	What    []string // each once, as they began
}

// Minutes is how long the stay was.
func (s Stay) Minutes() int { return int(s.Out.Sub(s.In) / time.Minute) }

// Service is the time one volunteer served in a period.
type Service struct {
	Volunteer string
	Minutes   int
	Turns     int     // spans counted; overlapping ones are one
	Stays     []Stay  // those spans, oldest first
	Doubtful  []Sign  // no sign-out, or one before the sign-in, or too long
	Days      []Spent // by day, in order
}

// Spent is the service of one day.
type Spent struct {
	Day     model.Day
	Minutes int
}

// longest is the greatest span of one sign-in that is believed.
const longest = 16 * time.Hour

// Hours sums the sign-in sheet over the days from..to, both inside, in the
// zone loc, by volunteer id, in whole minutes. Overlapping spans of one volunteer
// count once; a span that runs over midnight is split at it. Spans that cannot
// be right are listed, not counted.
func Hours(sheet []Sign, from, to model.Day, loc *time.Location) []Service {
	by := map[string]*Service{}
	spans := map[string][]Sign{}
	begin, end := from.In(loc), (to + 1).In(loc)
	for _, x := range sheet {
		if x.In.Before(begin) && !x.Out.After(begin) || !x.In.Before(end) {
			continue
		}
		if by[x.Volunteer] == nil {
			by[x.Volunteer] = &Service{Volunteer: x.Volunteer}
		}
		if x.Out.Before(x.In) || x.Out.Sub(x.In) > longest {
			by[x.Volunteer].Doubtful = append(by[x.Volunteer].Doubtful, x)
			continue
		}
		x.In, x.Out = later(x.In, begin).Truncate(time.Minute), earlier(x.Out, end).Truncate(time.Minute)
		spans[x.Volunteer] = append(spans[x.Volunteer], x)
	}
	out := []Service{}
	for _, id := range sortedKeys(by) {
		by[id].sum(spans[id], loc)
		out = append(out, *by[id])
	}
	return out
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// sum merges overlapping spans and adds them up day by day.
func (v *Service) sum(list []Sign, loc *time.Location) {
	sort.SliceStable(list, func(a, b int) bool { return list[a].In.Before(list[b].In) })
	day := map[model.Day]time.Duration{}
	for i := 0; i < len(list); {
		stay := Stay{In: list[i].In.In(loc), Out: list[i].Out.In(loc), What: []string{list[i].What}}
		for i++; i < len(list) && !list[i].In.After(stay.Out); i++ {
			stay.Out = later(stay.Out, list[i].Out.In(loc))
			if !slices.Contains(stay.What, list[i].What) {
				stay.What = append(stay.What, list[i].What)
			}
		}
		v.Turns++
		v.Stays = append(v.Stays, stay)
		for start := stay.In; start.Before(stay.Out); {
			d := model.DayOf(start, loc)
			cut := earlier(stay.Out, (d + 1).In(loc))
			day[d] += cut.Sub(start)
			start = cut
		}
	}
	for d, t := range day {
		v.Days = append(v.Days, Spent{d, int(t / time.Minute)})
		v.Minutes += int(t / time.Minute)
	}
	sort.Slice(v.Days, func(a, b int) bool { return v.Days[a].Day < v.Days[b].Day })
}
