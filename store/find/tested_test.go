package find

import (
	"context"
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
			for _, second := range []string{part(d.Name, 0, 2), part(d.Name, 1, 3), part(d.Shop, 1, 4), part(d.Goods, 0, 2), part(d.Text, 1, 4), "不存在"} {
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
