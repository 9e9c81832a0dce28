package returns_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/model/returns"
)

// told is what of a verdict a shopper would call another answer.
type told struct {
	kind   returns.Kind
	refund model.Money
	last   model.Day
}

func toldOf(v returns.Verdict) told {
	t := told{kind: v.Verdict}
	if v.Verdict.Carried() {
		t.last = v.Window.Last
		if v.RefundFen != nil {
			t.refund = *v.RefundFen
		}
	}
	return t
}

// An asked fact made unknown turns the verdict into need_info that asks for
// exactly this fact, or leaves the verdict that holds whatever the fact is.
func TestUnknownFactIsNeverASilentYes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := drawEnv(rt, t)
		f := drawFacts(rt)
		h := rapid.SampledFrom(holes()).Draw(rt, "hole")
		if h.path == "shop" { // unknown only on-site: on a distance sale no shop is no promise
			f.Channel = returns.Onsite
		}
		var answers []told
		for i := range h.n {
			g := f
			h.fill(&g, i)
			answers = append(answers, toldOf(judgeIn(t, e, g)))
		}
		h.fill(&f, -1)
		v := judgeIn(t, e, f)
		if v.Verdict == returns.NeedInfo {
			require.Equal(rt, []string{h.path}, missing(v))
			return
		}
		for _, a := range answers {
			require.Equal(rt, toldOf(v), a, "%s is unknown and decides", h.path)
		}
	})
}

// A fact is asked for only when some answer to it changes the verdict. The
// reverse of the test before, for facts of which all values can be tried.
func TestOnlyDecidingFactsAreAsked(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := drawEnv(rt, t)
		f := drawFacts(rt)
		all := triHoles()
		var open []hole
		for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, len(all)-1), 1, 5, rapid.ID[int]).Draw(rt, "holes") {
			all[i].fill(&f, -1)
			open = append(open, all[i])
		}
		v := judgeIn(t, e, f)
		deciding := []string{}
		for i, h := range open {
			if decides(t, e, f, open, i) {
				deciding = append(deciding, h.path)
			}
		}
		require.ElementsMatch(rt, deciding, missing(v))
	})
}

// decides tries every filling of the open facts and says whether that of one
// ever makes a difference.
func decides(t *testing.T, e returns.Env, f returns.Facts, open []hole, which int) bool {
	h := open[which]
	rest := append(append([]hole{}, open[:which]...), open[which+1:]...)
	for n := range 1 << len(rest) {
		g := f
		for i, r := range rest {
			r.fill(&g, n>>i&1)
		}
		yes, no := g, g
		h.fill(&yes, 1)
		h.fill(&no, 0)
		if toldOf(judgeIn(t, e, yes)) != toldOf(judgeIn(t, e, no)) {
			return true
		}
	}
	return false
}

// What was explored before is remembered; that never changes what is asked.
func TestRememberingChangesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := drawEnv(rt, t)
		next := e.Charters[0]
		next.EffectiveFrom, next.TermDays = day(t, "2026-11-10"), 15
		next.Excluded = append(next.Excluded[:0:0], next.Excluded...)
		next.Excluded[0].When = "soiled_or_damaged"
		e.Charters[0].EffectiveTo = next.EffectiveFrom - 1
		e.Charters = append(e.Charters, next)
		f := drawFacts(rt)
		if rapid.Bool().Draw(rt, "on-site") {
			f.Channel = returns.Onsite
		}
		f.Bundle = nil
		all := holes()
		for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, len(all)-1), 2, 9, rapid.ID[int]).Draw(rt, "holes") {
			all[i].fill(&f, -1)
		}
		plainly, done := loaded(t).rules.MissingPlainly(f, e)
		if done {
			require.ElementsMatch(rt, plainly, missing(judgeIn(t, e, f)))
		}
	})
}

// A short promise that carries the return does not hide that the law may give
// more days.
func TestLongerRightIsAskedFor(t *testing.T) {
	sign := func(days int) set { return set{"seller": nil, "shop": map[string]any{"own_sign_days": days}} }
	require.Equal(t, []string{"seller"}, missing(judge(t, sign(3))))
	v := judge(t, sign(7))
	require.Empty(t, v.Missing)
	require.Equal(t, "commitment", v.Basis)
}

