package returns_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/returns"
)

// speaking are facts under which rules speak that no situation needs.
func speaking() []set {
	member := onsite()["shop"]
	with := func(s ...set) set {
		out := set{}
		for _, m := range s {
			maps.Copy(out, m)
		}
		return out
	}
	on := set{"channel": "onsite", "shop": member}
	sign := set{"channel": "onsite", "shop": map[string]any{"own_sign_days": 7}}
	returned := set{"returned_on": "2026-11-19"}
	long := set{"purchased_on": "2026-10-15", "received_at": "2026-10-15T10:00:00+08:00", "asked_at": "2026-10-16T10:00:00+08:00", "returned_on": "2026-10-17"}
	nature := set{"goods.by_nature": true, "goods.exclusion_confirmed": "per_purchase"}
	food := set{"goods.category": "food"}
	lost := set{"gift": map[string]any{"given": true, "returned": false, "marked_fen": 3900}}
	return []set{
		with(set{"purchased_on": "2014-03-01", "received_at": "2014-03-01T10:00:00+08:00", "asked_at": "2014-03-02T10:00:00+08:00"}),
		{"goods.category": "fresh"},
		{"goods.category": "press"},
		with(nature, food), with(nature, set{"goods.second_hand": true}), with(nature, set{"goods.category": "electronics"}),
		with(nature, set{"shop": map[string]any{"own_sign_days": 7}}),
		returned, with(on, returned), with(sign, returned), long, with(on, long), with(sign, long),
		{"condition.outer_pack_opened": true},
		with(on, set{"condition.outer_pack_opened": true}),
		{"asked_at": "2026-11-23T10:00:00+08:00"},
		{"condition.parts_complete": false},
		{"condition.soiled_or_damaged": true},
		{"condition.altered": true},
		{"condition.tag_removed": true},
		{"condition.used_beyond_test": true},
		with(food, set{"condition.seal_broken": true}),
		{"gift": map[string]any{"given": true, "returned": true}},
		with(on, lost),
		{"proof": []any{"payment_record"}},
		{"channel": "mail"},
		with(sign, set{"asked_at": "2026-11-24T10:00:00+08:00"}),
		with(on, set{"goods.category": "fresh"}),
		{"court_or_authority_seized": true},
		{"court_or_authority_seized": true, "purchased_on": "2025-11-15"},
		with(set{"reason": "quality", "goods.category": "other", "condition.altered": true}),
		with(set{"reason": "quality", "goods.category": "appliance", "condition.altered": true, "gift": map[string]any{"given": true, "returned": true}}),
		with(food, set{"reason": "food_safety", "condition.seal_broken": true}), with(food, set{"condition.seal_broken": true}),
		{"reason": "quality", "goods.category": "medicine"},
		{"goods.category": "medicine", "goods.custom_made": true},
		with(prepaid("2026-11-01", false), set{"reason": "quality"}),
		with(prepaid("2025-04-29", false), set{"asked_at": "2025-04-30T10:00:00+08:00"}),
		{"seller": "private", "reason": "fraud"},
		{"goods.second_hand": true},
		{"subject": "service", "reason": "quality"},
		{"pickup": true, "seen_before_deal": false},
		{"goods.by_nature": true},
		{"channel": nil, "seller": nil},
		{"subject": "service", "reason": nil},
		{"reason": "fraud", "goods.custom_made": true},
		{"goods.exclusion_confirmed": "default_ticked"},
	}
}

// wide is a charter unlike the sample: it takes online sales and the four
// exclusions, has a price cap, takes bundles whole, and any member takes back.
func wide(t testing.TB) returns.Charter {
	t.Helper()
	c := loaded(t).charters[0]
	c.ID, c.Channels, c.Excluded = "wide", []returns.Channel{returns.Onsite, returns.Online}, nil
	c.Categories = []returns.Category{returns.Apparel, returns.Fresh}
	c.PriceCapFen, c.BundleRule, c.CrossShop = money(50000), returns.AllOrNothing, returns.WholeAlliance
	c.TermDays, c.RefundHours = 10, 24
	return c
}

