package find

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A builder that made a segment makes the next one as a new builder does.
func TestABuilderThatWasResetIsAsNew(t *testing.T) {
	docs := sampleDocs(3000)
	add := func(b *Builder, docs []Doc) *Builder {
		for i := range docs {
			b.Add(Change{Kind: docs[i].Kind, Ord: docs[i].Ord, Doc: &docs[i]})
		}
		return b
	}
	used := add(NewBuilder(), docs[:1800])
	first := used.Image()
	used.Reset()
	require.Zero(t, used.Len())
	require.False(t, used.Holds(docs[0].Ord))
	require.Equal(t, add(NewBuilder(), docs[1800:]).Image(), add(used, docs[1800:]).Image())
	require.Equal(t, first, add(NewBuilder(), docs[:1800]).Image(), "it is nobody else's memory")
}
