package shifts

import (
	"sort"
	"time"

	"heshi/model"
)

// Sign is one line of the sign-in sheet. Out is zero while the volunteer is
// still there, or when he forgot to sign out.
type Sign struct {
	Volunteer string
	In, Out   time.Time
}

// Service is the time one volunteer served in a period.
type Service struct {
	Volunteer string
	Minutes   int
	Turns     int     // spans counted; overlapping ones are one
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
// zone loc, by volunteer id. Overlapping spans of one volunteer count once; a
// span that runs over midnight is split at it. Spans that cannot be right are
// listed, not counted.
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
		x.In, x.Out = later(x.In, begin), earlier(x.Out, end)
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

// sum merges overlapping spans and adds them up day by day, in whole minutes.
func (v *Service) sum(list []Sign, loc *time.Location) {
	sort.SliceStable(list, func(a, b int) bool { return list[a].In.Before(list[b].In) })
	day := map[model.Day]time.Duration{}
	for i := 0; i < len(list); {
		start, stop := list[i].In, list[i].Out
		for i++; i < len(list) && !list[i].In.After(stop); i++ {
			stop = later(stop, list[i].Out)
		}
		v.Turns++
		for start.Before(stop) {
			d := model.DayOf(start, loc)
			cut := earlier(stop, (d + 1).In(loc))
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
