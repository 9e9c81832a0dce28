package intake_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"heshi/model"
	"heshi/store/find"
	"heshi/ui/screen"
)

// scenes plays one registration and shows the screen at each turn.
func scenes(d *driver) string {
	var b strings.Builder
	show := func(what string) {
		fmt.Fprintf(&b, "== %s\n%s\n", what, d.view())
	}
	seniorMode := func(on bool) { d.changed(func(e *screen.Env) { e.Senior = on }) }
	d.desk.rows = []find.Row{{ID: "c-9", No: "JJ01-20261120-0003", Phone: "13800001234", At: monday.AddDate(0, 0, -3)}}
	show("empty")
	d.press("ctrl+s")
	show("facts missing")
	d.typed("张三").press("enter").typed("hx")
	show("shops offered")
	d.press("enter").typed("买的皮鞋穿了三天就开胶，店家说是人为损坏，不肯退，要求退货退款。").press("enter").typed("13800001234")
	show("phone typed")
	d.press("enter")
	show("request offered, earlier case named")
	d.press("1").typed("二百九十九").press("tab", "1", "3")
	show("more facts")
	seniorMode(true)
	show("senior: a question")
	d.press("enter", "enter", "enter")
	show("senior: a choice")
	d.press("ctrl+s")
	show("senior: read back")
	d.press("2")
	show("senior: what to change")
	seniorMode(false)
	d.desk.fail["AddCase"] = &model.Problem{Code: "text.not_utf8"}
	d.press("ctrl+s")
	show("refused")
	delete(d.desk.fail, "AddCase")
	d.press("ctrl+s")
	show("saved")
	d.press("f6")
	show("consultation")
	seniorMode(true)
	show("senior: consultation")
	return b.String()
}

func TestScenes(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for _, size := range [][2]int{{60, 18}, {80, 22}, {160, 43}} {
			t.Run(fmt.Sprintf("%s-%dx%d", lang, size[0], size[1]), func(t *testing.T) {
				golden.RequireEqual(t, scenes(open(t, lang).resized(size[0], size[1])))
			})
		}
	}
}

func TestScenesOfDrafts(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		t.Run(lang, func(t *testing.T) {
			d := start(t, newEnv(t, lang), abandoned(t, "张三", "王五"), screen.OpenIntake{}).resized(60, 18)
			first := d.view()
			d.changed(func(e *screen.Env) { e.Senior = true })
			golden.RequireEqual(t, first+"\n==\n"+d.view()+"\n")
		})
	}
}
