package returns_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/model/returns"
)

// askedMoment is where "now" of a random question lies.
func askedMoment() time.Time { return time.Date(2026, 11, 18, 15, 0, 0, 0, zone()) }

// drawFacts draws facts of which everything is told.
func drawFacts(t *rapid.T) returns.Facts {
	asked := askedMoment()
	today := model.DayOf(asked, zone())
	ago := rapid.IntRange(0, 12).Draw(t, "received days ago")
	bought := ago + rapid.IntRange(0, 3).Draw(t, "bought before")
	proof := returns.ProofSet(rapid.IntRange(0, 7).Draw(t, "proof"))
	f := returns.Facts{
		Subject:  returns.Subject(rapid.SampledFrom([]int{1, 1, 1, 1, 1, 2, 3, 4}).Draw(t, "subject")),
		Seller:   returns.Seller(rapid.SampledFrom([]int{1, 1, 1, 2}).Draw(t, "seller")),
		Channel:  returns.Channel(rapid.IntRange(1, 5).Draw(t, "channel")),
		Pickup:   rapid.IntRange(0, 4).Draw(t, "pickup") == 0,
		SeenDeal: tri(t, "seen"), Shop: drawShop(t, today),
		PurchasedOn: today - model.Day(bought), ReceivedAt: returns.Moment{Time: (today - model.Day(ago)).In(zone())},
		AskedAt: returns.Moment{Time: asked}, PaidFen: money(30000), Proof: &proof,
		Reason: returns.Reason(rapid.SampledFrom([]int{1, 1, 1, 2, 3, 4, 5}).Draw(t, "reason")),
		Goods: returns.GoodsFacts{
			Category:        rapid.SampledFrom(returns.Categories()).Draw(t, "category"),
			ThreeGuarantees: tri(t, "three"), CustomMade: rarely(t, "custom"), SecondHand: rarely(t, "second"),
			ByNature: tri(t, "nature"), ExclusionConfirmed: returns.Confirmed(rapid.IntRange(1, 3).Draw(t, "confirmed")),
		},
		Condition: returns.Condition{
			SealBroken: rarely(t, "seal"), OuterPackOpened: tri(t, "outer"), TagRemoved: rarely(t, "tag"),
			SoiledOrDamaged: rarely(t, "soiled"), UsedBeyondTest: rarely(t, "used"), Activated: tri(t, "activated"),
			ActivationNeeded: tri(t, "needed"), Altered: rarely(t, "altered"), PartsComplete: rarely(t, "parts").Not(),
		},
		Prepaid: &returns.Prepaid{PaidOn: today - model.Day(ago), SameServiceBefore: rarely(t, "same")},
	}
	if rapid.Bool().Draw(t, "has gift") {
		f.Gift = &returns.Gift{Given: tri(t, "given"), Returned: tri(t, "gift back")}
		if rapid.Bool().Draw(t, "marked") {
			f.Gift.MarkedFen = money(3900)
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "has bundle") == 0 {
		f.Bundle = &returns.Bundle{PaidFen: money(30000), Items: []returns.BundleItem{
			{Name: "a", ListedFen: money(12800), Returned: returns.Yes},
			{Name: "b", ListedFen: money(12800), Returned: tri(t, "b back")},
			{Name: "c", ListedFen: money(20000), Returned: tri(t, "c back")},
		}}
	}
	return f
}

// tri draws Yes or No.
func tri(t *rapid.T, name string) returns.Tri { return returns.TriOf(rapid.Bool().Draw(t, name)) }

// rarely draws mostly No, so that many facts draw an eligible return.
func rarely(t *rapid.T, name string) returns.Tri {
	return returns.TriOf(rapid.IntRange(0, 7).Draw(t, name) == 0)
}

func drawShop(t *rapid.T, today model.Day) *returns.Shop {
	s := &returns.Shop{Name: "甲"}
	if rapid.IntRange(0, 2).Draw(t, "sign") == 0 {
		s.OwnSignDays = rapid.IntRange(1, 30).Draw(t, "sign days")
	}
	if rapid.IntRange(0, 2).Draw(t, "member") > 0 {
		s.Member = &returns.Member{Joined: today - model.Day(rapid.IntRange(0, 300).Draw(t, "joined"))}
		if rapid.Bool().Draw(t, "longer") {
			s.Member.TermDays = rapid.IntRange(1, 30).Draw(t, "term")
		}
	}
	return s
}

// hole is an asked fact with the ways of filling it.
type hole struct {
	path string
	n    int
	fill func(f *returns.Facts, i int) // i below 0 makes it unknown
}

func triHole(path string, at func(f *returns.Facts) *returns.Tri) hole {
	return hole{path, 2, func(f *returns.Facts, i int) { *at(f) = returns.Tri(i + 1) }}
}

// holes are all asked facts. Those of gift, prepaid and shop copy before they
// write.
func holes() []hole {
	today := model.DayOf(askedMoment(), zone())
	h := []hole{
		{"channel", 5, func(f *returns.Facts, i int) { f.Channel = returns.Channel(i + 1) }},
		{"seller", 2, func(f *returns.Facts, i int) { f.Seller = returns.Seller(i + 1) }},
		{"goods.category", len(returns.Categories()), func(f *returns.Facts, i int) { f.Goods.Category = returns.Category(i + 1) }},
		{"reason", 5, func(f *returns.Facts, i int) { f.Reason = returns.Reason(i + 1) }},
		{"goods.exclusion_confirmed", 3, func(f *returns.Facts, i int) { f.Goods.ExclusionConfirmed = returns.Confirmed(i + 1) }},
		{"proof", 8, func(f *returns.Facts, i int) {
			set := returns.ProofSet(i)
			f.Proof = &set
			if i < 0 {
				f.Proof = nil
			}
		}},
		{"received_at", 4, func(f *returns.Facts, i int) {
			f.ReceivedAt.Time = time.Time{}
			if i >= 0 {
				f.ReceivedAt.Time = max(f.PurchasedOn, today-model.Day([]int{0, 5, 9, 30}[i])).In(zone())
			}
		}},
		{"purchased_on", 3, func(f *returns.Facts, i int) {
			f.PurchasedOn = 0
			if i >= 0 {
				f.PurchasedOn = model.DayOf(f.ReceivedAt.Time, zone()) - model.Day([]int{0, 100, 390}[i])
			}
		}},
		{"shop", 4, func(f *returns.Facts, i int) {
			f.Shop = map[int]*returns.Shop{
				0: {}, 1: {OwnSignDays: 30}, 2: {Member: &returns.Member{Joined: 1}},
				3: {Member: &returns.Member{Joined: 1, TermDays: 60}},
			}[i]
		}},
		{"prepaid.paid_on", 3, func(f *returns.Facts, i int) {
			p := *f.Prepaid
			p.PaidOn = 0
			if i >= 0 {
				p.PaidOn = today - model.Day(i*5)
			}
			f.Prepaid = &p
		}},
	}
	return append(h, triHoles()...)
}

func triHoles() []hole {
	return []hole{
		triHole("goods.custom_made", func(f *returns.Facts) *returns.Tri { return &f.Goods.CustomMade }),
		triHole("goods.second_hand", func(f *returns.Facts) *returns.Tri { return &f.Goods.SecondHand }),
		triHole("goods.by_nature", func(f *returns.Facts) *returns.Tri { return &f.Goods.ByNature }),
		triHole("goods.three_guarantees", func(f *returns.Facts) *returns.Tri { return &f.Goods.ThreeGuarantees }),
		triHole("seen_before_deal", func(f *returns.Facts) *returns.Tri { return &f.SeenDeal }),
		triHole("condition.seal_broken", func(f *returns.Facts) *returns.Tri { return &f.Condition.SealBroken }),
		triHole("condition.outer_pack_opened", func(f *returns.Facts) *returns.Tri { return &f.Condition.OuterPackOpened }),
		triHole("condition.tag_removed", func(f *returns.Facts) *returns.Tri { return &f.Condition.TagRemoved }),
		triHole("condition.soiled_or_damaged", func(f *returns.Facts) *returns.Tri { return &f.Condition.SoiledOrDamaged }),
		triHole("condition.used_beyond_test", func(f *returns.Facts) *returns.Tri { return &f.Condition.UsedBeyondTest }),
		triHole("condition.altered", func(f *returns.Facts) *returns.Tri { return &f.Condition.Altered }),
		triHole("condition.parts_complete", func(f *returns.Facts) *returns.Tri { return &f.Condition.PartsComplete }),
		triHole("condition.activated", func(f *returns.Facts) *returns.Tri { return &f.Condition.Activated }),
		triHole("condition.activation_needed_to_test", func(f *returns.Facts) *returns.Tri { return &f.Condition.ActivationNeeded }),
		{"prepaid.same_service_before", 2, func(f *returns.Facts, i int) {
			p := *f.Prepaid
			p.SameServiceBefore = returns.Tri(i + 1)
			f.Prepaid = &p
		}},
		{"gift.returned", 2, func(f *returns.Facts, i int) {
			if f.Gift != nil {
				g := *f.Gift
				g.Returned = returns.Tri(i + 1)
				f.Gift = &g
			}
		}},
		{"gift.given", 2, func(f *returns.Facts, i int) {
			if f.Gift != nil {
				g := *f.Gift
				g.Given = returns.Tri(i + 1)
				f.Gift = &g
			}
		}},
	}
}

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

func drawEnv(t *rapid.T, tb testing.TB) returns.Env {
	e := env(tb)
	e.Now = askedMoment()
	if rapid.Bool().Draw(t, "wide charter") {
		c := e.Charters[0]
		c.Channels = []returns.Channel{returns.Onsite, returns.Online}
		c.Excluded = c.Excluded[4:]
		c.TermDays = rapid.IntRange(7, 20).Draw(t, "charter term")
		e.Charters = []returns.Charter{c}
	}
	return e
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
