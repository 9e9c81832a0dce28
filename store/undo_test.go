package store_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store"
	"heshi/store/find"
	"heshi/store/record"
	"heshi/store/storetest"
)

func undo(t testing.TB, s *storetest.Store, actor string) (done, was record.Event) {
	t.Helper()
	done, was, err := s.Undo(ctx, by(actor, 30))
	require.NoError(t, err)
	return done, was
}

func redo(t testing.TB, s *storetest.Store, actor string) (done, was record.Event) {
	t.Helper()
	done, was, err := s.Redo(ctx, by(actor, 31))
	require.NoError(t, err)
	return done, was
}

func TestUndoAndRedoSurviveARestart(t *testing.T) {
	s := storetest.Open(t)
	c := addCase(t, s, "a", complaint("n", "S", "one"))
	c2 := c
	c2.What = "two"
	c2, err := s.EditCase(ctx, by("a", 1), c2)
	require.NoError(t, err)
	s.Reopen()

	done, was := undo(t, s, "a")
	require.Equal(t, store.KindUndone, done.Kind)
	require.Equal(t, store.KindCaseEdited, was.Kind)
	require.Equal(t, was.Seq, done.Undoes)
	got, err := s.Case(ctx, c.No)
	require.NoError(t, err)
	require.Equal(t, "one", got.What)
	require.Equal(t, done.Seq, got.Rev)
	s.Reopen()

	_, was = undo(t, s, "a")
	require.Equal(t, store.KindCaseAdded, was.Kind)
	_, err = s.Case(ctx, c.No)
	require.Equal(t, store.CodeNotFound, code(t, err))
	res, err := s.Search(ctx, find.Query{Text: "n", Kinds: []find.Kind{find.Case}})
	require.NoError(t, err)
	require.Empty(t, res.Hits)
	hist, err := s.History(ctx, c.ID, 0, 10)
	require.NoError(t, err)
	require.Equal(t, []string{store.KindUndone, store.KindUndone, store.KindCaseEdited, store.KindCaseAdded}, kinds(hist))
	s.Reopen()

	_, was = undo(t, s, "a")
	require.Equal(t, store.KindShopAdded, was.Kind)
	_, _, err = s.Undo(ctx, by("a", 5))
	require.Equal(t, store.CodeNothingUndo, code(t, err))
	s.Reopen()

	for _, want := range []string{store.KindShopAdded, store.KindCaseAdded, store.KindCaseEdited} {
		done, was = redo(t, s, "a")
		require.Equal(t, want, was.Kind, "the change that is there again")
		require.Equal(t, store.KindRedone, done.Kind)
		s.Reopen()
	}
	_, _, err = s.Redo(ctx, by("a", 5))
	require.Equal(t, store.CodeNothingRedo, code(t, err))
	got, err = s.Case(ctx, c.No)
	require.NoError(t, err)
	got.Rev = c2.Rev
	require.Equal(t, c2, got)
	_, was = undo(t, s, "a")
	require.Equal(t, store.KindCaseEdited, was.Kind)
}

func TestNumberOfAnUndoneCaseIsNotGivenOutAgain(t *testing.T) {
	s := storetest.Open(t)
	first := addCase(t, s, "a", complaint("n", "S", "x"))
	undo(t, s, "a")
	second := addCase(t, s, "a", complaint("n", "S", "x"))
	require.NotEqual(t, first.ID, second.ID)
	require.NotEqual(t, first.No, second.No)
}

