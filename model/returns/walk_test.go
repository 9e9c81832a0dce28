package returns_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/model/returns"
)

// most is how many questions a verdict may take.
const most = 7

// answer draws an answer to q.
func answer(rt *rapid.T, q returns.Question, today model.Day) returns.Answer {
	var a returns.Answer
	ids := []string{}
	for _, o := range q.Options {
		ids = append(ids, o.ID)
	}
	switch q.Kind {
	case returns.Choice:
		a.Options = []string{rapid.SampledFrom(ids).Draw(rt, q.ID)}
	case returns.Several:
		a.Options = rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 0, min(2, len(ids)), rapid.ID[string]).Draw(rt, q.ID)
	case returns.Date:
		a.Day = today - model.Day(rapid.SampledFrom([]int{0, 1, 5, 7, 8, 40, 350}).Draw(rt, q.ID))
	case returns.Amount:
		a.Amount = model.Money(rapid.IntRange(0, 100000).Draw(rt, q.ID))
	case returns.Items:
		a.Back = []int{0}
	case returns.Prices:
		a.Prices = map[int]model.Money{0: 12800, 1: 12800, 2: 12800}
	}
	return a
}

// From nothing known, at most seven questions lead to a verdict, each question
// once, and each is worded.
func TestSevenQuestionsAtMost(t *testing.T) {
	e := env(t)
	today := model.DayOf(e.Now, zone())
	rules := loaded(t).rules
	rapid.Check(t, func(rt *rapid.T) {
		var f returns.Facts
		asked := map[string]bool{}
		for {
			q, ok := rules.Next(f, e)
			if !ok {
				break
			}
			require.False(rt, asked[q.ID], "%s asked twice", q.ID)
			asked[q.ID] = true
			require.LessOrEqual(rt, len(asked), most)
			require.NotEmpty(rt, q.Text)
			next, err := rules.Apply(f, q, answer(rt, q, today), e)
			require.NoError(rt, err)
			f = next
		}
		v, err := rules.Evaluate(f, e)
		require.NoError(rt, err)
		require.NotEqual(rt, returns.NeedInfo, v.Verdict)
	})
}

// Every way of answering the questions of choice, with a few days and states,
// ends within seven.
func TestEveryBranchEnds(t *testing.T) {
	if testing.Short() {
		t.Skip("walks some thousand branches")
	}
	w := walker{t: t, rules: loaded(t).rules, env: env(t), depths: map[int]int{}}
	w.today = model.DayOf(w.env.Now, zone())
	w.walk(returns.Facts{}, 0)
	require.NotZero(t, w.depths[most])
}

type walker struct {
	t      *testing.T
	rules  *returns.Rules
	env    returns.Env
	today  model.Day
	depths map[int]int
}

func (w *walker) walk(f returns.Facts, depth int) {
	require.LessOrEqual(w.t, depth, most)
	q, ok := w.rules.Next(f, w.env)
	if !ok {
		w.depths[depth]++
		return
	}
	for _, a := range w.answers(q) {
		next, err := w.rules.Apply(f, q, a, w.env)
		require.NoError(w.t, err)
		w.walk(next, depth+1)
	}
}

func (w *walker) answers(q returns.Question) []returns.Answer {
	var out []returns.Answer
	switch q.Kind {
	case returns.Date:
		for _, ago := range []model.Day{0, 3, 20} {
			out = append(out, returns.Answer{Day: w.today - ago})
		}
		return out
	case returns.Several:
		out = append(out, returns.Answer{})
	}
	for _, o := range q.Options {
		if o.ID != "sign_15" && o.ID != "sign_30" {
			out = append(out, returns.Answer{Options: []string{o.ID}})
		}
	}
	return out
}

