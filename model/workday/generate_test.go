package workday_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/6tail/lunar-go/HolidayUtil"
	"github.com/6tail/lunar-go/calendar"
	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/workday"
)

// go test ./model/workday -run TestCalendarFiles -update
// writes assets/calendar from the maintained library. When the library learns
// a new year, raise lastNoticed.
var update = flag.Bool("update", false, "rewrite assets/calendar from lunar-go")

const (
	calendarDir = "../../assets/calendar"
	lunarGo     = "github.com/6tail/lunar-go v1.4.6"

	firstNoticed, lastNoticed = 2002, 2026 // complete in lunar-go
	lastByLaw                 = 2035
)

// lunarNames maps the library's names to our keys.
var lunarNames = map[string]string{
	"元旦节": "new_year", "春节": "spring_festival", "清明节": "qingming", "劳动节": "labour_day",
	"端午节": "dragon_boat", "中秋节": "mid_autumn", "国庆节": "national_day",
	"国庆中秋": "national_day_mid_autumn", "抗战胜利日": "victory_day",
}

var names = map[string]workday.Name{
	"new_year":                {ZH: "元旦", EN: "New Year's Day"},
	"spring_festival":         {ZH: "春节", EN: "Spring Festival"},
	"qingming":                {ZH: "清明节", EN: "Qingming Festival"},
	"labour_day":              {ZH: "劳动节", EN: "Labour Day"},
	"dragon_boat":             {ZH: "端午节", EN: "Dragon Boat Festival"},
	"mid_autumn":              {ZH: "中秋节", EN: "Mid-Autumn Festival"},
	"national_day":            {ZH: "国庆节", EN: "National Day"},
	"national_day_mid_autumn": {ZH: "国庆节、中秋节", EN: "National Day and Mid-Autumn Festival"},
	"victory_day":             {ZH: "抗战胜利纪念日", EN: "Victory Day"},
}

func TestCalendarFilesAreTheLibrarys(t *testing.T) {
	for year := firstNoticed; year <= lastByLaw; year++ {
		want := fileText(t, generated(t, year))
		file := filepath.Join(calendarDir, fmt.Sprintf("%d.json", year))
		if *update {
			require.NoError(t, os.WriteFile(file, want, 0o644))
		}
		got, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got), "%s is stale: run with -update", file)
	}
}

func generated(t *testing.T, year int) workday.Year {
	source := byNotice
	if year > lastNoticed {
		source = byLaw
	}
	y := source(t, year)
	used := map[string]workday.Name{}
	for _, m := range slices.Concat(y.Off, y.Work) {
		used[m.Holiday] = names[m.Holiday]
	}
	y.Names = used
	return y
}

func byNotice(t *testing.T, year int) workday.Year {
	y := workday.Year{
		Year: year, Official: true, Source: lunarGo + " HolidayUtil",
		Notice: workday.Name{
			ZH: fmt.Sprintf("国务院办公厅%d年节假日安排通知", year),
			EN: fmt.Sprintf("General Office of the State Council: holiday arrangements for %d", year),
		},
	}
	list := HolidayUtil.GetHolidaysByYear(year)
	require.NotZero(t, list.Len(), year)
	for e := list.Front(); e != nil; e = e.Next() {
		h := e.Value.(*HolidayUtil.Holiday)
		m := workday.Mark{Date: day(t, h.GetDay()), Holiday: lunarNames[h.GetName()]}
		require.NotEmpty(t, m.Holiday, h.GetName())
		switch {
		case !h.IsWork():
			y.Off = append(y.Off, m)
		case m.Date.Weekday() == time.Saturday || m.Date.Weekday() == time.Sunday:
			y.Work = append(y.Work, m)
			// else: the library lists 2012-05-02 and 2012-10-08, week days that
			// are worked anyway; a make-up day on a week day is refused as a slip.
		}
	}
	return y
}