// Goods left out for different reasons, days of receipt that are both in time:
// alike at first sight, but not to be taken for each other.
func TestWhatLooksAlikeIsAskedApart(t *testing.T) {
	e := env(t)
	c := e.Charters[0]
	c.Excluded = []returns.Exclusion{
		{Categories: []returns.Category{returns.Underwear}, When: "outer_pack_opened"},
		{Categories: []returns.Category{returns.Bag}, When: "second_hand"},
	}
	e.Charters = []returns.Charter{c}
	open := onsite()
	open["goods.category"], open["condition.outer_pack_opened"], open["goods.second_hand"] = nil, nil, nil
	v := judgeIn(t, e, facts(t, open))
	require.Equal(t, []string{"goods.category", "goods.second_hand", "condition.outer_pack_opened"}, missing(v))

	v = judge(t, set{"received_at": nil, "condition.tag_removed": nil})
	require.Equal(t, []string{"received_at", "condition.tag_removed"}, missing(v))
}

// Several facts unknown at once: a verdict that is given all the same holds
// for any way of filling them in.
func TestVerdictHoldsWhateverTheUnknownFactsAre(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := drawEnv(rt, t)
		f := drawFacts(rt)
		var open []hole
		for _, h := range holes() {
			moot := h.path == "shop" && f.Channel != returns.Onsite
			if rapid.IntRange(0, 3).Draw(rt, h.path) == 0 && !moot {
				h.fill(&f, -1)
				open = append(open, h)
			}
		}
		v := judgeIn(t, e, f)
		require.NotEmpty(rt, v.Grounds)
		require.Equal(rt, v.Verdict == returns.NeedInfo, len(v.Missing) > 0)
		if v.Verdict == returns.NotCoveredBut {
			require.NotEmpty(rt, v.Instead)
		}
		if v.Verdict == returns.NeedInfo {
			for _, m := range v.Missing {
				require.NotEmpty(rt, m.Question)
			}
			return
		}
		for range 3 {
			g := f
			for _, h := range fillOrder(open) {
				h.fill(&g, rapid.IntRange(0, h.n-1).Draw(rt, "fill "+h.path))
			}
			require.Equal(rt, toldOf(v), toldOf(judgeIn(t, e, g)))
		}
	})
}

// fillOrder puts the receipt before the purchase, which hangs on it.
func fillOrder(open []hole) []hole {
	var first, last []hole
	for _, h := range open {
		if h.path == "purchased_on" {
			last = append(last, h)
		} else {
			first = append(first, h)
		}
	}
	return append(first, last...)
}

// worth orders verdicts by what they are worth to the shopper.
func worth(k returns.Kind) int {
	return map[returns.Kind]int{
		returns.NotCovered: 0, returns.NotCoveredBut: 1,
		returns.EligibleWithDeduction: 2, returns.Eligible: 3,
	}[k]
}

// A more favourable promise never worsens a verdict.
func TestBetterPromiseNeverWorsens(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := drawEnv(rt, t)
		f := drawFacts(rt)
		before := judgeIn(t, e, f)
		shop := *f.Shop
		f.Shop = &shop
		switch rapid.IntRange(0, 3).Draw(rt, "better") {
		case 0:
			shop.OwnSignDays += rapid.IntRange(1, 30).Draw(rt, "sign")
		case 1:
			m := returns.Member{Joined: 1}
			if shop.Member != nil {
				m = *shop.Member
			}
			m.TermDays += rapid.IntRange(1, 30).Draw(rt, "term")
			shop.Member = &m
		case 2:
			if shop.Member == nil {
				shop.Member = &returns.Member{Joined: 1}
			}
		case 3:
			c := e.Charters[0]
			c.TermDays += rapid.IntRange(1, 30).Draw(rt, "charter")
			c.Closing = 24 * 60
			c.Excluded = c.Excluded[1:]
			e.Charters = []returns.Charter{c}
		}
		after := judgeIn(t, e, f)
		require.GreaterOrEqual(rt, worth(after.Verdict), worth(before.Verdict))
		if before.Verdict.Carried() {
			require.GreaterOrEqual(rt, *after.RefundFen, *before.RefundFen)
			require.GreaterOrEqual(rt, after.Window.Last, before.Window.Last)
		}
	})
}

