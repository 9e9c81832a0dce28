package find

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestInitialsRuleOutNoNameThatMatches compares what the initials of a name allow with
// what matches it.
func TestInitialsRuleOutNoNameThatMatches(t *testing.T) {
	ruledOut := 0
	rapid.Check(t, func(t *rapid.T) {
		docs := []Doc{genDoc(t, 1), genDoc(t, 2)}
		name := core(docs[0].Name, coreRunes)
		for range 8 {
			for _, w := range words(genWord(t, docs)) {
				tier, _ := w.matchTerm(name)
				if may := mayBegin(w.initial, initialsOf(name)); !may {
					require.Equal(t, tierNone, tier, "%s in %s", w.core, name)
					ruledOut++
				}
			}
		}
	})
	require.NotZero(t, ruledOut)
}