func TestUndoOfWhatOthersBuiltUponSaysWho(t *testing.T) {
	s := storetest.Open(t)
	c := addCase(t, s, "a", complaint("n", "S", "one"))
	c.What = "two"
	_, err := s.EditCase(ctx, by("b", 1), c)
	require.NoError(t, err)
	_, err = s.Reveal(ctx, by("c", 2), c.ID, "call")
	require.NoError(t, err)
	head := s.Head()
	_, _, err = s.Undo(ctx, by("a", 3))
	var p *model.Problem
	require.ErrorAs(t, err, &p)
	require.Equal(t, store.CodeBuiltUpon, p.Code)
	require.Equal(t, "b", p.Args["actor"])
	require.Equal(t, store.KindCaseEdited, p.Args["event"])
	require.Equal(t, store.KindCaseAdded, p.Args["kind"])
	require.Equal(t, head, s.Head())

	undo(t, s, "b") // then the way is free again
	undo(t, s, "a")
}

func TestShopWithCasesIsNotTakenAway(t *testing.T) {
	s := storetest.Open(t)
	_, err := s.AddShop(ctx, by("a", 0), model.Shop{Name: "S"})
	require.NoError(t, err)
	addCase(t, s, "b", complaint("n", "S", "x"))
	_, _, err = s.Undo(ctx, by("a", 1))
	require.Equal(t, store.CodeInUse, code(t, err))
	undo(t, s, "b")
	undo(t, s, "a")
	_, err = s.Shop(ctx, "S")
	require.Equal(t, store.CodeNotFound, code(t, err))

	_, err = s.AddShop(ctx, by("c", 0), model.Shop{Name: "S"})
	require.NoError(t, err)
	_, _, err = s.Redo(ctx, by("a", 2))
	require.Equal(t, store.CodeNameTaken, code(t, err), "somebody took the name meanwhile")
}

func TestPersonWhoActedIsNotTakenAway(t *testing.T) {
	s := storetest.Open(t)
	p, err := s.AddPerson(ctx, by("a", 0), model.Person{Name: "P"})
	require.NoError(t, err)
	_, err = s.AddCase(ctx, store.By{ID: p.ID, Actor: p.Name, At: storetest.Now}, complaint("n", "S", "x"))
	require.NoError(t, err)
	_, _, err = s.Undo(ctx, by("a", 1))
	require.Equal(t, store.CodeInUse, code(t, err))
}

func TestUndoIsOnesOwn(t *testing.T) {
	s := storetest.Open(t)
	a := addCase(t, s, "a", complaint("n", "S", "a1"))
	b := addCase(t, s, "b", complaint("n", "S", "b1"))
	p := store.By{ID: "p-9", Actor: "a", At: storetest.Now} // another "a"
	d, err := s.AddCase(ctx, p, complaint("n", "S", "d1"))
	require.NoError(t, err)
	_, was := undo(t, s, "a")
	require.Equal(t, "case/"+string(a.ID), was.Subject)
	_, was = undo(t, s, "b")
	require.Equal(t, "case/"+string(b.ID), was.Subject)
	_, was = redo(t, s, "a")
	require.Equal(t, "case/"+string(a.ID), was.Subject)
	_, was, err = s.Undo(ctx, p)
	require.NoError(t, err)
	require.Equal(t, "case/"+string(d.ID), was.Subject)
	_, _, err = s.Undo(ctx, by("nobody", 0))
	require.Equal(t, store.CodeNothingUndo, code(t, err))
}

func TestNewChangeCutsRedoOff(t *testing.T) {
	s := storetest.Open(t)
	addCase(t, s, "a", complaint("n", "S", "one"))
	undo(t, s, "a")
	addCase(t, s, "b", complaint("n", "S", "b")) // another's change does not
	c := addCase(t, s, "a", complaint("n", "S", "two"))
	_, _, err := s.Redo(ctx, by("a", 2))
	require.Equal(t, store.CodeNothingRedo, code(t, err))
	undo(t, s, "a")
	_, was := redo(t, s, "a")
	require.Equal(t, "case/"+string(c.ID), was.Subject)
	_, _, err = s.Redo(ctx, by("a", 2))
	require.Equal(t, store.CodeNothingRedo, code(t, err), "what was undone before a change stays undone")
}

