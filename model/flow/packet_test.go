package flow_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/flow"
)

// tried is a case that was routed, mediated, terminated and referred.
func tried() model.Case {
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, time.UTC) }
	return model.Case{
		ID: "c-1", No: "LX01-20261120-0001", Kind: model.Complaint, State: model.Referred, RegisteredAt: at(20, 9), Receiver: "李阿姨",
		Complainant: model.Party{Name: "王小明", Phone: "13800001234", IDNumber: "x"}, Shop: "一店", What: "开胶",
		Route: &model.Route{Core: "陈埭鞋业", To: model.ToCore, At: at(20, 9), AnsweredAt: at(21, 9), Answer: "不同意"},
		Life: model.Life{
			AcceptedAt: at(20, 10),
			Contacts:   []model.Contact{{At: at(20, 11), By: "李阿姨", Party: "complainant", How: "phone", Got: true, What: "愿意换鞋"}},
			Private:    []model.PrivateNote{{At: at(20, 12), Text: "悄悄话"}},
			Sessions:   []model.Session{{At: at(22, 9), Place: "服务站", Result: "failed", Note: "差价谈不拢"}},
			Termination: &model.Termination{
				At: at(22, 10), By: "李阿姨", Reason: "no_agreement", ToldAt: at(22, 11), ToldHow: "phone",
			},
			Referrals: []model.Referral{{To: "市监所", Kind: "authority", At: at(23, 9), By: "李阿姨", Why: "店铺不让步"}},
		},
	}
}

func TestTheChronicleTellsWhatHappenedInItsOrder(t *testing.T) {
	var steps []string
	var last time.Time
	for _, h := range flow.Chronicle(tried()) {
		require.False(t, h.At.Before(last))
		last = h.At
		steps = append(steps, h.Step)
		for _, s := range h.Said {
			require.NotEqual(t, "悄悄话", s.Text)
		}
	}
	require.Equal(t, []string{"added", "to-core", "accept", "contact", "core-answer", "mediate", "terminate", "tell", "refer"}, steps)
}

func TestThePacketHoldsWhatIsNeededAndNoMore(t *testing.T) {
	lines, p := flow.Packet(tried(), model.Shop{Name: "一店", CreditCode: "91350582MA2Y00001X"})
	require.Nil(t, p)
	kinds := map[string]int{}
	for _, l := range lines {
		kinds[l.Line]++
	}
	require.Equal(t, 1, kinds["case"])
	require.Equal(t, 1, kinds["referral"])
	require.Equal(t, 9, kinds["step"])
	require.Equal(t, 2, kinds["why"], "the mediation failed, the case was ended")
	require.Positive(t, kinds["paper"])
	b, err := json.Marshal(lines)
	require.NoError(t, err)
	require.Contains(t, string(b), "差价谈不拢")
	require.NotContains(t, string(b), "悄悄话")
	require.NotContains(t, string(b), "id_number")

	open := tried()
	open.State, open.Termination, open.Referrals = model.Accepted, nil, nil
	_, p = flow.Packet(open, model.Shop{})
	require.NotNil(t, p, "nothing to hand on yet")
}

func TestTheReportSaysHowItEnded(t *testing.T) {
	c := tried()
	r := flow.ReportOf(c)
	require.Equal(t, []any{flow.WayReferred, c.Contacts[0].At, c.Referrals[0].At}, []any{r.Way, r.FirstContactAt, r.HandledAt})
	require.NotEqual(t, "added", r.Course[0].Step)
	for state, way := range map[model.CaseState]string{model.Terminated: flow.WayTerminated, model.Accepted: ""} {
		c.State = state
		require.Equal(t, way, flow.ReportOf(c).Way)
	}
	c.State, c.Agreement = model.Performing, &model.Agreement{At: c.AcceptedAt}
	require.Equal(t, flow.WayAgreed, flow.ReportOf(c).Way)
	c.State, c.Withdrawal = model.Withdrawn, &model.Withdrawal{At: c.AcceptedAt}
	require.Equal(t, flow.WayWithdrawn, flow.ReportOf(c).Way)
	c.State, c.Decline = model.Declined, &model.Decline{At: c.AcceptedAt}
	require.Equal(t, flow.WayDeclined, flow.ReportOf(c).Way)
	require.Zero(t, flow.ReportOf(model.Case{State: model.Registered}).HandledAt)
}
