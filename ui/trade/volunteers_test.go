package trade_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/store"
	"heshi/ui/trade"
)

// registered is a trader with two volunteers of a shop's neighbourhood.
func registered(t *testing.T) (trade.Trader, map[string]model.Volunteer) {
	tr, who := trader(t), map[string]model.Volunteer{}
	for _, v := range []model.Volunteer{
		{Name: "陈秀兰", Phone: "13800001234", Avail: []string{"tue-am"}, Skills: []string{"lead"}, MaxWeek: 2, MaxMonth: 6, MinGap: 2},
		{Name: "林国栋", Phone: "13800005678", Avail: []string{"sat-am"}, MaxWeek: 1, MaxMonth: 4, MinGap: 3, Note: "住得远"},
	} {
		added, err := tr.Store.AddVolunteer(context.Background(), by, v)
		require.NoError(t, err)
		who[v.Name] = added
	}
	return tr, who
}

func imported(t *testing.T, tr trade.Trader, file string, dry bool) (trade.Result, error) {
	t.Helper()
	return tr.Import(context.Background(), by, trade.Volunteers, "in.csv", []byte(file), dry)
}

func named(t require.TestingT, tr trade.Trader, name string) model.Volunteer {
	v, err := tr.Store.Volunteer(context.Background(), name)
	require.NoError(t, err)
	return v
}

// TestVolunteersOfTheRegisterAreChanged: whom a row means is told by id, or by
// name and the end of the phone; only what the row says changes; new ones come
// with them, all of it one step back.
func TestVolunteersOfTheRegisterAreChanged(t *testing.T) {
	tr, who := registered(t)
	file := fmt.Sprintf("编号,姓名,电话,能来的时段,一周最多,备注,愿意同班\n"+
		",陈秀兰,*1234,\"周二上午、周三下午\",,,\n"+
		"%s,林国梁,13800005678,,3,-,陈秀兰\n"+
		",王美玉,,周六上午,,,林国梁\n", who["林国栋"].ID)
	dry, err := imported(t, tr, file, true)
	require.NoError(t, err)
	require.Equal(t, []int{1, 2, 0}, []int{dry.Added, dry.Changed, dry.Present})
	require.Equal(t, []string{"avail"}, dry.Rows[0].Fields)
	require.Equal(t, []string{"name", "max_week", "with", "note"}, dry.Rows[1].Fields)
	require.Equal(t, trade.New, dry.Rows[2].What)
	require.Equal(t, who["陈秀兰"], named(t, tr, "陈秀兰"), "a look writes nothing")

	_, err = imported(t, tr, file, false)
	require.NoError(t, err)
	chen, lin, wang := named(t, tr, "陈秀兰"), named(t, tr, "林国梁"), named(t, tr, "王美玉")
	require.Equal(t, []string{"tue-am", "wed-pm"}, chen.Avail)
	require.Equal(t, []any{"13800001234", []string{"lead"}, 2}, []any{chen.Phone, chen.Skills, chen.MaxWeek})
	require.Equal(t, []any{who["林国栋"].ID, []string{"sat-am"}, 3, 4, ""}, []any{lin.ID, lin.Avail, lin.MaxWeek, lin.MaxMonth, lin.Note})
	require.Equal(t, []model.ID{chen.ID}, lin.With)
	require.Equal(t, []model.ID{lin.ID}, wang.With)

	again, err := imported(t, tr, file, false)
	require.NoError(t, err)
	require.Equal(t, []int{0, 0, 3}, []int{again.Added, again.Changed, again.Present}, "twice changes nothing")
	_, was, err := tr.Store.Undo(context.Background(), by)
	require.NoError(t, err)
	require.Equal(t, store.KindVolunteersImported, was.Kind)
	all, err := tr.Store.Volunteers(context.Background())
	require.NoError(t, err)
	require.Len(t, all, 2)
	require.Equal(t, []string{"tue-am"}, all[0].Avail)
	require.Equal(t, "林国栋", all[1].Name)
}

