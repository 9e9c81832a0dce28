package find

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSecondWordMayMatchAnything asks for two words of one record, of which the
// first has few records and the second stands in its name, shop, goods or free
// text, or nearly in its name.
func TestSecondWordMayMatchAnything(t *testing.T) {
	docs := sampleDocs(600)
	v := built(docs)
	part := func(s string, from, to int) string {
		r := []rune(s)
		return string(r[min(from, len(r)):min(to, len(r))])
	}
	for i := 0; i < len(docs); i += 97 {
		d := &docs[i]
		for _, first := range []string{d.Phone[7:], d.Name, d.No[3:], inPinyin(d.Name)} {
			for _, second := range []string{
				part(d.Name, 0, 2), part(d.Name, 1, 3), part(d.Shop, 1, 4), part(d.Goods, 0, 2), part(d.Text, 1, 4), "不存在",
				part(d.Goods, 0, 2) + " " + part(d.Shop, 1, 3), part(d.Shop, 2, 4) + " " + part(d.Goods, 0, 2), part(d.Text, 1, 3) + " " + part(d.Shop, 0, 2),
			} {
				for _, near := range []bool{false, true} {
					q := Query{Text: first + " " + second, Near: near}
					got, err := Search(context.Background(), v, q)
					require.NoError(t, err)
					requireSame(t, brute(docs, q), got.Hits, q.Text)
				}
			}
		}
	}
}

// inPinyin is a name in pinyin, of each character the first reading.
func inPinyin(name string) (out string) {
	for _, r := range name {
		first, _ := nextReading(readingSet(r))
		out += first
	}
	return out
}

// TestNumberOfManyAndAWord asks for the end of a number that a few hundred records
// have, and a word that some of them have: in a name, a shop, goods, or the text.
func TestNumberOfManyAndAWord(t *testing.T) {
	docs := sampleDocs(24_000)
	g := newGrown()
	for _, half := range [][]Doc{docs[:9000], docs[9000:]} {
		b := NewBuilder()
		for i := range half {
			b.Add(Change{Doc: &half[i]})
		}
		var err error
		g.v, err = g.v.Add(b.Build(), "")
		require.NoError(t, err)
	}
	drop := docs[len(docs)-97*2-len(docs)%97]
	g.drop(t, &drop)
	docs = slices.DeleteFunc(slices.Clone(docs), func(d Doc) bool { return d.Ord == drop.Ord })
	met := 0
	for i, second := range []string{"zh", "w", "zx", "cq", "lixiaomin", "张", "sj", "羽绒", "tb", "zh mei", "退款 li"} {
		q := Query{Text: second + " 0042", Limit: 30 + 400*(i%2), Near: i%3 == 0}
		got, err := Search(context.Background(), g.v, q)
		require.NoError(t, err)
		requireSame(t, brute(docs, q), got.Hits, q.Text)
		met += len(got.Hits)
	}
	require.NotZero(t, met)
}

// TestTailsOfNumbersOfABusyDay asks for every end of numbers that count further
// than four digits within a day.
func TestTailsOfNumbersOfABusyDay(t *testing.T) {
	docs := sampleDocs(400)
	for i := range docs {
		y, m, d := docs[i].At.Date()
		docs[i].No = "XM" + string(appendNumber(nil, y, m, d, uint64(9_000+i*[...]int{1, 97, 5_000}[i%3])))
	}
	v := built(docs)
	for i := 0; i < len(docs); i += 37 {
		no := core(docs[i].No, coreRunes)
		for n := minTail; n <= len(no); n++ {
			q := Query{Text: no[len(no)-n:], Limit: maxLimit}
			got, err := Search(context.Background(), v, q)
			require.NoError(t, err)
			requireSame(t, brute(docs, q), got.Hits, q.Text)
			require.NotEmpty(t, got.Hits, q.Text)
		}
	}
}
