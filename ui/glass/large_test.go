package glass_test

import (
	"slices"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/ui/glass"
	"heshi/ui/uitest"
)

// large is the style of the cells under large words.
var large = lipgloss.NewStyle().Bold(true).Background(lipgloss.Color("#102030")).UnderlineColor(lipgloss.Color("#420242"))

// poster is a page of which some rows are large words.
type poster struct {
	rows  []string
	words []glass.Word
}

func posters(cols, rows int) *rapid.Generator[poster] {
	return rapid.Custom(func(t *rapid.T) poster {
		var p poster
		for len(p.rows) < rows {
			if len(p.rows)+2 > rows || rapid.IntRange(0, 2).Draw(t, "kind") > 0 {
				p.rows = append(p.rows, ansi.Truncate(line().Draw(t, "line"), cols, ""))
				continue
			}
			x, text := rapid.IntRange(0, 3).Draw(t, "x"), rapid.SampledFrom([]string{"谁来", "哪家店", "ab", "谁a"}).Draw(t, "text")
			upper := ""
			for _, r := range text {
				upper += string(r) + strings.Repeat(" ", ansi.StringWidth(string(r)))
			}
			p.words = append(p.words, glass.Word{X: x, Y: len(p.rows), Text: text, Style: "\x1b[1;48;2;16;32;48m"})
			gap := strings.Repeat(" ", x)
			p.rows = append(p.rows, gap+large.Render(upper), gap+large.Render(strings.Repeat(" ", ansi.StringWidth(upper))))
		}
		return p
	})
}

// letters are what a terminal shows of words.
func letters(words []glass.Word) []uitest.Letter {
	out := []uitest.Letter{}
	for _, w := range words {
		x := w.X
		for _, r := range w.Text {
			n := 2 * ansi.StringWidth(string(r))
			out = append(out, uitest.Letter{X: x, Y: w.Y, Width: n, Height: 2, Text: string(r)})
			x += n
		}
	}
	return out
}

func TestLargeWordsStandWhereTheProgramKeepsRoom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const cols, rows = 24, 8
		p, r := newPair(cols, rows), newRenderer(cols, rows)
		defer p.close()
		behind := uitest.NewLetters(p.behind)
		p.write([]byte(ansi.SetModeAltScreenSaveCursor))
		page := posters(cols, rows).Draw(t, "page")
		title := ""
		for range rapid.IntRange(1, 8).Draw(t, "frames") {
			switch rapid.IntRange(0, 4).Draw(t, "change") {
			case 0, 1:
				page = posters(cols, rows).Draw(t, "page")
			case 2:
				r.screen.Erase()
			case 3: // leave and come back, as for another program
				p.write([]byte(ansi.ResetModeAltScreenSaveCursor + ansi.SetModeAltScreenSaveCursor))
				r.screen.Erase()
			default: // a row away from the words
				for _, y := range rapid.Permutation([]int{0, 1, 2, 3, 4, 5, 6, 7}).Draw(t, "rows") {
					if !slices.ContainsFunc(page.words, func(w glass.Word) bool { return y == w.Y || y == w.Y+1 }) {
						page.rows = slices.Clone(page.rows)
						page.rows[y] = ansi.Truncate(line().Draw(t, "line"), cols, "")
						break
					}
				}
			}
			frame := ""
			if now := glass.Title("和事台", page.words); now != title {
				frame, title = ansi.SetWindowTitle(now), now
			}
			x, y := rapid.IntRange(0, cols-1).Draw(t, "x"), rapid.IntRange(0, rows-1).Draw(t, "y")
			frame = ansi.SetModeSynchronizedOutput + frame + string(r.frame(t, page.rows, x, y)) + ansi.ResetModeSynchronizedOutput
			p.write([]byte(frame))
			want := letters(page.words)
			require.Equal(t, want, append([]uitest.Letter{}, behind.Standing()...))
			p.sameBut(t, want)
		}
	})
}

func TestWithoutRoomNothingIsDrawn(t *testing.T) {
	for name, w := range map[string]glass.Word{
		"below": {X: 0, Y: 5, Text: "谁"}, "beside": {X: 18, Y: 0, Text: "谁"}, "above": {X: 0, Y: -1, Text: "谁"}, "control": {X: 0, Y: 0, Text: "\x1b[2J"},
	} {
		p := newPair(20, 6)
		behind := uitest.NewLetters(p.behind)
		p.write([]byte(ansi.SetModeAltScreenSaveCursor + ansi.SetWindowTitle(glass.Title("x", []glass.Word{w}))))
		require.Empty(t, behind.Standing(), name)
		p.close()
	}
}

func TestOnTheOrdinaryScreenNothingIsDrawn(t *testing.T) {
	p := newPair(20, 6)
	defer p.close()
	behind := uitest.NewLetters(p.behind)
	p.write([]byte(ansi.SetWindowTitle(glass.Title("x", []glass.Word{{Text: "谁"}}))))
	require.Empty(t, behind.Standing())
}

func TestTheTitleOfTheWindowHoldsNoWords(t *testing.T) {
	var got strings.Builder
	pane := glass.Sized(tube{nil, &got}, func() (int, int) { return 20, 6 })
	_, err := pane.Write([]byte(ansi.SetWindowTitle(glass.Title("和事台", []glass.Word{{Text: "谁"}}))))
	require.NoError(t, err)
	require.Equal(t, ansi.SetWindowTitle("和事台"), got.String())
}