func TestLookingAndPreferencesAreNotUndone(t *testing.T) {
	s := storetest.Open(t)
	p, err := s.AddPerson(ctx, by("", 0), model.Person{Name: "P"})
	require.NoError(t, err)
	me := store.By{ID: p.ID, Actor: p.Name, At: storetest.Now}
	c, err := s.AddCase(ctx, me, complaint("n", "S", "x"))
	require.NoError(t, err)
	_, err = s.Reveal(ctx, me, c.ID, "call")
	require.NoError(t, err)
	_, err = s.Prefer(ctx, me, p.ID, model.Liking{Language: "en", Senior: true})
	require.NoError(t, err)
	_, was, err := s.Undo(ctx, me)
	require.NoError(t, err)
	require.Equal(t, store.KindCaseAdded, was.Kind)
	_, err = s.Prefer(ctx, me, p.ID, model.Liking{Language: "zh", Senior: true})
	require.NoError(t, err)
	_, was, err = s.Redo(ctx, me)
	require.NoError(t, err)
	require.Equal(t, store.KindCaseAdded, was.Kind, "F3 does not cut redo off")
}

func TestUndoOfARoleKeepsThePersonsPreferences(t *testing.T) {
	s := storetest.Open(t)
	p, err := s.AddPerson(ctx, by("", 0), model.Person{Name: "P"})
	require.NoError(t, err)
	p.Role = model.Auditor
	_, err = s.EditPerson(ctx, by("chief", 1), p)
	require.NoError(t, err)
	_, err = s.Prefer(ctx, by("P", 2), p.ID, model.Liking{Language: "en", Senior: true})
	require.NoError(t, err)
	undo(t, s, "chief")
	got, err := s.Person(ctx, "P")
	require.NoError(t, err)
	require.Equal(t, model.Person{ID: p.ID, Rev: got.Rev, Name: "P", Role: model.Mediator, Language: "en", Senior: true}, got)
	redo(t, s, "chief")
	got, err = s.Person(ctx, "P")
	require.NoError(t, err)
	require.Equal(t, model.Auditor, got.Role)
	require.True(t, got.Senior)
}

func TestUndoOfStationAndRename(t *testing.T) {
	s := storetest.Open(t)
	_, err := s.EditStation(ctx, by("a", 0), model.Station{Code: "B", Name: "B"})
	require.NoError(t, err)
	shop, err := s.AddShop(ctx, by("a", 0), model.Shop{Name: "old"})
	require.NoError(t, err)
	shop.Name = "new"
	_, err = s.EditShop(ctx, by("a", 0), shop)
	require.NoError(t, err)
	undo(t, s, "a")
	got, err := s.Shop(ctx, "old")
	require.NoError(t, err)
	require.Equal(t, shop.ID, got.ID)
	undo(t, s, "a")
	undo(t, s, "a")
	st, err := s.Station(ctx)
	require.NoError(t, err)
	require.Equal(t, "HS", st.Code)
}

func addBatch(t testing.TB, s *storetest.Store, actor string, n int) {
	t.Helper()
	require.NoError(t, s.AddBatch(ctx, by(actor, 0), n, func(i int) (store.Item, error) {
		c := complaint(fmt.Sprint("n", i), fmt.Sprint("shop ", i%7), "x")
		return store.Item{Case: &c, By: by(actor, 0)}, nil
	}, nil))
}

// list returns every row of a kind, newest first.
func list(t require.TestingT, s *storetest.Store, kind find.Kind) (all []find.Row) {
	for q := (find.ListQuery{Kind: kind, Limit: 500}); ; q.After = all[len(all)-1].Ord {
		rows, err := s.List(ctx, q)
		require.NoError(t, err)
		if len(rows) == 0 {
			return all
		}
		all = append(all, rows...)
	}
}

func count(t testing.TB, s *storetest.Store, kind find.Kind) int {
	t.Helper()
	return len(list(t, s, kind))
}

