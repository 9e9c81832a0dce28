package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store"
	"heshi/store/find"
	"heshi/store/storetest"
)

func TestTheLedgerHasTheCasesOfItsDaysInOrder(t *testing.T) {
	s := storetest.Open(t, storetest.Demo(200))
	last := model.DayOf(storetest.Now, storetest.Now.Location())
	first := last - 30
	want := map[model.ID]bool{}
	for _, row := range list(t, s, find.Case) {
		if day := model.DayOf(row.At, storetest.Now.Location()); first <= day && day <= last {
			want[row.ID] = true
		}
	}
	require.NotEmpty(t, want)
	got, err := s.Ledger(ctx, first, last, 1000)
	require.NoError(t, err)
	require.Len(t, got, len(want))
	for i, c := range got {
		require.True(t, want[c.ID])
		if i > 0 {
			day := func(c model.Case) model.Day { return model.DayOf(c.RegisteredAt, c.RegisteredAt.Location()) }
			require.LessOrEqual(t, day(got[i-1]), day(c))
		}
	}
	_, err = s.Ledger(ctx, first, last, len(want)-1)
	require.True(t, store.IsCode(err, store.CodeLedgerLong))
	got, err = s.Ledger(ctx, last+1, last+9, 10)
	require.NoError(t, err)
	require.Empty(t, got)
}

func TestAPaperIsNotedAndUndoPassesOverIt(t *testing.T) {
	s := storetest.Open(t)
	by := store.By{Actor: "李阿姨", At: storetest.Now}
	c, err := s.AddCase(ctx, by, model.Case{Kind: model.Consultation, What: "怎么退货"})
	require.NoError(t, err)
	require.NoError(t, s.Printed(ctx, by, c.ID, "registration"))
	events, err := s.History(ctx, c.ID, 0, 1)
	require.NoError(t, err)
	require.Equal(t, store.KindPrinted, events[0].Kind)
	require.Equal(t, "registration", events[0].Reason)
	_, was, err := s.Undo(ctx, by)
	require.NoError(t, err)
	require.Equal(t, store.KindCaseAdded, was.Kind)
	require.Error(t, s.Printed(ctx, by, c.ID, "registration"), "the case is gone")
}
