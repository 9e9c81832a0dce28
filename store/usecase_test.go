package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store"
	"heshi/store/find"
	"heshi/store/record"
	"heshi/store/storetest"
)

var ctx = context.Background()

// by returns an actor some minutes after the test began.
func by(actor string, minutes int) store.By {
	return store.By{Actor: actor, At: storetest.Now.Add(time.Duration(minutes) * time.Minute)}
}

// grown is by, for a change that was typed in a draft.
func grown(by store.By, draft string) store.By {
	by.Draft = draft
	return by
}

// complaint returns a complaint on three facts.
func complaint(name, shop, what string) model.Case {
	return model.Case{Complainant: model.Party{Name: name}, Shop: shop, What: what}
}

func addCase(t testing.TB, s *storetest.Store, actor string, c model.Case) model.Case {
	t.Helper()
	c, err := s.AddCase(ctx, by(actor, 0), c)
	require.NoError(t, err)
	return c
}

func code(t require.TestingT, err error) string {
	var p *model.Problem
	require.ErrorAs(t, err, &p)
	return p.Code
}

func kinds(events []record.Event) (out []string) {
	for _, e := range events {
		out = append(out, e.Kind)
	}
	return out
}

func TestAddedCaseIsCompleteAndFoundAgain(t *testing.T) {
	s := storetest.Open(t)
	require.NoError(t, s.SaveDraft(ctx, store.Draft{Name: "intake/desk", Body: []byte(`{"what":"x"}`)}))
	in := complaint("王小明", "百味轩", "外套开线，要求退款")
	in.Complainant.Phone, in.Amount = "13800001234", 29900
	c, err := s.AddCase(ctx, grown(by("李调解", 3), "intake/desk"), in)
	require.NoError(t, err)
	require.Equal(t, "HS-20261123-0001", c.No)
	require.Equal(t, model.Registered, c.State)
	require.Equal(t, "李调解", c.Receiver)
	require.Equal(t, storetest.Now.Add(3*time.Minute), c.RegisteredAt)
	require.Equal(t, model.DayOf(storetest.Now, storetest.Zone), c.DueOn)
	require.NotEmpty(t, c.ShopID)

	drafts, err := s.Drafts(ctx, "intake/")
	require.NoError(t, err)
	require.Empty(t, drafts, "the draft goes with the save")

	for range 2 { // in memory, then from the disk
		for _, ref := range []string{string(c.ID), c.No} {
			got, err := s.Case(ctx, ref)
			require.NoError(t, err)
			require.Equal(t, c, got)
		}
		shop, err := s.Shop(ctx, "百味轩")
		require.NoError(t, err)
		require.Equal(t, c.ShopID, shop.ID)
		for _, q := range []string{"王小明", "百味轩", "wxm", "1234", c.No} {
			res, err := s.Search(ctx, find.Query{Text: q, Kinds: []find.Kind{find.Case}})
			require.NoError(t, err)
			require.Len(t, res.Hits, 1, q)
			require.Equal(t, c.ID, res.Hits[0].ID)
		}
		due, open, err := s.Due(ctx, 10)
		require.NoError(t, err)
		require.Equal(t, 1, open)
		require.Equal(t, c.ID, due[0].ID)
		require.Equal(t, model.DueOther, due[0].Why)
		rows, err := s.List(ctx, find.ListQuery{Kind: find.Case})
		require.NoError(t, err)
		require.Len(t, rows, 1)
		n, err := s.ShopCases(ctx, c.ShopID)
		require.NoError(t, err)
		require.Equal(t, 1, n)
		s.Reopen()
	}
	events, err := s.Events(ctx, 0, 10)
	require.NoError(t, err)
	require.Equal(t, []string{store.KindShopAdded, store.KindCaseAdded}, kinds(events))
}

func TestConsultationIsOverAtOnce(t *testing.T) {
	s := storetest.Open(t)
	c, err := s.AddCase(ctx, by("a", 0), model.Case{Kind: model.Consultation, What: "几点关门", Answer: "十点"})
	require.NoError(t, err)
	require.Equal(t, model.Closed, c.State)
	require.Equal(t, c.RegisteredAt, c.ClosedAt)
	_, open, err := s.Due(ctx, 10)
	require.NoError(t, err)
	require.Zero(t, open)
}

func TestFaultyCaseWritesNothing(t *testing.T) {
	s := storetest.Open(t)
	_, err := s.AddCase(ctx, by("a", 0), model.Case{})
	var faults model.Problems
	require.ErrorAs(t, err, &faults)
	require.Len(t, faults, 3)
	_, err = s.AddCase(ctx, by("a", 0), model.Case{Kind: model.Complaint, What: "x", ShopID: "s-99", Complainant: model.Party{Name: "n"}})
	require.Equal(t, store.CodeNotFound, code(t, err))
	require.Zero(t, s.Head())
}