// A question asked from facts a form already holds settles what is open and
// leaves what was told.
func TestQuestionsFromHalfKnownFacts(t *testing.T) {
	e, rules := env(t), loaded(t).rules
	for _, c := range []struct {
		name   string
		open   set
		ask    string
		answer returns.Answer
		then   returns.Kind
	}{
		{"seller", set{"seller": nil}, "seller", returns.Answer{Options: []string{"private"}}, returns.NotCovered},
		{"seen", set{"pickup": true}, "seen", returns.Answer{Options: []string{"no"}}, returns.Eligible},
		{"activation", phone(set{"condition.activation_needed_to_test": nil}), "activation", returns.Answer{Options: []string{"yes"}}, returns.Eligible},
		{"by nature", set{"goods.by_nature": nil, "goods.exclusion_confirmed": "per_purchase"}, "by_nature", returns.Answer{Options: []string{"yes"}}, returns.NotCovered},
		{"gift back", set{"gift": map[string]any{"given": true, "marked_fen": 100}}, "gift_returned", returns.Answer{Options: []string{"no"}}, returns.EligibleWithDeduction},
		{"gift given", set{"gift": map[string]any{"returned": false, "marked_fen": 100}}, "gift_given", returns.Answer{Options: []string{"no"}}, returns.Eligible},
		{"items", set{"bundle": map[string]any{"items": []any{map[string]any{"listed_fen": 10000}, map[string]any{"listed_fen": 5000, "returned": true}}}}, "items", returns.Answer{Back: []int{1}}, returns.EligibleWithDeduction},
		{"prices", set{"bundle": map[string]any{"items": []any{map[string]any{"returned": false}, map[string]any{"listed_fen": 5000, "returned": true}}}}, "prices", returns.Answer{Prices: map[int]model.Money{0: 10000}}, returns.EligibleWithDeduction},
		{"joined", set{"channel": "onsite", "shop": map[string]any{"member": map[string]any{}}}, "joined", returns.Answer{Day: day(t, "2026-02-01")}, returns.Eligible},
		{"state", phone(set{"goods.by_nature": true, "condition.activated": nil, "condition.activation_needed_to_test": nil}), "state", returns.Answer{Options: []string{"activated_needed"}}, returns.Eligible},
		{"proof", set{"channel": "onsite", "shop": onsite()["shop"], "proof": nil}, "proof", returns.Answer{Options: []string{"none"}}, returns.NotCovered},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := facts(t, c.open)
			before := facts(t, c.open)
			q, ok := rules.Next(f, e)
			require.True(t, ok)
			require.Equal(t, c.ask, q.ID)
			after, err := rules.Apply(f, q, c.answer, e)
			require.NoError(t, err)
			require.Equal(t, before, f, "the facts given stay as they were")
			require.Equal(t, c.then, judgeIn(t, e, after).Verdict)
			_, more := rules.Next(after, e)
			require.False(t, more)
		})
	}
}

// An answer chosen is not undone by a like one left.
func TestChosenStateStays(t *testing.T) {
	e, rules := env(t), loaded(t).rules
	f := facts(t, phone(set{"condition.activated": nil, "condition.activation_needed_to_test": nil}))
	q, ok := rules.Next(f, e)
	require.True(t, ok)
	f, err := rules.Apply(f, q, returns.Answer{Options: []string{"activated_needed"}}, e)
	require.NoError(t, err)
	require.Equal(t, returns.Yes, f.Condition.Activated)
	require.Equal(t, returns.Yes, f.Condition.ActivationNeeded)
}

// Only what can still matter is offered where several may be chosen.
func TestOfferedStatesFitTheGoods(t *testing.T) {
	e, rules := env(t), loaded(t).rules
	f := facts(t, set{"condition": nil, "goods.custom_made": nil, "goods.second_hand": nil})
	q, ok := rules.Next(f, e)
	require.True(t, ok)
	ids := []string{}
	for _, o := range q.Options {
		ids = append(ids, o.ID)
	}
	require.Equal(t, []string{"custom", "tag", "soiled", "used", "altered", "parts"}, ids)
}

func TestAnswersThatDoNotFit(t *testing.T) {
	e, rules := env(t), loaded(t).rules
	q, _ := rules.Next(returns.Facts{}, e)
	for _, c := range []struct {
		q    returns.Question
		a    returns.Answer
		code string
	}{
		{q, returns.Answer{}, "returns.answer_one"},
		{q, returns.Answer{Options: []string{"apparel", "food"}}, "returns.answer_one"},
		{q, returns.Answer{Options: []string{"nothing"}}, "returns.answer_unknown"},
		{returns.Question{ID: "who"}, returns.Answer{}, "returns.question_unknown"},
	} {
		_, err := rules.Apply(returns.Facts{}, c.q, c.a, e)
		require.ErrorContains(t, err, c.code)
	}
	bought := returns.Question{ID: "bought", Kind: returns.Date}
	_, err := rules.Apply(facts(t, onsite(), set{"purchased_on": nil, "received_at": nil}), bought,
		returns.Answer{Day: day(t, "2026-11-19")}, e)
	require.ErrorContains(t, err, "returns.purchase_future")
}
