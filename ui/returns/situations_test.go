package returns_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/ui/screentest"
)

// The questions as a shopper hears them, by a few of their words.
const (
	qWhat      = "买的是什么"
	qHow       = "怎么买的？"
	qShop      = "是哪家店"
	qBought    = "哪天买到手"
	qReceived  = "哪天签收"
	qState     = "有没有下面的情况"
	qConfirmed = "让消费者确认了吗"
	qProof     = "购物凭证"
	qReason    = "为什么要退"
	qPaidOn    = "哪天付的预付款"
	qSame      = "用过同样的"
	qActivate  = "不激活就没法查验"
	qSeen      = "看过这件货"
	qPurchased = "哪天下单"
)

const (
	no      = "不能按无理由退 ✗"
	yes     = "可以退 ✓"
	less    = "可以退，要扣一部分 ✓"
	unclear = "还要问清楚 ?"
	another = "不能按无理由退，但有别的办法 ✗"
)

// none is "none of these", of a list of states that may be long.
const none = "<end> <space>"

func online(what string, rest ...[2]string) script {
	return append(script{{qWhat, what}, {qHow, "2"}, {qReceived, "11月20日 <enter>"}, {qPurchased, "11月18日 <enter>"}, {qState, none}, {qConfirmed, "1"}, {qReason, "1"}}, rest...)
}

func onsite(shop string, rest ...[2]string) script {
	return append(script{{qWhat, "衣服 <enter>"}, {qHow, "1"}, {qShop, shop}, {qBought, "昨天 <enter>"}, {qState, none}, {qProof, "1"}, {qReason, "1"}}, rest...)
}

