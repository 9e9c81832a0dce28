package flow_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/model/flow"
)

var today = model.DayOf(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), time.UTC)

func complaint() model.Case {
	return model.Case{Complainant: model.Party{Name: "王小明"}, Shop: "百味轩", What: "退款"}
}

// says returns the faults as field:code.
func says(ps model.Problems) []string {
	out := []string{}
	for _, p := range ps {
		out = append(out, p.Field+":"+p.Code)
	}
	return out
}

func TestComplaintNeedsThreeFacts(t *testing.T) {
	c, ps := flow.Register(complaint(), today)
	require.Empty(t, ps)
	require.Equal(t, model.Complaint, c.Kind)
	require.Equal(t, model.Registered, c.State)

	_, ps = flow.Register(model.Case{}, today)
	require.ElementsMatch(t, []string{"what:need.what", "complainant.name:need.name", "shop:need.shop"}, says(ps))
	known := complaint()
	known.Shop, known.ShopID = "", "s-3"
	_, ps = flow.Register(known, today)
	require.Empty(t, ps, "a shop by its id is a shop")
}

func TestConsultationIsOneLine(t *testing.T) {
	c, ps := flow.Register(model.Case{Kind: model.Consultation, What: "几点关门"}, today)
	require.Empty(t, ps)
	require.Equal(t, model.Closed, c.State)
	_, ps = flow.Register(model.Case{Kind: model.Consultation}, today)
	require.Equal(t, []string{"what:need.what"}, says(ps))
}

func TestRegisterForgetsWhatTheStoreGives(t *testing.T) {
	in := complaint()
	in.ID, in.No, in.Rev, in.State = "c-9", "X-1", 7, model.Closed
	c, _ := flow.Register(in, today)
	require.Empty(t, c.ID)
	require.Empty(t, c.No)
	require.Zero(t, c.Rev)
	require.Equal(t, model.Registered, c.State)
}

func TestFaultsNameTheirField(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*model.Case)
		want   string
	}{
		"kind":         {func(c *model.Case) { c.Kind = "gift" }, "kind:code.unknown"},
		"class":        {func(c *model.Case) { c.Class = "x" }, "class:code.unknown"},
		"nature":       {func(c *model.Case) { c.Nature = "x" }, "nature:code.unknown"},
		"request":      {func(c *model.Case) { c.Request = "x" }, "request:code.unknown"},
		"channel":      {func(c *model.Case) { c.Channel = "x" }, "channel:code.unknown"},
		"proofs":       {func(c *model.Case) { c.Proofs = []string{"receipt", "x"} }, "proofs:code.unknown"},
		"consent":      {func(c *model.Case) { c.Consent = &model.Consent{Form: "x"} }, "consent.form:code.unknown"},
		"negative":     {func(c *model.Case) { c.Amount = -1 }, "amount_fen:amount.negative"},
		"huge":         {func(c *model.Case) { c.Amount = 1 << 50 }, "amount_fen:amount.too_big"},
		"future":       {func(c *model.Case) { c.PurchasedOn = today + 1 }, "purchased_on:purchase.future"},
		"long ago":     {func(c *model.Case) { c.PurchasedOn = today - 40_000 }, "purchased_on:purchase.too_old"},
		"long name":    {func(c *model.Case) { c.Complainant.Name = strings.Repeat("王", 101) }, "complainant.name:text.too_long"},
		"long text":    {func(c *model.Case) { c.What = strings.Repeat("王", 20_001) }, "what:text.too_long"},
		"not text":     {func(c *model.Case) { c.Note = "a\xffb" }, "note:text.not_utf8"},
		"phone":        {func(c *model.Case) { c.Complainant.Phone = "138" }, "complainant.phone:phone.too_short"},
		"card":         {func(c *model.Case) { c.Complainant.IDNumber = "123" }, "complainant.id_number:card.length"},
		"only control": {func(c *model.Case) { c.What = "\x1b\x00 " }, "what:need.what"},
	} {
		t.Run(name, func(t *testing.T) {
			c := complaint()
			tc.change(&c)
			_, ps := flow.Register(c, today)
			require.Equal(t, []string{tc.want}, says(ps.Hard()))
		})
	}
}

func TestBoundsMayBeReached(t *testing.T) {
	c := complaint()
	c.Complainant.Name, c.What = strings.Repeat("王", 100), strings.Repeat("王", 20_000)
	c.PurchasedOn = today
	_, ps := flow.Register(c, today)
	require.Empty(t, ps)
}

