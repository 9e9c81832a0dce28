package intake_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/ui/screen"
)

func picked() screen.AnswerPicked {
	return screen.AnswerPicked{Ref: "starter:receipt_lost", Question: "小票丢了还能退吗？", Text: "付款记录也行。\n依据：章程"}
}

func TestAReadyAnswerIsPickedForAConsultation(t *testing.T) {
	d := open(t, "zh").press("f6").press("f8")
	ask := asked[screen.OpenStation](d)
	require.Equal(t, screen.OpenStation{Page: screen.StationAnswers, Pick: true}, ask)
	d.tell(picked()).sees("小票丢了还能退吗", "付款记录也行", "依据：章程").press("ctrl+s")
	c := d.desk.cases[0]
	require.Equal(t, model.Consultation, c.Kind)
	require.Equal(t, "starter:receipt_lost", c.AnswerRef)
	require.Equal(t, "小票丢了还能退吗？", c.What)
	require.Contains(t, c.Answer, "依据：章程")
}

func TestSeniorReadsThePickedAnswerBack(t *testing.T) {
	d := open(t, "zh").press("f6").changed(func(e *screen.Env) { e.Senior = true }).press("f8")
	d.tell(picked()).sees("小票丢了还能退吗", "付款记录也行").press("1")
	require.Equal(t, "starter:receipt_lost", d.desk.cases[0].AnswerRef)
}

func TestWhatWasAskedIsLookedForAndStays(t *testing.T) {
	d := open(t, "zh").press("f6").typed("小票丢了").press("f8")
	require.Equal(t, "小票丢了", asked[screen.OpenStation](d).Query)
	d.tell(picked()).press("ctrl+s")
	require.Equal(t, "小票丢了", d.desk.cases[0].What)

	d = open(t, "zh").press("f6").typed("我上个月在二楼买的鞋现在小票找不到了").press("f8")
	require.Empty(t, asked[screen.OpenStation](d).Query, "a whole story finds nothing")
}

func TestAnAnswerThatWasWipedWasNotUsed(t *testing.T) {
	d := open(t, "zh").press("f6").tell(picked())
	for range 20 {
		d.press("ctrl+u", "backspace")
	}
	d.press("ctrl+s")
	require.Empty(t, d.desk.cases[0].Answer)
	require.Empty(t, d.desk.cases[0].AnswerRef)
}

func TestTheDraftRemembersTheAnswer(t *testing.T) {
	d := open(t, "zh").press("f6").tell(picked()).pause()
	require.Len(t, d.desk.drafts, 1)
	name := ""
	for n := range d.desk.drafts {
		name = n
	}
	again := start(t, d.env, d.desk, screen.OpenIntake{Draft: name})
	again.press("ctrl+s")
	require.Equal(t, "starter:receipt_lost", again.desk.cases[0].AnswerRef)
}

func TestComplaintsHaveNoReadyAnswers(t *testing.T) {
	d := open(t, "zh").press("f8").tell(picked())
	require.Empty(t, d.sent)
	d.seesNot("付款记录也行")
}
