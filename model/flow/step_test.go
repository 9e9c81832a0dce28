package flow_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/model/flow"
)

var (
	zone  = time.FixedZone("", 8*3600)
	noon  = time.Date(2026, 11, 23, 12, 0, 0, 0, zone)
	clerk = flow.Actor{ID: "p-1", Name: "李阿姨", Role: model.Mediator}
)

func registered(t require.TestingT) model.Case {
	c, ps := flow.Register(complaint(), today)
	require.Empty(t, ps)
	c.RegisteredAt, c.Receiver = noon.Add(-2*time.Hour), clerk.Name
	return c
}

// do takes a step that must be possible; args are JSON.
func do(t require.TestingT, c model.Case, action, args string) model.Case {
	if h, ok := t.(interface{ Helper() }); ok {
		h.Helper()
	}
	next, ps := try(t, c, action, args)
	require.Empty(t, ps, action)
	return next
}

func try(t require.TestingT, c model.Case, action, args string) (model.Case, model.Problems) {
	a, ps := flow.ReadArgs(action, []byte(args), zone)
	if len(ps) > 0 {
		return c, ps
	}
	before, err := json.Marshal(c)
	require.NoError(t, err)
	next, ps := flow.Do(c, action, a, clerk, noon)
	after, err := json.Marshal(c)
	require.NoError(t, err)
	require.JSONEq(t, string(before), string(after), "the case given is not changed")
	return next, ps
}

const refundDuty = `{"terms": "退款", "duties": [{"what": "退款", "amount_fen": 29900, "due": "2026-11-30"}]}`

func TestTheClosedLoop(t *testing.T) {
	c := registered(t)
	c = do(t, c, "accept", `{"mediators": ["李阿姨"]}`)
	require.Equal(t, model.Accepted, c.State)
	c = do(t, c, "mediate", `{"place": "服务站", "consent_complainant": true, "consent_respondent": true}`)
	require.Equal(t, []string{"李阿姨"}, c.Sessions[0].Mediators)
	c = do(t, c, "settle", refundDuty)
	require.Equal(t, model.Settled, c.State)
	require.Equal(t, today, c.Agreement.EffectiveOn)

	_, ps := try(t, c, "close", `{}`)
	require.Equal(t, []string{":step.open_duty"}, says(ps))
	c = do(t, c, "partly", `{"amount_fen": 10000, "proof": "转账 1"}`)
	require.Equal(t, model.Performing, c.State)
	_, ps = try(t, c, "close", `{}`)
	require.Equal(t, []string{":step.open_duty"}, says(ps), "the rest is still owed")
	c = do(t, c, "perform-duty", `{"proof": "转账 2"}`)
	require.Equal(t, model.Money(29900), c.Duties[0].Done)
	c = do(t, c, "follow-up", `{"satisfaction": "satisfied"}`)
	c = do(t, c, "close", `{}`)
	require.Equal(t, model.Closed, c.State)
	require.Equal(t, noon, c.ClosedAt)
	require.True(t, c.Over())
}

func TestFailedMediation(t *testing.T) {
	c := do(t, do(t, registered(t), "accept", `{}`), "mediate", `{}`)
	_, ps := try(t, c, "terminate", `{"reason": "other"}`)
	require.Equal(t, []string{"note:step.say_why"}, says(ps))
	c = do(t, c, "terminate", `{"reason": "no_agreement"}`)
	require.False(t, c.Over(), "both sides are to be told")
	require.Equal(t, model.OtherWays(), c.Termination.Ways)
	c = do(t, c, "tell", `{"told_how": "phone"}`)
	require.True(t, c.Over())
	c = do(t, c, "refer", `{"to": "梅岭市场监管所", "reason": "调解不成"}`)
	require.False(t, c.Over(), "nobody has taken it over")
	require.True(t, do(t, c, "accept-referral", `{}`).Over())
	c = do(t, c, "return", `{"instructions": "再调解一次"}`)
	require.Equal(t, model.Reopened, c.State)
	require.True(t, c.ClosedAt.IsZero())
}

