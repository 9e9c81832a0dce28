package exchange_test

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/assets"
	"heshi/model"
	"heshi/model/flow"
	"heshi/store/exchange"
)

// slotWords says half-days and skills as codes only.
func slotWords(_, code string) []string { return []string{code, code} }

// What is written is read again as it was, whatever the format.
func TestVolunteersGoOutAndComeInAgain(t *testing.T) {
	columns, err := exchange.LoadColumns(assets.Files())
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		day := rapid.IntRange(730_000, 740_000)
		from := day.Draw(t, "from")
		v, ps := flow.CheckVolunteer(model.Volunteer{
			Name: rapid.StringMatching(`[陈林王李][秀国美建]{1,2}`).Draw(t, "name"), Phone: rapid.SampledFrom([]string{"", "13800001234"}).Draw(t, "phone"),
			Level: rapid.SampledFrom(model.Levels()).Draw(t, "level"), Skills: rapid.SliceOfDistinct(rapid.SampledFrom(append(model.Skills(), "会计")), func(s string) string { return s }).Draw(t, "skills"),
			Avail: rapid.SliceOf(rapid.SampledFrom(model.Slots())).Draw(t, "avail"), MaxWeek: rapid.IntRange(1, 9).Draw(t, "week"),
			MaxMonth: rapid.IntRange(0, 9).Draw(t, "month"), MinGap: rapid.IntRange(0, 9).Draw(t, "gap"), CarryTenths: rapid.IntRange(-99, 99).Draw(t, "carry"),
			Exempt: rapid.Bool().Draw(t, "exempt"), Leave: []model.Span{{From: model.Day(from), To: model.Day(from + rapid.IntRange(0, 40).Draw(t, "days"))}},
			Stations: rapid.SliceOfDistinct(rapid.SampledFrom([]string{"A", "B"}), func(s string) string { return s }).Draw(t, "stations"),
			Quiet:    rapid.SampledFrom([]model.Quiet{{}, {From: "21:00", To: "07:30"}}).Draw(t, "quiet"), Joined: model.Day(day.Draw(t, "joined")),
			Note: rapid.SampledFrom([]string{"", "住得远"}).Draw(t, "note"),
		})
		require.Empty(t, ps)
		table := columns.WriteVolunteers([]model.Volunteer{v}, func(model.ID) string { return "" }, slotWords, rapid.SampledFrom([]string{"zh", "en", ""}).Draw(t, "lang"))
		name := rapid.SampledFrom([]string{"x.csv", "x.jsonl"}).Draw(t, "file")
		var b bytes.Buffer
		require.NoError(t, exchange.Write(&b, name, table))
		read, err := exchange.Read(name, b.Bytes())
		require.NoError(t, err)
		list, err := columns.ReadVolunteers(read, slotWords)
		require.NoError(t, err)
		require.Equal(t, v, list[0].Volunteer)
	})
}

func TestAPairStandsWithTheLaterOfTheTwo(t *testing.T) {
	columns, err := exchange.LoadColumns(assets.Files())
	require.NoError(t, err)
	list := []model.Volunteer{{ID: "v-1", Name: "甲", Avoid: []model.ID{"v-2"}}, {ID: "v-2", Name: "乙", With: []model.ID{"v-3"}}, {ID: "v-3", Name: "丙"}}
	names := map[model.ID]string{"v-1": "甲", "v-2": "乙", "v-3": "丙"}
	table := columns.WriteVolunteers(list, func(id model.ID) string { return names[id] }, slotWords, "en")
	read, err := columns.ReadVolunteers(exchange.Table{Header: table.Header, Rows: table.Rows}, slotWords)
	require.NoError(t, err)
	require.Empty(t, read[0].Avoid)
	require.Equal(t, []string{"甲"}, read[1].Avoid)
	require.Equal(t, []string{"乙"}, read[2].With)
}

// Whatever stands in the cells: no panic, and each fault names a row.
func FuzzReadVolunteers(f *testing.F) {
	f.Add("name,avail,leave,carry,quiet\n陈,tue-am,2026-12-01~2026-12-09,1.5,21:00-07:00\n")
	f.Add("姓名,请假,一周最多\n陈,~~,９９\n林,2026年12月1日,x\n")
	columns, err := exchange.LoadColumns(assets.Files())
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, file string) {
		table, err := exchange.Read("x.csv", []byte(file))
		if err != nil {
			return
		}
		list, err := columns.ReadVolunteers(table, slotWords)
		if err == nil {
			require.LessOrEqual(t, len(list), len(table.Rows))
		}
	})
}

// Lines of a calendar are short, whole characters, and hold no stray breaks,
// whatever names they carry.
func FuzzICal(f *testing.F) {
	f.Add("陈秀兰值班", "一\n二;三,四\\")
	f.Fuzz(func(t *testing.T, summary, body string) {
		var b bytes.Buffer
		at := time.Date(2026, 12, 1, 9, 0, 0, 0, time.FixedZone("", 8*3600))
		require.NoError(t, exchange.WriteICal(&b, summary, at, []exchange.Appointment{{UID: "x", Start: at, End: at.Add(time.Hour), Summary: summary, Description: body}}))
		require.Equal(t, 1, strings.Count(b.String(), "\r\nBEGIN:VEVENT\r\n"))
		for line := range strings.SplitSeq(b.String(), "\r\n") {
			require.LessOrEqual(t, len(line), 75)
			require.True(t, utf8.ValidString(line))
			require.NotContains(t, line, "\n")
		}
	})
}

// Leave is written with any sign or word for "to", and whether somebody counts
// for fairness is a yes or a no: another word was taken for a yes.
func TestLeaveAndFairnessOfATable(t *testing.T) {
	columns, err := exchange.LoadColumns(assets.Files())
	require.NoError(t, err)
	of := func(field, cell string) (exchange.Volunteer, error) {
		list, err := columns.ReadVolunteers(exchange.Table{
			Header: []string{"name", field}, Rows: []exchange.Row{{Number: 2, Cells: []string{"陈秀国", cell}}},
		}, slotWords)
		if err != nil {
			return exchange.Volunteer{}, err
		}
		return list[0], nil
	}
	from, _ := model.NewDay(2026, 12, 1)
	for _, s := range []string{"2026-12-01~2026-12-10", "2026/12/1至2026/12/10", "2026年12月1日到2026年12月10日", "2026-12-01—2026-12-10"} {
		v, err := of("leave", s)
		require.NoError(t, err, s)
		require.Equal(t, []model.Span{{From: from, To: from + 9}}, v.Leave, s)
	}
	v, err := of("fair", "no")
	require.NoError(t, err)
	require.True(t, v.Exempt)
	_, err = of("fair", "不参加")
	require.Equal(t, []string{"exchange.row"}, codes(err))
}
