package returns_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/returns"
	"heshi/model/workday"
)

// zone is China Standard Time, in which all test facts are told.
func zone() *time.Location { return time.FixedZone("CST", 8*60*60) }

// data is what the checks need, read once for all tests.
type data struct {
	rules    *returns.Rules
	charters []returns.Charter
	calendar *workday.Calendar
}

var load = sync.OnceValues(func() (data, error) {
	assets := os.DirFS("../../assets")
	rules, err := returns.LoadRules(assets)
	if err != nil {
		return data{}, err
	}
	sample, err := os.ReadFile("../../assets/charter/sample.json")
	if err != nil {
		return data{}, err
	}
	charters, err := returns.ReadCharters("sample.json", sample)
	if err != nil {
		return data{}, err
	}
	calendar, err := workday.Load(assets)
	return data{rules, charters, calendar}, err
})

func loaded(t testing.TB) data {
	t.Helper()
	d, err := load()
	require.NoError(t, err)
	return d
}

// env is the environment of a check in Chinese on 2026-11-23.
func env(t testing.TB) returns.Env {
	t.Helper()
	d := loaded(t)
	return returns.Env{
		Charters: d.charters, Calendar: d.calendar, Lang: "zh", Zone: zone(),
		Now: time.Date(2026, 11, 23, 12, 0, 0, 0, zone()),
	}
}

// plain is a purchase of which everything is told and nothing is wrong: a coat
// bought online two days before the question.
const plain = `{
  "subject": "goods", "seller": "trader", "channel": "online", "pickup": false, "seen_before_deal": null,
  "shop": null,
  "purchased_on": "2026-11-15", "received_at": "2026-11-16T21:00:00+08:00", "asked_at": "2026-11-18T10:00:00+08:00",
  "returned_on": null, "paid_fen": 30000, "proof": ["receipt"], "reason": "none",
  "goods": {"category": "apparel", "three_guarantees": false, "custom_made": false, "second_hand": false,
            "by_nature": false, "exclusion_confirmed": "none"},
  "condition": {"seal_broken": false, "outer_pack_opened": false, "tag_removed": false, "soiled_or_damaged": false,
                "used_beyond_test": false, "activated": false, "activation_needed_to_test": false, "altered": false,
                "parts_complete": true},
  "gift": null, "bundle": null, "prepaid": null, "court_or_authority_seized": false
}`

// set is a change of the plain facts: a dotted path and its value.
type set map[string]any

// changed returns the plain facts with the changes, as JSON.
func changed(t testing.TB, changes ...set) []byte {
	t.Helper()
	var tree map[string]any
	require.NoError(t, json.Unmarshal([]byte(plain), &tree))
	for _, c := range changes {
		for path, v := range c {
			at := tree
			keys := strings.Split(path, ".")
			for _, k := range keys[:len(keys)-1] {
				if at[k] == nil {
					at[k] = map[string]any{}
				}
				at = at[k].(map[string]any)
			}
			at[keys[len(keys)-1]] = v
		}
	}
	out, err := json.Marshal(tree)
	require.NoError(t, err)
	return out
}

func facts(t testing.TB, changes ...set) returns.Facts {
	t.Helper()
	f, err := returns.ReadFacts(changed(t, changes...))
	require.NoError(t, err)
	return f
}

func judge(t testing.TB, changes ...set) returns.Verdict {
	t.Helper()
	return judgeIn(t, env(t), facts(t, changes...))
}

func judgeIn(t testing.TB, e returns.Env, f returns.Facts) returns.Verdict {
	t.Helper()
	v, err := loaded(t).rules.Evaluate(f, e)
	require.NoError(t, err)
	return v
}

// onsite is a purchase in a member shop of the alliance.
func onsite() set {
	return set{"channel": "onsite", "shop": map[string]any{"name": "甲", "member": map[string]any{"joined": "2026-01-01"}}}
}

// grounds returns "S1 supports" for every ground.
func grounds(v returns.Verdict) []string {
	out := []string{}
	for _, g := range v.Grounds {
		out = append(out, g.Rule+" "+string(g.Effect))
	}
	return out
}

func instead(v returns.Verdict) []string {
	out := []string{}
	for _, i := range v.Instead {
		out = append(out, i.Rule)
	}
	return out
}

func missing(v returns.Verdict) []string {
	out := []string{}
	for _, m := range v.Missing {
		out = append(out, m.Fact)
	}
	return out
}

func day(t testing.TB, s string) model.Day {
	t.Helper()
	d, err := model.ParseDay(s)
	require.NoError(t, err)
	return d
}

func money(fen int64) *model.Money {
	m := model.Money(fen)
	return &m
}

func sorted(s []string) []string {
	s = slices.Clone(s)
	slices.Sort(s)
	return s
}
