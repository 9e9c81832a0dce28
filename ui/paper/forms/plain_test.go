package forms_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/model"
	"heshi/ui/paper"
	"heshi/ui/paper/forms"
	"heshi/ui/paper/papertest"
	"heshi/ui/screentest"
	"heshi/ui/text"
)

func catalogue(t testing.TB, lang string) *text.Catalogue {
	t.Helper()
	return screentest.Texts(t).Lang(lang)
}

func maker(t testing.TB, lang string) forms.Maker {
	t.Helper()
	return forms.New(assets.Files(), catalogue(t, lang), "晋江万达商场消费维权服务站")
}

// printed returns the text of a paper without its blanks.
func printed(t testing.TB, lang string, d paper.Document) (string, int) {
	t.Helper()
	out, err := paper.NewPress(assets.Files()).Print(d, paper.Options{Text: catalogue(t, lang)})
	require.NoError(t, err)
	assert.Empty(t, string(out.Missing))
	return strings.Join(strings.Fields(papertest.Text(t, out.PDF)), ""), out.Pages
}

func day(t testing.TB, s string) model.Day {
	t.Helper()
	d, err := model.ParseDay(s)
	require.NoError(t, err)
	return d
}

func TestTheCertificateSaysWhoWhenAndHowLong(t *testing.T) {
	h := forms.Hours{
		Volunteer: "陈阿福", From: day(t, "2026-10-01"), To: day(t, "2026-12-31"), Minutes: 390,
		Stays: []forms.Stay{
			{Day: day(t, "2026-11-24"), In: "09:00", Out: "12:00", What: "值班", Minutes: 180},
			{Day: day(t, "2026-11-27"), In: "14:00", Out: "17:30", What: "值班", Minutes: 210},
		},
	}
	for lang, want := range map[string][]string{
		"zh": {"志愿服务时长证明", "陈阿福", "2026年10月1日至2026年12月31日", "2次", "6小时30分钟", "2026年11月24日", "3小时", "服务站（盖章）：", "版式2026-11"},
		"en": {"Certificateofvolunteerservice", "陈阿福", "6h30min", "Station(seal):"},
	} {
		d, err := maker(t, lang).Hours(h)
		require.NoError(t, err)
		got, pages := printed(t, lang, d)
		assert.Equal(t, 1, pages)
		for _, w := range want {
			assert.Contains(t, got, w, lang)
		}
	}
}

func TestARosterOfAMonthFitsOnePage(t *testing.T) {
	w := forms.Wall{Month: "2026年12月", Shifts: []string{"上午", "下午"}, Notes: []string{"有事来不了，请提前一天打 13800001234。"}}
	for i := range model.Day(31) {
		d := forms.WallDay{Day: day(t, "2026-12-01") + i, Names: [][]string{{"陈阿福", "林美玉"}, {"王小明"}}}
		if i == 30 {
			d.Off = "休息"
		}
		w.Days = append(w.Days, d)
	}
	for _, lang := range text.Langs() {
		d, err := maker(t, lang).Wall(w)
		require.NoError(t, err)
		got, pages := printed(t, lang, d)
		assert.Equal(t, 1, pages, lang)
		assert.Contains(t, got, "陈阿福")
		assert.Contains(t, got, "休息")
		assert.Contains(t, got, "13800001234")
	}
}