func TestSituations(t *testing.T) {
	for _, c := range []struct {
		name   string
		now    string
		script script
		after  string // told once there is a verdict
		sees   []string
	}{
		{"T1 made to measure", "", online("衣服 <enter>", [2]string{qState, "1 <enter>"}), "", []string{no, "S2", "R1"}},
		{"T1 only the size chosen", "", online("衣服 <enter>"), "", []string{yes, "最晚 11月27日 星期五", "还有4天", "S1"}},
		{"T2 seal torn", "", online("光盘 <enter>", [2]string{qState, "2 <enter>"}), "", []string{no, "S2", "R1", "R2"}},
		{"T2 unreadable", "", online("光盘 <enter>", [2]string{qState, "2 <enter>"}, [2]string{qReason, "2"}), "", []string{another, "R1", "R2"}},
		{"T2 unopened", "", online("光盘 <enter>"), "", []string{yes}},
		{
			"T5 over the holiday", "2026-10-05", online("鞋 <enter>", [2]string{qReceived, "9月24日 <enter>"}), "",
			[]string{yes, "最晚 10月8日 星期四", "本来到 2026年10月1日", "顺延到 2026年10月8日", "国庆节", "S1"},
		},
		{
			"T5 a day too late", "2026-10-09", online("鞋 <enter>", [2]string{qReceived, "9月24日 <enter>"}), "",
			[]string{no, "10月8日 星期四 已经过期"},
		},
		{"T6 no member", "", onsite("红星 <enter>"), "", []string{no, "V1", "红星服饰"}},
		{"T6 its own sign", "", onsite("海天 <enter>"), "", []string{yes, "V1"}},
		{"T6 not in the list, no promise", "", onsite("<enter> 5"), "", []string{no, "V1"}},
		{"T9 gift lost, marked", "", online("衣服 <enter>"), "1 2 3 39 <enter> 300 <enter>", []string{less, "退 261元（实付 300元，扣 39元）", "N7"}},
		{"T9 gift lost, not marked", "", online("衣服 <enter>"), "1 1 300 <enter> 1 2 4", []string{yes, "全数退：300元", "N7"}},
		{"T12 voucher", "", script{{qWhat, "团购 <enter>"}, {qReason, "1"}}, "", []string{no, "G-SVC", "I-PLATFORM", "I-CONTRACT"}},
		{"T14 gym card", "", script{{qWhat, "健身卡 <enter>"}, {qPaidOn, "11.17 <enter>"}, {qSame, "2"}, {qReason, "1"}}, "", []string{yes, "R10"}},
		{"T14 used before", "", script{{qWhat, "健身卡 <enter>"}, {qPaidOn, "11.17 <enter>"}, {qSame, "1"}, {qReason, "1"}}, "", []string{no, "R9", "R11"}},
		{"T14 day 8", "2026-11-26", script{{qWhat, "健身卡 <enter>"}, {qPaidOn, "11.18 <enter>"}, {qSame, "2"}, {qReason, "1"}}, "", []string{no, "R9", "R11"}},
		{
			"T17 one of three", "", online("衣服 <enter>"), "1 3 3 <enter> 1 <enter> 128 <enter> <enter> 300 <enter>",
			[]string{less, "退 44元（实付 300元，扣 256元）", "N12"},
		},
		{
			"T17 to be topped up", "", online("衣服 <enter>"), "1 1 200 <enter> 1 3 三 <backspace> 3 <enter> 1 <enter> 128 <enter> <enter>",
			[]string{less, "还要补 56元", "N12"},
		},
		{"T18 excluded and confirmed", "", online("手机 <enter>", [2]string{qState, activatedNeeded}, [2]string{qConfirmed, "3"}), "", []string{no, "S3", "R2"}},
		{"T18 not confirmed, not needed", "", online("手机 <enter>", [2]string{qState, activated}), "", []string{no, "N5"}},
		{"T18 not confirmed, needed", "", online("手机 <enter>", [2]string{qState, activatedNeeded}), "", []string{yes, "N5"}},
		{"T18 nobody knows whether needed", "", online("手机 <enter>", [2]string{qState, "<ctrl+n>"}), "", []string{unclear, "激活过吗"}},
		{"T19 nobody knows", "", script{{qWhat, "衣服 <enter>"}, {qHow, "8"}, {qShop, "<enter> 5"}, {qBought, "昨天 <enter>"}, {qReceived, "昨天 <enter>"}, {qState, none}, {qConfirmed, "1"}, {qProof, "1"}, {qReason, "1"}}, "", []string{unclear, "怎么买的"}},
		{"T19 seen before the deal", "", onsite("红星 <enter>", [2]string{qHow, "4"}), "", []string{no, "V1"}},
		{"T19 not seen", "", online("衣服 <enter>", [2]string{qHow, "5"}), "", []string{yes, "S1"}},
		// Situations nobody listed.
		{"member shop", "", onsite("hxxh <enter>"), "", []string{yes, "华兴鞋行", "示例章程"}},
		{"bad quality, no promise", "", onsite("红星 <enter>", [2]string{qReason, "2"}), "", []string{another, "R1"}},
		{"private seller", "", script{{qWhat, "包 <enter>"}, {qHow, "6"}, {qReason, "1"}}, "", []string{no, "R17", "I-CONTRACT"}},
		{
			"the shop took the goods and does not pay", "", online("衣服 <enter>", [2]string{qReceived, "11月1日 <enter>"}, [2]string{qPurchased, "10月30日 <enter>"}),
			"1 1 11月3日 <enter> | 1 4 11月5日 <enter>",
			[]string{yes, "该在 2026年11月12日 星期四 前退钱，已经过期"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := openNow(t, "zh")
			if c.now != "" {
				r = open(t, "zh", on(t, c.now))
			}
			r.answer(c.script)
			for i, part := range strings.Split(c.after, "|") {
				if i > 0 {
					r.answer(c.script)
				}
				r.do(part)
			}
			require.True(t, r.settled(), r.View())
			whole := r.whole()
			for _, w := range c.sees {
				require.Contains(t, whole, w)
			}
		})
	}
}

// The states of a phone: the last but "none of these" are the two kinds of
// activation.
const (
	activated       = "<end> <up> <space> <enter>"
	activatedNeeded = "<end> <up> <up> <space> <enter>"
)

// A deadline of a year without announced holidays is marked provisional.
func TestProvisional(t *testing.T) {
	r := open(t, "zh", time.Date(2027, 2, 10, 10, 0, 0, 0, screentest.Now().Location()))
	r.answer(online("衣服 <enter>", [2]string{qReceived, "昨天 <enter>"}, [2]string{qPurchased, "2月1日 <enter>"}))
	require.Contains(t, r.whole(), "（日期暂定）")
	require.Contains(t, r.whole(), "暂定：")
}