// TestADashTakesPairsAway: with whichever of the two they are noted.
func TestADashTakesPairsAway(t *testing.T) {
	tr, who := registered(t)
	_, err := imported(t, tr, "姓名,不能同班\n林国栋,陈秀兰\n", false)
	require.NoError(t, err)
	require.Equal(t, []model.ID{who["陈秀兰"].ID}, named(t, tr, "林国栋").Avoid)
	_, err = imported(t, tr, "姓名,不能同班\n陈秀兰,—\n", false)
	require.NoError(t, err)
	require.Empty(t, named(t, tr, "林国栋").Avoid)
}

// TestWhomARowMeansMustBeClear: else nothing is written, and the row is named.
func TestWhomARowMeansMustBeClear(t *testing.T) {
	tr, who := registered(t)
	id := string(who["陈秀兰"].ID)
	for file, code := range map[string]string{
		"姓名,电话,备注\n王美玉,,好\n陈秀兰,13900009999,x\n":         "exchange.other_phone",
		"姓名,电话,备注\n王美玉,,好\n陈秀蓝,13800001234,x\n":         "exchange.same_phone",
		"编号,姓名,备注\n,王美玉,好\n" + id + ",张三,x\n":           "exchange.other_id",
		"编号,姓名,备注\n,陈秀兰,好\n" + id + ",,x\n":             "exchange.twice",
		"编号,姓名,电话\n,王美玉,\n" + id + ",林国栋,13800001234\n": "store.name_taken",
		"姓名,不能同班\n王美玉,\n陈秀兰,陈秀兰\n":                      "volunteer.pair_of_one",
		"姓名,喜欢的时段\n王美玉,\n陈秀兰,周八\n":                      "slot.unknown",
		"编号,备注\n" + id + ",好\nv-999,x\n":                "exchange.no_such",
	} {
		before := tr.Store.Head()
		dry, err := imported(t, tr, file, true)
		if err == nil {
			require.Len(t, dry.Unclear, 1, file)
			require.Equal(t, trade.Unclear, dry.Rows[1].What)
		}
		_, err = imported(t, tr, file, false)
		require.True(t, trade.Refused(err), file)
		var ps model.Problems
		require.ErrorAs(t, err, &ps)
		require.Len(t, ps, 1, file)
		require.Equal(t, 3, ps[0].Args["row"], file)
		require.Equal(t, code, ps[0].Args["fault"].(*model.Problem).Code, file)
		require.Equal(t, before, tr.Store.Head(), "nothing is written")
	}
}

// TestWhatGoesOutComesInUnchanged: a file of the register, edited in one cell,
// changes that one and nothing else.
func TestWhatGoesOutComesInUnchanged(t *testing.T) {
	tr, _ := registered(t)
	ctx := context.Background()
	rapid.Check(t, func(t *rapid.T) {
		v := named(t, tr, rapid.SampledFrom([]string{"陈秀兰", "林国栋"}).Draw(t, "who"))
		v.Avail = rapid.SliceOfDistinct(rapid.SampledFrom(model.Slots()), func(s string) string { return s }).Draw(t, "avail")
		v.MaxWeek, v.MinGap = rapid.IntRange(1, 9).Draw(t, "week"), rapid.IntRange(0, 9).Draw(t, "gap")
		v.Exempt = rapid.Bool().Draw(t, "exempt")
		v.Note = rapid.SampledFrom([]string{"", "住得远", "3楼"}).Draw(t, "note")
		_, err := tr.Store.EditVolunteer(ctx, by, v)
		require.NoError(t, err)
		all, err := tr.Store.Volunteers(ctx)
		require.NoError(t, err)
		name := rapid.SampledFrom([]string{"x.csv", "x.jsonl"}).Draw(t, "file")
		var b writer
		_, err = tr.Export(ctx, trade.Volunteers, name, rapid.SampledFrom([]string{"zh", "en"}).Draw(t, "lang"), &b)
		require.NoError(t, err)
		r, err := tr.Import(ctx, by, trade.Volunteers, name, b, false)
		require.NoError(t, err)
		require.Equal(t, []int{0, 0, 2}, []int{r.Added, r.Changed, r.Present})
		now, err := tr.Store.Volunteers(ctx)
		require.NoError(t, err)
		require.Equal(t, all, now)
	})
}

type writer []byte

func (w *writer) Write(p []byte) (int, error) {
	*w = append(*w, p...)
	return len(p), nil
}
