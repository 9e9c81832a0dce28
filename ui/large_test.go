package ui_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/stretchr/testify/require"

	"heshi/ui/glass"
)

// TestLargeWords are drawn in the easy view of a terminal that said it can,
// where they fit.
func TestLargeWords(t *testing.T) {
	const full = colorprofile.TrueColor
	for _, c := range []struct {
		name, version string
		profile       colorprofile.Profile
		ask           string
		want          bool
	}{
		{"kitty", "kitty(0.40.0)", full, "谁来？", true},
		{"a later one", "kitty(1.2.0)", full, "谁来？", true},
		{"two lines", "kitty(0.42.1)", full, strings.Repeat("谁来投诉", 9), true},
		{"an older one", "kitty(0.39.1)", full, "谁来？", false},
		{"another", "foot(1.23.0)", full, "谁来？", false},
		{"a multiplexer in it", "tmux 3.5", full, "谁来？", false},
		{"no answer", "", full, "谁来？", false},
		{"few colours", "kitty(0.42.1)", colorprofile.ANSI256, "谁来？", false},
		{"too long", "kitty(0.42.1)", full, strings.Repeat("谁来投诉", 16), false},
		{"no simple character", "kitty(0.42.1)", full, "谁来👩‍👩‍👧", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := sit(t)
			b.home.ask = c.ask
			b.tell(tea.ColorProfileMsg{Profile: c.profile}).tell(tea.WindowSizeMsg{Width: 80, Height: 24})
			if c.version != "" {
				b.tell(tea.TerminalVersionMsg{Name: c.version})
			}
			plain := b.root.View().WindowTitle
			require.NotContains(t, plain, "\x1f", "in the ordinary view")
			b.press("f3")
			require.Equal(t, c.want, b.root.View().WindowTitle != plain)
			require.Contains(t, strings.ReplaceAll(b.view(), " ", ""), "谁来", "it can be read all the same")
			b.tell(tea.WindowSizeMsg{Width: 80, Height: 20})
			require.Equal(t, c.want && c.name != "two lines", b.root.View().WindowTitle != plain, "in a low window two lines are too high")
			b.press("f3")
			require.Equal(t, plain, b.root.View().WindowTitle)
		})
	}
}

func TestLargeWordsAreWhereTheScreenKeepsRoom(t *testing.T) {
	b := sit(t)
	b.home.ask = "谁 a"
	b.tell(tea.ColorProfileMsg{Profile: colorprofile.TrueColor}).tell(tea.TerminalVersionMsg{Name: "kitty(0.42.1)"}).press("f3")
	style := "\x1b[1;38;2;135;215;255;48;2;18;18;18m"
	require.Equal(t, glass.Title("和事台", []glass.Word{{X: 0, Y: 1, Text: "谁", Style: style}, {X: 6, Y: 1, Text: "a", Style: style}}), b.root.View().WindowTitle)
	b.tell(tea.WindowSizeMsg{Width: 80, Height: 19}).press("?")
	require.Equal(t, "和事台", b.root.View().WindowTitle, "a dialog lies over the lower half")
}
