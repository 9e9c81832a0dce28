package flow_test

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/clock"
	"heshi/model/flow"
	"heshi/model/workday"
)

func times(t require.TestingT) flow.Times {
	assets := os.DirFS("../../assets")
	rules, err := clock.Load(assets)
	require.NoError(t, err)
	cal, err := workday.Load(assets)
	require.NoError(t, err)
	return flow.Times{Clocks: clock.Clocks{Rules: rules, Calendar: cal, Zone: zone}}
}

// mute says nothing: only the numbers are looked at.
func mute() clock.Voice {
	return clock.Voice{Lang: "zh", Say: func(string, ...any) string { return "" }}
}

func lasts(t require.TestingT, k flow.Times, c model.Case) map[string]string {
	out := map[string]string{}
	for _, st := range k.Explain(c, mute()) {
		out[st.Rule] = st.Last.String()
	}
	return out
}

// TestDeadlinesOf2026 are worked out by hand from the State Council's notice
// for 2026 (domain.md 4b, 4d): make-up Saturdays and Sundays count, holidays
// do not, the first day never does. Every clock of these cases began on the
// same day.
func TestDeadlinesOf2026(t *testing.T) {
	k := times(t)
	for _, r := range []struct{ from, ordinary, complex, settle, decide, mediate, refund, court string }{
		// the day before the eve of the new year's make-up Saturday (02-14), then nine days off
		{"2026-02-09", "2026-02-10", "2026-02-14", "2026-02-28", "2026-02-25", "2026-04-20", "2026-02-24", "2026-03-11"},
		{"2026-02-10", "2026-02-11", "2026-02-24", "2026-03-02", "2026-02-26", "2026-04-21", "2026-02-24", "2026-03-12"},
		// before the first of May; the make-up day is Saturday 05-09
		{"2026-04-27", "2026-04-28", "2026-05-07", "2026-05-13", "2026-05-09", "2026-06-26", "2026-05-06", "2026-05-27"},
		// before the moon festival and the national day; make-up Saturday 10-10
		{"2026-09-24", "2026-09-28", "2026-10-09", "2026-10-15", "2026-10-12", "2026-11-23", "2026-10-08", "2026-10-26"},
		{"2026-11-23", "2026-11-24", "2026-11-30", "2026-12-07", "2026-12-02", "2027-01-22", "2026-11-30", "2026-12-23"},
	} {
		t.Run(r.from, func(t *testing.T) {
			from, err := model.ParseDay(r.from)
			require.NoError(t, err)
			at := from.In(zone).Add(10 * time.Hour)
			c := registered(t)
			c.RegisteredAt = at
			c.Origin = &model.Origin{Via: model.ViaODR, At: at}
			c.Referrals = []model.Referral{{To: "市场监管所", Kind: "authority", At: at, AcceptedAt: at}}
			c.Agreement = &model.Agreement{At: at, EffectiveOn: from, Body: "committee"}
			c.Duties = []model.Duty{{ID: "d1", State: model.DutyOpen, GoodsBackOn: from, Due: from}}
			want := map[string]string{
				"station.ordinary": r.ordinary, "odr.settle": r.settle, "K1": r.decide, "K2": r.mediate,
				"refund": r.refund, "court_confirmation": r.court, "odr.first_contact": r.ordinary,
			}
			require.Equal(t, want, lasts(t, k, c))
			c.Complex = true
			require.Equal(t, r.complex, lasts(t, k, c)["station.complex"])
		})
	}
}

func TestAPauseMovesTheDeadline(t *testing.T) {
	k := times(t)
	c := registered(t)
	c.Complex = true
	require.Equal(t, "2026-11-30", lasts(t, k, c)["station.complex"])
	c = do(t, c, "pause", `{"reason": "送检", "look_on": "2026-12-05"}`)
	day, why := k.Due(c)
	require.Equal(t, "2026-12-05", day.String(), "a clock that stands still is looked at all the same")
	require.Equal(t, model.DuePaused, why)
	require.Empty(t, lasts(t, k, c)["station.complex"])
	c, ps := flow.Do(c, "resume", nil, clerk, noon.AddDate(0, 0, 2))
	require.Empty(t, ps)
	require.Equal(t, "2026-12-02", lasts(t, k, c)["station.complex"], "two working days were taken out")
}

