package printing_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/assets"
	"heshi/model"
	"heshi/model/flow"
	"heshi/store"
	"heshi/ui/paper"
	"heshi/ui/paper/office"
	"heshi/ui/paper/papertest"
	"heshi/ui/printing"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/widget"
)

var _ office.Desk = (*store.Store)(nil)

func TestMain(m *testing.M) {
	widget.PinWidths()
	os.Exit(m.Run())
}

// desk is one case in memory.
type desk struct {
	c       model.Case
	gone    bool
	printed []string
}

func (d *desk) Case(context.Context, string) (model.Case, error) {
	if d.gone {
		return model.Case{}, &model.Problem{Code: store.CodeNotFound}
	}
	return d.c, nil
}

func (d *desk) Shop(context.Context, string) (model.Shop, error) {
	return model.Shop{Name: "华兴鞋行", Stall: "B12", Contact: "黄老板"}, nil
}

func (d *desk) Station(context.Context) (model.Station, error) {
	return model.Station{Name: "晋江万达消费维权服务站"}, nil
}

func (d *desk) Printed(_ context.Context, _ store.By, _ model.ID, paper string) error {
	d.printed = append(d.printed, paper)
	return nil
}

func newDesk() *desk {
	now := screentest.Now()
	return &desk{c: model.Case{
		ID: "c-7", No: "JJ01-20261120-0003", Kind: model.Complaint, State: model.Settled, RegisteredAt: now.Add(-70 * time.Hour),
		Receiver: "李阿姨", Complainant: model.Party{Name: "张三", Phone: "13800001234"}, ShopID: "s-1", Shop: "华兴鞋行",
		What: "运动鞋穿了三天鞋底开胶，要求退款。", Amount: 29900,
		Life: model.Life{
			AcceptedAt: now.Add(-60 * time.Hour),
			Agreement:  &model.Agreement{At: now, Form: "written", Terms: "退款299元。", EffectiveOn: model.DayOf(now, now.Location()), Body: "station"},
			Duties:     []model.Duty{{ID: "d1", What: "退款", Amount: 29900, Due: model.DayOf(now, now.Location()) + 7, State: model.DutyOpen}},
		},
	}}
}

// open sits at the papers of the case; files go into the folder returned.
func open(t screentest.T, d *desk, lang, folder string) *screentest.Driver {
	o := office.Office{
		Desk: d, Assets: assets.Files(), Press: paper.NewPress(assets.Files()), Folder: folder,
		Times: func(context.Context) (flow.Times, error) { return flow.Times{}, nil },
	}
	env := screentest.Env(t, lang)
	return screentest.Start(t, env, printing.New(env, o, "c-7"))
}

// without takes the printing system of the machine away, with puts another in
// its place.
func without(t *testing.T) { t.Setenv("PATH", t.TempDir()) }

func with(t *testing.T, lp string) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "lpstat"), []byte("#!/bin/sh\necho 'system default destination: desk'\n"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "lp"), []byte("#!/bin/sh\n"+lp), 0o755))
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	return dir
}

func saved(t *testing.T, folder string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.pdf"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	data, err := os.ReadFile(files[0])
	require.NoError(t, err)
	return papertest.Text(t, data)
}

func TestTheAgreementIsSeenAndSaved(t *testing.T) {
	without(t)
	for lang, words := range map[string][3]string{
		"zh": {"调解协议书", "存成文件", "已存好"},
		"en": {"Mediation agreement", "Save a file", "Saved, one page"},
	} {
		folder := filepath.Join(t.TempDir(), "papers")
		d := newDesk()
		s := open(t, d, lang, folder)
		s.Sees(words[0]).Press("3").Sees("张三", "138****1234", words[1]).SeesNot("13800001234")
		s.Press("1").Sees(words[2], folder[:20])
		assert.Equal(t, []string{flow.PaperAgreement}, d.printed)
		got := saved(t, folder)
		assert.Contains(t, got, "13800001234", "paper has the whole number")
		assert.Contains(t, got, words[0])
	}
}

func TestOnlyPapersThatMakeSenseAreOffered(t *testing.T) {
	without(t)
	s := open(t, newDesk(), "zh", t.TempDir())
	s.Sees("1  消费者投诉登记表", "2  投诉受理告知书", "3  调解协议书").SeesNot("终止调解告知书", "回访记录")
}

