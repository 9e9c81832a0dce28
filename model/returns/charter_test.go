package returns_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/returns"
	"heshi/model/workday"
)

func sample(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile("../../assets/charter/sample.json")
	require.NoError(t, err)
	return string(data)
}

// The sample says what the contract says of it.
func TestSampleCharter(t *testing.T) {
	charters, err := returns.ReadCharters("sample.json", []byte(sample(t)))
	require.NoError(t, err)
	require.Len(t, charters, 1)
	c := charters[0]
	require.True(t, c.Sample)
	require.Equal(t, "2026-01-01", c.EffectiveFrom.String())
	require.True(t, c.EffectiveTo.IsZero())
	require.Equal(t, 7, c.TermDays)
	require.Equal(t, returns.NextDay, c.CountFrom)
	require.Equal(t, workday.CivilCode, c.HolidayRoll)
	require.Equal(t, "22:00", c.Closing.String())
	require.Equal(t, []returns.Channel{returns.Onsite}, c.Channels)
	require.Len(t, c.Excluded, 9)
	require.Equal(t, []string{"receipt", "payment_record", "member_record"}, c.Proof.Strings())
	require.Equal(t, returns.PayMarked, c.GiftRule)
	require.Equal(t, returns.Resettle, c.BundleRule)
	require.Equal(t, 168, c.RefundHours)
	require.Equal(t, returns.SameBrand, c.CrossShop)
	require.Equal(t, money(50000), c.AdvancePay.LimitPerCaseFen)
	require.Empty(t, c.Check())
}

func TestCharterWritesAndReadsBack(t *testing.T) {
	c := wide(t)
	c.Members = []returns.CharterMember{{Shop: "甲", Joined: day(t, "2026-01-01"), TermDays: 15, ExtraExcluded: []returns.Exclusion{}, ExtraIncluded: []returns.Category{returns.Food}}}
	data, err := json.MarshalIndent(c, "", "  ")
	require.NoError(t, err)
	back, err := returns.ReadCharters("c.json", data)
	require.NoError(t, err)
	c.Excluded = []returns.Exclusion{}
	require.Equal(t, []returns.Charter{c}, back)
	var kept struct{ Charter returns.Charter }
	require.NoError(t, json.Unmarshal([]byte(`{"Charter": `+string(data)+`}`), &kept))
	require.Equal(t, c, kept.Charter)
	require.ErrorContains(t, json.Unmarshal([]byte(`{"Charter": {"term_days": 1}}`), &kept), "returns.")
}