func TestABrokenPromise(t *testing.T) {
	c := do(t, do(t, registered(t), "accept", `{}`), "settle", refundDuty)
	_, ps := try(t, c, "mediate", `{}`)
	require.Equal(t, []string{":step.agreed"}, says(ps))
	c = do(t, c, "fail-duty", `{"reason": "店家搬走了"}`)
	_, ps = try(t, c, "close", `{}`)
	require.Equal(t, []string{":step.failed_duty"}, says(ps))

	a, _ := flow.ReadArgs("advance", []byte(`{"amount_fen": 29900, "fund": "联盟基金", "approved_by": "陈主任", "recover_from": "百味轩"}`), zone)
	_, ps = flow.Do(c, "advance", a, clerk, noon)
	require.Equal(t, []string{":step.role"}, says(ps))
	paid, ps := flow.Do(c, "advance", a, flow.Actor{Name: "陈主任", Role: model.Coordinator}, noon)
	require.Empty(t, ps)
	paid.Advances[0].At = noon.AddDate(0, 0, 2)
	day, why := times(t).Due(paid)
	require.Equal(t, "2026-11-30 follow_up", day.String()+" "+string(why), "three working days after the fund paid")
	paid.Advances[0].At = noon
	paid = do(t, paid, "close", `{}`)
	require.False(t, paid.Over(), "the money is to be recovered")
	require.True(t, do(t, paid, "recover", `{"amount_fen": 29900}`).Over())

	again := do(t, do(t, c, "mediate", `{}`), "settle", `{"terms": "换货", "duties": []}`)
	require.Equal(t, model.DutyReplaced, again.Duties[0].State)
	require.Len(t, again.Agreements, 1)
	require.Equal(t, model.Closed, do(t, again, "close", `{}`).State)
}

func TestHandingOver(t *testing.T) {
	c := registered(t)
	_, ps := try(t, c, "hand-over", `{"to": "李阿姨", "reason": "换班"}`)
	require.Equal(t, []string{"to:step.already_yours"}, says(ps))
	c = do(t, c, "hand-over", `{"to": "吴老师", "reason": "换班"}`)
	require.Equal(t, "李阿姨", c.Responsible(), "until it is accepted")
	_, ps = try(t, c, "accept-handover", `{}`)
	require.Equal(t, []string{":step.not_yours"}, says(ps))
	c, ps = flow.Do(c, "accept-handover", nil, flow.Actor{ID: "p-2", Name: "吴老师"}, noon)
	require.Empty(t, ps)
	require.Equal(t, "吴老师", c.Responsible())
	require.Nil(t, c.HandOver)
}

func TestFaultsOfASteps(t *testing.T) {
	c := do(t, do(t, registered(t), "accept", `{}`), "settle", refundDuty)
	fresh := registered(t)
	for name, r := range map[string]struct {
		c            model.Case
		action, args string
		want         []string
	}{
		"out of order":      {fresh, "settle", `{}`, []string{":step.state"}},
		"closed at once":    {fresh, "close", `{}`, []string{":step.state"}},
		"unknown step":      {fresh, "dance", `{}`, []string{":step.unknown"}},
		"unknown field":     {fresh, "accept", `{"x": 1, "y": 2}`, []string{":input.unknown_field", ":input.unknown_field"}},
		"other action":      {fresh, "accept", `{"action": "close"}`, []string{"action:step.other_action"}},
		"no object":         {fresh, "accept", `[]`, []string{":step.not_object"}},
		"no reason":         {fresh, "decline", `{}`, []string{"reason:step.required"}},
		"no such reason":    {fresh, "decline", `{"reason": "x"}`, []string{"reason:code.unknown"}},
		"wrong type":        {fresh, "decline", `{"reason": 7}`, []string{":step.value"}},
		"ahead":             {fresh, "accept", `{"at": "2026-11-23T12:00:01+08:00"}`, []string{"at:step.at_ahead"}},
		"before":            {fresh, "accept", `{"at": "2026-11-22T12:00:00+08:00"}`, []string{"at:step.at_early"}},
		"no date":           {do(t, fresh, "accept", `{}`), "settle", `{"duties": [{"what": "退款"}]}`, []string{"duties[0].due:duty.no_date"}},
		"null date":         {do(t, fresh, "accept", `{}`), "settle", `{"duties": [{"what": "退款", "due": null}]}`, []string{"duties[0].due:duty.no_date"}},
		"bad date":          {do(t, fresh, "accept", `{}`), "settle", `{"duties": [{"what": "退款", "due": "2026-02-30"}]}`, []string{"duties[0].due:duty.bad_date"}},
		"date long ago":     {do(t, fresh, "accept", `{}`), "settle", `{"duties": [{"what": "退款", "due": "2026-11-01"}]}`, []string{"duties[0].due:duty.early"}},
		"nothing":           {do(t, fresh, "accept", `{}`), "settle", `{}`, []string{"terms:step.no_terms"}},
		"capital of a duty": {do(t, fresh, "accept", `{}`), "settle", `{"duties": [{"What": "退款", "due": "2026-11-30"}]}`, []string{"duties[0]:duty.value"}},
		"no such year":      {do(t, fresh, "accept", `{}`), "mediate", `{"at": "9999-12-31T23:59:59Z"}`, []string{":step.value"}},
		"field of a duty":   {do(t, fresh, "accept", `{}`), "settle", `{"duties": [{"what": "退款", "who": "x"}]}`, []string{"duties[0]:duty.value"}},
		"duty no object":    {do(t, fresh, "accept", `{}`), "settle", `{"duties": [1]}`, []string{"duties[0]:duty.shape"}},
		"duty amount":       {do(t, fresh, "accept", `{}`), "settle", `{"duties": [{"what": "退款", "due": "2026-11-30"}, {"what": "退款", "due": "2026-11-30", "amount_fen": -1}]}`, []string{"duties[1].amount_fen:duty.fault"}},
		"no proof":          {c, "perform-duty", `{}`, []string{"proof:step.required"}},
		"no such duty":      {c, "perform-duty", `{"duty": "d9", "proof": "x"}`, []string{"duty:duty.unknown"}},
		"too little":        {c, "perform-duty", `{"amount_fen": 1, "proof": "x"}`, []string{"amount_fen:duty.less"}},
		"not partly":        {c, "partly", `{"amount_fen": 29900, "proof": "x"}`, []string{"amount_fen:duty.all"}},
		"goods to come":     {c, "goods-back", `{"goods_back_on": "2026-11-24"}`, []string{"goods_back_on:step.day_ahead"}},
		"signed ahead":      {do(t, fresh, "accept", `{}`), "settle", `{"terms": "x", "signed_on": "2026-12-01"}`, []string{"signed_on:step.day_ahead"}},
		"effective ahead":   {do(t, do(t, fresh, "accept", `{}`), "settle", `{"terms": "x", "effective_on": "2026-12-01", "body": "committee"}`), "court-confirmed", `{}`, []string{"confirmed_on:step.confirmed_early"}},
		"confirmed ahead":   {do(t, do(t, fresh, "accept", `{}`), "settle", `{"terms": "x", "body": "committee"}`), "court-confirmed", `{"confirmed_on": "2026-12-01"}`, []string{"confirmed_on:step.day_ahead"}},
		"terminate":         {c, "terminate", `{"reason": "absent"}`, []string{":step.open_duty"}},
		"sooner":            {c, "postpone", `{"due": "2026-11-29", "reason": "x"}`, []string{"due:duty.not_later"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, ps := try(t, r.c, r.action, r.args)
			require.Equal(t, r.want, says(ps))
		})
	}
}

