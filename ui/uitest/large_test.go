package uitest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/ui/uitest"
)

// largeWords are the words that the easy view draws large.
func largeWords(lang string) map[string]string {
	if lang == "en" {
		return map[string]string{"menu": "Takeinacomplaint", "who": "Whocomplains?", "shop": "Whichshop?", "other": "谁来投诉？"}
	}
	return map[string]string{"menu": "登记投诉", "who": "谁来投诉？", "shop": "投诉哪家店？", "other": "Whocomplains?"}
}

func TestTheEasyViewHasLargeLettersWhereTheTerminalHas(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{60, 20}, {100, 30}} {
		for _, lang := range []string{"zh", "en"} {
			t.Run(lang, func(t *testing.T) {
				t.Parallel()
				w := largeWords(lang)
				large := func(text string) (string, func(uitest.Shot) bool) {
					return "large letters: " + text, func(s uitest.Shot) bool { return strings.Contains(s.Large, text) }
				}
				none := func(s uitest.Shot) bool { return s.Large == "" }
				d := uitest.Start(t, uitest.Options{Cols: size[0], Rows: size[1], Lang: lang, Kitty: true, Args: []string{"--lang", lang}})
				d.Sees(words(lang)["complaint"])
				require.Empty(t, d.Look().Large, "only in the easy view")
				d.Press("f3")
				if lang == "zh" || size[0] > 60 { // in English one choice is too long for 60 cells
					d.Until(large(w["menu"])).Press("down").Until(large(w["menu"]))
				}
				d.Press("1").Until(large(w["who"]))
				d.Type("王").Sees("王").Until(large(w["who"]))
				d.Press("f2").Until(large(w["other"])).Press("f2").Until(large(w["who"]))
				if size[1] == 20 { // in a higher window the dialog lies below the question
					d.Press("ctrl+k").Until("no large letters under a dialog", func(s uitest.Shot) bool { return !strings.Contains(s.Large, w["who"]) })
					d.Press("esc").Until(large(w["who"]))
				}
				d.Resize(size[0]+10, size[1]+4).Until(large(w["who"]))
				d.Press("enter").Until(large(w["shop"]))
				require.NotContains(t, d.Look().Large, w["who"])
				d.Press("f3").Until("one size in the ordinary view", none).Sees("王")
				d.Press("f3").Until(large(w["shop"])).Press("esc").Until(large(w["who"]))
				d.Press("ctrl+q")
			})
		}
	}
}

func TestAClickOnTheLowerHalfOfALargeChoice(t *testing.T) {
	t.Parallel()
	d := uitest.Start(t, uitest.Options{Lang: "zh", Kitty: true})
	d.Sees("登记投诉").Press("f3").Until("large choices", func(s uitest.Shot) bool { return strings.Contains(s.Large, "找案件") })
	for y := 23; y > 0; y-- { // the lower of the two rows it fills
		if strings.Contains(d.Cell(10, y).Text, "登") {
			d.Click(10, y)
			break
		}
	}
	d.Until("the first question", func(s uitest.Shot) bool { return strings.Contains(s.Large, "谁来投诉？") })
}

func TestOtherTerminalsHaveLettersOfOneSize(t *testing.T) {
	t.Parallel()
	d := uitest.Start(t, uitest.Options{Lang: "zh"})
	d.Sees("登记投诉").Press("f3").Sees("1  登记投诉").Press("1").Sees("谁来投诉？")
}