// A charter file with a fault is refused with line and field.
func TestCharterFaults(t *testing.T) {
	member := func(s string) string { return `"members": [` + "\n" + s + `],` + "\n" + `  "term_days": 10,` }
	for _, c := range []struct {
		name, old, new string
		code, field    string
		line           int
	}{
		{"unknown key", `"term_days": 7`, `"term_dais": 7`, "returns.key_unknown", "term_dais", 8},
		{"term below the base", `"term_days": 7`, `"term_days": 6`, "returns.charter_term_short", "term_days", 8},
		{"same day costs a day", `"next_day"`, `"same_day"`, "returns.charter_term_short", "term_days", 8},
		{"unknown roll", `"civil_code"`, `"weekly"`, "returns.enum", "holiday_roll", 10},
		{"no roll given", `"holiday_roll": "civil_code",`, ``, "returns.key_missing", "holiday_roll", 1},
		{"closing time", `"22:00"`, `"25:00"`, "returns.clock_time", "closing_time", 11},
		{"unknown category", `"fresh"`, `"ice"`, "returns.enum", "excluded[1].categories[0]", 16},
		{"unknown state", `"when": "activated"`, `"when": "warm"`, "returns.enum", "excluded[7].when", 22},
		{"exclusion without state", `{"categories": ["jewellery"], "when": "always"}`, `{"categories": ["jewellery"]}`, "returns.key_missing", "excluded[6].when", 21},
		{"slow refund", `168`, `169`, "returns.charter_refund_slow", "refund_within_hours", 30},
		{"no refund time", `"refund_within_hours": 168,`, ``, "returns.key_missing", "refund_within_hours", 1},
		{"negative fund", `"fund_fen": null`, `"fund_fen": -1`, "returns.negative", "advance_pay.fund_fen", 33},
		{"no proof", `"proof": ["receipt", "payment_record", "member_record"]`, `"proof": []`, "returns.key_missing", "proof", 26},
		{"ends before it begins", `"effective_to": null`, `"effective_to": "2025-12-31"`, "returns.days_reversed", "effective_to", 7},
		{"no such day", `"2026-01-01",` + "\n" + `  "effective_to"`, `"2026-02-30",` + "\n" + `  "effective_to"`, "returns.day", "effective_from", 6},
		{"member promises less", `"term_days": 7,`, member(`{"shop": "甲", "joined": "2026-01-01", "term_days": 9}`), "returns.promise_worse", "members[0].term_days", 9},
		{"member leaves out more", `"term_days": 7,`, member(`{"shop": "甲", "joined": "2026-01-01", "extra_excluded": [{"categories": ["toy"], "when": "always"}]}`), "returns.promise_excludes", "members[0].extra_excluded", 9},
		{"not JSON", `"term_days": 7,`, `"term_days": 7`, "returns.syntax", "", 9},
		{"key twice", `"term_days": 7,`, `"term_days": 7, "term_days": 8,`, "returns.key_twice", "term_days", 8},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(sample(t), c.old, c.new, 1)
			require.NotEqual(t, sample(t), text)
			_, err := returns.ReadCharters("new.json", []byte(text))
			var ps model.Problems
			require.ErrorAs(t, err, &ps)
			require.Len(t, ps, 1, ps.Error())
			require.Equal(t, c.code, ps[0].Code)
			require.Equal(t, c.field, ps[0].Field)
			require.Equal(t, c.line, ps[0].Args["line"], ps.Error())
			require.Equal(t, "new.json", ps[0].Args["file"])
		})
	}
}

func TestSeveralVersionsInAFile(t *testing.T) {
	first := strings.Replace(sample(t), `"effective_to": null`, `"effective_to": "2026-06-30"`, 1)
	second := strings.Replace(strings.Replace(sample(t), `"effective_from": "2026-01-01"`, `"effective_from": "2026-07-01"`, 1), `"version": "2026-01-01"`, `"version": "b"`, 1)
	for name, text := range map[string]string{
		"list":       `{"charters": [` + first + "," + second + "]}",
		"JSON Lines": first + second,
	} {
		charters, err := returns.ReadCharters("c.json", []byte(text))
		require.NoError(t, err, name)
		require.Len(t, charters, 2)
		require.Equal(t, "b", returns.CharterOn(charters, day(t, "2026-07-01")).Version)
		require.Equal(t, "2026-01-01", returns.CharterOn(charters, day(t, "2026-06-30")).Version)
		require.Nil(t, returns.CharterOn(charters, day(t, "2025-12-31")))
	}
	overlapping := strings.Replace(first, "2026-06-30", "2026-07-01", 1)
	_, err := returns.ReadCharters("c.json", []byte(overlapping+second))
	var ps model.Problems
	require.ErrorAs(t, err, &ps)
	require.Equal(t, "returns.charter_overlap", ps[0].Code)
	require.Equal(t, strings.Count(overlapping, "\n")+6, ps[0].Args["line"])
	_, err = returns.ReadCharters("c.json", []byte(second+first))
	require.NoError(t, err)
	_, err = returns.ReadCharters("c.json", []byte(second+overlapping))
	require.ErrorContains(t, err, "returns.charter_overlap")
	for _, text := range []string{"", `{"charters": []}`} {
		_, err = returns.ReadCharters("c.json", []byte(text))
		require.ErrorContains(t, err, "returns.charter_none")
	}
}

