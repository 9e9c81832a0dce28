package shops_test

import (
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/model/returns"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/shops"
)

// scenes are what a coordinator sees on the way.
func scenes() map[string][]string {
	return map[string][]string{
		"hub":       nil,
		"list":      {"1"},
		"card":      {"1", "1"},
		"member":    {"1", "1", "2"},
		"versions":  {"3"},
		"version":   {"3", "2"},
		"parts":     {"3", "3"},
		"term":      {"3", "3", "2"},
		"excluded":  {"3", "3", "4"},
		"preview":   {"3", "1", "2", "2", "backspace", "backspace", "3", "0", "ctrl+s"},
		"exclusion": {"3", "3", "4", "8"},
		"import":    {"4"},
	}
}

func TestScenes(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		env := screentest.Env(t, lang)
		env.Person.Role = model.Coordinator
		s := newSupply(t)
		for name, keys := range scenes() {
			desk := newDesk(t)
			desk.held = []returns.Charter{sample(t), own(t, "2026-12-01", 15)}
			desk.held[0].EffectiveTo = day(t, "2026-11-30")
			d := screentest.Start(t, env, shops.At(env, desk, s, screen.OpenShops{})).Press(keys...)
			if name == "preview" {
				d.Press("9")
			}
			if name == "exclusion" {
				d.Tell(screentest.Asked[screen.Ask](d).Options[0].Answer)
			}
			for _, size := range screentest.Sizes() {
				d.Resize(size[0], size[1])
				d.Senior(false).Golden(fmt.Sprintf("%s-%s-%dx%d", name, lang, size[0], size[1]))
				d.Senior(true).Golden(fmt.Sprintf("senior-%s-%s-%dx%d", name, lang, size[0], size[1]))
			}
		}
	}
}

// The clash of two versions at three sizes.
func TestClashScenes(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		d, desk, _ := open(t, lang, model.Mediator)
		d.Press("1", "1", "1", "tab", "ctrl+u").Type("Z-1")
		desk.shops[0].Rev, desk.shops[0].Contact = 2, "陈经理"
		d.Press("ctrl+s")
		for _, size := range screentest.Sizes() {
			d.Resize(size[0], size[1])
			d.Senior(false).Golden(fmt.Sprintf("clash-%s-%dx%d", lang, size[0], size[1]))
			d.Senior(true).Golden(fmt.Sprintf("senior-clash-%s-%dx%d", lang, size[0], size[1]))
		}
	}
}

// Whatever is pressed wherever, every picture is exact and nothing panics.
func TestStorm(t *testing.T) {
	s := newSupply(t)
	env := screentest.Env(t, "zh")
	rapid.Check(t, func(r *rapid.T) {
		desk := newDesk(r)
		if rapid.Bool().Draw(r, "adopted") {
			desk.held = []returns.Charter{own(r, "2026-01-01", 7)}
		}
		env.Person.Role = rapid.SampledFrom(model.Roles()).Draw(r, "role")
		d := screentest.Start(r, env, shops.At(env, desk, s, screen.OpenShops{}))
		scene := rapid.SampledFrom([]string{"hub", "list", "card", "member", "versions", "version", "parts", "term", "excluded", "import"}).Draw(r, "scene")
		d.Press(scenes()[scene]...)
		d.Storm(r, screen.Changed{}, screen.Shown{}, tea.PasteMsg{Content: "15\n天 x"}, screen.Do{ID: "back"})
	})
}

// The mouse does what the keys do: menu, list, form and scrolling.
func TestTheMouseWorks(t *testing.T) {
	d, desk, _ := open(t, "zh", model.Coordinator)
	d.Click("商户和成员名单").Sees("天天甜品").Click("红星小吃").Click("红星小吃").Sees("商户资料")
	d.Click("修改商户资料").Click("楼层").Sees("楼层")
	d.Click("保存").Sees("修改商户资料").Press("esc", "esc")
	d.Click("联盟章程").Click("示例：").Sees("生效日期").SeesNot("统一服务承诺")
	for range 30 {
		d.Tell(screen.Wheel{Lines: 3})
	}
	d.Sees("统一服务承诺").Click("照这一版写新的").Sees("改哪一部分")
	if len(desk.by) != 0 {
		t.Fatal("nothing was changed, yet something was written")
	}
}
