package find

import (
	"context"
	"slices"
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

// rowBytes writes one row and returns how to read it.
func rowBytes(r Row, text string) ([]byte, *namesOf) {
	w := newRowWriter()
	w.row(&r, text)
	return w.out, &namesOf{list: w.list, shared: w.shared[0]}
}

func dayOf(at time.Time) model.Day {
	_, offset := at.Zone()
	return dayAt(at.Unix(), int64(offset))
}

// namesOf is what rows share, in a list.
type namesOf struct {
	list   []string
	shared shared
	zones
}

func (n *namesOf) repeated(i uint64) *repeated {
	if i >= uint64(len(n.list)) {
		return newRepeated(string(rune(i % 128)))
	}
	return newRepeated(n.list[i])
}

func TestRowReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := genRow(t)
		if rapid.Bool().Draw(t, "usual number") && !want.At.IsZero() {
			y, m, d := want.At.Date()
			require.Equal(t, model.DayOf(want.At, want.At.Location()), dayOf(want.At))
			want.No = "HS" + string(appendNumber(nil, y, m, d, rapid.OneOf(rapid.Uint64Range(0, 10_020), rapid.Uint64Range(99_990, 1_000_020)).Draw(t, "n")))
		}
		if rapid.Bool().Draw(t, "usual phone") {
			want.Phone = rapid.StringMatching("[0-9]{0,20}").Draw(t, "digits")
		}
		text := rapid.String().Draw(t, "text")
		b, names := rowBytes(want, text)
		var got Row
		packed, err := readRow(&got, b, names.shared, want.Ord, names, new([]byte))
		require.NoError(t, err)
		require.Equal(t, text, string(appendUnpacked(nil, packed)))
		require.True(t, want.At.Equal(got.At))
		require.Equal(t, want.At.Format(time.RFC3339), got.At.Format(time.RFC3339))
		got.At = want.At
		require.Equal(t, want, got)
	})
}

func TestAUsualRowIsShort(t *testing.T) {
	r := Row{
		Kind: Case, Ord: 900_000, ID: "c-900000", No: "HS-20261123-0042", Name: "张小明", Phone: "13800004417", Shop: "春风服装店",
		Goods: "羽绒服", State: model.Closed, At: time.Date(2026, 11, 23, 9, 0, 0, 0, station), Due: 1, Amount: 29900,
	}
	b, _ := rowBytes(r, "")
	require.LessOrEqual(t, len(b), 48)
}

func TestTailsRank(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Uint64Range(0, maxOrd).Draw(t, "a"), rapid.Uint64Range(0, maxOrd).Draw(t, "b")
		over := rapid.Bool().Draw(t, "over")
		require.Equal(t, a > b, tailOf(a, over) < tailOf(b, over))
		require.Equal(t, a, tailOf(a, over).ord())
		require.Equal(t, over, tailOf(a, over).over())
		require.Less(t, tailOf(a, false), tailOf(b, true))
	})
}

// TestPostings compares every form of a posting with the places it is made of.
func TestPostings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5000).Draw(t, "n")
		every := rapid.IntRange(1, 40).Draw(t, "every")
		var places []uint32
		for i := range n {
			if rapid.IntRange(0, every).Draw(t, "there") == 0 {
				places = append(places, uint32(i))
			}
		}
		p := readPosting(appendPosting(nil, places, n))
		require.Equal(t, len(places), p.n)
		require.Equal(t, places, p.appendPlaces(nil))
		it := p.walk()
		if len(places) == 0 {
			require.Nil(t, it)
			return
		}
		for at := 0; at < n; at += rapid.IntRange(0, 300).Draw(t, "jump") {
			got, ok := it.seek(uint32(at))
			i, _ := slices.BinarySearch(places, uint32(at))
			require.Equal(t, i < len(places), ok)
			if !ok {
				break
			}
			require.Equal(t, places[i], got)
			if at == int(got) {
				at++
			}
		}
	})
}

// TestDamageIsNoticed flips bits of a sealed segment.
func TestDamageIsNoticed(t *testing.T) {
	docs := sampleDocs(200)
	b := NewBuilder()
	for i := range docs {
		b.Add(Change{Doc: &docs[i]})
	}
	sealed := Seal(b.Image())
	rapid.Check(t, func(t *rapid.T) {
		bad := slices.Clone(sealed)
		bad[rapid.IntRange(0, len(bad)-1).Draw(t, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		s, err := Load(bad, nil)
		if err == nil {
			err = s.Check(context.Background())
		}
		require.ErrorIs(t, err, ErrDamaged)
	})
}

func FuzzRow(f *testing.F) {
	b, _ := rowBytes(Row{Kind: Case, Ord: 1, ID: "c-1", Name: "张", At: time.Unix(1e9, 0).In(station), Amount: 5}, "文")
	f.Add(b)
	f.Add([]byte{1})
	f.Add([]byte{1, 4, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		var r, got Row
		_, err := readRow(&r, b, shared{}, 1, &namesOf{}, new([]byte))
		if err != nil {
			require.Zero(t, r)
			return
		}
		again, names := rowBytes(r, "")
		_, err = readRow(&got, again, names.shared, 1, names, new([]byte))
		require.NoError(t, err)
		require.True(t, r.At.Equal(got.At))
		got.At = r.At
		require.Equal(t, r, got)
	})
}

// FuzzSearch asks anything of a small store: the answer is brute force's.
func FuzzSearch(f *testing.F) {
	docs := sampleDocs(60)
	v := built(docs)
	for _, q := range []string{"zh 4417", "张", "春风 退款", "cf", "XM-20261101-0001", "\x00", "ａ", "zhzhzh", "chongqing", "chognqing"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q := Query{Text: text, Near: len(text)%2 == 0}
		got, err := Search(t.Context(), v, q)
		require.NoError(t, err)
		if !got.Partial {
			requireSame(t, brute(docs, q), got.Hits, text)
		}
		require.Equal(t, Fold(text), Fold(Fold(text)))
		require.Equal(t, Clean(text), Clean(Clean(text)))
		require.True(t, Matches(Fold(text), text))
	})
}