func TestAnAuditorOnlyLooks(t *testing.T) {
	for _, a := range flow.Actions() {
		require.NotEmpty(t, flow.May(registered(t), a.ID, flow.Actor{Role: model.Auditor}), a.ID)
	}
}

// answer draws something for a field, mostly fitting.
func answer(t *rapid.T, f flow.Field, c model.Case) any {
	switch f.Kind {
	case flow.Choice:
		return rapid.SampledFrom(f.Choices).Draw(t, f.Name)
	case flow.Many:
		return f.Choices[:rapid.IntRange(0, len(f.Choices)).Draw(t, f.Name)]
	case flow.Names:
		return []string{"李阿姨"}
	case flow.Bool:
		return rapid.Bool().Draw(t, f.Name)
	case flow.Money:
		return model.Money(rapid.SampledFrom([]int64{0, 1, 5000, 29900, 99999}).Draw(t, f.Name))
	case flow.Day:
		return today + model.Day(rapid.IntRange(-3, 20).Draw(t, f.Name))
	case flow.Moment:
		return noon
	case flow.Duty:
		ids := []string{"d1", "d2", "d3"}
		return rapid.SampledFrom(ids).Draw(t, f.Name)
	case flow.Duties:
		var out []model.Duty
		for range rapid.IntRange(0, 3).Draw(t, f.Name) {
			out = append(out, model.Duty{What: "退款", Due: today + 3, Amount: model.Money(rapid.SampledFrom([]int64{0, 5000}).Draw(t, "amount"))})
		}
		return out
	}
	return rapid.SampledFrom([]string{"", "x", "李阿姨", "吴老师"}).Draw(t, f.Name)
}

// TestNothingClosesOverAnOpenPromise is the rule of the house: whatever is
// tried in whatever order, a case that has ended has no open promise, unless
// somebody else has taken it over.
func TestNothingClosesOverAnOpenPromise(t *testing.T) {
	actors := []flow.Actor{{}, clerk, {ID: "p-2", Name: "吴老师", Role: model.Coordinator}, {ID: "p-3", Role: model.Auditor}}
	core := model.Group{ID: "G-1", Name: "陈埭鞋业", Handler: "林经办", Authorisation: model.Authorisation{Document: "授权书", From: today}}
	rapid.Check(t, func(t *rapid.T) {
		c := registered(t)
		at, group := noon, rapid.SampledFrom([]model.Group{{}, core}).Draw(t, "group")
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			at = at.Add(time.Minute)
			a := rapid.SampledFrom(flow.Actions()).Draw(t, "step")
			if next := flow.NextFor(c, clerk, group, today); len(next) > 0 && rapid.IntRange(0, 3).Draw(t, "fits") > 0 {
				a = rapid.SampledFrom(next).Draw(t, "next")
			}
			args := flow.Args{}
			for _, f := range a.Fields {
				if f.Required || rapid.Bool().Draw(t, "answer") {
					args[f.Name] = answer(t, f, c)
				}
			}
			was := c
			next, ps := flow.DoFor(c, a.ID, args, rapid.SampledFrom(actors).Draw(t, "who"), group, at)
			if len(ps) > 0 {
				require.Equal(t, was, next)
				continue
			}
			c = next
			requireSound(t, c)
			if n := len(c.FollowUps); n > len(was.FollowUps) && c.State != model.Referred {
				require.Empty(t, c.OpenDuties(), "nobody is asked whether he is content with what he has not got")
			}
		}
	})
}

