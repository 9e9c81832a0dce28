package widget_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/ui/widget"
)

func TestWrap(t *testing.T) {
	for name, c := range map[string]struct {
		in    string
		width int
		want  []string
	}{
		"fits":                {"已保存", 6, []string{"已保存"}},
		"empty":               {"", 10, []string{""}},
		"between characters":  {"商户同意退款", 5, []string{"商户", "同意", "退款"}},
		"no line starts ，":    {"商户同意，三日内退款。", 8, []string{"商户同", "意，三日", "内退款。"}},
		"pulls one along":     {"商户同意，三日内", 8, []string{"商户同", "意，三日", "内"}},
		"nor two marks":       {"他说：“不退。”店方", 10, []string{"他说：“不", "退。”店方"}},
		"no line ends （":      {"三日内退（含运费）", 10, []string{"三日内退", "（含运费）"}},
		"words whole":         {"refund within three days", 10, []string{"refund", "within", "three days"}},
		"a word too long":     {"abcdefghij", 4, []string{"abcd", "efgh", "ij"}},
		"amount whole":        {"退款299.50元", 8, []string{"退款", "299.50元"}},
		"line breaks stay":    {"甲\n\n乙", 10, []string{"甲", "", "乙"}},
		"spaces at the break": {"甲乙   丙丁", 4, []string{"甲乙", "丙丁"}},
		"only marks":          {"，，，，", 4, []string{"，，", "，，"}},
		"narrower than wide":  {"甲乙", 1, []string{"甲", "乙"}},
	} {
		require.Equal(t, c.want, widget.Wrap(c.in, c.width), name)
	}
}

const closing, opening = "，。、；：？！）」』》”’…％", "（「『《“‘"

func first(s string) string { r, _ := utf8.DecodeRuneInString(s); return string(r) }
func last(s string) string  { r, _ := utf8.DecodeLastRuneInString(s); return string(r) }

func TestWrapKeepsTheRulesOfTypesetting(t *testing.T) {
	// Text with at most two marks together has a place to break in any 8 cells.
	word := rapid.SampledFrom([]string{"张", "三", "退", "款", "店", "方", "refund", "299", " "})
	gen := rapid.Custom(func(t *rapid.T) string {
		var b strings.Builder
		for range rapid.IntRange(1, 40).Draw(t, "n") {
			b.WriteString(rapid.SampledFrom([]string{"", "", "（", "“"}).Draw(t, "open"))
			b.WriteString("张" + word.Draw(t, "word") + "李")
			b.WriteString(rapid.SampledFrom([]string{"", "", "，", "。”", "）"}).Draw(t, "close"))
		}
		return b.String()
	})
	rapid.Check(t, func(t *rapid.T) {
		for i, line := range widget.Wrap(gen.Draw(t, "text"), rapid.IntRange(10, 80).Draw(t, "width")) {
			if line == "" {
				continue
			}
			require.False(t, i > 0 && strings.Contains(closing, first(line)), "starts: %q", line)
			require.False(t, strings.Contains(opening, last(line)), "ends: %q", line)
		}
	})
}

func checkWrap(t failer, s string, width int) {
	t.Helper()
	lines := widget.Wrap(s, width)
	require.NotEmpty(t, lines)
	var back strings.Builder
	for _, l := range lines {
		require.LessOrEqual(t, ansi.StringWidth(l), max(2, width), "%q", l)
		require.NotContains(t, l, "\n")
		back.WriteString(l)
	}
	without := func(s string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(s) }
	require.Equal(t, without(widget.CleanLines(s)), without(back.String()), "nothing is lost")
}

func TestWrapFitsAndLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkWrap(t, mixed(hostile).Draw(t, "text"), rapid.IntRange(-1, 60).Draw(t, "width"))
	})
}

func FuzzWrap(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, 8)
	}
	f.Add("他说：“不退。”店方（三日内退款299.50元）", 10)
	f.Fuzz(func(t *testing.T, s string, width int) {
		if width > 500 || len(s) > 2000 {
			return
		}
		checkWrap(t, s, width)
	})
}

// TestNothingIsTornApart: a character made of several code points never spans
// two lines.
func TestNothingIsTornApart(t *testing.T) {
	for _, c := range []string{"👨‍👩‍👧", "👍🏽", "e\u0301", "🇨🇳", "中\u3099", "1\ufe0f\u20e3"} {
		for width := 2; width < 12; width++ {
			text := strings.Repeat("中a"+c, 6)
			got := 0
			for _, l := range widget.Wrap(text, width) {
				got += strings.Count(l, c)
			}
			require.Equal(t, 6, got, "%q at %d", c, width)
		}
	}
}

func BenchmarkWrap(b *testing.B) {
	s := strings.Repeat("店方同意在三日内退款299元（含运费），投诉人表示满意。", 20)
	for b.Loop() {
		widget.Wrap(s, 60)
	}
}
