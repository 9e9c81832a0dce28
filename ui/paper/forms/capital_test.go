package forms_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/model/flow"
	"heshi/model/ident"
	"heshi/ui/paper"
	"heshi/ui/paper/forms"
)

// written is how the receipt writes an amount.
func written(t *testing.T, m forms.Maker, c forms.Case, n model.Money) string {
	t.Helper()
	c.Duties = []model.Duty{{What: "退款", Amount: n, Done: n, State: model.DutyPerformed}}
	d, err := m.Case(flow.PaperReceipt, c)
	require.NoError(t, err)
	for _, b := range d.Blocks {
		if table, ok := b.(paper.Table); ok {
			return table.Rows[0][1]
		}
	}
	t.Fatal("no table")
	return ""
}

func TestAmountsInCapitals(t *testing.T) {
	zh, en, c := maker(t, "zh"), maker(t, "en"), full(t)
	for n, want := range map[model.Money]string{
		29900: "贰佰玖拾玖元整", 29950: "贰佰玖拾玖元伍角", 29905: "贰佰玖拾玖元零伍分", 29955: "贰佰玖拾玖元伍角伍分",
		5: "伍分", 50: "伍角", 100000: "壹仟元整", 1005000: "壹万零伍拾元整", 100100: "壹仟零壹元整",
		101000: "壹仟零壹拾元整", 2000000000: "贰仟万元整", 10000000100: "壹亿零壹元整", 123456789012: "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分",
	} {
		assert.Contains(t, written(t, zh, c, n), "大写："+want)
	}
	assert.Equal(t, "¥299", written(t, en, c, 29900))
}

func TestCapitalsReadBackAsTheAmount(t *testing.T) {
	zh, c := maker(t, "zh"), full(t)
	rapid.Check(t, func(r *rapid.T) {
		n := model.Money(rapid.Int64Range(1, 99_999_999_99).Draw(r, "fen"))
		_, said, _ := strings.Cut(written(t, zh, c, n), "大写：")
		plain := strings.NewReplacer("零", "零", "壹", "一", "贰", "二", "叁", "三", "肆", "四", "伍", "五", "陆", "六", "柒", "七", "捌", "八", "玖", "九",
			"拾", "十", "佰", "百", "仟", "千", "整", "").Replace(said)
		got, p := ident.Money(plain)
		if p != nil || got != n {
			r.Fatalf("%d is written %s, read as %d (%v)", n, said, got, p)
		}
	})
}
