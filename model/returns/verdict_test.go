package returns_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/model/returns"
)

// A verdict has the keys of the contract, and lists where it says lists.
func TestVerdictShape(t *testing.T) {
	for _, v := range []returns.Verdict{
		judge(t), judge(t, onsite()), judge(t, set{"goods.custom_made": true}), judge(t, set{"seller": nil}),
	} {
		data, err := json.Marshal(v)
		require.NoError(t, err)
		var tree map[string]any
		require.NoError(t, json.Unmarshal(data, &tree))
		for _, key := range []string{
			"verdict", "basis", "charter", "window", "refund_fen", "deduction_fen", "refund_by", "overdue",
			"penal_line", "grounds", "missing", "instead",
		} {
			require.Contains(t, tree, key)
		}
		require.Len(t, tree, 12)
		for _, key := range []string{"grounds", "missing", "instead"} {
			require.IsType(t, []any{}, tree[key])
		}
	}
}

// refund_by counts from the return, overdue from the clock, and the charter may
// ask for the money sooner.
func TestRefundDay(t *testing.T) {
	e := env(t)
	f := facts(t, set{"returned_on": "2026-11-19"})
	v := judgeIn(t, e, f)
	require.Equal(t, "2026-11-26", v.RefundBy.String())
	require.Equal(t, "2026-12-04", v.PenalLine.String())
	require.False(t, v.Overdue)

	e.Now = time.Date(2026, 11, 26, 23, 0, 0, 0, zone())
	require.False(t, judgeIn(t, e, f).Overdue)
	e.Now = time.Date(2026, 11, 27, 0, 0, 0, 0, zone())
	require.True(t, judgeIn(t, e, f).Overdue)

	fast := wide(t)
	fast.RefundHours = 24
	e.Charters = []returns.Charter{fast}
	v = judgeIn(t, e, facts(t, onsite(), set{"returned_on": "2026-11-19"}))
	require.Equal(t, "2026-11-20", v.RefundBy.String())
	require.True(t, v.Overdue)

	v = judge(t, set{"returned_on": "2026-11-19", "goods.custom_made": true})
	require.True(t, v.RefundBy.IsZero())
	require.True(t, v.PenalLine.IsZero())
	require.True(t, judge(t).RefundBy.IsZero())
}

func TestAmountsNeedTheAmountPaid(t *testing.T) {
	v := judge(t, set{"paid_fen": nil, "gift": map[string]any{"given": true, "returned": false, "marked_fen": 3900}})
	require.Equal(t, returns.EligibleWithDeduction, v.Verdict)
	require.Nil(t, v.RefundFen)
	require.Nil(t, v.DeductionFen)
	require.Empty(t, v.Missing)
}

// Gift and bundle are both taken off.
func TestDeductionsAddUp(t *testing.T) {
	v := judge(t, set{
		"gift":   map[string]any{"given": true, "returned": false, "marked_fen": 400},
		"bundle": bundle(30000, 12800, true, false, false),
	})
	require.Equal(t, money(4000), v.RefundFen)
	require.Equal(t, money(26000), v.DeductionFen)
}

// Whoever has to add money is told how much.
func TestTopUpIsTold(t *testing.T) {
	v := judge(t, set{"paid_fen": 20000, "bundle": bundle(20000, 12800, true, false, false)})
	require.Equal(t, money(25600), v.DeductionFen)
	require.Contains(t, texts(v), "再付56元")
	v = judge(t, set{"bundle": bundle(30000, 12800, true, false, false)})
	require.NotContains(t, texts(v), "再付")
}

// texts are the words of all grounds.
func texts(v returns.Verdict) string {
	s := ""
	for _, g := range v.Grounds {
		s += g.Text
	}
	return s
}

// Fifteen days after the return, and not before, the delay is punishable.
func TestLongDelayIsTold(t *testing.T) {
	for back, told := range map[string]bool{"2026-11-08": false, "2026-11-07": true} {
		v := judge(t, onsite(), set{
			"purchased_on": "2026-11-05", "received_at": "2026-11-05T10:00:00+08:00",
			"asked_at": "2026-11-06T10:00:00+08:00", "returned_on": back,
		})
		require.Equal(t, told, slices.Contains(grounds(v), "R18 informs"), back)
	}
}

// Another ground carries the wish whoever sold: both are named, and nothing is
// said of the seller.
func TestWhoeverSold(t *testing.T) {
	v := judge(t, set{"seller": nil, "goods.custom_made": true, "reason": "quality"})
	require.Equal(t, returns.NotCoveredBut, v.Verdict)
	require.Empty(t, v.Missing)
	require.Subset(t, instead(v), []string{"R1", "I-CONTRACT"})
	require.Equal(t, []string{"S2 defeats"}, grounds(v))
}

// A verdict that holds whatever the shop is says nothing of the shop.
func TestNothingIsSaidOfUntoldFacts(t *testing.T) {
	v := judge(t, set{"channel": "onsite", "goods.custom_made": true, "shop": nil})
	require.Equal(t, returns.NotCovered, v.Verdict)
	require.Empty(t, v.Missing)
	require.Contains(t, grounds(v), "S2 defeats")
	require.NotContains(t, grounds(v), "V1 defeats")
}