// English and Chinese verdicts carry the same ids and numbers.
func TestLanguagesAgree(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := drawEnv(rt, t)
		f := drawFacts(rt)
		for _, h := range holes() {
			if rapid.IntRange(0, 9).Draw(rt, h.path) == 0 {
				h.fill(&f, -1)
			}
		}
		zh := judgeIn(t, e, f)
		e.Lang = "en"
		en := judgeIn(t, e, f)
		for _, g := range en.Grounds {
			require.False(rt, hasHan(g.Text+g.Source), g.Text)
		}
		for _, i := range en.Instead {
			require.False(rt, hasHan(i.Text+i.Source), i.Text)
		}
		require.Equal(rt, withoutWords(zh), withoutWords(en))
	})
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff })
}

// withoutWords takes every text out of a verdict.
func withoutWords(v returns.Verdict) returns.Verdict {
	if v.Window != nil {
		w := *v.Window
		w.Days = append([]returns.WindowDay{}, w.Days...)
		for i := range w.Days {
			w.Days[i].Why = ""
		}
		v.Window = &w
	}
	for i := range v.Grounds {
		v.Grounds[i].Text, v.Grounds[i].Source = "", ""
	}
	for i := range v.Instead {
		v.Instead[i].Text, v.Instead[i].Source = "", ""
	}
	for i := range v.Missing {
		v.Missing[i].Question = ""
	}
	return v
}

// The order of facts in the input never matters: what a verdict says of facts
// it says of the same facts with their keys in any order, and after they were
// written and read again.
func TestOrderOfFactsNeverMatters(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := drawEnv(rt, t)
		f := drawFacts(rt)
		written, err := json.Marshal(f)
		require.NoError(rt, err)
		back, err := returns.ReadFacts(shuffled(rt, written))
		require.NoError(rt, err)
		require.Equal(rt, judgeIn(t, e, f), judgeIn(t, e, back))
	})
}

// shuffled writes the object with its top keys in another order.
func shuffled(rt *rapid.T, data []byte) []byte {
	var tree map[string]json.RawMessage
	if json.Unmarshal(data, &tree) != nil {
		return data
	}
	keys := make([]string, 0, len(tree))
	for k := range tree {
		keys = append(keys, k)
	}
	var b bytes.Buffer
	b.WriteByte('{')
	for i, k := range rapid.Permutation(sorted(keys)).Draw(rt, "keys") {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"` + k + `":`)
		b.Write(tree[k])
	}
	b.WriteByte('}')
	return b.Bytes()
}

// ruleFile is a rule file of the assets, its rules apart.
type ruleFile struct {
	Note      string            `json:"note"`
	Define    json.RawMessage   `json:"define,omitempty"`
	Rules     []json.RawMessage `json:"rules,omitempty"`
	Questions json.RawMessage   `json:"questions,omitempty"`
}

// assetsFS returns the assets of the check in memory, with each rule file
// changed by edit.
func assetsFS(t testing.TB, edit func(name string, f *ruleFile)) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for _, lang := range []string{"zh", "en"} {
		name := path.Join("locale", lang, "returns.json")
		data, err := os.ReadFile("../../assets/" + name)
		require.NoError(t, err)
		out[name] = &fstest.MapFile{Data: data}
	}
	files, err := os.ReadDir("../../assets/law/returns")
	require.NoError(t, err)
	for _, file := range files {
		name := path.Join("law/returns", file.Name())
		data, err := os.ReadFile("../../assets/" + name)
		require.NoError(t, err)
		if file.Name() == "examples.json" {
			continue
		}
		var f ruleFile
		require.NoError(t, json.Unmarshal(data, &f))
		edit(file.Name(), &f)
		data, err = json.Marshal(f)
		require.NoError(t, err)
		out[name] = &fstest.MapFile{Data: data}
	}
	return out
}

// The order of rules in the data never matters.
func TestOrderOfRulesNeverMatters(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		fsys := assetsFS(t, func(name string, f *ruleFile) {
			if len(f.Rules) > 0 {
				f.Rules = rapid.Permutation(f.Rules).Draw(rt, name)
			}
		})
		rules, err := returns.LoadRules(fsys)
		require.NoError(rt, err)
		e := drawEnv(rt, t)
		for range 5 {
			f := drawFacts(rt)
			v, err := rules.Evaluate(f, e)
			require.NoError(rt, err)
			require.Equal(rt, judgeIn(t, e, f), v)
		}
	})
}
