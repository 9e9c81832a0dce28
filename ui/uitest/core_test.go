package uitest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/ui/uitest"
)

// demoFile is a file of the demonstration.
func demoFile(t *testing.T, name string) string {
	return filepath.Join(uitest.Root(t), "assets", "demo", name)
}

// TestAComplaintAboutAnAffiliatedShop is issue 5's story in one go: it goes to
// the core enterprise, is answered there and settled, the agreement is printed,
// the promise kept and proved, the shopper called, and only then it is closed.
func TestAComplaintAboutAnAffiliatedShop(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"zh", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			w, data := loopWords(lang), t.TempDir()
			core, answered, said := "统一答复", "核心企业答复了", "已答复"
			early, which, paper, saved := "要等办好了再回访", "要打哪一份", "调解协议书", "已存好"
			if lang == "en" {
				core, answered, said = "answered by", "The core enterprise answered", "has answered"
				early, which, paper, saved = "the follow-up comes once", "Which paper?", "Mediation agreement", "Saved, one page"
			}
			groups, err := os.ReadFile(demoFile(t, "groups.csv"))
			require.NoError(t, err)
			file := filepath.Join(data, "groups.csv")
			require.NoError(t, os.WriteFile(file, groups, 0o600))
			command(t, data, "import", file, "--as-kind", "groups", "--now", pictureNow)

			d := uitest.Start(t, uitest.Options{Cols: 100, Rows: 40, Lang: lang, Data: data, Args: []string{"--lang", lang, "--now", pictureNow}})
			d.Sees(words(lang)["complaint"]).Press("1").Sees(words(lang)["facts"]).Type("王小明").Press("tab").Type("海屿运动").Sees("海屿运动").Press("enter").Sees(core)
			d.Type("鞋底开胶").Press("ctrl+s").Sees("HS01-20261123-0001", core)
			d.Press("f9").Sees(words(lang)["due"], "海屿运动").Press("enter").Sees("林向东")
			nextStep(t, d, w, answered)
			d.Type("同意换一双新鞋").Press("ctrl+s").Sees(said, "同意换一双新鞋")
			nextStep(t, d, w, w["accept"])
			d.Press("ctrl+s").Sees(w["accepted"])
			nextStep(t, d, w, w["settle"])
			d.Type("换一双新鞋").Press("tab").Type("换鞋").Press("tab", "tab").Type(w["due"]).Press("ctrl+s").Sees(w["settled"])
			d.Press("enter").Sees(w["next"], w["open"], early).Press("esc").NotSees(w["next"])
			d.Press("f8").Sees(which, paper).Press("3").NotSees(which).Press("1").Sees(saved)
			d.Press("esc").Sees(which).Press("esc").NotSees(which).Sees("林向东")
			nextStep(t, d, w, w["performed"])
			d.Press("tab").Type(w["proof"]).Press("ctrl+s").Sees(w["performing"])
			nextStep(t, d, w, w["follow-up"])
			d.SeesMatch(w["satisfied"]).Press("1").Sees(w["ready"])
			nextStep(t, d, w, w["close"])
			d.Press("1").Sees(w["closed"])
			d.Press("ctrl+q")
			require.Zero(t, d.Wait())
			printed, err := filepath.Glob(filepath.Join(data, "papers", "*agreement*.pdf"))
			require.NoError(t, err)
			require.Len(t, printed, 1)
			require.Contains(t, command(t, data, "case", "show", "HS01-20261123-0001", "--json"), `"answer":"同意换一双新鞋"`)
			require.Contains(t, command(t, data, "verify", "--json"), `"ok":true`)
		})
	}
}

// TestThePlatformsFileComesInOnce at the desk, and its cases stand in the queue
// by their deadline there.
func TestThePlatformsFileComesInOnce(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"zh", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			w := map[string]string{
				"none": "没有要办的平台案件", "check": "先检查", "new": "新的5件", "take": "导入这5条", "in": "新增5条", "there": "已有的5件", "open": "没办完的5件",
				"first": "先联系投诉人", "calls": "记一次联系", "noted": "已记下", "second": "受理",
			}
			if lang == "en" {
				w = map[string]string{
					"none": "Nothing from the platform", "check": "Check it first", "new": "5 new cases", "take": "Take in these 5", "in": "5 new",
					"there": "5 already there", "open": "5 open", "first": "Call first", "calls": "Phone, Complainant", "noted": "noted", "second": "Accept",
				}
			}
			d := uitest.Start(t, uitest.Options{Cols: 100, Rows: 30, Lang: lang, Data: data, Args: []string{"--lang", lang, "--now", pictureNow}})
			d.Sees(words(lang)["complaint"]).Press("ctrl+p").Sees(w["none"]).Press("2").Sees(w["check"])
			d.Press("tab").Paste(demoFile(t, "odr.csv")).Press("ctrl+s").Sees(w["new"]).Press("1").Sees(w["open"])
			d.Press("2").Sees(w["check"]).Press("tab").Paste(demoFile(t, "odr.csv")).Press("ctrl+s").Sees(w["there"])
			d.Press("2").Sees(w["open"]).Press("1").Sees(w["first"], "YL20261120001")
			d.Press("1").Sees("鞋底开胶", w["first"]).Press("1").Sees(w["calls"])
			d.Press("ctrl+q")
			require.Zero(t, d.Wait())
			require.Contains(t, command(t, data, "import", demoFile(t, "odr.csv"), "--as-kind", "odr", "--now", pictureNow, "--json"), `"present":5`)
		})
	}
}

// TestAReferralWithItsPacket: handed over, taken over, with the packet a
// program can read; and it comes back with instructions.
func TestAReferralWithItsPacket(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"zh", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			w, data := loopWords(lang), t.TempDir()
			refer, referred, taken, back, reopened := "转办", "已转办", "对方已接收", "退回本站", "已重开"
			if lang == "en" {
				refer, referred, taken, back, reopened = "Refer", "Referred", "They have taken it over", "Returned to us", "Reopened"
			}
			d := uitest.Start(t, uitest.Options{Cols: 100, Rows: 40, Lang: lang, Data: data, Args: []string{"--lang", lang}})
			openCase(d, lang)
			nextStep(t, d, w, refer)
			d.Type("市场监督管理所").Press("tab", "tab").Type("店铺不配合").Press("ctrl+s").Sees(referred)
			nextStep(t, d, w, taken)
			d.Press("ctrl+s").Sees(w["noted"])
			nextStep(t, d, w, back)
			d.Type("请再调解一次").Press("ctrl+s").Sees(reopened)
			d.Press("ctrl+q")
			require.Zero(t, d.Wait())
			id := "c-2" // after its shop
			out := command(t, data, "case", "packet", id)
			for _, word := range []string{`"line":"case"`, `"step":"accept-referral"`, "请再调解一次", "13800004417"} {
				require.Contains(t, out, word)
			}
			require.Contains(t, command(t, data, "verify", "--json"), `"ok":true`)
		})
	}
}