func TestTextIsCleaned(t *testing.T) {
	c := complaint()
	c.Complainant.Name, c.Shop = "  王\u3000小明\t", "百味\x1b[31m轩\n"
	c.What = "\n第一行\n第二行\u202e \x07"
	c, ps := flow.Register(c, today)
	require.Empty(t, ps)
	require.Equal(t, "王 小明", c.Complainant.Name)
	require.Equal(t, "百味[31m轩", c.Shop)
	require.Equal(t, "第一行\n第二行", c.What)
}

// TestCheckedRecordsPassAgainUnchanged: what was normalised once stays as it
// is, so that an edit of one field never changes another.
func TestCheckedRecordsPassAgainUnchanged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(0, 50, -1)
		c := model.Case{
			Kind:        rapid.SampledFrom([]model.CaseKind{"", model.Complaint, model.Consultation}).Draw(t, "kind"),
			Complainant: model.Party{Name: text.Draw(t, "name"), Phone: rapid.StringMatching(`[ +０-９0-9-]{0,15}`).Draw(t, "phone")},
			Shop:        text.Draw(t, "shop"), What: text.Draw(t, "what"), Note: text.Draw(t, "note"),
			PurchasedOn: today - model.Day(rapid.IntRange(-5, 50_000).Draw(t, "day")),
		}
		once, ps := flow.Register(c, today)
		if len(ps.Hard()) > 0 {
			return
		}
		twice, again := flow.Complete(once, today)
		require.Equal(t, once, twice)
		require.Empty(t, again.Hard())
	})
}

func TestShops(t *testing.T) {
	s, ps := flow.CheckShop(model.Shop{Name: " 百味轩 ", Stall: " B1-12 "})
	require.Empty(t, ps)
	require.Equal(t, "百味轩", s.Name)
	require.Equal(t, "B1-12", s.Stall)
	day := today
	for name, tc := range map[string]struct {
		shop model.Shop
		want string
	}{
		"no name":  {model.Shop{}, "name:need.shop_name"},
		"class":    {model.Shop{Name: "a", Class: "x"}, "class:code.unknown"},
		"left":     {model.Shop{Name: "a", Opened: day, Left: day - 1}, "left:days.reversed"},
		"own sign": {model.Shop{Name: "a", OwnSignDays: -1}, "own_sign_days:days.range"},
		"joined":   {model.Shop{Name: "a", Member: &model.Member{}}, "member.joined:need.joined"},
		"term":     {model.Shop{Name: "a", Member: &model.Member{Joined: day, TermDays: 4000}}, "member.term_days:days.range"},
		"member":   {model.Shop{Name: "a", Member: &model.Member{Joined: day, Left: day - 1}}, "member.left:days.reversed"},
		"code":     {model.Shop{Name: "a", CreditCode: "1"}, "credit_code:credit_code.length"},
		"phone":    {model.Shop{Name: "a", Phone: "1"}, "phone:phone.too_short"},
	} {
		t.Run(name, func(t *testing.T) {
			_, ps := flow.CheckShop(tc.shop)
			require.Equal(t, []string{tc.want}, says(ps.Hard()))
		})
	}
}

func TestPeopleAndStation(t *testing.T) {
	p, ps := flow.CheckPerson(model.Person{Name: " 李调解 "})
	require.Empty(t, ps)
	require.Equal(t, model.Person{Name: "李调解", Role: model.Mediator}, p)
	_, ps = flow.CheckPerson(model.Person{Role: "boss", Language: "fr"})
	require.Equal(t, []string{"name:need.person_name", "role:code.unknown", "language:code.unknown"}, says(ps))

	s, ps := flow.CheckStation(model.Station{Name: "站", Code: " lx01 "})
	require.Empty(t, ps)
	require.Equal(t, "LX01", s.Code)
	for _, code := range []string{"", "A-1", "站", "ABCDEFGHIJKLM"} {
		_, ps = flow.CheckStation(model.Station{Name: "站", Code: code})
		require.Equal(t, []string{"code:station.code"}, says(ps), code)
	}
	_, ps = flow.CheckStation(model.Station{Code: "A"})
	require.Equal(t, []string{"name:need.station_name"}, says(ps))
}
