package chronicle_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/model"
	"heshi/model/affiliate"
	"heshi/model/flow"
	"heshi/ui/chronicle"
	"heshi/ui/text"
)

func TestEveryWayIsInWords(t *testing.T) {
	set, err := text.Load(assets.Files())
	require.NoError(t, err)
	day := time.Date(2026, 11, 25, 0, 0, 0, 0, time.FixedZone("", 8*3600))
	r := model.Route{Core: "陈埭鞋业", Answer: "同意换鞋"}
	for _, why := range []string{
		affiliate.Authorised, affiliate.Unauthorised, affiliate.NotYet, affiliate.Expired, affiliate.NoHandler,
		affiliate.Silent, affiliate.Answered, affiliate.AnsweredLate, affiliate.TakenBack, affiliate.JoinedLater,
	} {
		for _, lang := range text.Langs() {
			require.Contains(t, chronicle.Route(set.Lang(lang), r, affiliate.Stand{Why: why}, day), "陈埭鞋业", why)
		}
	}
	require.Equal(t, "由陈埭鞋业统一答复，最晚2026年11月24日", chronicle.Route(set.Lang("zh"), r, affiliate.Stand{Why: affiliate.Authorised}, day))
	require.Equal(t, "由陈埭鞋业统一答复", chronicle.Begun(set.Lang("zh"), model.Route{Core: "陈埭鞋业", Why: affiliate.Authorised}))
}

func TestWhatWasSaidIsPutTogether(t *testing.T) {
	set, err := text.Load(assets.Files())
	require.NoError(t, err)
	zh, at := set.Lang("zh"), time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	h := flow.Happening{Step: "contact", Said: []flow.Saying{{List: "contact_party", Text: "complainant"}, {Amount: 29900}, {Text: "愿意"}}}
	require.Equal(t, "投诉人 · 299元 · 愿意", chronicle.What(zh, h.Said, " · "))
	require.Equal(t, "前台", chronicle.What(zh, flow.Chronicle(model.Case{RegisteredAt: at, Receiver: model.SharedDesk})[0].Said, " · "), "the shared desk has a word")
	said := flow.Chronicle(model.Case{RegisteredAt: at, Life: model.Life{Contacts: []model.Contact{{At: at, What: model.SharedDesk}}}})[1].Said
	require.Contains(t, chronicle.What(zh, said, " · "), "desk", "a person's own text stays as it is")
	require.NotEmpty(t, chronicle.Step(zh, h))
}
