package uitest_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/ui/uitest"
)

// loopWords are what the stories of a case look for, by language.
func loopWords(lang string) map[string]string {
	if lang == "en" {
		return map[string]string{
			"next": "What is next?", "accept": "Accept", "accepted": "Accepted", "mediate": "Mediate", "mediating": "Mediating",
			"settle": "Settle", "settled": "Settled", "terms": "refund in full", "what": "refund", "due": "7d", "no date": "no day by which",
			"performed": "Promise kept", "performing": "Performing", "follow-up": "Follow-up call", "satisfied": "Is the shopper|is the shopper",
			"ready": "Ready to close", "close": "Close", "closed": "Closed", "open": "promise is still open", "proof": "transfer 8812",
			"terminate": "End the mediation", "terminated": "Terminated", "promise": "Promises", "noted": "noted",
			"contact": "Phone, Complainant", "kept": "is kept", "back": "is back",
			"which": "Which paper?", "notice": "Notice of the end of mediation", "packet": "Referral packet", "stored": "Saved, ",
			"refer": "Refer", "referred": "Referred",
		}
	}
	return map[string]string{
		"next": "接下来办什么", "accept": "受理", "accepted": "已受理", "mediate": "调解", "mediating": "调解中",
		"settle": "达成协议", "settled": "已达成协议", "terms": "退货退款", "what": "退款", "due": "7天", "no date": "没有写到哪天办好",
		"performed": "履行完成", "performing": "履行中", "follow-up": "回访", "satisfied": "满意吗",
		"ready": "可以办结", "close": "办结", "closed": "已办结", "open": "没有办好", "proof": "转账8812",
		"terminate": "终止调解", "terminated": "已终止", "promise": "履行", "noted": "已记下",
		"contact": "电话联系投诉人", "kept": "已经留着", "back": "放回来",
		"which": "要打哪一份", "notice": "终止调解告知书", "packet": "转办材料", "stored": "已存好",
		"refer": "转办", "referred": "已转办",
	}
}

// openCase takes in a complaint and opens it from the list of what is due.
func openCase(d *uitest.Driver, lang string) {
	w := words(lang)
	take(d, w)
	d.Press("f9").Sees(w["due"]).Press("enter").Sees(w["parties"])
}

// nextStep opens the next steps and takes the one with this word, by its digit.
func nextStep(t *testing.T, d *uitest.Driver, w map[string]string, word string) {
	t.Helper()
	d.Press("enter").Sees(w["next"])
	row := regexp.MustCompile(`(?m)^[ ›>]*(\d) +` + regexp.QuoteMeta(word) + `( |$)`)
	for range 3 {
		if m := row.FindStringSubmatch(d.Look().Text()); m != nil {
			d.Press(m[1])
			return
		}
		before := d.Look().Text()
		d.Press("0").Until("the next page of steps", func(s uitest.Shot) bool { return s.Text() != before })
	}
	require.Fail(t, "no such step", word+"\n"+d.Look().Text())
}

// TestTheClosedLoopAtTheDesk is issue 5's story: from a complaint to a promise
// kept, by keys alone.
func TestTheClosedLoopAtTheDesk(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"zh", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			w, data := loopWords(lang), t.TempDir()
			d := uitest.Start(t, uitest.Options{Lang: lang, Data: data, Args: []string{"--lang", lang}})
			openCase(d, lang)
			nextStep(t, d, w, w["accept"])
			d.Press("ctrl+s").Sees(w["noted"], w["accepted"])
			d.Press("f7").Sees(w["contact"]).Press("1").Sees(w["noted"])
			nextStep(t, d, w, w["mediate"])
			d.Press("ctrl+s").Sees(w["mediating"])

			nextStep(t, d, w, w["settle"])
			d.Type(w["terms"]).Press("tab").Type(w["what"]).Press("tab").Type("299").Press("ctrl+s").Sees(w["no date"])
			d.Type(w["due"]).Press("ctrl+s").Sees(w["settled"])
			d.Press("enter").Sees(w["next"], w["open"]).Press("esc").NotSees(w["next"])
			nextStep(t, d, w, w["performed"])
			d.Press("tab").Type(w["proof"]).Press("ctrl+s").Sees(w["performing"])
			nextStep(t, d, w, w["follow-up"])
			d.SeesMatch(w["satisfied"]).Press("1").Sees(w["ready"])
			nextStep(t, d, w, w["close"])
			d.Press("1").Sees(w["closed"])
			d.Press("ctrl+q")
			require.Zero(t, d.Wait())
			out := command(t, data, "case", "list", "--json")
			require.Contains(t, out, `"state":"closed"`)
			require.Contains(t, command(t, data, "verify", "--json"), `"ok":true`)
		})
	}
}