func TestBatchIsUndoneAndRedoneWhole(t *testing.T) {
	s := storetest.Open(t)
	kept := addCase(t, s, "a", complaint("kept", "shop 0", "x"))
	addBatch(t, s, "a", 500)
	require.Equal(t, 501, count(t, s, find.Case))
	s.Reopen()

	done, was := undo(t, s, "a")
	require.Equal(t, store.KindBatchUndone, done.Kind)
	require.Equal(t, store.KindBatchDone, was.Kind)
	require.Equal(t, s.Head(), done.Seq)
	require.Equal(t, 1, count(t, s, find.Case))
	require.Equal(t, 1, count(t, s, find.Shop), "the shop that was there before stays")
	s.Whole()

	done, was = redo(t, s, "a")
	require.Equal(t, store.KindBatchRedone, done.Kind)
	require.Equal(t, store.KindBatchDone, was.Kind)
	require.Equal(t, 501, count(t, s, find.Case))
	require.Equal(t, 7, count(t, s, find.Shop))
	s.Whole()

	undo(t, s, "a")
	redo(t, s, "a")
	undo(t, s, "a")
	_, was = undo(t, s, "a")
	require.Equal(t, "case/"+string(kept.ID), was.Subject)
	_, _ = redo(t, s, "a")
	_, was = redo(t, s, "a")
	require.Equal(t, store.KindBatchDone, was.Kind)
}

func TestBatchBuiltUponIsNotUndoneAtAll(t *testing.T) {
	s := storetest.Open(t)
	addBatch(t, s, "a", 300)
	rows := list(t, s, find.Case)
	c, err := s.Case(ctx, string(rows[150].ID))
	require.NoError(t, err)
	c.Note = "mine"
	_, err = s.EditCase(ctx, by("b", 1), c)
	require.NoError(t, err)
	head := s.Head()
	_, _, err = s.Undo(ctx, by("a", 2))
	require.Equal(t, store.CodeBuiltUpon, code(t, err))
	require.Equal(t, head, s.Head())
	undo(t, s, "b")

	d := addCase(t, s, "b", complaint("n", "shop 3", "x"))
	_, _, err = s.Undo(ctx, by("a", 2))
	require.Equal(t, store.CodeInUse, code(t, err), "a case from outside names a shop of the batch")
	require.Equal(t, 301, count(t, s, find.Case))
	_ = d
	undo(t, s, "b")
	undo(t, s, "a")
	require.Zero(t, count(t, s, find.Case))
}

// TestACaseDoesNotComeBackWithoutItsShop: who took the shop away meanwhile was free to,
// since nobody used it any more.
func TestACaseDoesNotComeBackWithoutItsShop(t *testing.T) {
	for name, add := range map[string]func(s *storetest.Store){
		"case": func(s *storetest.Store) { addCase(t, s, "c", complaint("n", "S", "y")) },
		"batch": func(s *storetest.Store) {
			require.NoError(t, s.AddBatch(ctx, by("c", 0), 2, func(int) (store.Item, error) {
				c := complaint("n", "S", "y")
				return store.Item{Case: &c, By: by("c", 0)}, nil
			}, nil))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := storetest.Open(t)
			addCase(t, s, "b", complaint("n", "S", "x"))
			add(s)
			for _, actor := range []string{"c", "b", "b"} {
				_, _, err := s.Undo(ctx, by(actor, 1))
				require.NoError(t, err)
			}
			head := s.Head()
			_, _, err := s.Redo(ctx, by("c", 2))
			require.Equal(t, store.CodeShopGone, code(t, err))
			require.Equal(t, head, s.Head())
			for range 2 { // the shop, and the case it came with
				_, _, err := s.Redo(ctx, by("b", 3))
				require.NoError(t, err)
			}
			_, _, err = s.Redo(ctx, by("c", 4))
			require.NoError(t, err, "now it is there")
			s.Whole()
		})
	}
}
