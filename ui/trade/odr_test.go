package trade_test

import (
	"context"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store"
	"heshi/store/find"
	"heshi/store/storetest"
	"heshi/ui/trade"
)

const platformFile = "投诉编号,投诉时间,投诉人姓名,联系电话,联系地址,被投诉店铺,所在平台,商品或服务,涉及金额,消费日期,商品类别,问题类别,诉求,投诉内容,应办结日期,物流单号\n" +
	"P001,2026-11-20 10:23:45,王小明,13800001234,,一店旗舰店,某平台,运动鞋,299.00,2026-11-01,鞋类,质量,退货退款,鞋底开胶,,SF1\n" +
	"P002,2026-11-18 09:00:00,赵大,,,路边店,某平台,,,,,,,少发一只,,\n"

func TestThePlatformsCasesComeInOnce(t *testing.T) {
	tr, ctx := trader(t), context.Background()
	gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(platformFile))
	require.NoError(t, err)
	dry, err := tr.Import(ctx, by, trade.ODR, "in.csv", gbk, true)
	require.NoError(t, err)
	require.Equal(t, trade.Result{Kind: trade.ODR, Added: 2, DryRun: true}, dry)
	require.Zero(t, tr.Store.Head())
	for _, want := range []trade.Result{{Kind: trade.ODR, Added: 2}, {Kind: trade.ODR, Present: 2}} {
		r, err := tr.Import(ctx, by, trade.ODR, "in.csv", gbk, false)
		require.NoError(t, err)
		require.Equal(t, want, r)
	}
	queue, open, err := tr.Store.PlatformQueue(ctx, 10)
	require.NoError(t, err)
	require.Equal(t, 2, open)
	require.Equal(t, []string{"P002", "P001"}, []string{queue[0].Origin.No, queue[1].Origin.No}, "what the platform had first")
	c, err := tr.Store.Case(ctx, "P001")
	require.NoError(t, err)
	require.Equal(t, queue[1], c)
	res, err := tr.Store.Search(ctx, find.Query{Text: "P001"})
	require.NoError(t, err)
	require.Len(t, res.Hits, 1, "the platform's number finds it")
	_, _, err = tr.Store.Undo(ctx, by)
	require.NoError(t, err)
	_, open, err = tr.Store.PlatformQueue(ctx, 10)
	require.NoError(t, err)
	require.Zero(t, open)
	r, err := tr.Import(ctx, by, trade.ODR, "in.csv", gbk, false)
	require.NoError(t, err)
	require.Equal(t, 2, r.Added, "what was undone may come again")
}

func TestAnAffiliatedShopIsKnownByItsNameOnThePlatform(t *testing.T) {
	tr, ctx := trader(t), context.Background()
	_, err := tr.Store.AddGroup(ctx, by, model.Group{
		Name: "陈埭鞋业", Handler: "林经办", Authorisation: model.Authorisation{Document: "书", From: 1},
		Affiliates: []model.Affiliate{{Shop: "一店", PlatformShop: "一店旗舰店"}},
	})
	require.NoError(t, err)
	_, err = tr.Import(ctx, by, trade.ODR, "in.csv", []byte(platformFile), false)
	require.NoError(t, err)
	c, err := tr.Store.Case(ctx, "P001")
	require.NoError(t, err)
	require.Equal(t, "一店", c.Shop)
	require.Equal(t, model.ToCore, c.Route.To)
	require.Contains(t, export(t, tr, trade.ODRResults, "o.csv", "zh"), "一店旗舰店", "the platform gets its own name back")
}