// byLaw gives the thirteen days of the 2024 regulation (全国年节及纪念日放假办法).
func byLaw(t *testing.T, year int) workday.Year {
	y := workday.Year{
		Year: year, Source: lunarGo + " calendar",
		Notice: workday.Name{
			ZH: "全国年节及纪念日放假办法（2024年修订），正式通知未发布",
			EN: "Regulation on Public Holidays (2024 revision); the official notice is not out yet",
		},
	}
	add := func(d model.Day, holiday string) {
		y.Off = append(y.Off, workday.Mark{Date: d, Holiday: holiday, Kind: workday.Statutory})
	}
	solar := func(month, d int) model.Day {
		return day(t, fmt.Sprintf("%d-%02d-%02d", year, month, d))
	}
	lunar := func(month, d int) model.Day {
		return day(t, calendar.NewLunarFromYmd(year, month, d).GetSolar().ToYmd())
	}
	add(solar(1, 1), "new_year")
	for d := lunar(1, 1) - 1; d <= lunar(1, 1)+2; d++ {
		add(d, "spring_festival")
	}
	qingming := calendar.NewSolarFromYmd(year, 4, 5).GetLunar().GetJieQiTable()["清明"]
	add(day(t, qingming.ToYmd()), "qingming")
	add(solar(5, 1), "labour_day")
	add(solar(5, 2), "labour_day")
	add(lunar(5, 5), "dragon_boat")
	add(lunar(8, 15), "mid_autumn")
	for d := 1; d <= 3; d++ {
		add(solar(10, d), "national_day")
	}
	return mergeSameDay(y)
}

// mergeSameDay joins Mid-Autumn and National Day where both fall on one date.
func mergeSameDay(y workday.Year) workday.Year {
	slices.SortStableFunc(y.Off, func(a, b workday.Mark) int { return int(a.Date - b.Date) })
	var off []workday.Mark
	for _, m := range y.Off {
		if n := len(off); n > 0 && off[n-1].Date == m.Date {
			off[n-1].Holiday = "national_day_mid_autumn"
			continue
		}
		off = append(off, m)
	}
	y.Off = off
	return y
}

// fileText lays the year out one day a line, so that a person can edit it and
// a change shows as one line.
func fileText(t *testing.T, y workday.Year) []byte {
	line := func(v any) string {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		require.NoError(t, enc.Encode(v))
		return string(bytes.TrimSpace(b.Bytes()))
	}
	list := func(lines []string) string {
		if len(lines) == 0 {
			return ""
		}
		var b bytes.Buffer
		for i, l := range lines {
			b.WriteString("\n    " + l)
			if i < len(lines)-1 {
				b.WriteByte(',')
			}
		}
		return b.String() + "\n  "
	}
	marks := func(ms []workday.Mark) string {
		var lines []string
		for _, m := range ms {
			lines = append(lines, line(m))
		}
		return "[" + list(lines) + "]"
	}
	var named []string
	for _, key := range slices.Sorted(maps.Keys(y.Names)) {
		named = append(named, line(key)+": "+line(y.Names[key]))
	}
	return fmt.Appendf(nil, "{\n  \"year\": %d,\n  \"official\": %t,\n  \"notice\": %s,\n  \"source\": %s,\n  \"names\": {%s},\n  \"off\": %s,\n  \"work\": %s\n}\n",
		y.Year, y.Official, line(y.Notice), line(y.Source), list(named), marks(y.Off), marks(y.Work))
}

// TestCalendarEqualsTheLibraryDayByDay asks our calendar and the library about
// every single day of the years the library knows.
func TestCalendarEqualsTheLibraryDayByDay(t *testing.T) {
	cal := load(t)
	for d := day(t, "2002-01-01"); d <= day(t, "2026-12-31"); d++ {
		got := cal.On(d)
		require.True(t, got.Official, d.String())
		require.Equal(t, libraryWorks(d), got.Works, d.String())
		if h := HolidayUtil.GetHoliday(d.String()); h != nil && !h.IsWork() {
			require.Equal(t, workday.Holiday, got.Why.Code, d.String())
			require.Equal(t, names[lunarNames[h.GetName()]], got.Why.Name, d.String())
		}
	}
}

func libraryWorks(d model.Day) bool {
	if h := HolidayUtil.GetHoliday(d.String()); h != nil {
		return h.IsWork()
	}
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
}

func day(t require.TestingT, text string) model.Day {
	d, err := model.ParseDay(text)
	require.NoError(t, err)
	return d
}

func load(t require.TestingT) *workday.Calendar {
	cal, err := workday.Load(os.DirFS("../../assets"))
	require.NoError(t, err)
	return cal
}
