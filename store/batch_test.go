package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store"
	"heshi/store/find"
	"heshi/store/storetest"
)

func TestBatchIsInvisibleUntilWhole(t *testing.T) {
	s := storetest.Open(t)
	addCase(t, s, "a", complaint("first", "S", "x"))
	head := s.Head()
	looked := 0
	var progress []int
	err := s.AddBatch(ctx, by("a", 0), 1500, func(i int) (store.Item, error) {
		if i%500 == 499 { // what a reader sees while the batch is written
			looked++
			require.Equal(t, head, s.Head())
			require.Equal(t, 1, count(t, s, find.Case))
			events, err := s.Events(ctx, 0, 100)
			require.NoError(t, err)
			require.Len(t, events, int(head))
			_, err = s.Case(ctx, "HS-20261123-0002")
			require.Equal(t, store.CodeNotFound, code(t, err))
			report, err := s.Verify(ctx, nil)
			require.NoError(t, err)
			require.True(t, report.OK, report.Faults)
		}
		c := complaint("n", "S", "x")
		return store.Item{Case: &c, By: by("b", i)}, nil
	}, func(n int) { progress = append(progress, n) })
	require.NoError(t, err)
	require.Equal(t, 3, looked)
	require.Equal(t, 1500, progress[len(progress)-1])
	require.Equal(t, 1501, count(t, s, find.Case))
	require.Equal(t, head+1501, s.Head())
	events, err := s.Events(ctx, head, 2000)
	require.NoError(t, err)
	require.Equal(t, store.KindBatchDone, events[1500].Kind)
	require.Equal(t, head+1, events[1500].Batch)
	require.Equal(t, "b", events[0].Actor)
	c, err := s.Case(ctx, "HS-20261123-0002")
	require.NoError(t, err)
	require.Equal(t, by("b", 0).At, c.RegisteredAt)
}

func TestBatchThatFailsLeavesNothing(t *testing.T) {
	bad := errors.New("row 2001")
	for name, spoil := range map[string]func(i int, cancel func()) error{
		"error": func(i int, _ func()) error {
			if i == 1000 {
				return bad
			}
			return nil
		},
		"cancelled": func(i int, cancel func()) error {
			if i == 1000 {
				cancel()
			}
			return nil
		},
		"panic": func(i int, _ func()) error {
			if i == 1000 {
				panic(bad)
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := storetest.Open(t)
			addCase(t, s, "a", complaint("n", "S", "x"))
			head := s.Head()
			ctx, cancel := context.WithCancel(ctx)
			err := s.AddBatch(ctx, by("a", 0), 1200, func(i int) (store.Item, error) {
				c := complaint("n", "new shop", "x")
				return store.Item{Case: &c, By: by("a", 0)}, spoil(i, cancel)
			}, nil)
			require.Error(t, err)
			cancel()
			require.Equal(t, head, s.Head())
			require.Equal(t, 1, count(t, s, find.Case))
			require.Equal(t, 1, count(t, s, find.Shop))
			s.Whole()
			require.Equal(t, "HS-20261123-0002", addCase(t, s, "a", complaint("n", "new shop", "x")).No)
			s.Reopen()
		})
	}
}

func TestBatchOfShopsRefusesATakenName(t *testing.T) {
	s := storetest.Open(t)
	names := []string{"A", "B", "a"}
	err := s.AddBatch(ctx, by("a", 0), 3, func(i int) (store.Item, error) {
		return store.Item{Shop: &model.Shop{Name: names[i]}, By: by("a", 0)}, nil
	}, nil)
	require.Equal(t, store.CodeNameTaken, code(t, err))
	require.Zero(t, count(t, s, find.Shop))
}

// TestABatchRefusesANumberTwice, of cases as they were elsewhere, which are not
// in the index yet, and one that the store has.
func TestABatchRefusesANumberTwice(t *testing.T) {
	s := storetest.Open(t, storetest.Clocks(t))
	bring := func(numbers ...string) error {
		return s.AddBatch(ctx, by("a", 0), len(numbers), func(i int) (store.Item, error) {
			c := complaint("王小明", "百味轩", "退款")
			c.No, c.RegisteredAt = numbers[i], storetest.Now
			return store.Item{Whole: &c, By: by("a", 0)}, nil
		}, nil)
	}
	require.Equal(t, store.CodeNumberTwice, code(t, bring("A-1", "A-2", "A-1")))
	require.Zero(t, count(t, s, find.Case))
	require.NoError(t, bring("A-1", "A-2"))
	require.Equal(t, store.CodeNameTaken, code(t, bring("A-3", "A-2")))
	require.Equal(t, 2, count(t, s, find.Case))
}

func TestRecordsOfAnySizeFitABatch(t *testing.T) {
	s := storetest.Open(t)
	big := strings.Repeat("大", 20_000)
	require.NoError(t, s.AddBatch(ctx, by("a", 0), 60, func(int) (store.Item, error) {
		c := complaint("n", "S", big)
		return store.Item{Case: &c, By: by("a", 0)}, nil
	}, nil))
	c := addCase(t, s, "a", complaint("n", "S", big))
	got, err := s.Case(ctx, c.No)
	require.NoError(t, err)
	require.Equal(t, big, got.What)
}

func TestRebuildMakesTheSameKeys(t *testing.T) {
	s := storetest.Open(t, storetest.Demo(300))
	addCase(t, s, "a", complaint("张三", "新店", "x"))
	undo(t, s, "a")
	before := list(t, s, find.Case)
	var last uint64
	require.NoError(t, s.Rebuild(ctx, func(n uint64) { last = n }))
	require.NotZero(t, last)
	require.Equal(t, before, list(t, s, find.Case))
	s.Whole()
	addCase(t, s, "a", complaint("张三", "新店二", "x"))
	s.Whole()
	s.Reopen()
	s.Whole()
}

// TestRecordsOfABatchAreMadeAheadInOrder has making them fail, panic, and go on
// when nobody wants them any more.
func TestRecordsOfABatchAreMadeAheadInOrder(t *testing.T) {
	s := storetest.Open(t)
	fault := errors.New("no more")
	for name, end := range map[string]func(stop func()) error{
		"fails":   func(func()) error { return fault },
		"panics":  func(func()) error { panic(fault) },
		"is late": func(stop func()) error { stop(); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			given, stop := context.WithCancel(ctx)
			defer stop()
			var made []int
			err := s.AddBatch(given, by("a", 0), 5000, func(i int) (store.Item, error) {
				made = append(made, i)
				c := complaint("n", "S", "x")
				if i == 150 {
					return store.Item{Case: &c, By: by("a", 0)}, end(stop)
				}
				return store.Item{Case: &c, By: by("a", 0)}, nil
			}, nil)
			require.Error(t, err)
			require.GreaterOrEqual(t, len(made), 151)
			require.Less(t, len(made), 1000)
			for i, n := range made { // nobody adds to it any more
				require.Equal(t, i, n)
			}
		})
	}
	require.Zero(t, count(t, s, find.Case))
	s.Whole()
}