func TestWhatFallsDueNext(t *testing.T) {
	k := times(t)
	c := registered(t)
	is := func(c model.Case, day string, why model.DueReason) {
		t.Helper()
		d, w := k.Due(c)
		require.Equal(t, why, w)
		require.Equal(t, day, d.String())
	}
	is(c, "2026-11-24", "station.ordinary")
	urgent := c
	urgent.Urgent = true
	is(urgent, "2026-11-23", model.DueUrgent)
	is(do(t, c, "complex", `{}`), "2026-11-30", "station.complex")
	is(do(t, c, "hand-over", `{"to": "吴老师", "reason": "换班"}`), "2026-11-23", model.DueHandOver)

	c = do(t, c, "accept", `{"complex": true}`)
	is(do(t, c, "mediate", `{"at": "2026-11-25T14:00:00+08:00"}`), "2026-11-25", model.DueSession)
	held := do(t, do(t, c, "mediate", `{}`), "minutes", `{"result": "again"}`)
	is(held, "2026-11-30", "station.complex")

	c = do(t, c, "settle", `{"duties": [{"what": "退款", "due": "2026-12-07"}, {"what": "道歉", "due": "2026-11-27"}]}`)
	is(c, "2026-11-27", model.DueDuty)
	c = do(t, c, "perform-duty", `{"duty": "d2", "proof": "x"}`)
	is(c, "2026-12-07", model.DueDuty)
	is(do(t, c, "fail-duty", `{"reason": "x"}`), "2026-11-23", model.DueFailedDuty)
	back := do(t, c, "goods-back", `{"goods_back_on": "2026-11-23"}`)
	is(back, "2026-11-30", "refund")
	c = do(t, c, "perform-duty", `{"proof": "x"}`)
	is(c, "2026-11-26", model.DueFollowUp)
	is(do(t, c, "follow-up", `{"satisfaction": "not_reached"}`), "2026-11-24", model.DueFollowUp)
	c = do(t, c, "follow-up", `{"satisfaction": "satisfied"}`)
	is(c, "2026-11-23", model.DueClose)
	is(do(t, c, "close", `{}`), "", "")

	bare := model.Case{Kind: c.Kind, State: model.Settled, RegisteredAt: c.RegisteredAt}
	is(bare, "2026-11-24", "station.ordinary") // not a day of the year one
}

func TestWhatFallsDueAtTheEnd(t *testing.T) {
	k := times(t)
	c := do(t, registered(t), "accept", `{}`)
	ended := do(t, c, "terminate", `{"reason": "absent"}`)
	day, why := k.Due(ended)
	require.Equal(t, "2026-11-24", day.String())
	require.Equal(t, model.DueTell, why)
	sent := do(t, c, "refer", `{"to": "梅岭市场监管所", "reason": "谈不成"}`)
	day, why = k.Due(sent)
	require.Equal(t, "2026-12-02", day.String(), "seven working days")
	require.Equal(t, model.DueReason("K1"), why)
	day, why = k.Due(do(t, c, "refer", `{"to": "消委会", "kind": "association", "reason": "谈不成"}`))
	require.Equal(t, "2026-11-30", day.String())
	require.Equal(t, model.DueReferral, why)
}

func TestTargetsOpenAndClose(t *testing.T) {
	at := func(clock string) time.Time {
		m, err := time.Parse("15:04", clock)
		require.NoError(t, err)
		return m
	}
	day := model.Targets{Opens: "09:00", Closes: "21:00"}
	night := model.Targets{Opens: "18:00", Closes: "02:00"}
	for clock, want := range map[string][2]bool{
		"08:59": {false, false}, "09:00": {true, false}, "20:59": {true, true}, "21:00": {false, true}, "01:59": {false, true}, "02:00": {false, false},
	} {
		require.Equal(t, want, [2]bool{day.IsOpen(at(clock)), night.IsOpen(at(clock))}, clock)
	}
}

// TestWhatNobodyFoundASourceForOutranksNothing: the first contact that some
// regions ask of the platform's enterprises is a reminder. It stands among the
// clocks with its label, and never makes a case due before another.
func TestWhatNobodyFoundASourceForOutranksNothing(t *testing.T) {
	k := times(t)
	c := do(t, registered(t), "complex", `{}`)
	c.Origin = &model.Origin{Via: model.ViaODR, At: c.RegisteredAt}
	require.Equal(t, "2026-11-24", lasts(t, k, c)["odr.first_contact"])
	day, why := k.Due(c)
	require.Equal(t, "2026-11-30", day.String())
	require.Equal(t, model.DueReason("station.complex"), why)
	states := k.Explain(c, clock.Voice{Lang: "zh", Say: func(key string, _ ...any) string { return key }})
	require.Equal(t, "odr.first_contact", states[len(states)-1].Rule, "it stands below what binds")

	only := k
	var err error
	only.Clocks.Rules, err = clock.Parse("x", []byte(`{"rules": [{"id": "odr.first_contact", "label": "unverified",
		"name": {"zh": "a", "en": "a"}, "text": {"zh": "a", "en": "a"}, "source": {"zh": "a", "en": "a"}, "article": "",
		"in_force": {"from": null, "to": null}, "unit": "working_day", "count": 1, "roll": "none"}]}`))
	require.NoError(t, err)
	day, why = only.Due(c)
	require.Equal(t, "2026-11-24", day.String(), "better than forgotten")
	require.Equal(t, model.DueReason("odr.first_contact"), why)
}

// TestOfTwoOnOneDayTheLawIsNamed: a refund the law asks for by the day of the
// station's own target is the reason shown.
func TestOfTwoOnOneDayTheLawIsNamed(t *testing.T) {
	k := times(t)
	c := do(t, registered(t), "complex", `{}`)
	c.Duties = []model.Duty{{ID: "d1", What: "退款", State: model.DutyOpen, GoodsBackOn: today, Due: today + 30}}
	require.Equal(t, "2026-11-30", lasts(t, k, c)["refund"])
	require.Equal(t, "2026-11-30", lasts(t, k, c)["station.complex"])
	_, why := k.Due(c)
	require.Equal(t, model.DueReason("refund"), why)
}
