package flow

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestCleanTextsAreLeftAsTheyAre: what counts as clean, the long way leaves as it
// is and finds no fault with.
func TestCleanTextsAreLeftAsTheyAre(t *testing.T) {
	for r := range rune(0x11000) {
		s := "鞋" + string(r)
		if !isClean(s, 2) {
			continue
		}
		var ps faults
		require.Equal(t, s, ps.utf8("f", s), "%x", r)
		require.False(t, unicode.IsSpace(r), "%x", r)
		require.Empty(t, ps)
	}
	for _, s := range []string{"", "王小明", "TB20261101", "鞋底开胶，要求退款。"} {
		require.True(t, isClean(s, 100), s)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching("[a-z鞋，\u3000\t ]{0,120}")).Draw(t, "s")
		var ps faults
		long := strings.Join(strings.Fields(ps.utf8("f", s)), " ")
		if isClean(s, maxName) {
			require.Equal(t, long, s)
			require.LessOrEqual(t, len([]rune(s)), maxName)
			require.Empty(t, ps)
		}
	})
}
