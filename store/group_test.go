package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store"
	"heshi/store/find"
	"heshi/store/storetest"
)

// TestEveryKindOfWriteAtOnce: groups of writes lie upon each other on their way
// to the disk. Whoever has an answer finds what was saved, and its index, at
// once.
func TestEveryKindOfWriteAtOnce(t *testing.T) {
	s := storetest.Open(t)
	const writers, rounds = 12, 15
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range rounds {
				if err := everyWrite(s, fmt.Sprint("w", w), i); err != nil {
					t.Error(w, i, err)
					return
				}
			}
		})
	}
	wg.Go(func() {
		for i := range 3 {
			if err := s.AddBatch(ctx, by("batch", i), 40, func(j int) (store.Item, error) {
				c := complaint("批", fmt.Sprint("批店", j%3), "x")
				return store.Item{Case: &c, By: by("batch", i)}, nil
			}, nil); err != nil {
				t.Error(err)
			}
		}
	})
	wg.Wait()
	require.Equal(t, writers*rounds+3*40, count(t, s, find.Case))
	s.Whole()
	s.Reopen()
	require.Equal(t, writers*rounds+3*40, count(t, s, find.Case))
	s.Whole()
}

// everyWrite saves, finds, changes, drafts, and undoes a change of its own case.
func everyWrite(s *storetest.Store, who string, i int) error {
	c, err := s.AddCase(ctx, by(who, i), complaint("王小明", fmt.Sprint("店", i%4), "外套"))
	if err != nil {
		return err
	}
	seen, err := s.Case(ctx, c.No) // by the index
	if err != nil {
		return err
	}
	seen.Complainant.Name = "张伟"
	if seen, err = s.EditCase(ctx, by(who, i), seen); err != nil {
		return err
	}
	res, err := s.Search(ctx, find.Query{Text: c.No, Limit: 1})
	if err != nil {
		return err
	}
	if len(res.Hits) != 1 || res.Hits[0].Row.Name != "张伟" {
		return fmt.Errorf("%s is found as %v", c.No, res.Hits)
	}
	if err := s.SaveDraft(ctx, store.Draft{Name: "intake/" + who, Body: []byte("1")}); err != nil {
		return err
	}
	if _, _, err := s.Undo(ctx, by(who, i)); err != nil {
		return err
	}
	back, err := s.Case(ctx, string(c.ID))
	if err == nil && (back.Complainant.Name != "王小明" || back.Rev <= seen.Rev) {
		err = fmt.Errorf("undone to %s, revision %d after %d", back.Complainant.Name, back.Rev, seen.Rev)
	}
	return err
}

// TestMergesAtOnceMakeNoChain: what a merge asks of other cases is true when it
// is written, whoever else writes at that moment.
func TestMergesAtOnceMakeNoChain(t *testing.T) {
	s := storetest.Open(t)
	_, err := s.AddGroup(ctx, by("a", 0), core("陈埭鞋业", "一店", "二店"))
	require.NoError(t, err)
	for range 12 {
		var cases [3]model.Case
		for i := range cases {
			cases[i] = addCase(t, s, "李调解", complaint("王小明", "一店", "鞋底开胶"))
		}
		var wg sync.WaitGroup
		for i, c := range cases {
			into := cases[(i+1)%len(cases)].No
			wg.Go(func() {
				_, err := s.Do(ctx, by("李调解", 60), c.ID, 0, "merge", flow.Args{"into": into})
				var said model.Problems
				if err != nil && !errors.As(err, &said) {
					t.Error(err)
				}
			})
			wg.Go(func() {
				_, err := s.AddCase(ctx, by("b", 0), complaint("n", "S", "x"))
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		merged := map[model.ID]model.ID{}
		for _, c := range cases {
			now, err := s.Case(ctx, string(c.ID))
			require.NoError(t, err)
			if now.MergedInto != "" {
				merged[now.ID] = now.MergedInto
			}
		}
		require.NotEmpty(t, merged, "one of them is first")
		for from, into := range merged {
			require.NotContains(t, merged, into, "%s goes on in a case that goes on elsewhere", from)
		}
	}
	s.Whole()
}

// TestIndexPassesTheNewestRecordsOn: records wait in a list, in segments in
// memory, and on the disk; a search finds them in any of these, also after they
// were changed there.
func TestIndexPassesTheNewestRecordsOn(t *testing.T) {
	s := storetest.Open(t)
	var cases []model.Case
	for i := range 700 {
		cases = append(cases, addCase(t, s, "a", complaint("王小明", fmt.Sprint("店", i%40), "外套")))
		if i%3 == 1 { // of those a moment ago
			c, err := s.Case(ctx, string(cases[i/2].ID))
			require.NoError(t, err)
			c.Complainant.Name = fmt.Sprint("张", i)
			cases[i/2], err = s.EditCase(ctx, by("a", i), c)
			require.NoError(t, err)
		}
	}
	for _, c := range cases {
		res, err := s.Search(ctx, find.Query{Text: c.No + " " + c.Complainant.Name, Limit: 2})
		require.NoError(t, err)
		require.Len(t, res.Hits, 1, c.No)
		require.Equal(t, c.ID, res.Hits[0].Row.ID)
	}
	s.Whole()
	s.Reopen()
	require.NotEmpty(t, segments(t, s.Dir), "what was in memory is on the disk now")
	s.Whole()
}
