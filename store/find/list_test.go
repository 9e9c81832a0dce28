package find

import (
	"cmp"
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
)

func ids(rows []Row) []model.ID {
	out := []model.ID{}
	for _, r := range rows {
		out = append(out, r.ID)
	}
	return out
}

func TestListPagesThroughEverythingNewestFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var docs []Doc
		for ord := range rapid.IntRange(0, 60).Draw(t, "records") {
			docs = append(docs, genDoc(t, uint64(ord+1)))
		}
		g := grow(t, docs)
		for range 5 {
			q := ListQuery{
				Kind:     rapid.SampledFrom([]Kind{Case, Case, Shop, Person}).Draw(t, "kind"),
				State:    rapid.SampledFrom(append(model.CaseStates(), "", "", "")).Draw(t, "state"),
				CaseKind: rapid.SampledFrom([]model.CaseKind{"", "", model.Complaint, model.Consultation}).Draw(t, "case kind"),
				Open:     rapid.Bool().Draw(t, "open"),
				Limit:    rapid.IntRange(1, 10).Draw(t, "limit"),
			}
			if rapid.Bool().Draw(t, "hide") {
				q.Hide = func(_ Kind, ord uint64) bool { return ord%4 == 0 }
			}
			want := []model.ID{}
			for _, d := range docs {
				if d.Kind == q.Kind && (q.State == "" || d.State == q.State) && (q.CaseKind == "" || d.CaseKind == q.CaseKind) && !(q.Open && d.Over) && (q.Hide == nil || !q.Hide(d.Kind, d.Ord)) {
					want = append(want, d.ID)
				}
			}
			slices.Reverse(want)
			got := []model.ID{}
			for page := 0; ; page++ {
				require.Less(t, page, 50)
				rows, err := List(context.Background(), g.v, q)
				require.NoError(t, err)
				require.LessOrEqual(t, len(rows), q.Limit)
				if len(rows) == 0 {
					break
				}
				got = append(got, ids(rows)...)
				q.After = rows[len(rows)-1].Ord
			}
			require.Equal(t, want, got)
		}
	})
}

func TestSimilarEqualsBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var docs []Doc
		for ord := range rapid.IntRange(1, 60).Draw(t, "records") {
			docs = append(docs, genDoc(t, uint64(ord+1)))
		}
		m := grow(t, docs).v
		like := rapid.SampledFrom(docs).Draw(t, "like")
		since := time.Date(2026, 11, rapid.IntRange(1, 28).Draw(t, "since"), 0, 0, 0, 0, station)
		limit := rapid.IntRange(1, 10).Draw(t, "limit")
		same := func(is func(f face) bool) []model.ID {
			var found []Row
			for _, d := range docs {
				if f := faceOf(&d.Row); d.Kind == Case && is(f) && !d.At.Before(since) {
					found = append(found, d.Row)
				}
			}
			slices.SortFunc(found, func(a, b Row) int { return cmp.Compare(b.Ord, a.Ord) })
			return ids(found[:min(limit, len(found))])
		}
		rows, err := ByPhone(context.Background(), m, like.Phone, since, limit)
		require.NoError(t, err)
		require.Equal(t, same(func(f face) bool { return like.Phone != "" && f.phone == digits(like.Phone) }), ids(rows))
		rows, err = ByShopAndName(context.Background(), m, like.Shop, like.Name, since, limit)
		require.NoError(t, err)
		shop, name := core(like.Shop, coreRunes), core(like.Name, coreRunes)
		require.Equal(t, same(func(f face) bool { return shop != "" && name != "" && f.shop == shop && f.name == name }), ids(rows))
	})
}

func TestSearchStopsWhenCancelled(t *testing.T) {
	m := built(sampleDocs(200))
	ctx, stop := context.WithCancel(context.Background())
	stop()
	_, err := Search(ctx, m, Query{Text: "zh"})
	require.ErrorIs(t, err, context.Canceled)
	_, err = List(ctx, m, ListQuery{Kind: Case})
	require.ErrorIs(t, err, context.Canceled)
	_, err = ByPhone(ctx, m, "13800004417", time.Time{}, 1)
	require.ErrorIs(t, err, context.Canceled)
}

func TestStrangeQueriesAnswer(t *testing.T) {
	m := built(sampleDocs(300))
	long := ""
	for range 10_000 {
		long += "张"
	}
	for _, q := range []string{"", " ", "\x00\x01", ".*", "[a-z]+", "😀", long, long[:300], "zhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzh", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "\xff\xfe", "a b c d e f g h i j k l m n o p q r s t u v w x y z"} {
		began := time.Now()
		_, err := Search(context.Background(), m, Query{Text: q, Near: true})
		require.NoError(t, err)
		require.Less(t, time.Since(began), time.Second, q[:min(len(q), 60)])
	}
}
