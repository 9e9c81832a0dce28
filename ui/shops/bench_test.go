package shops_test

import (
	"fmt"
	"testing"

	"heshi/model"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/shops"
)

// BenchmarkTypingInTheList is one letter typed and taken back in the list of a
// large mall, with what is drawn after each.
func BenchmarkTypingInTheList(b *testing.B) {
	desk := newDesk(b)
	for i := range 1000 {
		desk.shops = append(desk.shops, model.Shop{ID: model.ID(fmt.Sprint("t-", i)), Name: fmt.Sprint("晋江鞋服专卖", i), Stall: fmt.Sprint("B-", i), Phone: "13800001234"})
	}
	env := screentest.Env(b, "zh")
	s := shops.At(env, desk, newSupply(b), screen.OpenShops{})
	d := screentest.Start(b, env, s).Press("1", "/")
	for b.Loop() {
		d.S.Update(screentest.Key("z"))
		d.S.View(80, 22)
		d.S.Update(screentest.Key("backspace"))
		d.S.View(80, 22)
	}
}