func TestNumbersCountByDayInTheStationsZone(t *testing.T) {
	s := storetest.Open(t)
	add := func(at time.Time) string {
		c, err := s.AddCase(ctx, store.By{At: at}, complaint("n", "S", "x"))
		require.NoError(t, err)
		return c.No
	}
	require.Equal(t, "HS-20261123-0001", add(storetest.Now))
	require.Equal(t, "HS-20261123-0002", add(storetest.Now.Add(time.Hour)))
	require.Equal(t, "HS-20261124-0001", add(time.Date(2026, 11, 23, 16, 0, 0, 0, time.UTC)))
	st, err := s.Station(ctx)
	require.NoError(t, err)
	st.Code = "lx"
	st, err = s.EditStation(ctx, by("a", 0), st)
	require.NoError(t, err)
	require.Equal(t, "LX", st.Code)
	require.Equal(t, "LX-20261123-0003", add(storetest.Now))
}

func TestShopIsTheSameUnderEverySpelling(t *testing.T) {
	s := storetest.Open(t)
	a := addCase(t, s, "a", complaint("n", "Café 百味軒", "x"))
	b := addCase(t, s, "a", complaint("n", "ＣＡＦÉ　百味轩", "y"))
	require.Equal(t, a.ShopID, b.ShopID)
	require.Equal(t, "Café 百味軒", b.Shop, "the name as it was first spelled")
	_, err := s.AddShop(ctx, by("a", 0), model.Shop{Name: "CAFÉ 百味轩"})
	require.Equal(t, store.CodeNameTaken, code(t, err))
}

func TestRenamedShopKeepsTheNameOfTheDayOnItsCases(t *testing.T) {
	s := storetest.Open(t)
	c := addCase(t, s, "a", complaint("n", "旧名", "x"))
	shop, err := s.Shop(ctx, "旧名")
	require.NoError(t, err)
	shop.Name = "新名"
	shop, err = s.EditShop(ctx, by("a", 1), shop)
	require.NoError(t, err)
	_, err = s.Shop(ctx, "旧名")
	require.Equal(t, store.CodeNotFound, code(t, err))

	c.Note = "later"
	c, err = s.EditCase(ctx, by("a", 2), c)
	require.NoError(t, err)
	require.Equal(t, "旧名", c.Shop)
	require.Equal(t, shop.ID, c.ShopID)

	c.Shop = "第三家"
	c, err = s.EditCase(ctx, by("a", 3), c)
	require.NoError(t, err)
	require.NotEqual(t, shop.ID, c.ShopID, "a changed name is another shop")
	n, err := s.ShopCases(ctx, shop.ID)
	require.NoError(t, err)
	require.Zero(t, n)
}

func TestEditKeepsWhatIsFixed(t *testing.T) {
	s := storetest.Open(t)
	c := addCase(t, s, "a", complaint("n", "S", "x"))
	in := c
	in.What, in.No, in.State, in.Kind = "y", "HS-1", model.Closed, model.Consultation
	in.RegisteredAt, in.ClosedAt, in.DueOn = time.Time{}, storetest.Now, 1
	out, err := s.EditCase(ctx, by("b", 1), in)
	require.NoError(t, err)
	want := c
	want.What, want.Rev = "y", out.Rev
	require.Equal(t, want, out)
	require.Greater(t, out.Rev, c.Rev)

	same, err := s.EditCase(ctx, by("b", 2), out)
	require.NoError(t, err)
	require.Equal(t, out, same)
	require.Equal(t, out.Rev, s.Head(), "nothing changed, nothing logged")

	hist, err := s.History(ctx, c.ID, 0, 10)
	require.NoError(t, err)
	require.Equal(t, []string{store.KindCaseEdited, store.KindCaseAdded}, kinds(hist))
	require.Equal(t, []string{"what"}, hist[0].Changed)
	hist, err = s.History(ctx, c.ID, hist[0].Seq, 10)
	require.NoError(t, err)
	require.Equal(t, []string{store.KindCaseAdded}, kinds(hist))
}

func TestContentsTellBeforeAndAfter(t *testing.T) {
	s := storetest.Open(t)
	c := addCase(t, s, "a", complaint("n", "S", "one"))
	_, err := s.Reveal(ctx, by("a", 1), c.ID, "call")
	require.NoError(t, err)
	for i, what := range []string{"two", "three"} {
		c.What = what
		c, err = s.EditCase(ctx, by("a", 2+i), c)
		require.NoError(t, err)
	}
	_, _, err = s.Undo(ctx, by("a", 9))
	require.NoError(t, err)
	what := func(b []byte) string {
		if b == nil {
			return ""
		}
		c, err := record.Decode[model.Case](b)
		require.NoError(t, err)
		return c.What
	}
	var got []string
	events, err := s.Events(ctx, 0, 10)
	require.NoError(t, err)
	for _, e := range events[1:] {
		b, err := s.Contents(e.Seq)
		require.NoError(t, err)
		require.Equal(t, e.Before, record.Digest(b.Before))
		require.Equal(t, e.Digest, record.Digest(b.After))
		got = append(got, what(b.Before)+">"+what(b.After))
	}
	require.Equal(t, []string{">one", ">", "one>two", "two>three", "three>two"}, got)
	_, err = s.Contents(99)
	require.Equal(t, store.CodeNotFound, code(t, err))
}

