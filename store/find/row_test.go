package find

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
)

func genRow(t *rapid.T) Row {
	text := func(what string) string { return rapid.String().Draw(t, what) }
	r := Row{
		Kind: Case, Ord: rapid.Uint64Range(1, maxOrd).Draw(t, "ord"), No: text("no"), Name: text("name"), Phone: text("phone"),
		Shop: text("shop"), Stall: text("stall"), Goods: text("goods"), Class: text("class"), Receiver: text("receiver"),
		State: model.CaseState(text("state")), CaseKind: model.CaseKind(text("kind")),
		Due: model.Day(rapid.Int32().Draw(t, "due")), Amount: model.Money(rapid.Int64().Draw(t, "amount")),
		Urgent: rapid.Bool().Draw(t, "urgent"), Over: rapid.Bool().Draw(t, "over"),
	}
	r.ID = idOf(r.Kind, r.Ord)
	if rapid.Bool().Draw(t, "other id") {
		r.ID = model.ID("x" + text("id"))
	}
	if rapid.Bool().Draw(t, "at") {
		r.At = time.Unix(rapid.Int64Range(-1e10, 1e11).Draw(t, "sec"), 0).In(zone(rapid.IntRange(-50000, 50000).Draw(t, "offset")))
	}
	return r
}

func TestRowReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := genRow(t)
		got, err := decodeRow(want.Kind, want.Ord, encodeRow(want))
		require.NoError(t, err)
		require.True(t, want.At.Equal(got.At))
		require.Equal(t, want.At.Format(time.RFC3339), got.At.Format(time.RFC3339))
		got.At = want.At
		require.Equal(t, want, got)
	})
}

func TestRowKeysAndTails(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Uint64Range(0, maxOrd).Draw(t, "a"), rapid.Uint64Range(0, maxOrd).Draw(t, "b")
		require.Equal(t, a > b, string(rowKey(Case, a)) < string(rowKey(Case, b)))
		ord, ok := rowOrd(rowKey(Case, a))
		require.True(t, ok)
		require.Equal(t, a, ord)
		over := rapid.Bool().Draw(t, "over")
		stem, tl, ok := cutTail(appendTail(stem(Case, inPhone, "123"), tailOf(a, over)))
		require.True(t, ok)
		require.Equal(t, "i/cp123", string(stem))
		require.Equal(t, a, tl.ord())
		require.Equal(t, over, tl.over())
		require.Less(t, tailOf(a, false), tailOf(b, true))
	})
}

func TestEntriesAreFewAndDifferent(t *testing.T) {
	d := CaseDoc(model.Case{
		ID: "c-42", No: "XM-20261123-0042", RegisteredAt: time.Date(2026, 11, 23, 9, 0, 0, 0, station), State: model.Registered, Kind: model.Complaint,
		Complainant: model.Party{Name: "张小明", Phone: "13800004417"}, Shop: "春风服装店", Goods: "羽绒服", What: "买了三天掉毛，商家不退款，有小票。",
	}, 42)
	own, shared, bytes := 0, 0, 0
	seen := map[string]bool{}
	for _, e := range d.Entries() {
		require.False(t, seen[string(e.Key)], "%q", e.Key)
		seen[string(e.Key)] = true
		require.Contains(t, "ir", string(e.Key[0]))
		require.Equal(t, byte('/'), e.Key[1])
		if e.Shared {
			shared++
			continue
		}
		own++
		bytes += len(e.Key) + len(e.Value)
	}
	require.LessOrEqual(t, own, 21)
	require.LessOrEqual(t, shared, 30)
	require.LessOrEqual(t, bytes, 520)
	require.Equal(t, d.Entries(), d.Entries())
}

func FuzzRow(f *testing.F) {
	f.Add(encodeRow(Row{Kind: Case, Ord: 1, ID: "c-1", Name: "张", At: time.Unix(1e9, 0).In(station), Amount: 5}))
	f.Add([]byte{1})
	f.Add([]byte{1, 4, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := decodeRow(Case, 1, b)
		if err != nil {
			require.Zero(t, r)
			return
		}
		again, err := decodeRow(Case, 1, encodeRow(r))
		require.NoError(t, err)
		require.True(t, r.At.Equal(again.At))
		again.At = r.At
		require.Equal(t, r, again)
	})
}

// FuzzSearch asks anything of a small store: the answer is brute force's.
func FuzzSearch(f *testing.F) {
	docs := sampleDocs(60)
	m := newMem()
	for _, d := range docs {
		m.put(nil, d.Entries())
	}
	for _, q := range []string{"zh 4417", "张", "春风 退款", "cf", "XM-20261101-0001", "\x00", "ａ", "zhzhzh", "chongqing"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, q string) {
		got, err := Search(t.Context(), m, Query{Text: q})
		require.NoError(t, err)
		if !got.Partial {
			requireSame(t, brute(docs, Query{Text: q}), got.Hits, q)
		}
		require.Equal(t, Fold(q), Fold(Fold(q)))
		require.Equal(t, Clean(q), Clean(Clean(q)))
		require.True(t, Matches(Fold(q), q))
	})
}
