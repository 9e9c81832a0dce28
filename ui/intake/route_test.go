package intake_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/affiliate"
)

// GroupOf returns the core enterprise of 华兴鞋行.
func (d *desk) GroupOf(_ context.Context, shop model.ID) (model.Group, bool, error) {
	ok := shop == "s-1" && d.group.ID != ""
	if !ok {
		return model.Group{}, false, d.fail["GroupOf"]
	}
	return d.group, true, d.fail["GroupOf"]
}

func TestIntakeSaysWhereTheComplaintGoes(t *testing.T) {
	d := open(t, "zh")
	today := model.DayOf(monday, zone)
	d.desk.group = model.Group{
		ID: "G-1", Name: "陈埭鞋业", Handler: "林经办", Affiliates: []model.Affiliate{{ShopID: "s-1"}},
		Authorisation: model.Authorisation{Document: "授权书", From: today - 9, To: today + 9},
	}
	d.typed("张三").press("enter").typed("hxxh").seesNot("陈埭鞋业").press("enter").sees("由陈埭鞋业统一答复")
	d.typed("开胶").press("ctrl+s").sees("由陈埭鞋业统一答复")
	require.Equal(t, affiliate.Authorised, d.desk.cases[0].Route.Why)

	d = open(t, "en")
	d.desk.group = model.Group{ID: "G-1", Name: "陈埭鞋业", Handler: "林经办", Authorisation: model.Authorisation{Document: "授权书", From: today - 9, To: today - 1}}
	d.typed("张三").press("enter").typed("hxxh").press("enter").sees("goes to the shop: the authorisation of 陈埭鞋业 has ended")
	d.press("shift+tab", "shift+tab", "tab", "ctrl+u").typed("红星").press("enter").seesNot("陈埭鞋业")
}