func TestRedactedAndLarge(t *testing.T) {
	without(t)
	folder := t.TempDir()
	d := newDesk()
	s := open(t, d, "zh", folder)
	s.Press("1").Sees("大字：关", "隐去个人信息：关").Press("3").Sees("隐去个人信息：开", "甲1").SeesNot("张三", "138****1234")
	s.Press("2").Sees("大字：开").Press("f8").Sees("已存好")
	assert.Equal(t, []string{"registration.redacted"}, d.printed)
	got := saved(t, folder)
	assert.NotContains(t, got, "张三")
	assert.NotContains(t, got, "13800001234")
}

func TestWithAPrinterItIsPrinted(t *testing.T) {
	dir := with(t, `cat > "$(dirname "$0")/got"`)
	folder := filepath.Join(t.TempDir(), "papers")
	d := newDesk()
	s := open(t, d, "zh", folder)
	s.Press("3").Sees("1 打印（desk）", "2 存成文件").Press("1").Sees("已送到打印机 desk")
	assert.FileExists(t, filepath.Join(dir, "got"))
	assert.NoDirExists(t, folder)
	assert.Equal(t, []string{flow.PaperAgreement}, d.printed)
	s.Press("2").Sees("已存好")
	saved(t, folder)
}

func TestAPrinterThatRefusesIsSaidAndNothingIsNoted(t *testing.T) {
	with(t, `exit 1`)
	d := newDesk()
	open(t, d, "zh", t.TempDir()).Press("3", "1").Sees("没有接收")
	assert.Empty(t, d.printed)
}

func TestAFolderThatCannotBeWrittenIsSaid(t *testing.T) {
	without(t)
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	d := newDesk()
	open(t, d, "zh", filepath.Join(file, "papers")).Press("3", "1").Sees("写不了文件")
	assert.Empty(t, d.printed)
}

func TestLanguageAndLayoutChangeInTheMiddle(t *testing.T) {
	without(t)
	s := open(t, newDesk(), "zh", t.TempDir())
	s.Press("3").Sees("一、当事人").Lang("en").Sees("1. Parties", "Save a file").SeesNot("一、当事人")
	s.Senior(true).Sees("Save a file").Press("esc").Sees("Which paper?").Press("esc")
	screentest.Asked[screen.Back](s)
}

func TestScrolling(t *testing.T) {
	without(t)
	s := open(t, newDesk(), "zh", t.TempDir())
	s.Press("3").SeesNot("调解组织（盖章）").Press("end").Sees("调解组织（盖章）").SeesNot("一、当事人")
	s.Press("home").Sees("一、当事人").Press("pgdown").SeesNot("一、当事人").Tell(screen.Wheel{Lines: -99})
	s.Sees("一、当事人").Click("隐去个人信息").Sees("甲1")
}

func TestACaseThatIsGone(t *testing.T) {
	without(t)
	d := newDesk()
	s := open(t, d, "zh", t.TempDir())
	d.gone = true
	s.Tell(screen.Changed{Seq: 9, Subjects: []string{"case/c-7"}}).Sees("没有这件案件了")
}

func TestAStepTakenBackClosesItsPaper(t *testing.T) {
	without(t)
	d := newDesk()
	s := open(t, d, "zh", t.TempDir())
	s.Press("3").Sees("一、当事人")
	d.c.Agreement = nil
	s.Tell(screen.Changed{Seq: 9, Subjects: []string{"case/c-7"}}).Sees("要打哪一份").SeesNot("调解协议书")
	screentest.Asked[screen.Failed](s)
}

func TestLooks(t *testing.T) {
	without(t)
	for _, size := range screentest.Sizes() {
		for _, senior := range []bool{false, true} {
			s := open(t, newDesk(), "zh", t.TempDir()).Resize(size[0], size[1]).Senior(senior)
			s.Block()
			s.Press("3").Block()
		}
	}
	open(t, newDesk(), "zh", t.TempDir()).Golden("list")
	open(t, newDesk(), "zh", t.TempDir()).Press("3").Golden("agreement")
	open(t, newDesk(), "en", t.TempDir()).Press("3").Golden("agreement-en")
	open(t, newDesk(), "zh", t.TempDir()).Senior(true).Resize(60, 18).Press("3").Golden("agreement-senior")
}

func TestStorm(t *testing.T) {
	without(t)
	folder := t.TempDir()
	rapid.Check(t, func(r *rapid.T) { open(r, newDesk(), "zh", folder).Storm(r) })
}
