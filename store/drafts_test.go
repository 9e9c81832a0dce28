package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store"
	"heshi/store/storetest"
)

// TestADraftGoesWithWhatItBecame: whatever a form saves, its draft goes in the
// same transaction, and another's stays.
func TestADraftGoesWithWhatItBecame(t *testing.T) {
	s := storetest.Open(t)
	c := addCase(t, s, "a", complaint("王小明", "百味轩", "退款"))
	shop, err := s.Shop(ctx, "百味轩")
	require.NoError(t, err)
	stay := signIn(t, s, "v-1", 0)
	var g model.Group
	saves := []struct {
		what string
		save func(by store.By) error
	}{
		{"case.edited", func(by store.By) (err error) { c.Note = "x"; c, err = s.EditCase(ctx, by, c); return err }},
		{"nothing", func(by store.By) error { _, err := s.EditCase(ctx, by, c); return err }},
		{"step", func(by store.By) error {
			_, err := s.Do(ctx, by, c.ID, 0, "withdraw", flow.Args{"reason": "settled_themselves"})
			return err
		}},
		{"shop.added", func(by store.By) error { _, err := s.AddShop(ctx, by, model.Shop{Name: "二店"}); return err }},
		{"shop.edited", func(by store.By) error { shop.Stall = "A1"; _, err := s.EditShop(ctx, by, shop); return err }},
		{"group.added", func(by store.By) (err error) {
			g, err = s.AddGroup(ctx, by, core("陈埭鞋业", "一店"))
			return err
		}},
		{"affiliate", func(by store.By) error {
			_, err := s.SetAffiliate(ctx, by, g.ID, g.Affiliates[0], model.Affiliate{})
			return err
		}},
		{"person.added", func(by store.By) error {
			_, err := s.AddPerson(ctx, by, model.Person{Name: "李阿姨", Role: model.FrontDesk})
			return err
		}},
		{"station.edited", func(by store.By) error {
			_, err := s.EditStation(ctx, by, model.Station{Code: "JJ01", Name: "x", Zone: "Asia/Shanghai"})
			return err
		}},
		{"answer.added", func(by store.By) error {
			_, err := s.AddAnswer(ctx, by, model.Answer{Question: "q", Text: "t"})
			return err
		}},
		{"volunteer.added", func(by store.By) error {
			_, err := s.AddVolunteer(ctx, by, model.Volunteer{Name: "王阿姨"})
			return err
		}},
		{"stint.out", func(by store.By) error { _, err := s.SignOut(ctx, by, stay.ID, "x"); return err }},
	}
	for _, f := range saves {
		for _, name := range []string{"form/x/p-1", "form/x/p-2"} {
			require.NoError(t, s.SaveDraft(ctx, store.Draft{Name: name, Body: []byte("1")}))
		}
		require.NoError(t, f.save(grown(by("a", 5), "form/x/p-1")), f.what)
		left, err := s.Drafts(ctx, "form/x/")
		require.NoError(t, err)
		require.Len(t, left, 1, f.what)
		require.Equal(t, "form/x/p-2", left[0].Name)
	}
	s.Reopen()
	left, err := s.Drafts(ctx, "form/x/")
	require.NoError(t, err)
	require.Len(t, left, 1)

	// A save that somebody else was faster than keeps the draft.
	_, err = s.EditShop(ctx, grown(by("a", 6), "form/x/p-2"), shop)
	require.Error(t, err)
	left, err = s.Drafts(ctx, "form/x/")
	require.NoError(t, err)
	require.Len(t, left, 1)
}
