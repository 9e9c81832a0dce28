package returns_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/returns"
)

// Every malformed fact names its field and says what is wrong.
func TestMalformedFactsNameTheirField(t *testing.T) {
	for _, c := range []struct {
		change set
		field  string
		code   string
	}{
		{set{"colour": "red"}, "colour", "returns.key_unknown"},
		{set{"goods.size": "M"}, "goods.size", "returns.key_unknown"},
		{set{"condition.torn": true}, "condition.torn", "returns.key_unknown"},
		{set{"shop": map[string]any{"member": map[string]any{"since": "2026-01-01"}}}, "shop.member.since", "returns.key_unknown"},
		{set{"subject": nil}, "subject", "returns.subject_missing"},
		{set{"subject": "thing"}, "subject", "returns.enum"},
		{set{"channel": "shop"}, "channel", "returns.enum"},
		{set{"goods.category": "car"}, "goods.category", "returns.enum"},
		{set{"goods.exclusion_confirmed": "yes"}, "goods.exclusion_confirmed", "returns.enum"},
		{set{"proof": []any{"receipt", "memory"}}, "proof[1]", "returns.enum"},
		{set{"proof": []any{nil}}, "proof[0]", "returns.kind"},
		{set{"proof": "receipt"}, "proof", "returns.kind"},
		{set{"pickup": "yes"}, "pickup", "returns.kind"},
		{set{"condition.tag_removed": 1}, "condition.tag_removed", "returns.kind"},
		{set{"goods": []any{}}, "goods", "returns.kind"},
		{set{"purchased_on": "2026-02-30"}, "purchased_on", "returns.day"},
		{set{"purchased_on": "15.11.2026"}, "purchased_on", "returns.day"},
		{set{"received_at": "2026-11-16"}, "received_at", "returns.moment"},
		{set{"asked_at": "2026-11-16T25:00:00+08:00"}, "asked_at", "returns.moment"},
		{set{"asked_at": "9999-12-31T23:59:59Z"}, "asked_at", "returns.moment"},
		{set{"received_at": "0001-01-01T00:00:00Z"}, "received_at", "returns.moment"},
		{set{"purchased_on": "0001-01-01"}, "purchased_on", "returns.day"},
		{set{"returned_on": 20261120}, "returned_on", "returns.kind"},
		{set{"paid_fen": -1}, "paid_fen", "returns.negative"},
		{set{"paid_fen": 1.5}, "paid_fen", "returns.whole_number"},
		{set{"paid_fen": "300"}, "paid_fen", "returns.kind"},
		{set{"paid_fen": 1e15}, "paid_fen", "returns.range"},
		{set{"gift": map[string]any{"marked_fen": -5}}, "gift.marked_fen", "returns.negative"},
		{set{"bundle": map[string]any{"items": []any{map[string]any{"listed_fen": -5, "returned": true}}}}, "bundle.items[0].listed_fen", "returns.negative"},
		{set{"bundle": map[string]any{"items": []any{}}}, "bundle.items", "returns.bundle_items"},
		{set{"bundle": map[string]any{}}, "bundle.items", "returns.kind"},
		{set{"shop": 7}, "shop", "returns.kind"},
		{set{"shop": map[string]any{"own_sign_days": 0}}, "shop.own_sign_days", "returns.range"},
		{set{"shop": map[string]any{"own_sign_days": 5000}}, "shop.own_sign_days", "returns.range"},
		{set{"prepaid": map[string]any{"paid_on": "soon"}}, "prepaid.paid_on", "returns.day"},
	} {
		t.Run(c.field+" "+c.code, func(t *testing.T) {
			_, err := returns.ReadFacts(changed(t, c.change))
			var ps model.Problems
			require.ErrorAs(t, err, &ps)
			require.Len(t, ps, 1)
			require.Equal(t, c.code, ps[0].Code)
			require.Equal(t, c.field, ps[0].Field)
			require.Equal(t, c.field, ps[0].Args["field"])
		})
	}
}

