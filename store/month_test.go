package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/model"
	"heshi/model/stats"
	"heshi/store"
	"heshi/store/find"
	"heshi/store/record"
	"heshi/store/storetest"
)

func limits(t testing.TB) stats.Limits {
	t.Helper()
	lim, err := stats.LoadLimits(assets.Files())
	require.NoError(t, err)
	return lim
}

// TestMonthAgreesWithTheCases counts the cases themselves and compares.
func TestMonthAgreesWithTheCases(t *testing.T) {
	s := storetest.Open(t, storetest.Demo(400))
	month := stats.MonthOf(storetest.Now)
	rep, err := s.Month(ctx, month, storetest.Now, limits(t), nil)
	require.NoError(t, err)
	complaints, consultations, classes := 0, 0, map[string]int{}
	for _, row := range list(t, s, find.Case) {
		c, err := s.Case(ctx, row.No)
		require.NoError(t, err)
		if stats.MonthOf(c.RegisteredAt) != month {
			continue
		}
		if c.Kind == model.Consultation {
			consultations++
			continue
		}
		complaints++
		classes[c.Class]++
	}
	require.Equal(t, complaints, rep.Came.Complaints)
	require.Equal(t, consultations, rep.Came.Consultations)
	require.NotZero(t, complaints)
	for _, row := range rep.Table(stats.Class).Rows {
		require.Equal(t, classes[row.Value], row.N)
	}
	for _, row := range rep.Table(stats.Shop).Rows {
		require.NotEmpty(t, row.Name)
	}
	for _, w := range rep.Warnings {
		if w.Name != "" {
			require.Len(t, w.Cases, min(50, w.N))
		}
	}
}

func TestMonthFollowsEachChange(t *testing.T) {
	s := storetest.Open(t)
	month := stats.MonthOf(storetest.Now)
	count := func() stats.Total {
		rep, err := s.Month(ctx, month, storetest.Now, limits(t), nil)
		require.NoError(t, err)
		return rep.Came
	}
	c := complaint("n", "S", "x")
	c.Amount = 500
	added := addCase(t, s, "a", c)
	require.Equal(t, stats.Total{Complaints: 1, Asked: 500}, count())
	added.Amount = 700
	_, err := s.EditCase(ctx, by("a", 1), added)
	require.NoError(t, err)
	require.Equal(t, stats.Total{Complaints: 1, Asked: 700}, count())
	undo(t, s, "a")
	undo(t, s, "a")
	require.Zero(t, count().Complaints)
	redo(t, s, "a")
	require.Equal(t, 1, count().Complaints)
	s.Reopen()
	require.Equal(t, 1, count().Complaints)
}

func TestCasesBehindANumberComeInPages(t *testing.T) {
	s := storetest.Open(t)
	for i := range 7 {
		addCase(t, s, "a", complaint("n", "S", fmt.Sprint("x", i)))
	}
	addCase(t, s, "a", complaint("n", "T", "y"))
	month := stats.MonthOf(storetest.Now)
	rep, err := s.Month(ctx, month, storetest.Now, limits(t), nil)
	require.NoError(t, err)
	row := rep.Table(stats.Shop).Rows[0]
	require.Equal(t, "S", row.Name)
	f := stats.Of(month, stats.Cond{By: stats.Shop, Value: row.Value})
	var nos []string
	var at store.Place
	for {
		rows, end, err := s.MonthCases(ctx, f, storetest.Now, at, 3)
		require.NoError(t, err)
		for _, r := range rows {
			nos = append(nos, r.No)
		}
		if at = end; len(rows) < 3 {
			break
		}
	}
	require.Len(t, nos, row.N)
	require.IsIncreasing(t, nos)
	require.Equal(t, stats.WarnShop, rep.Warnings[0].Code)
	require.Len(t, rep.Warnings[0].Cases, 7)
}

func TestMonthCanBeBrokenOff(t *testing.T) {
	s := storetest.Open(t, storetest.Demo(600))
	gone, cancel := context.WithCancel(ctx)
	cancel()
	_, err := s.Month(gone, stats.MonthOf(storetest.Now), storetest.Now, limits(t), nil)
	require.ErrorIs(t, err, context.Canceled)
	told := 0
	_, err = s.Month(ctx, stats.MonthOf(storetest.Now), storetest.Now, limits(t), func(done, all int) {
		require.Less(t, done, all)
		told++
	})
	require.NoError(t, err)
	require.NotZero(t, told)
}

func TestVolunteerHoursOfTheMonth(t *testing.T) {
	s := storetest.Open(t)
	come := func(who model.ID, name string, day, from, to int) {
		b := by("a", 0)
		b.At = time.Date(2026, 11, day, from, 0, 0, 0, storetest.Zone)
		x, err := s.SignIn(ctx, b, who, name, "")
		require.NoError(t, err)
		b.At = time.Date(2026, 11, day, to, 0, 0, 0, storetest.Zone)
		_, err = s.SignOut(ctx, b, x.ID, "")
		require.NoError(t, err)
	}
	come("v-1", "陈阿福", 3, 9, 12)
	come("v-2", "林美玉", 3, 14, 18)
	come("v-1", "陈阿福", 6, 9, 12)
	rep, err := s.Month(ctx, stats.MonthOf(storetest.Now), storetest.Now, limits(t), nil)
	require.NoError(t, err)
	require.Equal(t, []stats.Hours{{Name: "陈阿福", Minutes: 360}, {Name: "林美玉", Minutes: 240}}, rep.Hours)
	rep, err = s.Month(ctx, stats.MonthOf(storetest.Now)-1, storetest.Now, limits(t), nil)
	require.NoError(t, err)
	require.Empty(t, rep.Hours)
}

// TestKeysOfAnOlderProgramAreMadeAnew: a store written before months were
// listed has none of their keys; opening it makes them.
func TestKeysOfAnOlderProgramAreMadeAnew(t *testing.T) {
	s := storetest.Open(t)
	c := addCase(t, s, "a", complaint("n", "S", "x"))
	require.NoError(t, s.Close())
	_, ord, _ := record.Split(c.ID)
	key := record.MonthKey(model.DayOf(c.RegisteredAt, storetest.Zone), ord)
	meddle(t, s.Dir, func(txn *badger.Txn) error {
		return errors.Join(txn.Delete(key), txn.Delete(record.MetaKey("derived")))
	})
	s = storetest.Open(t, storetest.At(s.Dir))
	s.Whole()
	rep, err := s.Month(ctx, stats.MonthOf(c.RegisteredAt), storetest.Now, limits(t), nil)
	require.NoError(t, err)
	require.Equal(t, 1, rep.Came.Complaints)
}

// BenchmarkMonth counts the newest month of a station with 100,000 cases.
func BenchmarkMonth(b *testing.B) {
	s := storetest.Open(b, storetest.Demo(100_000), storetest.Unchecked())
	s.Reopen()
	lim := limits(b)
	for b.Loop() {
		rep, err := s.Month(ctx, stats.MonthOf(storetest.Now), storetest.Now, lim, nil)
		require.NoError(b, err)
		b.ReportMetric(float64(rep.Came.Complaints), "complaints")
	}
}
