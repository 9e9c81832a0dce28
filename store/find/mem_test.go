package find

import (
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// grown is an index as it grows: record by record, in segments of every size,
// some of them joined.
type grown struct{ v *View }

func newGrown() *grown { return &grown{v: &View{}} }

// put brings the record of now, or takes that of ord away.
func (g *grown) put(t require.TestingT, docs ...*Doc) {
	var changes []Change
	for _, d := range docs {
		changes = append(changes, Change{Kind: d.Kind, Ord: d.Ord, Doc: d})
	}
	var err error
	g.v, err = g.v.With(changes)
	require.NoError(t, err)
}

func (g *grown) drop(t require.TestingT, d *Doc) {
	var err error
	g.v, err = g.v.With([]Change{{Kind: d.Kind, Ord: d.Ord}})
	require.NoError(t, err)
}

// shape makes segments and joins some, as the store does behind the desk.
func (g *grown) shape(t *rapid.T) {
	var err error
	if rapid.Bool().Draw(t, "settle") {
		g.v, err = g.v.Settled()
		require.NoError(t, err)
	}
	parts := g.v.Parts()
	if len(parts) < 2 || rapid.Bool().Draw(t, "keep apart") {
		return
	}
	from := rapid.IntRange(0, len(parts)-2).Draw(t, "from")
	some := parts[from : from+rapid.IntRange(2, len(parts)-from).Draw(t, "parts")]
	g.join(t, some)
}

// join merges parts, through their sealed form.
func (g *grown) join(t require.TestingT, some []*Part) {
	image, err := Merge(some)
	require.NoError(t, err)
	s, err := Load(Seal(image), nil)
	require.NoError(t, err)
	g.v, err = g.v.Replaced(some, nil, s, "f")
	require.NoError(t, err)
}

func grow(t *rapid.T, docs []Doc) *grown {
	g := newGrown()
	for i := range docs {
		g.put(t, &docs[i])
		if rapid.IntRange(0, 5).Draw(t, "shape") == 0 {
			g.shape(t)
		}
	}
	return g
}

// built is an index in one segment.
func built(docs []Doc) *View {
	b := NewBuilder()
	for i := range docs {
		b.Add(Change{Doc: &docs[i]})
	}
	return NewView([]*Part{{Seg: b.Build()}})
}
