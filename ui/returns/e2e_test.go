package returns_test

import (
	"testing"

	"heshi/ui/uitest"
)

// A shopper at the desk with a coat bought online, from the first screen to
// the slip, in the real program.
func TestOnTheRealProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs the program")
	}
	for lang, say := range map[string]struct{ home, what, how, received, day, state, confirmed, yes, paid, all, slip string }{
		"zh": {"4  无理由退货", "买的是什么？", "怎么买的？", "哪天签收的？", "昨天", "有没有下面的情况", "让消费者确认了吗", "可以退 ✓  最晚", "实际付了多少钱", "全数退：299元", "凭条已存"},
		"en": {"4  No-reason return", "What was bought?", "How was it bought?", "Question 3", "yesterday", "None of these", "Question 5", "It can go back ✓", "How much was paid?", "All of it comes back: ¥299", "Slip saved"},
	} {
		t.Run(lang, func(t *testing.T) {
			d := uitest.Start(t, uitest.Options{Lang: lang})
			d.Sees(say.home).Press("4").Sees(say.what).Press("1").Sees(say.how).Press("2").Sees(say.received)
			d.Type(say.day).Press("enter").Sees(say.state).Press("7").Sees(say.confirmed).Press("1").Sees(say.yes)
			d.Press("1").Press("1").Sees(say.paid).Type("299").Press("enter").Sees(say.yes, say.all)
			d.Resize(60, 20).Sees(say.yes).Press("f3").Sees(say.yes).Press("f3").Resize(100, 30).Sees(say.all)
			d.Press("ctrl+s").Sees(say.slip)
			d.Press("f6").Press("f9").Sees(say.home)
		})
	}
}
