package stats_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/assets"
	"heshi/model"
	"heshi/model/clock"
	"heshi/model/stats"
	"heshi/store"
	"heshi/store/find"
	"heshi/ui/report"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	page "heshi/ui/stats"
	"heshi/ui/widget"
)

var _ page.Desk = (*store.Store)(nil)

func TestMain(m *testing.M) {
	widget.PinWidths()
	os.Exit(m.Run())
}

// desk is a store with a month of figures.
type desk struct {
	behind  int // cases behind every number
	err     error
	asked   []stats.Month
	filters []stats.Filter
	slow    func(progress func(done, all int))
}

func (d *desk) Month(ctx context.Context, m stats.Month, _ time.Time, _ stats.Limits, progress func(done, all int)) (stats.Report, error) {
	d.asked = append(d.asked, m)
	if d.slow != nil {
		d.slow(progress)
	}
	if err := ctx.Err(); err != nil {
		return stats.Report{}, err
	}
	r := stats.Report{
		Month: m, Came: stats.Total{Complaints: 30, Consultations: 4, Before: 20, YearAgo: 10}, Open: 3,
		Tables: []stats.Table{
			{By: stats.Class, Rows: []stats.Row{{Value: "apparel", N: 20, Before: 8}, {Value: "food", N: 10}}},
			{By: stats.Shop, Rows: []stats.Row{{Value: "s-1", Name: "百味轩", N: 9}}},
		},
		Warnings: []stats.Warning{{
			Code: stats.WarnShop, Name: "百味轩", Value: "s-1", N: 9, Limit: 3, Where: []stats.Cond{{By: stats.Shop, Value: "s-1"}}, Cases: []string{"HS-1"},
		}},
		Promises: []stats.Promise{{Rule: "station.ordinary", Kept: 9, Late: 1}},
		Hours:    []stats.Hours{{Name: "陈阿福", Minutes: 390}},
	}
	r.Heat[5][14] = 7
	for i := range stats.Month(13) {
		r.Trend = append(r.Trend, stats.Point{Month: m - 12 + i, Complaints: 2 * int(i)})
	}
	return r, d.err
}

func (d *desk) MonthCases(_ context.Context, f stats.Filter, _ time.Time, after store.Place, limit int) (rows []find.Row, end store.Place, err error) {
	d.filters = append(d.filters, f)
	for i := after.Ord; int(i) < d.behind && len(rows) < limit; i++ {
		rows = append(rows, find.Row{
			ID: model.ID(fmt.Sprintf("c-%d", i+1)), Ord: i + 1, No: fmt.Sprintf("HS01-20261105-%04d", i+1), Name: "王小明",
			Shop: "百味轩", State: model.Closed, At: screentest.Now(), Amount: 29900,
		})
		end = store.Place{Day: 1, Ord: i + 1}
	}
	return rows, end, d.err
}

// supply is what comes with the program.
type supply struct{ kinds []string }

func (s *supply) Limits() (stats.Limits, error) { return stats.Limits{}, nil }
func (s *supply) Clocks() (*clock.Rules, error) { return clock.Load(assets.Files()) }
func (s *supply) Save(_ report.Maker, r stats.Report, kind string) (string, error) {
	s.kinds = append(s.kinds, kind)
	return "/papers/" + r.Month.String(), nil
}

func start(t screentest.T, lang string, d *desk) *screentest.Driver {
	env := screentest.Env(t, lang)
	return screentest.Start(t, env, page.New(env, d, &supply{}).Hurry())
}

func TestWarningsComeFirstAndTopicsByDigit(t *testing.T) {
	d := start(t, "zh", &desk{behind: 3}).Sees("百味轩：投诉9件", "回车")
	d.Press("2").Sees("登记投诉", "30件", "一般投诉答复", "90%（9/10）")
	d.Press("3").Sees("服装鞋帽", "████", "20件")
	d.Press("8").Sees("星期六14点到15点", "7█")
	d.Press("9").Sees("2026年10月", "22件")
	d.Click("5 商户").Sees("百味轩")
	d.Lang("en").Sees("Shops").Press("2").Sees("Complaints registered", "30")
}