func TestStaleEditShowsBothVersions(t *testing.T) {
	s := storetest.Open(t)
	c := addCase(t, s, "a", complaint("n", "S", "x"))
	mine, theirs := c, c
	mine.Note, theirs.Note = "mine", "theirs"
	theirs, err := s.EditCase(ctx, by("b", 1), theirs)
	require.NoError(t, err)
	_, err = s.Reveal(ctx, by("c", 2), c.ID, "call")
	require.NoError(t, err)
	_, err = s.EditCase(ctx, by("a", 3), mine)
	var stale *store.Stale[model.Case]
	require.ErrorAs(t, err, &stale)
	require.Equal(t, "mine", stale.Mine.Note)
	require.Equal(t, theirs, stale.Theirs)
	require.Equal(t, "b", stale.By.Actor, "who changed it, not who looked")
	require.Equal(t, store.CodeStale, code(t, err))

	shop, err := s.Shop(ctx, "S")
	require.NoError(t, err)
	old := shop
	shop.Stall = "1"
	_, err = s.EditShop(ctx, by("b", 4), shop)
	require.NoError(t, err)
	_, err = s.EditShop(ctx, by("a", 5), old)
	var staleShop *store.Stale[model.Shop]
	require.ErrorAs(t, err, &staleShop)

	st, err := s.Station(ctx)
	require.NoError(t, err)
	_, err = s.EditStation(ctx, by("b", 6), model.Station{Code: "B", Name: "B"})
	require.NoError(t, err)
	_, err = s.EditStation(ctx, by("a", 7), st)
	var staleStation *store.Stale[model.Station]
	require.ErrorAs(t, err, &staleStation)
}

func TestRevealNeedsAReasonAndIsLogged(t *testing.T) {
	s := storetest.Open(t)
	c := addCase(t, s, "a", complaint("n", "S", "x"))
	_, err := s.Reveal(ctx, by("b", 1), c.ID, " \t\u200b")
	require.Equal(t, store.CodeReason, code(t, err))
	got, err := s.Reveal(ctx, by("b", 1), c.ID, " 回访 ")
	require.NoError(t, err)
	require.Equal(t, c, got)
	hist, err := s.History(ctx, c.ID, 0, 1)
	require.NoError(t, err)
	require.Equal(t, "回访", hist[0].Reason)
	require.Equal(t, "b", hist[0].Actor)
	_, err = s.Reveal(ctx, by("b", 1), "c-99", "x")
	require.Equal(t, store.CodeNotFound, code(t, err))
}

func TestPeople(t *testing.T) {
	s := storetest.Open(t)
	p, err := s.AddPerson(ctx, by("", 0), model.Person{Name: "张三"})
	require.NoError(t, err)
	_, err = s.AddPerson(ctx, by("", 0), model.Person{Name: "张三"})
	require.Equal(t, store.CodeNameTaken, code(t, err))
	require.Equal(t, p.Rev, s.Head(), "a refusal leaves no event")
	p.Role, p.Disabled = model.Coordinator, true
	p, err = s.EditPerson(ctx, by("", 1), p)
	require.NoError(t, err)
	q, err := s.Prefer(ctx, store.By{ID: p.ID, Actor: p.Name, At: storetest.Now}, p.ID, model.Liking{Language: "en", Senior: true})
	require.NoError(t, err)
	require.True(t, q.Senior)
	for _, ref := range []string{string(p.ID), "张三"} {
		got, err := s.Person(ctx, ref)
		require.NoError(t, err)
		require.Equal(t, q, got)
	}
	all, err := s.People(ctx)
	require.NoError(t, err)
	require.Equal(t, []model.Person{q}, all)
}

func TestSimilarFindsPhoneAndShopWithName(t *testing.T) {
	s := storetest.Open(t)
	a := complaint("王小明", "百味轩", "x")
	a.Complainant.Phone = "13800001234"
	a = addCase(t, s, "a", a)
	b := addCase(t, s, "a", complaint("王小明", "百味轩", "y"))
	addCase(t, s, "a", complaint("别人", "百味轩", "z"))
	in := complaint("王小明", "百味轩", "w")
	in.Complainant.Phone = "13800001234"
	rows, err := s.Similar(ctx, in, storetest.Now.AddDate(0, 0, -30), 5)
	require.NoError(t, err)
	var ids []model.ID
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	require.ElementsMatch(t, []model.ID{a.ID, b.ID}, ids)
	rows, err = s.Similar(ctx, in, storetest.Now.AddDate(0, 0, 1), 5)
	require.NoError(t, err)
	require.Empty(t, rows)
}