// said is everything a set of rules says of all situations, one line each.
func said(t *testing.T, rules *returns.Rules) []string {
	t.Helper()
	out := []string{}
	say := func(e returns.Env, f returns.Facts) {
		v, err := rules.Evaluate(f, e)
		require.NoError(t, err)
		line, err := json.Marshal(v)
		require.NoError(t, err)
		out = append(out, string(line))
	}
	sample, other := env(t), env(t)
	other.Charters = []returns.Charter{wide(t)}
	for _, s := range situations() {
		say(sample, facts(t, s.facts))
	}
	for _, s := range speaking() {
		say(sample, facts(t, s))
	}
	member := onsite()["shop"]
	for _, s := range []set{
		{"channel": "onsite", "shop": member},
		{"shop": member, "goods.category": "fresh"},
		{"channel": "onsite", "shop": member, "paid_fen": 60000},
		{"channel": "onsite", "shop": member, "goods.category": "toy"},
		{"channel": "onsite", "shop": member, "bundle": bundle(30000, 12800, true, false)},
		{"channel": "onsite", "shop": member, "returned_on": "2026-11-19"},
	} {
		say(other, facts(t, s))
	}
	return out
}

// Every rule decides somewhere: without it, what is said of some situation is
// not the same.
func TestEveryRuleDecides(t *testing.T) {
	whole := said(t, loaded(t).rules)
	files, err := filepath.Glob("../../assets/law/returns/*.json")
	require.NoError(t, err)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		var all struct {
			Rules []struct{ ID, Part string } `json:"rules"`
		}
		require.NoError(t, json.Unmarshal(data, &all))
		for i, r := range all.Rules {
			t.Run(r.ID+"/"+r.Part, func(t *testing.T) {
				rules, err := returns.LoadRules(assetsFS(t, func(name string, f *ruleFile) {
					if name == filepath.Base(file) {
						f.Rules = slices.Delete(slices.Clone(f.Rules), i, i+1)
					}
				}))
				require.NoError(t, err)
				require.False(t, slices.Equal(whole, said(t, rules)), "nobody misses it")
			})
		}
	}
}

// Every rule of domain.md section 1 is there. V8 is a figure of a pilot, not a
// rule.
func TestAllRulesAreThere(t *testing.T) {
	want := []string{"G-SVC", "I-PLATFORM", "I-CONTRACT"}
	for letter, n := range map[string]int{"S": 9, "N": 16, "V": 11, "R": 19} {
		for i := 1; i <= n; i++ {
			if id := letter + itoa(i); id != "V8" {
				want = append(want, id)
			}
		}
	}
	require.Subset(t, loaded(t).rules.RuleIDs(), want)
}

func itoa(i int) string {
	b, _ := json.Marshal(i)
	return string(b)
}

func TestClausesExplainThemselves(t *testing.T) {
	rules := loaded(t).rules
	zh, en := rules.Clauses("N1", "zh"), rules.Clauses("N1", "en")
	require.Len(t, zh, 3)
	require.Len(t, en, 3)
	require.Equal(t, "10", zh[0].Article)
	require.Equal(t, "2017-03-15", zh[0].From.String())
	require.Contains(t, zh[0].Text, "…")
	require.False(t, hasHan(en[0].Text+en[0].Source))
	require.Empty(t, rules.Clauses("Z9", "zh"))
}

// A rule is judged by its wording in force on the day of the purchase.
func TestRuleInForceOnThePurchaseGoverns(t *testing.T) {
	rules, err := returns.LoadRules(assetsFS(t, func(name string, f *ruleFile) {
		for i, r := range f.Rules {
			if name == "statute.json" && strings.Contains(string(r), `"days":7`) || strings.Contains(string(r), `"days": 7`) {
				if !strings.Contains(string(r), `"id": "S1"`) {
					continue
				}
				old := strings.Replace(string(r), `"to": null`, `"to": "2026-11-15"`, 1)
				next := strings.NewReplacer(`"from": "2014-03-15"`, `"from": "2026-11-16"`, `"days": 7`, `"days": 14`).Replace(string(r))
				f.Rules[i] = json.RawMessage(old)
				f.Rules = append(f.Rules, json.RawMessage(next))
				return
			}
		}
	}))
	require.NoError(t, err)
	for bought, last := range map[string]string{"2026-11-15": "2026-11-23", "2026-11-16": "2026-11-30"} {
		v, err := rules.Evaluate(facts(t, set{"purchased_on": bought}), env(t))
		require.NoError(t, err)
		require.Equal(t, last, v.Window.Last.String())
	}
}

