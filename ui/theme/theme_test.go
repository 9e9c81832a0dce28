package theme_test

import (
	"image/color"
	"math"
	"reflect"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"

	"heshi/ui/theme"
)

// luminance is the relative luminance of WCAG 2.2.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	lin := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(r) + 0.7152*lin(g) + 0.0722*lin(b)
}

func ratio(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestRatioMatchesKnownFigures(t *testing.T) {
	require.InDelta(t, 21.0, ratio(color.Black, color.White), 0.01)
	require.InDelta(t, 5.25, ratio(color.Black, lipgloss.Color("#ff0000")), 0.01)
}

func styles(th theme.Theme) map[string]theme.Style {
	out := map[string]theme.Style{}
	v := reflect.ValueOf(th)
	for i := range v.NumField() {
		if !v.Type().Field(i).IsExported() {
			continue
		}
		if s, ok := v.Field(i).Interface().(theme.Style); ok {
			out[v.Type().Field(i).Name] = s
		}
	}
	return out
}

func TestEveryStyleIsSevenToOne(t *testing.T) {
	for _, kind := range theme.Kinds() {
		if kind == theme.None {
			continue
		}
		th := theme.New(kind)
		all := styles(th)
		require.GreaterOrEqual(t, len(all), 18)
		for name, s := range all {
			ink, ground := s.GetForeground(), s.GetBackground()
			require.NotEqual(t, lipgloss.NoColor{}, ink, "%s %s has no ink", kind, name)
			require.NotEqual(t, lipgloss.NoColor{}, ground, "%s %s has no ground", kind, name)
			require.False(t, s.GetFaint(), "%s %s is faint", kind, name)
			for _, p := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI256} {
				require.GreaterOrEqual(t, ratio(p.Convert(ink), p.Convert(ground)), 7.0, "%s %s in %s", kind, name, p)
			}
			require.NotEqual(t, colorprofile.ANSI.Convert(ink), colorprofile.ANSI.Convert(ground), "%s %s is invisible in 16 colours", kind, name)
		}
	}
}

func TestNoneSetsNoColour(t *testing.T) {
	th := theme.New(theme.None)
	require.Nil(t, th.Ground)
	require.Nil(t, th.CursorColor)
	for name, s := range styles(th) {
		require.Equal(t, lipgloss.NoColor{}, s.GetForeground(), name)
		require.Equal(t, lipgloss.NoColor{}, s.GetBackground(), name)
		require.False(t, s.GetFaint(), name)
	}
	require.NotEqual(t, th.Text.Render("x"), th.Selected.Render("x"), "the selected line shows without colour")
	require.NotEqual(t, th.Field.Render("x"), th.Focus.Render("x"), "the focus shows without colour")
}

func TestUnknownKindIsDark(t *testing.T) {
	require.Equal(t, theme.Dark, theme.New("purple").Kind)
}

func TestMarksKeepTheirWidth(t *testing.T) {
	for _, th := range []theme.Theme{theme.New(theme.Dark), theme.New(theme.Dark).ASCII()} {
		m := th.Marks
		for _, one := range []string{m.Good, m.Bad, m.Warn, m.Pointer, m.Up, m.Down, m.Full, m.Empty, m.Dot} {
			require.Equal(t, 1, ansi.StringWidth(one), one)
		}
		require.Equal(t, 3, ansi.StringWidth(m.On))
		require.Equal(t, 3, ansi.StringWidth(m.Off))
		require.LessOrEqual(t, ansi.StringWidth(m.More), 2)
	}
}

func TestASCIIUsesNothingElse(t *testing.T) {
	th := theme.New(theme.Light).ASCII()
	require.True(t, th.IsASCII())
	for _, v := range []reflect.Value{reflect.ValueOf(th.Marks), reflect.ValueOf(th.Frame)} {
		for i := range v.NumField() {
			for _, r := range v.Field(i).String() {
				require.Less(t, r, rune(128), v.Type().Field(i).Name)
			}
		}
	}
}

func TestStatusSaysWordAndMark(t *testing.T) {
	for _, kind := range theme.Kinds() {
		th := theme.New(kind)
		require.Equal(t, "可退 ✓", ansi.Strip(th.Status(theme.Good, "可退")))
		require.Equal(t, "不可退 ✗", ansi.Strip(th.Status(theme.Bad, "不可退")))
		require.Equal(t, "咨询", ansi.Strip(th.Status(theme.Normal, "咨询")))
	}
}

// TestAStylePaintsAsLipGlossDoes: what it puts around a text is what Lip Gloss
// would, for one line.
func TestAStylePaintsAsLipGlossDoes(t *testing.T) {
	for _, kind := range theme.Kinds() {
		for name, s := range styles(theme.New(kind)) {
			if s.GetUnderline() { // Lip Gloss underlines one character at a time
				continue
			}
			for _, text := range []string{"", "a", "中文 x", "\x1b[1mb\x1b[m", "two\nlines", "a\tb", "a\r\nb"} {
				require.Equal(t, s.Inline(true).Render(text), s.Render(text), "%s %s %q", kind, name, text)
			}
			require.Equal(t, s.Bold(true).Render("x"), s.Heavier().Render("x"))
		}
	}
}
