package report_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"heshi/assets"
	"heshi/model/clock"
	"heshi/model/stats"
	"heshi/store/exchange"
	"heshi/ui/paper"
	"heshi/ui/report"
	"heshi/ui/text"
)

func maker(t *testing.T, lang string) report.Maker {
	set, err := text.Load(assets.Files())
	require.NoError(t, err)
	rules, err := clock.Load(assets.Files())
	require.NoError(t, err)
	return report.Maker{Text: set.Lang(lang), Station: "晋江站", Rules: rules}
}

// full is a report with something of everything.
func full() stats.Report {
	m := stats.MonthOf(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC))
	r := stats.Report{
		Month: m, Came: stats.Total{Complaints: 12, Consultations: 3, Asked: 120_000, Before: 9, YearAgo: 4},
		Done: stats.Total{Complaints: 10, Recovered: 50_000}, Open: 2,
		Spell:     stats.Spell{N: 10, MedianHours: 30, P90Hours: 100, MedianWorkdays: 1, P90Workdays: 3},
		Promises:  []stats.Promise{{Rule: "station.ordinary", Kept: 8, Late: 2}},
		Satisfied: stats.Share{Part: 4, Of: 5}, Hours: []stats.Hours{{Name: "陈阿福", Minutes: 390}},
	}
	r.Heat[0][14] = 5
	for i := range stats.Month(13) {
		r.Trend = append(r.Trend, stats.Point{Month: m - 12 + i, Complaints: int(i)})
	}
	for by, value := range map[stats.Dim]string{
		stats.Class: "apparel", stats.Nature: "ZL", stats.Request: "refund", stats.Channel: "online",
		stats.Result: "closed", stats.Satisfaction: "satisfied",
	} {
		r.Tables = append(r.Tables, stats.Table{By: by, Rows: []stats.Row{{Value: value, N: 3, Recovered: 100}, {N: 1}}})
	}
	r.Tables = append(r.Tables, stats.Table{By: stats.Shop, More: 2, Rows: []stats.Row{{Value: "s-1", Name: "百味轩", N: 3}}})
	shop := []stats.Cond{{By: stats.Shop, Value: "s-1"}, {By: stats.Nature, Value: "ZL"}}
	for _, code := range []string{
		stats.WarnUnkept, stats.WarnMatter, stats.WarnShop, stats.WarnLate, stats.WarnClass, stats.WarnNature, stats.WarnSatisfied,
	} {
		value := map[string]string{stats.WarnLate: "station.ordinary", stats.WarnClass: "apparel", stats.WarnNature: "ZL"}[code]
		r.Warnings = append(r.Warnings, stats.Warning{Code: code, Name: "百味轩", Value: value, N: 4, Limit: 3, Before: 1, Where: shop, Cases: []string{"HS-1", "HS-2"}})
	}
	return r
}

func TestEveryTopicSpeaksBothLanguages(t *testing.T) {
	for lang, want := range map[string][]string{
		"zh": {"2026年11月消费维权月报", "百味轩：同样是“质量”的投诉有4件", "一般投诉答复（本站目标）：只有4%按时", "登记投诉：12件（上月9，去年同月4）", "星期一14点到15点：5件", "服装鞋帽：3件", "陈阿福：6小时30分钟", "没有写明：1件", "满意：3件"},
		"en": {"Consumer rights report, Nov 2026", "Complaints registered: 12 cases (before 9, last year 4)", "Mon 14:00 to 15:00: 5"},
	} {
		lines := strings.Join(maker(t, lang).Lines(full()), "\n")
		for _, w := range want {
			require.Contains(t, lines, w)
		}
		require.NotContains(t, lines, "stats.")
		require.NotContains(t, lines, "{")
		require.NotContains(t, strings.Join(maker(t, lang).Lines(stats.Report{}), "\n"), "stats.")
	}
}

func TestSpreadsheetHoldsTheFigures(t *testing.T) {
	var out bytes.Buffer
	m := maker(t, "zh")
	require.NoError(t, m.Write(&out, "a.xlsx", full(), nil, false))
	f, err := excelize.OpenReader(&out)
	require.NoError(t, err)
	rows, err := f.GetRows("哪类商品和服务")
	require.NoError(t, err)
	require.Equal(t, []string{"服装鞋帽", "3件", "3", "上月0，去年同月0，要回1元"}, rows[1])
	rows, err = f.GetRows("星期和钟点")
	require.NoError(t, err)
	require.Equal(t, "5", rows[1][15])
	rows, err = f.GetRows("提醒背后的案件")
	require.NoError(t, err)
	require.Len(t, rows, 15)
	require.NoError(t, f.Close())
	require.Error(t, m.Write(&out, "a.doc", full(), nil, false))
}

func TestSheetsWithTheSameNameGetNumbers(t *testing.T) {
	var out bytes.Buffer
	long := strings.Repeat("很长的名字", 10)
	require.NoError(t, exchange.WriteBook(&out, []exchange.Sheet{{Name: long}, {Name: long}, {Name: "a/b"}, {Name: "*"}}))
	f, err := excelize.OpenReader(&out)
	require.NoError(t, err)
	require.Len(t, f.GetSheetList(), 4)
	require.Contains(t, f.GetSheetList(), "ab")
	require.NoError(t, f.Close())
}

func TestPaperIsTheSameTwice(t *testing.T) {
	press := paper.NewPress(assets.Files())
	for _, large := range []bool{false, true} {
		var a, b bytes.Buffer
		require.NoError(t, maker(t, "zh").Write(&a, "a.pdf", full(), press, large))
		require.NoError(t, maker(t, "zh").Write(&b, "b.pdf", full(), press, large))
		require.Equal(t, a.Bytes(), b.Bytes())
	}
}