func TestEnumerationNamesTheExpectedWords(t *testing.T) {
	_, err := returns.ReadFacts(changed(t, set{"reason": "dislike"}))
	var ps model.Problems
	require.ErrorAs(t, err, &ps)
	require.Equal(t, "none | quality | fraud | price | food_safety", ps[0].Args["expected"])
	require.Equal(t, "dislike", ps[0].Args["value"])
}

func TestEveryFaultIsNamedAtOnce(t *testing.T) {
	_, err := returns.ReadFacts(changed(t, set{"channel": "shop", "paid_fen": -1, "reason": "x"}))
	var ps model.Problems
	require.ErrorAs(t, err, &ps)
	require.Len(t, ps, 3)
}

func TestFactsThatAreNoJSON(t *testing.T) {
	for text, code := range map[string]string{
		"": "input.empty", "{": "returns.syntax", "[]": "input.whole", "null": "input.whole", "\xff": "text.not_utf8",
		"{}{}": "input.more", `{"subject":"goods","subject":"service"}`: "returns.key_twice",
		"{\"subject\": \"goods\",\n}": "returns.syntax",
	} {
		_, err := returns.ReadFacts([]byte(text))
		require.ErrorContains(t, err, code, text)
	}
}

// Facts that cannot be true are refused, each by its field.
func TestImpossibleFacts(t *testing.T) {
	for _, c := range []struct {
		change set
		field  string
		code   string
	}{
		{set{"asked_at": "2026-11-16T20:59:59+08:00"}, "asked_at", "returns.asked_before_received"},
		{set{"purchased_on": "2026-11-19", "received_at": nil}, "purchased_on", "returns.purchase_future"},
		{set{"purchased_on": "2026-11-17"}, "received_at", "returns.received_before_purchase"},
		{set{"returned_on": "2026-11-24"}, "returned_on", "returns.returned_future"},
		{set{"returned_on": "2026-11-15"}, "returned_on", "returns.returned_before_received"},
		{set{"bundle": bundle(30001, 12800, true, false)}, "bundle.paid_fen", "returns.paid_differs"},
		{set{"bundle": bundle(30000, 12800, false, false)}, "bundle.items", "returns.bundle_none_returned"},
		{set{"shop": map[string]any{"member": map[string]any{"joined": "2026-01-02", "left": "2026-01-01"}}}, "shop.member.left", "returns.left_before_joined"},
		{set{"subject": "prepaid", "prepaid": map[string]any{"paid_on": "2026-11-19"}}, "prepaid.paid_on", "returns.purchase_future"},
		{set{"shop": "甲"}, "shop", "returns.shop_lookup"},
	} {
		t.Run(c.field+" "+c.code, func(t *testing.T) {
			_, err := loaded(t).rules.Evaluate(facts(t, c.change), env(t))
			var ps model.Problems
			require.ErrorAs(t, err, &ps)
			require.Len(t, ps, 1)
			require.Equal(t, c.code, ps[0].Code)
			require.Equal(t, c.field, ps[0].Field)
		})
	}
}

func TestFactsOfAScreenAreCheckedToo(t *testing.T) {
	f := facts(t, onsite())
	f.PaidFen = money(-1)
	f.Shop.OwnSignDays = -3
	f.Shop.Member.TermDays = 100000
	ps := f.Check(env(t).Now, zone())
	require.Len(t, ps, 3)
	f = returns.Facts{}
	require.Len(t, f.Check(env(t).Now, zone()).At("subject"), 1)
}

// The asking falls on the clock when nobody said when.
func TestAskedAtDefaultsToTheClock(t *testing.T) {
	e := env(t)
	f := facts(t, set{"asked_at": nil})
	require.Equal(t, returns.Eligible, judgeIn(t, e, f).Verdict)
	e.Now = time.Date(2026, 11, 24, 0, 0, 0, 0, zone())
	require.Equal(t, returns.NotCovered, judgeIn(t, e, f).Verdict)
}