func TestDraftsAreOutsideTheLog(t *testing.T) {
	s := storetest.Open(t)
	save := func(name, body string) {
		require.NoError(t, s.SaveDraft(ctx, store.Draft{Name: name, Actor: "a", At: storetest.Now, Body: []byte(body)}))
	}
	save("intake/b", `"1"`)
	save("intake/a", `"2"`)
	save("intake/b", `"3"`)
	save("other/a", `"4"`)
	s.Reopen()
	got, err := s.Drafts(ctx, "intake/")
	require.NoError(t, err)
	require.Len(t, got, 2)
	require.Equal(t, `"2"`, string(got[0].Body))
	require.Equal(t, `"3"`, string(got[1].Body))
	require.NoError(t, s.DropDraft(ctx, "intake/b"))
	got, err = s.Drafts(ctx, "intake/")
	require.NoError(t, err)
	require.Len(t, got, 1)
	require.Zero(t, s.Head())

	// A save that is refused keeps the draft.
	_, err = s.AddCase(ctx, grown(by("a", 0), "intake/a"), model.Case{What: "x", ShopID: "s-9", Complainant: model.Party{Name: "n"}})
	require.Error(t, err)
	got, err = s.Drafts(ctx, "intake/")
	require.NoError(t, err)
	require.Len(t, got, 1)
}

func TestWaitSeesEveryChangeAndEnds(t *testing.T) {
	s := storetest.Open(t)
	got := make(chan []record.Event)
	go func() {
		events, err := s.Wait(ctx, 0)
		if err == nil {
			got <- events
		}
	}()
	addCase(t, s, "a", complaint("n", "S", "x"))
	require.NotEmpty(t, <-got)

	short, cancel := context.WithCancel(ctx)
	failed := make(chan error)
	go func() {
		_, err := s.Wait(short, s.Head())
		failed <- err
	}()
	require.NoError(t, s.SaveDraft(ctx, store.Draft{Name: "d", Body: []byte("1")})) // wakes nobody
	cancel()
	require.ErrorIs(t, <-failed, context.Canceled)

	go func() {
		_, err := s.Wait(ctx, s.Head())
		failed <- err
	}()
	require.NoError(t, s.Close())
	require.ErrorIs(t, <-failed, store.ErrClosed)
	_, err := s.Case(ctx, "c-1")
	require.ErrorIs(t, err, store.ErrClosed)
	_, err = s.AddCase(ctx, by("a", 0), complaint("n", "S", "x"))
	require.ErrorIs(t, err, store.ErrClosed)
	require.NoError(t, s.Close())
}

func TestManyWritersShareCommitsAndLoseNothing(t *testing.T) {
	s := storetest.Open(t)
	const writers, each = 16, 20
	errs := make(chan error)
	for w := range writers {
		go func() {
			var err error
			for i := 0; i < each && err == nil; i++ {
				_, err = s.AddCase(ctx, by(fmt.Sprint("w", w), i), complaint("n", fmt.Sprint("shop ", i%5), "x"))
			}
			errs <- err
		}()
	}
	for range writers {
		require.NoError(t, <-errs)
	}
	require.EqualValues(t, writers*each+5, s.Head())
	s.Whole()
}

func TestCloseWhileBusy(t *testing.T) {
	s := storetest.Open(t)
	type result struct {
		saved int
		err   error
	}
	results := make(chan result)
	started := make(chan struct{}, 8)
	for w := range 4 {
		go func() {
			var r result
			for r.err == nil {
				if _, r.err = s.AddCase(ctx, by(fmt.Sprint(w), 0), complaint("n", "S", "x")); r.err == nil {
					r.saved++
				}
				if r.saved == 3 {
					started <- struct{}{}
				}
			}
			results <- r
		}()
		go func() {
			var r result
			for r.err == nil {
				_, r.err = s.List(ctx, find.ListQuery{Kind: find.Case})
			}
			results <- r
		}()
	}
	for range 4 {
		<-started
	}
	require.NoError(t, s.Close())
	saved := 0
	for range 8 {
		r := <-results
		require.True(t, errors.Is(r.err, store.ErrClosed), r.err)
		saved += r.saved
	}
	s = storetest.Open(t, storetest.At(s.Dir))
	events, err := s.Events(ctx, 0, 100_000)
	require.NoError(t, err)
	require.Len(t, events, saved+1, "one for the shop")
}