// What is wrong with the data is named with file and line.
func TestFaultsInTheRules(t *testing.T) {
	one := `{"rules": [{"id": "S1", "source": {"zh": "法", "en": "law"}, "article": "1", "version": "1",
 "in_force": {"from": "2020-01-01", "to": null}, "role": "found", "effect": "supports", "tracks": ["statute"],
 "when": WHEN,
 "text": {"zh": "文", "en": "TEXT"}}MORE]}`
	fill := strings.NewReplacer
	base := func(s string) string { return fill("WHEN", `"distance"`, "TEXT", "text", "MORE", "").Replace(s) }
	for name, c := range map[string]struct {
		data string
		code string
		line int
	}{
		"not JSON":           {"{\n\"rules\": [\n}", "returns.syntax", 3},
		"unknown key":        {base(strings.Replace(one, `"article"`, `"artikel"`, 1)), "returns.key_unknown", 1},
		"key twice":          {"{\"rules\": [],\n\"rules\": []}", "returns.key_twice", 2},
		"unknown predicate":  {base(strings.Replace(one, "WHEN", `"is_nice"`, 1)), "returns.predicate_unknown", 3},
		"predicate argument": {base(strings.Replace(one, "WHEN", `"category"`, 1)), "returns.predicate_argument", 3},
		"needless argument":  {base(strings.Replace(one, "WHEN", `{"distance": "far"}`, 1)), "returns.predicate_argument", 3},
		"unknown word":       {base(strings.Replace(one, "WHEN", `{"category": ["car"]}`, 1)), "returns.enum", 3},
		"empty all":          {base(strings.Replace(one, "WHEN", `{"all": []}`, 1)), "returns.condition_keys", 3},
		"two keys":           {base(strings.Replace(one, "WHEN", `{"all": ["distance"], "any": ["onsite"]}`, 1)), "returns.condition_keys", 3},
		"no text":            {base(strings.Replace(one, "TEXT", "", 1)), "returns.text_bad", 1},
		"placeholder":        {base(strings.Replace(one, "TEXT", "{luck}", 1)), "returns.text_bad", 1},
		"effect":             {base(strings.Replace(one, "supports", "defeats", 1)), "returns.rule_effect", 1},
		"twice in force":     {base(strings.Replace(one, "MORE", ",\n"+strings.TrimSuffix(strings.TrimPrefix(base(one), `{"rules": [`), "]}"), 1)), "returns.rule_twice", 5},
		"defined twice":      {"{\"define\": [{\"name\": \"a\", \"when\": \"distance\"},\n{\"name\": \"a\", \"when\": \"onsite\"}]}", "returns.name_taken", 2},
		"question":           {"{\"questions\": [\n{\"id\": \"x\", \"kind\": \"choice\", \"asks\": [\"reason\"]}]}", "returns.question_bad", 2},
		"no question":        {"{}", "returns.question_gap", 1},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := returns.LoadRules(fstest.MapFS{
				"law/returns/a.json":     {Data: []byte(c.data)},
				"locale/zh/returns.json": {Data: []byte("{}")}, "locale/en/returns.json": {Data: []byte("{}")},
			})
			var ps model.Problems
			require.ErrorAs(t, err, &ps)
			require.Equal(t, c.code, ps[0].Code, ps.Error())
			require.Equal(t, c.line, ps[0].Args["line"])
			require.Contains(t, ps[0].Args["file"], ".json")
		})
	}
}

func TestWordsInBothLanguages(t *testing.T) {
	fsys := assetsFS(t, func(string, *ruleFile) {})
	fsys["locale/en/returns.json"] = &fstest.MapFile{Data: []byte("{}")}
	_, err := returns.LoadRules(fsys)
	require.ErrorContains(t, err, "returns.word_missing")

	words := map[string]map[string]string{}
	for _, lang := range []string{"zh", "en"} {
		data, err := os.ReadFile("../../assets/locale/" + lang + "/returns.json")
		require.NoError(t, err)
		var w map[string]string
		require.NoError(t, json.Unmarshal(data, &w))
		words[lang] = w
	}
	require.Equal(t, slices.Sorted(maps.Keys(words["zh"])), slices.Sorted(maps.Keys(words["en"])))
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	code := regexp.MustCompile(`"(returns\.[a-z_]+)"`)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, m := range code.FindAllStringSubmatch(string(data), -1) {
			if m[1] != "returns.json" && m[1] != "returns.separator" {
				require.Contains(t, words["zh"], "problem."+m[1], file)
			}
		}
	}
}

// Data files only hold rules that are in force at some time and say how well
// their text is known.
func TestRulesNameTheirStanding(t *testing.T) {
	rules := loaded(t).rules
	for _, id := range rules.RuleIDs() {
		for _, c := range rules.Clauses(id, "en") {
			require.Contains(t, []string{"confirmed", "second_hand", "memory", "unsure"}, c.Status, id)
			require.False(t, c.From.IsZero(), id)
			require.NotEmpty(t, c.Source, id)
		}
	}
}