func TestEveryNumberLeadsToItsCases(t *testing.T) {
	desk := &desk{behind: 120}
	d := start(t, "zh", desk).Press("3", "down", "enter").Sees("食品餐饮", "王*明", "百味轩")
	f := desk.filters[0]
	require.Equal(t, []stats.Cond{{By: stats.Class, Value: "food"}}, f.Where)
	d.Press("end").Sees("已列出120件")
	d.Press("enter")
	require.Equal(t, model.ID("c-100"), screentest.Asked[screen.OpenCase](d).ID)
	d.Lang("en").Sees("Food").Press("esc").Sees("Goods and services")
	require.Zero(t, screentest.Count[screen.Back](d))
	d.Press("esc")
	require.Equal(t, 1, screentest.Count[screen.Back](d))
}

func TestMonthsTurn(t *testing.T) {
	desk := &desk{}
	d := start(t, "zh", desk)
	d.Press("right")
	screentest.Asked[screen.Notice](d)
	d.Press("left")
	require.Equal(t, "2026-10", desk.asked[len(desk.asked)-1].String())
	require.Contains(t, d.S.Title(), "2026年10月")
	d.Press("right")
	require.Contains(t, d.S.Title(), "2026年11月")
}

func TestTheTrendLeadsToItsMonths(t *testing.T) {
	desk := &desk{behind: 2}
	d := start(t, "zh", desk).Press("9").Sees("2026年11月").Press("down").Sees("按回车看这个月").Press("enter")
	require.Contains(t, d.S.Title(), "2026年10月")
	d.Press("home", "down", "enter").Sees("王*明")
}

func TestALongCountShowsHowFarItIsAndBlocksNoKey(t *testing.T) {
	desk := &desk{slow: func(progress func(done, all int)) { progress(40, 100) }}
	env := screentest.Env(t, "zh")
	d := &screentest.Driver{T: t, Env: env, S: page.New(env, desk, &supply{}).Hurry(), Width: 80, Height: 22, Slow: true}
	d.View()
	cmd := d.S.Init()
	d.Tell(page.Look()).Sees("正在统计", "0%", "░")
	d.Press("left")
	require.Contains(t, d.S.Title(), "10月")
	d.Settle().Sees("百味轩")
	was := d.View()
	d.Tell(cmd()) // the answer to the older question: a batch, nothing of which is for this screen
	require.Equal(t, was, d.View())
}

func TestFailuresAreSaid(t *testing.T) {
	d := start(t, "zh", &desk{err: errors.New("x")})
	screentest.Asked[screen.Failed](d)
}

func TestReportIsSaved(t *testing.T) {
	env, from := screentest.Env(t, "zh"), &supply{}
	d := screentest.Start(t, env, page.New(env, &desk{}, from).Hurry()).Press("f8")
	require.Len(t, screentest.Asked[screen.Ask](d).Options, len(page.Kinds()))
	d.Tell(page.SaveAs("xlsx"))
	require.Equal(t, []string{"xlsx"}, from.kinds)
	require.Contains(t, screentest.Asked[screen.Notice](d).Text, "/papers/2026-11")
}

func TestSeniorSeesOneFigureAtATime(t *testing.T) {
	desk := &desk{behind: 2}
	d := start(t, "zh", desk).Senior(true).Sees("百味轩：投诉9件", "第1条", "1  下一条").SeesNot("登记投诉")
	d.Press("1").Sees("登记投诉", "30件").SeesNot("百味轩")
	d.Press("2").Sees("百味轩")
	d.Press("3").Sees("王*明")
	d.Press("2")
	require.Equal(t, model.ID("c-2"), screentest.Asked[screen.OpenCase](d).ID)
	d.Press("esc", "4")
	require.Contains(t, d.S.Title(), "10月")
	d.Click("下一条").Sees("登记投诉")
}

func TestScenes(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for _, size := range screentest.Sizes() {
			d := start(t, lang, &desk{behind: 4}).Resize(size[0], size[1])
			for _, topic := range []string{"1", "3", "8"} {
				d.Press(topic).Golden(fmt.Sprintf("%s-%d-%s", lang, size[0], topic))
			}
		}
	}
}

func TestStorm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start(t, "zh", &desk{behind: rapid.SampledFrom([]int{0, 3, 250}).Draw(t, "behind")}).
			Storm(t, screen.Changed{}, screen.Shown{}, page.Look(), page.SaveAs("pdf"))
	})
}
