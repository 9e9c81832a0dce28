package handout_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/model"
	"heshi/shifts"
	"heshi/shifts/station"
	"heshi/store/exchange"
	"heshi/ui/handout"
	"heshi/ui/paper"
	"heshi/ui/paper/forms"
	"heshi/ui/text"
)

func day(t *testing.T, s string) model.Day {
	d, err := model.ParseDay(s)
	require.NoError(t, err)
	return d
}

// source has one published roster of two turns, the second with an empty seat,
// and a draft that must never get out.
func source(t *testing.T, lang string) handout.Source {
	set, err := text.Load(assets.Files())
	require.NoError(t, err)
	turn := func(id, date, half, start, end string) shifts.Shift {
		return shifts.Shift{ID: id, Date: day(t, date), Half: half, Start: start, End: end, Station: "main", Seats: 2}
	}
	in := &shifts.Instance{
		ID: "x", Shifts: []shifts.Shift{
			turn("2026-12-01/tue-am", "2026-12-01", "am", "09:00", "11:30"),
			turn("2026-12-05/sat-pm", "2026-12-05", "pm", "14:30", "17:00"),
		},
		Volunteers: []shifts.Volunteer{{ID: "v-1"}, {ID: "v-2"}},
		Holidays:   []shifts.Holiday{{Date: day(t, "2026-12-08"), Name: "歇业", Policy: shifts.Closed}},
	}
	r := station.Roster{
		Status: station.Published, From: day(t, "2026-12-01"), To: day(t, "2026-12-31"), Instance: in,
		Assignments: []shifts.Assignment{
			{Shift: "2026-12-01/tue-am", Volunteer: "v-1"}, {Shift: "2026-12-01/tue-am", Volunteer: "v-2"}, {Shift: "2026-12-05/sat-pm", Volunteer: "v-2"},
		},
		Reserves: []station.Reserve{{Shift: "2026-12-05/sat-pm", Volunteer: "v-1", Rank: 1}},
	}
	draft := r
	draft.Status = station.Draft
	words := set.Lang(lang)
	return handout.Source{
		Text: words, Station: model.Station{Code: "JJ01", Name: "晋江, 服务站"}, Zone: time.FixedZone("CST", 8*3600),
		Rosters: []station.Roster{draft, r}, Names: map[model.ID]string{"v-1": "陈秀兰", "v-2": "林国栋"},
		Forms: forms.New(assets.Files(), words, "晋江"), Press: paper.NewPress(assets.Files()),
	}
}

func write(t *testing.T, s handout.Source, name string, what handout.What) string {
	var b bytes.Buffer
	what.Now = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	_, err := s.Write(&b, name, what)
	require.NoError(t, err)
	return b.String()
}

func TestTheMonthHasEveryTurnWithItsPeople(t *testing.T) {
	for lang, want := range map[string][]string{
		"zh": {"2026-12-01", "星期二", "09:00-11:30", "陈秀兰、林国栋", "空1席", "待命"},
		"en": {"2026-12-05", "Sat", "14:30-17:00", "1 empty", "On call"},
	} {
		s := source(t, lang)
		csv := write(t, s, "m.csv", handout.What{Month: day(t, "2026-12-20")})
		for _, w := range want {
			require.Contains(t, csv, w)
		}
		require.Equal(t, 3, strings.Count(csv, "\n"), "a head and two turns: the draft stays in")
		table, err := exchange.Read("m.xlsx", []byte(write(t, s, "m.xlsx", handout.What{Month: day(t, "2026-12-20")})))
		require.NoError(t, err)
		require.Len(t, table.Rows, 2)
		pdf := write(t, s, "m.pdf", handout.What{Month: day(t, "2026-12-20")})
		require.True(t, strings.HasPrefix(pdf, "%PDF"))
		require.Equal(t, pdf, write(t, s, "m.pdf", handout.What{Month: day(t, "2026-12-20")}))
	}
}

func TestACalendarHasTheTurnsOfTheStationOrOfOne(t *testing.T) {
	s := source(t, "zh")
	all := write(t, s, "a.ics", handout.What{})
	require.Equal(t, all, write(t, s, "a.ics", handout.What{}), "the same bytes")
	require.Equal(t, 2, strings.Count(all, "BEGIN:VEVENT"))
	require.Contains(t, all, "DTSTART:20261201T010000Z\r\nDTEND:20261201T033000Z\r\n")
	require.Contains(t, all, `LOCATION:晋江\, 服务站`)
	require.Contains(t, all, "UID:2026-12-01/tue-am@JJ01.heshi")
	own := write(t, s, "a.ics", handout.What{Who: "v-1"})
	require.Equal(t, 1, strings.Count(own, "BEGIN:VEVENT"))
	require.Contains(t, own, "陈秀兰")
	for line := range strings.SplitSeq(all, "\r\n") {
		require.LessOrEqual(t, len(line), 75)
	}
}

func TestNothingToHandOutIsSaid(t *testing.T) {
	s := source(t, "zh")
	for name, what := range map[string]handout.What{
		"m.csv": {Month: day(t, "2027-03-01")}, "a.ics": {Who: "v-9"}, "m.doc": {Month: day(t, "2026-12-01")},
	} {
		_, err := s.Write(&bytes.Buffer{}, name, what)
		var p *model.Problem
		require.ErrorAs(t, err, &p, name)
	}
}
