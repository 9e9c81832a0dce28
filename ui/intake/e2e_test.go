package intake_test

import (
	"fmt"
	"regexp"
	"testing"

	"heshi/ui/uitest"
)

// words of the story in one language.
type words struct{ lang, section, kept, draft, saved, number, warning, question string }

// A clerk takes in a complaint on the real program; the power fails while he
// writes; he goes on, saves, and is warned when the same shopper comes again.
func TestADayAtTheDesk(t *testing.T) {
	for _, w := range []words{
		{"zh", "先记三件事", "没填完的已留着", "接着填：张*", "已保存", `案号 (\S+)`, "可能登记过：", "谁来投诉？"},
		{"en", "Three facts first", "Your draft is kept", "Go on: 张*", "Saved", `Case no\. (\S+)`, "Maybe here before:", "Who complains?"},
	} {
		for _, size := range [][2]int{{60, 20}, {80, 24}, {160, 45}} {
			t.Run(fmt.Sprintf("%s-%dx%d", w.lang, size[0], size[1]), func(t *testing.T) {
				t.Parallel()
				o := uitest.Options{Cols: size[0], Rows: size[1], Lang: w.lang, Data: t.TempDir()}
				interrupted(uitest.Start(t, o), w)
				no := resumed(uitest.Start(t, o), w)
				again(uitest.Start(t, o), w, no)
			})
		}
	}
}

func interrupted(d *uitest.Driver, w words) {
	d.Sees("1").Press("1").Sees(w.section).Type("张三").Press("enter").Type("天天甜品").Sees("“天天甜品”").Press("enter")
	d.Type("蛋糕变质，要求退款").Press("tab").Type("13800001234").Sees("138 0000 1234").Press("esc").Sees(w.kept).Press("1").Sees(w.draft)
	d.Kill()
}

func resumed(d *uitest.Driver, w words) (no string) {
	d.Press("1").Sees(w.draft).Press("1").Sees("张三", "天天甜品", "蛋糕变质", "13800001234").Press("ctrl+s").Sees(w.saved)
	no = regexp.MustCompile(w.number).FindStringSubmatch(d.SeesMatch(w.number).Look().Text())[1]
	d.Kill()
	return no
}

func again(d *uitest.Driver, w words, no string) {
	d.Press("1").Sees(w.section).NotSees(w.draft).Type("王五").Press("tab").Type("tttp").Sees("天天甜品").Press("enter")
	d.Type("又变质").Press("tab").Type("１３８ ００００ １２３４").Sees(w.warning).Sees(no).Press("f7").NotSees(w.section)
	d.Press("esc").Sees(w.section, "王五", "又变质").Press("f3").Press("f2").Press("f2").Press("f3").Sees(w.section, "王五")
	d.Press("ctrl+s").Sees(w.saved).Press("2").Sees(w.section).Press("f3").Sees(w.question)
	d.NotSees("王五")
}
