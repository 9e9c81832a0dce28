package intake_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/screen"
)

func senior(t *testing.T) *driver {
	env := newEnv(t, "zh")
	env.Senior = true
	return start(t, env, newDesk(), screen.OpenIntake{}).resized(60, 18)
}

func TestSeniorAsksOneThingAtATime(t *testing.T) {
	d := senior(t).sees("第1步，共3步", "谁来投诉？").seesNot("哪家店", "什么事")
	d.press("enter").sees("请写投诉人的姓名", "第1步")
	d.typed("张三").press("enter").sees("第2步，共3步", "投诉哪家店？")
	d.typed("hxxh").press("enter").sees("第3步，共3步", "什么事？")
	d.typed("开胶").press("enter").sees("三件要紧的事都记好了", "1  不补了，核对后保存")
	d.press("1").sees("请核对", "姓名：张三", "商户：华兴鞋行", "事情：开胶", "1  对，保存")
	require.Empty(t, d.desk.cases, "read back before saving")
	d.press("1").sees("已保存", "案号")
	require.Len(t, d.desk.cases, 1)
}

func TestSeniorAddsMore(t *testing.T) {
	d := senior(t).typed("张三").press("enter").typed("hxxh").press("enter").typed("开胶").press("enter", "2")
	d.sees("补充 第1项，共14项", "电话是多少？").typed("13800001234").press("enter")
	d.sees("1  退货退款", "5  退卡退费", "0  看后面的").seesNot("道歉")
	d.press("0").sees("1  道歉").press("1").sees("多少钱的事？")
	d.press("enter").sees("哪一类").press("ctrl+n").sees("哪种问题").press("ctrl+s")
	d.sees("请核对", "电话：138 0000 1234", "诉求：道歉").seesNot("金额：").press("1").sees("已保存")
	require.Equal(t, "apology", d.desk.cases[0].Request)
}

func TestSeniorCorrects(t *testing.T) {
	d := senior(t).typed("张").press("enter").typed("hxxh").press("enter").typed("开胶").press("ctrl+s")
	d.press("2").sees("改哪一项？", "1  姓名").press("1").sees("谁来投诉？", "张").typed("三").press("enter")
	d.sees("请核对", "姓名：张三").press("2", "esc").sees("请核对").press("1").sees("已保存")
	require.Equal(t, "张三", d.desk.cases[0].Complainant.Name)
}

func TestSeniorStepsBack(t *testing.T) {
	d := senior(t).typed("张三").press("enter").typed("hxxh").press("enter").typed("开胶").press("enter", "2", "enter")
	d.sees("解决").seesNot("退格").press("1", "esc").sees("1* 退货退款", "退格").press("backspace").seesNot("1*").press("esc").sees("电话是多少").press("esc").sees("三件要紧的事").press("esc").sees("什么事？", "开胶")
	d.press("esc").sees("哪家店").press("esc").sees("谁来").press("esc")
	asked[screen.Back](d)
	require.Len(t, d.desk.drafts, 1)
}

func TestSeniorMissingFactsAreAskedFor(t *testing.T) {
	d := senior(t).typed("张三").press("ctrl+s").sees("商户：（还没填）", "事情：（还没填）").press("1")
	require.Empty(t, d.desk.cases)
	d.sees("投诉哪家店？", "请写是哪家店").typed("hxxh").press("enter").sees("请核对").press("1")
	d.sees("什么事？").typed("开胶").press("enter", "1").sees("已保存")
}

func TestSeniorConsultation(t *testing.T) {
	d := senior(t).press("f6").sees("第1步，共1步", "问的是什么？").typed("能退吗").press("enter").sees("请核对").press("1").sees("已保存")
	require.Equal(t, model.Consultation, d.desk.cases[0].Kind)
	d.press("2").sees("问的是什么？").press("esc")
	asked[screen.Back](d)
}

func TestSeniorRefusedSave(t *testing.T) {
	d := senior(t).typed("张三").press("enter").typed("hxxh").press("enter").typed("开胶").press("ctrl+s")
	d.desk.fail["AddCase"] = &model.Problem{Code: store.CodeDiskFull, Args: map[string]any{"free_mib": 12, "need_mib": 256}}
	d.press("1").sees("请核对", "✗")
	delete(d.desk.fail, "AddCase")
	d.press("1").sees("已保存")
}

func TestSeniorChoosesByMouse(t *testing.T) {
	d := senior(t).typed("张三").press("enter").typed("hx").clicks("红星小吃").sees("什么事？").typed("开胶").press("enter")
	d.clicks("再补几项").press("enter").clicks("换货").sees("多少钱").press("ctrl+s").clicks("对，保存").sees("已保存")
	require.Equal(t, "exchange", d.desk.cases[0].Request)
	require.Equal(t, "红星小吃", d.desk.cases[0].Shop)
}

func TestSeniorSwitchedInTheMiddle(t *testing.T) {
	toggle := func(e *screen.Env) { e.Senior = !e.Senior }
	d := open(t, "zh").typed("张三").press("enter").typed("hxxh").press("enter").typed("开").changed(toggle)
	d.sees("什么事？", "开").typed("胶").changed(toggle).sees("张三", "华兴鞋行", "开胶")
	d.changed(toggle).press("enter").sees("三件要紧的事").changed(toggle)
	d.sees("先记三件事").press("enter").sees("已保存")
	require.Equal(t, "开胶", d.desk.cases[0].What)
}

func TestLongReadBackScrolls(t *testing.T) {
	d := senior(t).typed("张三").press("enter").typed("hxxh").press("enter")
	for range 40 {
		d.paste("买的鞋穿了三天就开胶，店家不肯退。")
	}
	d.paste("完").press("ctrl+s").sees("没显示完", "1  对，保存").seesNot("完\n")
	require.Contains(t, d.s.Keys(), keys.PageDown)
	for range 8 {
		d.press("pgdown")
	}
	d.sees("退。完", "1  对，保存")
	for range 4 {
		d.press("pgup")
	}
	d.seesNot("退。完")
}
