package find

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestThreesAreThoseOfTheNames compares the initials that a segment knows side by
// side with those of all names in it.
func TestThreesAreThoseOfTheNames(t *testing.T) {
	docs := sampleDocs(300)
	docs[0].Name, docs[1].Name, docs[2].Name = "重庆长乐王a", "A1王b2c", "abc"
	want := threes{}
	for i := range docs {
		names := []rune(core(docs[i].Name, coreRunes))
		for j := 0; j+2 < len(names); j++ {
			for _, a := range []byte(initials(names[j])) {
				for _, b := range []byte(initials(names[j+1])) {
					for _, c := range []byte(initials(names[j+2])) {
						if isLetter(a) && isLetter(b) && isLetter(c) {
							bit := threeBit(a, b, c)
							want[bit/64] |= 1 << (bit % 64)
						}
					}
				}
			}
		}
	}
	s := built(docs).parts[0].Seg
	require.Equal(t, &want, s.threesOf(Case))
	require.True(t, s.threesOf(Case).has('a', 'b', 'c'))
	require.Nil(t, s.threesOf(Shop))
}