// Each day of the window says why it does not count; a year without official
// calendar is provisional.
func TestWindowDays(t *testing.T) {
	in := set{"purchased_on": "2026-09-24", "received_at": "2026-09-24T18:00:00+08:00", "asked_at": "2026-10-05T10:00:00+08:00"}
	e := env(t)
	e.Lang = "en"
	for _, v := range []returns.Verdict{judge(t, in), judgeIn(t, e, facts(t, in))} {
		require.Len(t, v.Window.Days, 14)
		for i, d := range v.Window.Days {
			require.Equal(t, i < 7, d.Counts)
			require.Equal(t, i >= 6, d.Why != "")
		}
		require.False(t, v.Window.Provisional)
	}
	require.Equal(t, "National Day", judgeIn(t, e, facts(t, in)).Window.Days[8].Why)

	v := judge(t, set{"purchased_on": "2026-12-28", "received_at": "2026-12-28T18:00:00+08:00", "asked_at": "2026-12-29T10:00:00+08:00"})
	require.True(t, v.Window.Provisional)
	require.Equal(t, "2027-01-04", v.Window.Last.String())
}

func TestCharterIsNamed(t *testing.T) {
	v := judge(t, onsite())
	require.Equal(t, "sample", v.Charter.ID)
	require.True(t, v.Charter.Sample)
	require.Nil(t, judge(t).Charter)
	require.Nil(t, judge(t, set{"channel": "onsite", "shop": map[string]any{"own_sign_days": 7}}).Charter)
}

// The charter of the day of purchase governs, not that of the asking.
func TestCharterOfThePurchaseGoverns(t *testing.T) {
	e := env(t)
	old := e.Charters[0]
	next := old
	next.Version, next.EffectiveFrom, next.TermDays = "2026-11-16", day(t, "2026-11-16"), 30
	both, err := returns.Adopt([]returns.Charter{old}, next)
	require.NoError(t, err)
	e.Charters = both
	for bought, last := range map[string]string{"2026-11-15": "2026-11-23", "2026-11-16": "2026-12-16"} {
		v := judgeIn(t, e, facts(t, onsite(), set{"purchased_on": bought}))
		require.Equal(t, last, v.Window.Last.String())
	}
	v := judgeIn(t, e, facts(t, onsite(), set{"purchased_on": nil}))
	require.Equal(t, []string{"purchased_on"}, missing(v))
}

// A charter counts its own way: same day, no roll, its own gift and bundle
// rules.
func TestCharterCountsItsOwnWay(t *testing.T) {
	e := env(t)
	in := set{"purchased_on": "2026-09-24", "received_at": "2026-09-24T18:00:00+08:00", "asked_at": "2026-09-26T10:00:00+08:00"}
	for _, c := range []struct {
		edit func(*returns.Charter)
		last string
	}{
		{func(*returns.Charter) {}, "2026-10-08"},
		{func(c *returns.Charter) { c.HolidayRoll = "none" }, "2026-10-01"},
		{func(c *returns.Charter) { c.CountFrom, c.TermDays = returns.SameDay, 8 }, "2026-10-08"},
		{func(c *returns.Charter) { c.CountFrom, c.HolidayRoll, c.TermDays = returns.SameDay, "none", 8 }, "2026-10-01"},
	} {
		charter := loaded(t).charters[0]
		c.edit(&charter)
		e.Charters = []returns.Charter{charter}
		require.Equal(t, c.last, judgeIn(t, e, facts(t, onsite(), in)).Window.Last.String())
	}

	e.Charters = []returns.Charter{wide(t)}
	v := judgeIn(t, e, facts(t, onsite(), set{"bundle": bundle(30000, 12800, true, false)}))
	require.Equal(t, returns.NotCovered, v.Verdict)
	require.Contains(t, grounds(v), "V10 defeats")
	v = judgeIn(t, e, facts(t, onsite(), set{"paid_fen": 50001}))
	require.Equal(t, returns.NotCovered, v.Verdict)
	v = judgeIn(t, e, facts(t, onsite(), set{"paid_fen": nil}))
	require.Equal(t, []string{"paid_fen"}, missing(v))
	v = judgeIn(t, e, facts(t, onsite(), set{"goods.category": "toy"}))
	require.Equal(t, returns.NotCovered, v.Verdict)
	v = judgeIn(t, e, facts(t, set{"shop": onsite()["shop"], "goods.category": "fresh"}))
	require.Equal(t, "commitment", v.Basis)
	require.Contains(t, grounds(v), "S7 supports")
}

// Unknown items of a bundle are asked for one by one.
func TestMissingItemsAreNamed(t *testing.T) {
	v := judge(t, set{"bundle": map[string]any{"items": []any{
		map[string]any{"name": "a", "listed_fen": 1, "returned": true},
		map[string]any{"name": "b", "listed_fen": 1},
		map[string]any{"name": "c", "returned": false},
	}}})
	require.Equal(t, []string{"bundle.items[1].returned", "bundle.items[2].listed_fen"}, missing(v))
	require.Contains(t, v.Missing[0].Question, "b")
}

// Told nothing but the subject, the check asks and does not guess.
func TestNothingKnown(t *testing.T) {
	v := judgeIn(t, env(t), returns.Facts{Subject: returns.Goods})
	require.Equal(t, returns.NeedInfo, v.Verdict)
	require.Subset(t, missing(v), []string{"channel", "seller", "goods.category", "received_at", "goods.custom_made"})
	require.NotContains(t, missing(v), "goods.three_guarantees")
	require.NotContains(t, missing(v), "prepaid.paid_on")

	v = judgeIn(t, env(t), returns.Facts{Subject: returns.PrepaidCard})
	require.ElementsMatch(t, []string{"prepaid.paid_on", "prepaid.same_service_before", "reason"}, missing(v))
}

// The language changes the words and falls back to Chinese.
func TestLanguages(t *testing.T) {
	e := env(t)
	e.Lang = "fr"
	require.Equal(t, judge(t), judgeIn(t, e, facts(t)))
}