// What was done goes out in the platform's own columns, and what went out
// comes in again without loss.
func TestResultsGoBackToThePlatform(t *testing.T) {
	tr, ctx := trader(t), context.Background()
	_, err := tr.Import(ctx, by, trade.ODR, "in.csv", []byte(platformFile), false)
	require.NoError(t, err)
	c, err := tr.Store.Case(ctx, "P001")
	require.NoError(t, err)
	at := func(h int) store.By { b := by; b.At = by.At.Add(time.Duration(h) * time.Hour); return b }
	for i, step := range []struct {
		action string
		args   flow.Args
	}{
		{"accept", nil},
		{"contact", flow.Args{"party": "complainant", "how": "phone", "got": true, "what": "愿意换鞋"}},
		{"note", flow.Args{"text": "悄悄话"}},
		{"settle", flow.Args{"terms": "换一双新鞋", "duties": []model.Duty{{What: "换鞋", Due: model.DayOf(by.At, storetest.Zone) + 3}}}},
	} {
		_, err := tr.Store.Do(ctx, at(i+1), c.ID, 0, step.action, step.args)
		require.NoError(t, err, step.action)
	}
	out := string(export(t, tr, trade.ODRResults, "o.csv", "zh"))
	for _, word := range []string{"P001", "SF1", "愿意换鞋", "双方和解", "换一双新鞋", "2026-11-23 11:00:00", "2026-11-23 13:00:00", "少发一只"} {
		require.Contains(t, out, word)
	}
	require.NotContains(t, out, "悄悄话", "what is for the mediators alone stays here")
	for _, name := range []string{"o.csv", "o.xlsx", "o.jsonl"} {
		other := trader(t)
		r, err := other.Import(ctx, at(9), trade.ODR, name, []byte(export(t, tr, trade.ODRResults, name, "zh")), false)
		require.NoError(t, err)
		require.Equal(t, 2, r.Added)
		require.Equal(t, out, string(export(t, other, trade.ODRResults, "o.csv", "zh")), name)
	}
}

func TestTheStationsOwnMappingIsKept(t *testing.T) {
	tr, ctx := trader(t), context.Background()
	own := []byte(`{"columns":{"no":"编号","received_at":"时间","name":"人","shop":"店","what":"事"}}`)
	m, err := tr.ReadMapping(own)
	require.NoError(t, err)
	require.NoError(t, tr.KeepMapping(ctx, by, m))
	require.NoError(t, tr.KeepMapping(ctx, by, m))
	r, err := tr.Import(ctx, by, trade.ODR, "in.jsonl", []byte(`{"编号":"1","时间":"2026-11-20","人":"王","店":"一店","事":"开胶"}`), false)
	require.NoError(t, err)
	require.Equal(t, 1, r.Added)
	_, err = tr.Import(ctx, by, trade.ODR, "in.csv", []byte(platformFile), false)
	require.True(t, trade.Refused(err))
	_, err = tr.ReadMapping([]byte(`{`))
	require.True(t, trade.Refused(err))
}

// A complaint of the platform that goes on in another one has that one's
// result: the platform waits for it all the same.
func TestAMergedCaseHasTheResultOfTheOther(t *testing.T) {
	tr, ctx := trader(t), context.Background()
	_, err := tr.Store.AddGroup(ctx, by, model.Group{
		Name: "陈埭鞋业", Handler: "林经办", Authorisation: model.Authorisation{Document: "书", From: 1},
		Affiliates: []model.Affiliate{{Shop: "一店", PlatformShop: "一店旗舰店"}},
	})
	require.NoError(t, err)
	twice := platformFile + "P003,2026-11-21 10:23:45,王小明,13800001234,,一店旗舰店,某平台,,,,,,,还是鞋底开胶,,\n"
	_, err = tr.Import(ctx, by, trade.ODR, "in.csv", []byte(twice), false)
	require.NoError(t, err)
	first, err := tr.Store.Case(ctx, "P001")
	require.NoError(t, err)
	second, err := tr.Store.Case(ctx, "P003")
	require.NoError(t, err)
	_, err = tr.Store.Do(ctx, by, second.ID, 0, "merge", flow.Args{"into": first.No})
	require.NoError(t, err)
	_, err = tr.Store.Do(ctx, by, first.ID, 0, "withdraw", flow.Args{"reason": "settled_themselves"})
	require.NoError(t, err)
	table, err := csv.NewReader(strings.NewReader(string(export(t, tr, trade.ODRResults, "o.csv", "zh")))).ReadAll()
	require.NoError(t, err)
	way, course := slices.Index(table[0], "处理方式"), slices.Index(table[0], "处理经过")
	require.Positive(t, way, table[0])
	require.Positive(t, course, table[0])
	require.NotEmpty(t, table[2][way])
	require.Equal(t, table[2][way], table[3][way])
	require.Contains(t, table[3][course], "并入 "+first.No)
	require.NotContains(t, table[2][course], "并入")
}
