package find

import (
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
)

// Who remembers which tokens characters yield makes the same segment as who puts
// each of them together.
func TestKnownTokensMakeTheSameSegment(t *testing.T) {
	docs := sampleDocs(3000)
	for i, name := range []string{"单单单", "a单b", "重重", "曾", "李A1", "", "㐀重"} {
		ord := uint64(len(docs) + i + 1)
		docs = append(docs, ShopDoc(model.Shop{ID: idOf(Shop, ord), Name: name, Stall: "A-01"}, ord))
		c := docs[i]
		c.Name, c.Text, c.Ord, c.ID = name, name+"退a款b1单"+name, ord+100, idOf(Case, ord+100)
		docs = append(docs, c)
	}
	image := func(remembers bool) []byte {
		b := NewBuilder()
		if !remembers {
			b.speller.again = nil
		}
		for i := range docs {
			b.Add(Change{Kind: docs[i].Kind, Ord: docs[i].Ord, Doc: &docs[i]})
		}
		return b.Image()
	}
	require.Equal(t, image(false), image(true))
}