// TestAFailedMediationEnds: it is ended with its reason, both sides told, the
// notice printed, the case referred and its packet printed.
func TestAFailedMediationEnds(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"zh", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			w, data := loopWords(lang), t.TempDir()
			d := uitest.Start(t, uitest.Options{Cols: 160, Rows: 45, Lang: lang, Data: data, Args: []string{"--lang", lang}})
			openCase(d, lang)
			nextStep(t, d, w, w["accept"])
			d.Press("ctrl+s").Sees(w["accepted"])
			nextStep(t, d, w, w["mediate"])
			d.Press("ctrl+s").Sees(w["mediating"])
			nextStep(t, d, w, w["terminate"])
			d.Press("2").Press("1").Press("ctrl+s").Sees(w["terminated"])
			d.Press("f8").Sees(w["notice"]).Press("5").NotSees(w["which"]).Press("1").Sees(w["stored"])
			d.Press("esc").Sees(w["which"]).Press("esc").NotSees(w["which"])
			nextStep(t, d, w, w["refer"])
			d.Type("市场监督管理所").Press("tab", "tab").Type("谈不拢").Press("ctrl+s").Sees(w["referred"])
			d.Press("f8").Sees(w["packet"]).Press("6").NotSees(w["which"]).Press("1").Sees(w["stored"])
			d.Press("ctrl+q")
			require.Zero(t, d.Wait())
			no := strings.Split(command(t, data, "case", "list"), " ")[0]
			out := command(t, data, "case", "show", no, "--json")
			require.Contains(t, out, `"reason":"no_agreement"`)
			require.Contains(t, out, `"told_how":"phone"`)
			for _, name := range []string{"termination", "packet"} {
				printed, err := filepath.Glob(filepath.Join(data, "papers", "*"+name+"*.pdf"))
				require.NoError(t, err)
				require.Len(t, printed, 1, name)
			}
		})
	}
}

// TestAFormSurvivesKill: what was typed into the form of a step is there after
// a power cut.
func TestAFormSurvivesKill(t *testing.T) {
	t.Parallel()
	w, data := loopWords("zh"), t.TempDir()
	d := uitest.Start(t, uitest.Options{Data: data})
	openCase(d, "zh")
	nextStep(t, d, w, w["accept"])
	d.Press("ctrl+s").Sees(w["accepted"])
	nextStep(t, d, w, w["settle"])
	d.Paste("换一件新的，旧的退给店家").Sees(w["kept"]) // one edit: of keys some may come after what was kept
	d.Kill()

	d = uitest.Start(t, uitest.Options{Data: data})
	d.Sees("的“" + w["settle"] + "”没填完").Press("enter").Sees("双方")
	nextStep(t, d, w, w["settle"])
	d.Sees(w["back"], "换一件新的，旧的退给店家")
}

// TestAVolunteersFormSurvivesKill: so are the forms of the roster.
func TestAVolunteersFormSurvivesKill(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	d := uitest.Start(t, uitest.Options{Data: data})
	d.Sees("值班与轮值表").Press("5").Sees("每周班次").Press("4").Sees("登记新的志愿者").Press("insert")
	d.Sees("姓名").Paste("蔡阿婆").Sees("已经留着")
	d.Kill()

	d = uitest.Start(t, uitest.Options{Data: data})
	d.Press("5", "4", "insert").Sees("放回来", "蔡阿婆").Press("ctrl+s").Sees("蔡阿婆").NotSees("放回来")
	d.Press("f9").Press("5", "4").Sees("蔡阿婆").Press("insert").Sees("姓名").NotSees("放回来")
}