// A new version ends the open one; a refused one leaves what was held.
func TestAdopt(t *testing.T) {
	held := loaded(t).charters
	next := held[0]
	next.Version, next.EffectiveFrom, next.TermDays = "b", day(t, "2026-07-01"), 15
	all, err := returns.Adopt(held, next)
	require.NoError(t, err)
	require.Equal(t, "2026-06-30", all[0].EffectiveTo.String())
	require.True(t, held[0].EffectiveTo.IsZero())

	again, err := returns.Adopt(all, next)
	require.NoError(t, err)
	require.Equal(t, all, again)

	before := next
	before.Version, before.EffectiveFrom = "c", day(t, "2026-03-01")
	_, err = returns.Adopt(all, before)
	require.ErrorContains(t, err, "returns.charter_overlap")
	next.TermDays = 5
	_, err = returns.Adopt(held, next)
	require.ErrorContains(t, err, "returns.charter_term_short")
}

func TestMembersMayOnlyPromiseMore(t *testing.T) {
	c := loaded(t).charters[0]
	require.Empty(t, c.ImproveOnly(returns.Promise{}))
	require.Empty(t, c.ImproveOnly(returns.Promise{TermDays: 7}))
	require.Empty(t, c.ImproveOnly(returns.Promise{TermDays: 30}))
	require.Equal(t, "returns.promise_worse", c.ImproveOnly(returns.Promise{TermDays: 6})[0].Code)
	require.Equal(t, "returns.range", c.ImproveOnly(returns.Promise{TermDays: 100000})[0].Code)
	worse := returns.Promise{ExtraExcluded: []returns.Exclusion{{When: returns.Always}}}
	require.Equal(t, "returns.promise_excludes", c.ImproveOnly(worse)[0].Code)
}

// The example situations have the verdicts they say, and a change of the
// charter touches those it touches.
func TestPreview(t *testing.T) {
	examples, err := returns.LoadExamples(os.DirFS("../../assets"))
	require.NoError(t, err)
	e := env(t)
	for _, x := range examples {
		require.Equal(t, x.Verdict, judgeIn(t, e, x.Facts).Verdict, x.ID)
		require.NotEmpty(t, x.Title.ZH)
		require.False(t, hasHan(x.Title.EN), x.ID)
	}
	rules := loaded(t).rules
	preview := func(edit func(*returns.Charter)) []string {
		next := e.Charters[0]
		next.EffectiveFrom = day(t, "2027-01-01")
		edit(&next)
		changes, err := rules.Preview(examples, e, next)
		require.NoError(t, err)
		ids := []string{}
		for _, c := range changes {
			ids = append(ids, c.Example.ID)
		}
		return ids
	}
	require.Empty(t, preview(func(*returns.Charter) {}))
	require.Equal(t, []string{"C2"}, preview(func(c *returns.Charter) { c.Excluded = append(c.Excluded[:5:5], c.Excluded[6:]...) }))
	require.Equal(t, []string{"C5"}, preview(func(c *returns.Charter) { c.HolidayRoll = workday.NoRoll }))
	require.Equal(t, []string{"C3"}, preview(func(c *returns.Charter) { c.Closing = 24 * 60 }))
	require.Contains(t, preview(func(c *returns.Charter) { c.TermDays = 15 }), "C4")
	require.Equal(t, []string{"T17b"}, preview(func(c *returns.Charter) { c.BundleRule = returns.AllOrNothing }))
}

// FuzzReadCharters holds that a charter that is read passes its own check and
// writes back to itself.
func FuzzReadCharters(f *testing.F) {
	f.Add([]byte(sample(f)))
	f.Add([]byte(`{"charters": [` + sample(f) + `]}`))
	f.Add([]byte(strings.Replace(sample(f), "next_day", "same_day", 1)))
	f.Add([]byte(`{"excluded": [{"when": null}], "members": [{}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		charters, err := returns.ReadCharters("f.json", data)
		if err != nil {
			var ps model.Problems
			require.ErrorAs(t, err, &ps)
			return
		}
		for _, c := range charters {
			require.Empty(t, c.Check())
			written, err := json.Marshal(c)
			require.NoError(t, err)
			back, err := returns.ReadCharters("f.json", written)
			require.NoError(t, err)
			require.Equal(t, []returns.Charter{c}, back)
		}
	})
}