// What is absent is treated as what is null.
func TestAbsentIsNull(t *testing.T) {
	var tree map[string]any
	require.NoError(t, json.Unmarshal([]byte(plain), &tree))
	for key := range tree {
		if key == "subject" {
			continue
		}
		null := facts(t, set{key: nil})
		without := map[string]any{}
		for k, v := range tree {
			if k != key {
				without[k] = v
			}
		}
		data, err := json.Marshal(without)
		require.NoError(t, err)
		absent, err := returns.ReadFacts(data)
		require.NoError(t, err)
		require.Equal(t, null, absent, key)
	}
}

// The facts of the contract are read as they stand there, but for the places
// where it lists the choices.
func TestContractFacts(t *testing.T) {
	spec, err := os.ReadFile("testdata/facts.json")
	require.NoError(t, err)
	f, err := returns.ReadFacts(spec)
	require.NoError(t, err)
	v := judgeIn(t, env(t), f)
	require.Equal(t, returns.NeedInfo, v.Verdict)

	f.Goods.CustomMade, f.Goods.ExclusionConfirmed = returns.No, returns.NotConfirmed
	f.Condition = facts(t).Condition
	v = judgeIn(t, env(t), f)
	require.Equal(t, returns.EligibleWithDeduction, v.Verdict)
	require.Equal(t, "statute", v.Basis)
	require.Nil(t, v.Charter)
	require.Equal(t, money(4400), v.RefundFen)
	require.Equal(t, money(25600), v.DeductionFen)
	require.Equal(t, "2026-11-17", v.Window.Starts.String())
	require.Equal(t, "2026-11-23", v.Window.Last.String())
	require.Equal(t, returns.WindowDay{Date: day(t, "2026-11-17"), Counts: true}, v.Window.Days[0])
	require.Len(t, v.Window.Days, 7)
}

func TestFactsWriteAndReadBack(t *testing.T) {
	for _, c := range []set{
		{},
		onsite(),
		{"shop": "甲"},
		{"gift": map[string]any{"given": true, "marked_fen": 1}},
		{"bundle": bundle(30000, 1, true, false)},
		prepaid("2026-11-12", true),
		{"proof": []any{}},
		{"proof": nil},
	} {
		f := facts(t, c)
		data, err := json.Marshal(f)
		require.NoError(t, err)
		var back returns.Facts
		require.NoError(t, json.Unmarshal(data, &back))
		again, err := json.Marshal(back)
		require.NoError(t, err)
		require.JSONEq(t, string(data), string(again))
	}
}

// FuzzReadFacts holds that whatever is read as facts writes back to itself and
// either is refused or gets a verdict with a ground.
func FuzzReadFacts(f *testing.F) {
	f.Add([]byte(plain))
	for _, c := range []set{onsite(), prepaid("2026-11-12", true), {"bundle": bundle(30000, 1, true, false)}, {"shop": "x"}} {
		f.Add(changed(f, c))
	}
	f.Add([]byte(`{"subject":"goods"}`))
	f.Add([]byte(`{"subject":"goods","bundle":{"items":[{"listed_fen":1}]},"gift":{},"prepaid":{}}`))
	f.Add([]byte(strings.Repeat("[", 100)))
	rules, e := loaded(f).rules, env(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		facts, err := returns.ReadFacts(data)
		if err != nil {
			var ps model.Problems
			require.ErrorAs(t, err, &ps)
			return
		}
		written, err := json.Marshal(facts)
		require.NoError(t, err)
		back, err := returns.ReadFacts(written)
		require.NoError(t, err)
		again, err := json.Marshal(back)
		require.NoError(t, err)
		require.Equal(t, string(written), string(again))
		v, err := rules.Evaluate(facts, e)
		if err == nil {
			require.NotEmpty(t, v.Grounds)
			require.Equal(t, v.Verdict == returns.NeedInfo, len(v.Missing) > 0)
		}
	})
}