func requireSound(t require.TestingT, c model.Case) {
	require.Empty(t, flow.Sound(c))
	if c.Over() && c.State != model.Referred || c.State.Over() && c.State != model.Referred {
		require.Empty(t, c.OpenDuties(), c.State)
	}
	if c.State == model.Closed {
		require.Empty(t, c.FailedDuties())
	}
	require.Equal(t, c.State.Over(), !c.ClosedAt.IsZero())
	day, why := flow.Times{}.Due(c)
	require.Equal(t, c.Over(), day.IsZero())
	require.Equal(t, c.Over(), why == "")
	if c.Over() && c.State == model.Referred {
		require.False(t, c.Referral().AcceptedAt.IsZero())
	}
}

// TestTheCallComesAfterThePromise: nobody can say he is content with what he
// has not got.
func TestTheCallComesAfterThePromise(t *testing.T) {
	const call = `{"satisfaction": "satisfied"}`
	c := do(t, do(t, registered(t), "accept", `{"at": "2026-11-23T10:05:00+08:00"}`), "settle",
		`{"at": "2026-11-23T10:30:00+08:00", "duties": [{"what": "退款", "amount_fen": 29900, "due": "2026-11-30"}]}`)
	_, ps := try(t, c, "follow-up", call)
	require.Equal(t, []string{":step.follow_early"}, says(ps))
	require.Equal(t, map[string]any{"n": 1, "what": "退款", "due": model.Day(today + 7)}, ps[0].Args)
	part := do(t, c, "partly", `{"amount_fen": 10000, "proof": "转账 1"}`)
	_, ps = try(t, part, "follow-up", call)
	require.Equal(t, []string{":step.follow_early"}, says(ps), "the rest is still owed")

	broken := do(t, c, "fail-duty", `{"reason": "店家搬走了"}`)
	_, ps = try(t, broken, "follow-up", call)
	require.Equal(t, []string{":step.follow_failed"}, says(ps))
	ended := do(t, broken, "terminate", `{"reason": "no_agreement", "told_how": "phone"}`)
	do(t, ended, "follow-up", call)

	sent := do(t, c, "refer", `{"to": "梅岭市场监管所", "reason": "店家拖延"}`)
	_, ps = try(t, sent, "follow-up", call)
	require.Equal(t, []string{":step.follow_early"}, says(ps), "the station answers for it until it is taken over")
	do(t, do(t, sent, "accept-referral", `{}`), "follow-up", call)

	kept := do(t, c, "perform-duty", `{"proof": "转账 2", "at": "2026-11-23T11:30:20+08:00"}`)
	_, ps = try(t, kept, "follow-up", `{"satisfaction": "satisfied", "at": "2026-11-23T11:29:00+08:00"}`)
	require.Equal(t, []string{"at:step.follow_before"}, says(ps))
	do(t, kept, "follow-up", `{"satisfaction": "satisfied", "at": "2026-11-23T11:30:00+08:00"}`)
}

// TestACallBeforeALaterPromiseDoesNotCount: what was added and kept after the
// call is asked about again, on the same day too.
func TestACallBeforeALaterPromiseDoesNotCount(t *testing.T) {
	c := do(t, do(t, registered(t), "accept", `{}`), "settle", `{"terms": "道歉", "at": "2026-11-23T10:30:00+08:00"}`)
	c = do(t, c, "follow-up", `{"satisfaction": "satisfied", "at": "2026-11-23T10:40:00+08:00"}`)
	_, why := flow.Times{}.Due(c)
	require.Equal(t, model.DueClose, why)
	c = do(t, c, "add-duty", `{"duties": [{"what": "退款", "due": "2026-11-30"}]}`)
	c = do(t, c, "perform-duty", `{"proof": "转账", "at": "2026-11-23T11:00:00+08:00"}`)
	_, why = flow.Times{}.Due(c)
	require.Equal(t, model.DueFollowUp, why)
}
