package find

import (
	"cmp"
	"context"
	"fmt"
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
		m := newMem()
		var docs []Doc
		for ord := range rapid.IntRange(0, 40).Draw(t, "records") {
			d := genDoc(t, uint64(ord+1))
			docs = append(docs, d)
			m.put(nil, d.Entries())
		}
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
				rows, err := List(context.Background(), m, q)
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
		m := newMem()
		var docs []Doc
		for ord := range rapid.IntRange(1, 40).Draw(t, "records") {
			d := genDoc(t, uint64(ord+1))
			docs = append(docs, d)
			m.put(nil, d.Entries())
		}
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

// TestAScreenfulReadsAScreenful counts what is asked of the reader, not time.
func TestAScreenfulReadsAScreenful(t *testing.T) {
	m := sample(5000)
	for _, q := range []ListQuery{{Kind: Case}, {Kind: Case, Open: true}, {Kind: Case, State: model.Accepted}, {Kind: Case, CaseKind: model.Consultation}, {Kind: Case, After: 2000}} {
		m.gets, m.seeks, m.nexts = 0, 0, 0
		rows, err := List(context.Background(), m, q)
		require.NoError(t, err)
		require.Len(t, rows, DefaultLimit)
		require.LessOrEqual(t, m.gets, DefaultLimit, fmt.Sprint(q))
		require.LessOrEqual(t, m.seeks, 150, fmt.Sprint(q))
		require.LessOrEqual(t, m.nexts, 1500, fmt.Sprint(q))
	}
	for _, q := range []string{"张", "zh", "zhang", "4417", "店", "春风", "cf", "手机", "a", "202611"} {
		m.gets, m.seeks, m.nexts = 0, 0, 0
		res, err := Search(context.Background(), m, Query{Text: q, Texts: 10})
		require.NoError(t, err)
		require.NotEmpty(t, res.Hits, q)
		require.LessOrEqual(t, m.gets, 300, q)
		require.LessOrEqual(t, m.nexts, 8000, q)
	}
}

func TestSearchStopsWhenCancelled(t *testing.T) {
	m := sample(200)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	_, err := Search(ctx, m, Query{Text: "zh"})
	require.ErrorIs(t, err, context.Canceled)
	_, err = List(ctx, m, ListQuery{Kind: Case})
	require.ErrorIs(t, err, context.Canceled)
	_, err = ByPhone(ctx, m, "13800004417", time.Time{}, 1)
	require.ErrorIs(t, err, context.Canceled)
}

func TestPartialSaysThatTextsWereLeft(t *testing.T) {
	m := newMem()
	for ord := range uint64(20) {
		m.put(nil, Doc{Row: Row{Kind: Case, Ord: ord + 1, Name: "王芳"}, Text: map[bool]string{true: "漏水", false: "退款"}[ord < 2]}.Entries())
	}
	res, err := Search(context.Background(), m, Query{Text: "漏水", Texts: 10})
	require.NoError(t, err)
	require.True(t, res.Partial)
	require.Empty(t, res.Hits)
	for _, texts := range []int{0, 20, -1} {
		res, err = Search(context.Background(), m, Query{Text: "漏水", Texts: texts})
		require.NoError(t, err)
		require.False(t, res.Partial)
		require.Len(t, res.Hits, 2)
	}
	res, err = Search(context.Background(), m, Query{Text: "退款 wang", Texts: 5, Limit: 50})
	require.NoError(t, err)
	require.True(t, res.Partial)
	require.Len(t, res.Hits, 5)
}

func TestStrangeQueriesAnswer(t *testing.T) {
	m := sample(300)
	long := ""
	for range 10_000 {
		long += "张"
	}
	for _, q := range []string{"", " ", "\x00\x01", ".*", "[a-z]+", "😀", long, long[:300], "zhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzhzh", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "\xff\xfe", "a b c d e f g h i j k l m n o p q r s t u v w x y z"} {
		m.gets, m.seeks, m.nexts = 0, 0, 0
		_, err := Search(context.Background(), m, Query{Text: q})
		require.NoError(t, err)
		require.Less(t, m.seeks+m.gets, 60_000, q[:min(len(q), 60)])
	}
}
