package odr_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/assets"
	"heshi/model"
	"heshi/model/flow"
	"heshi/model/workday"
	"heshi/store"
	"heshi/store/storetest"
	"heshi/ui/odr"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/trade"
	"heshi/ui/widget"
)

var _ odr.Desk = (*store.Store)(nil)

func TestMain(m *testing.M) {
	widget.PinWidths()
	os.Exit(m.Run())
}

var (
	ctx = context.Background()
	by  = store.By{Actor: "吴明", Role: model.Coordinator, At: storetest.Now}
)

const head = "投诉编号,投诉时间,投诉人姓名,联系电话,联系地址,被投诉店铺,所在平台,商品或服务,涉及金额,消费日期,商品类别,问题类别,诉求,投诉内容,应办结日期\n"

// open sits at the screen with cases the platform received so many days ago.
func open(t *testing.T, lang string, ago ...int) (*screentest.Driver, *storetest.Store, trade.Trader) {
	s := storetest.Open(t, storetest.Clocks(t))
	tr := trade.Trader{Store: s.Store, Assets: assets.Files(), Texts: screentest.Texts(t), Years: func() (*workday.Calendar, error) {
		return workday.Load(assets.Files())
	}}
	file := head
	for i, n := range ago {
		at := storetest.Now.AddDate(0, 0, -n).Format("2006-01-02 15:04")
		file += fmt.Sprintf("P%03d,%s,王小明,13800001234,,店%d,,,299,,,,,鞋底开胶,\n", i+1, at, i+1)
	}
	if len(ago) > 0 {
		_, err := tr.Import(ctx, by, trade.ODR, "in.csv", []byte(file), false)
		require.NoError(t, err)
	}
	return screentest.Start(t, screentest.Env(t, lang), odr.New(screentest.Env(t, lang), s.Store, tr)), s, tr
}

func TestTheQueueStandsByThePlatformsDeadline(t *testing.T) {
	d, s, _ := open(t, "zh", 2, 40, 12)
	d.Sees("没办完的3件", "P002", "超了")
	d.Press("1").Sees("店2", "店3", "店1", "先联系投诉人")
	d.Press("1").Sees("王", "鞋底开胶", "299元").SeesNot("13800001234")
	d.Press("1")
	require.Equal(t, screen.OpenCase{ID: mustCase(t, s, "P002").ID, Step: "contact"}, screentest.Asked[screen.OpenCase](d))
	_, err := s.Do(ctx, by, mustCase(t, s, "P002").ID, 0, "withdraw", flow.Args{"reason": "settled_themselves"})
	require.NoError(t, err)
	d.Tell(screen.Shown{}).Sees("已经办完了").Press("1").Sees("店3").SeesNot("店2")
	d.Press("/").Type("p001").Sees("店1").SeesNot("店3").Press("esc", "esc", "esc")
	screentest.Asked[screen.Back](d)
}

func mustCase(t *testing.T, s *storetest.Store, no string) model.Case {
	c, err := s.Case(ctx, no)
	require.NoError(t, err)
	return c
}

func TestNothingOpenIsSaid(t *testing.T) {
	d, _, _ := open(t, "en")
	d.Sees("Nothing from the platform is open").Press("2")
	require.Equal(t, screen.OpenShops{Import: trade.ODR}, screentest.Asked[screen.OpenShops](d))
	d.Press("3")
	require.Equal(t, screen.OpenShops{Export: trade.ODRResults}, screentest.Asked[screen.OpenShops](d))
}

func TestTheMappingIsWrittenDownOnce(t *testing.T) {
	d, s, _ := open(t, "zh")
	d.Press("4").Sees("平台编号", "投诉编号", "这一列不能没有")
	d.Press("ctrl+u", "ctrl+s").Sees("请写“平台编号”在哪一列")
	d.Type("投诉时间").Press("ctrl+s").Sees("用了两次")
	d.Press("shift+tab", "shift+tab") // stays within the form
	m, ok, err := s.Mapping(ctx)
	require.NoError(t, err)
	require.False(t, ok, "nothing is written")
	require.Empty(t, m.Columns)
	for range 3 {
		d.Press("shift+tab")
	}
	d.Press("ctrl+u").Type("工单号").Press("ctrl+s")
	m, ok, err = s.Mapping(ctx)
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, "工单号", m.Columns["no"])
	require.Equal(t, "apparel", m.Values["class"]["鞋类"], "the words of the sample stay")

	d.Press("4", "ctrl+u").Type("新编号")
	theirs := m
	theirs.Columns = map[string]string{}
	for k, v := range m.Columns {
		theirs.Columns[k] = v
	}
	theirs.Columns["what"] = "事由"
	_, err = s.EditMapping(ctx, store.By{Actor: "王五", At: storetest.Now}, theirs)
	require.NoError(t, err)
	d.Press("ctrl+s")
	require.True(t, screentest.Asked[screen.Notice](d).Bad, "somebody was faster")
	d.Sees("新编号").Press("ctrl+s")
	m, _, err = s.Mapping(ctx)
	require.NoError(t, err)
	require.Equal(t, []string{"新编号", "事由"}, []string{m.Columns["no"], m.Columns["what"]}, "both changes stand")
}

func TestEverySizeAndLanguage(t *testing.T) {
	for _, senior := range []bool{false, true} {
		for _, lang := range []string{"zh", "en"} {
			d, _, _ := open(t, lang, 1, 9, 14, 15)
			d.Senior(senior)
			for _, size := range [][2]int{{60, 18}, {80, 22}, {160, 43}} {
				d.Resize(size[0], size[1])
				d.View()
				d.Press("1").View()
				d.Press("1").View()
				d.Press("esc", "esc", "4").View()
				d.Press("esc")
			}
		}
	}
}

// No keys make the screen stop or draw outside its place.
func TestStorm(t *testing.T) {
	d, _, _ := open(t, "zh", 1, 9)
	rapid.Check(t, func(rt *rapid.T) { d.Storm(rt, screen.Shown{}, screen.Changed{}) })
}

func TestALongQueueIsShownAtOnce(t *testing.T) {
	ago := make([]int, 400)
	for i := range ago {
		ago[i] = 1 + i%9
	}
	d, _, _ := open(t, "zh", ago...)
	began := time.Now()
	d.Tell(screen.Shown{}).Press("1").Sees("400件没办完")
	require.Less(t, time.Since(began), 2*time.Second)
}
