package exchange_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"heshi/assets"
	"heshi/model"
	"heshi/store/exchange"
)

var (
	zone  = time.FixedZone("", 8*3600)
	today = time.Date(2026, 11, 23, 9, 0, 0, 0, zone)
)

func platform(t require.TestingT) exchange.Platform {
	m, err := exchange.LoadMapping(assets.Files())
	require.NoError(t, err)
	return exchange.Platform{Mapping: m, Words: words, Zone: zone, Now: today}
}

const head = "投诉编号,投诉时间,投诉人姓名,联系电话,联系地址,被投诉店铺,所在平台,商品或服务,涉及金额,消费日期,商品类别,问题类别,诉求,投诉内容,应办结日期,物流单号\n"

func readCases(t require.TestingT, text string) ([]model.Case, error) {
	table, err := exchange.Read("odr.csv", []byte(text))
	require.NoError(t, err)
	return platform(t).Read(table)
}

func TestARowBecomesACase(t *testing.T) {
	list, err := readCases(t, head+"P001,2026-11-20 10:23:45,王小明,13800001234,某路1号,一店旗舰店,某平台,运动鞋,299.00,2026-11-01,鞋类,质量,退货退款,鞋底开胶,2026-12-04,SF1\n")
	require.NoError(t, err)
	c := list[0]
	require.Equal(t, &model.Origin{Via: model.ViaODR, No: "P001", At: time.Date(2026, 11, 20, 10, 23, 45, 0, zone), Due: c.Origin.Due}, c.Origin)
	require.Equal(t, "2026-12-04", c.Origin.Due.String())
	require.Equal(t, "2026-11-01", c.PurchasedOn.String())
	require.Equal(t, []string{"apparel", "ZL", "refund", "online"}, []string{c.Class, c.Nature, c.Request, c.Channel})
	require.Equal(t, model.Money(29900), c.Amount)
	require.Contains(t, c.PlatformRow, model.Cell{Head: "物流单号", Value: "SF1"})
	for _, cell := range c.PlatformRow {
		require.NotContains(t, []string{"王小明", "13800001234", "某路1号"}, cell.Value, "personal data stands once")
	}
}

func TestWhatThePlatformHasMaskedIsNoPhone(t *testing.T) {
	list, err := readCases(t, head+"P001,2026/11/20 10:23,王小明,138****1234,,一店,,,,,没听过的类,,,开胶,,\n")
	require.NoError(t, err)
	require.Empty(t, list[0].Complainant.Phone)
	require.Empty(t, list[0].Class)
	require.Contains(t, list[0].PlatformRow, model.Cell{Head: "联系电话", Value: "138****1234"})
	require.Contains(t, list[0].PlatformRow, model.Cell{Head: "商品类别", Value: "没听过的类"})
}

func TestFaultsOfThePlatformsFileNameRowAndColumn(t *testing.T) {
	good := "P%03d,2026-11-20 10:23:45,王小明,13800001234,,一店,,,,,,,,开胶,,\n"
	for name, tc := range map[string]struct{ row, column, code string }{
		"no number":  {",2026-11-20,王,,,一店,,,,,,,,x,,", "投诉编号", "need.platform_no"},
		"long":       {strings.Repeat("9", 65) + ",2026-11-20,王,,,一店,,,,,,,,x,,", "投诉编号", "text.too_long"},
		"twice":      {"P001,2026-11-20,王,,,一店,,,,,,,,x,,", "投诉编号", "exchange.twice"},
		"no time":    {"Q,,王,,,一店,,,,,,,,x,,", "投诉时间", "need.received_at"},
		"bad time":   {"Q,昨天,王,,,一店,,,,,,,,x,,", "投诉时间", "exchange.moment"},
		"future":     {"Q,2026-11-24,王,,,一店,,,,,,,,x,,", "投诉时间", "exchange.future"},
		"phone":      {"Q,2026-11-20,王,138,,一店,,,,,,,,x,,", "联系电话", "phone.too_short"},
		"no name":    {"Q,2026-11-20,,,,一店,,,,,,,,x,,", "投诉人姓名", "need.name"},
		"no shop":    {"Q,2026-11-20,王,,,,,,,,,,,x,,", "被投诉店铺", "need.shop"},
		"no facts":   {"Q,2026-11-20,王,,,一店,,,,,,,,,,", "投诉内容", "need.what"},
		"amount":     {"Q,2026-11-20,王,,,一店,,,好多,,,,,x,,", "涉及金额", ""},
		"day":        {"Q,2026-11-20,王,,,一店,,,,2026-02-30,,,,x,,", "消费日期", ""},
		"bought far": {"Q,2026-11-20,王,,,一店,,,,2027-01-01,,,,x,,", "消费日期", "purchase.future"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readCases(t, head+fmt.Sprintf(good, 1)+tc.row+"\n")
			var ps model.Problems
			require.ErrorAs(t, err, &ps)
			require.Equal(t, "exchange.row", ps[0].Code)
			require.Equal(t, []any{3, tc.column}, []any{ps[0].Args["row"], ps[0].Args["column"]})
			if tc.code != "" {
				require.Equal(t, tc.code, ps[0].Args["fault"].(*model.Problem).Code)
			}
		})
	}
	_, err := readCases(t, head+strings.TrimSuffix(fmt.Sprintf(good, 1), "\n")+",多出来的\n")
	require.Equal(t, []string{"exchange.no_head"}, codes(err))
	_, err = readCases(t, "投诉编号,投诉编号\n1,2\n")
	require.Equal(t, []string{"exchange.column_twice"}, codes(err))
	_, err = readCases(t, strings.Replace(head, "投诉内容", "内容", 1)+fmt.Sprintf(good, 1))
	require.Equal(t, []string{"mapping.no_column"}, codes(err))
	_, err = readCases(t, "店名,铺位\n百味轩,1\n")
	require.Equal(t, []string{"mapping.no_columns"}, codes(err), "what another file has is told once")
}

// One bad row of a hundred thousand is found, and nothing else said.
func TestOneBadRowOfAHundredThousandIsNamed(t *testing.T) {
	const rows = 100_000
	var b strings.Builder
	b.WriteString("投诉编号,投诉时间,投诉人姓名,被投诉店铺,投诉内容\n")
	for i := range rows {
		if i == 77_776 {
			b.WriteString("X,不是时间,王小明,一店,开胶\n")
			continue
		}
		fmt.Fprintf(&b, "P%d,2026-11-20 10:00,王小明,店%d,开胶\n", i, i%100)
	}
	p := platform(t)
	for _, f := range []string{"phone", "address", "platform", "goods", "amount", "purchased_on", "class", "nature", "request", "due_on"} {
		delete(p.Mapping.Columns, f)
	}
	gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(b.String()))
	require.NoError(t, err)
	table, err := exchange.Read("odr.csv", gbk)
	require.NoError(t, err)
	_, err = p.Read(table)
	var ps model.Problems
	require.ErrorAs(t, err, &ps)
	require.Len(t, ps, 1)
	require.Equal(t, []any{77_778, "投诉时间"}, []any{ps[0].Args["row"], ps[0].Args["column"]})
}

func TestMappingsAreChecked(t *testing.T) {
	whole := `{"columns":{"no":"编号","received_at":"时间","name":"人","shop":"店","what":"事"}}`
	m, err := exchange.ReadMapping([]byte(whole))
	require.NoError(t, err)
	require.Len(t, m.Columns, 5)
	for text, code := range map[string]string{
		`{`: "mapping.broken", `{}{}`: "mapping.broken", `{"column":{}}`: "mapping.broken",
		`{"columns":{"no":"编号"}}`:                                             "mapping.need_column",
		strings.Replace(whole, `"店"`, `"人"`, 1):                               "mapping.twice",
		strings.Replace(whole, `"no"`, `"nr":"x","no"`, 1):                    "mapping.unknown_field",
		strings.Replace(whole, `}}`, `},"values":{"x":{}}}`, 1):               "mapping.unknown_field",
		strings.Replace(whole, `}}`, `},"values":{"class":{"鞋":"shoe"}}}`, 1): "code.unknown",
	} {
		_, err := exchange.ReadMapping([]byte(text))
		require.Contains(t, codes(err), code, text)
	}
}

// What went through the station comes back as it came, with the results in
// their columns; read and written again it stays the same.
func TestRoundTripLosesNothing(t *testing.T) {
	p := platform(t)
	rapid.Check(t, func(t *rapid.T) {
		table := exchange.Table{Header: strings.Split(strings.TrimSpace(head), ",")}
		some := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
		for i := range rapid.IntRange(1, 6).Draw(t, "rows") {
			table.Rows = append(table.Rows, exchange.Row{Number: i + 2, Cells: []string{
				fmt.Sprint("P", i), some("at", "2026-11-20 10:23:45", "2026/11/2 9:01", "2026年11月3日"),
				"王小明", some("phone", "", "13800001234", "138****1234"), some("address", "", "某路"), "一店",
				some("platform", "", "某平台"), some("goods", "", "鞋  子"), some("amount", "", "299", "¥299.00", "0.5"), some("day", "", "2026-11-01", "2026/11/1"),
				some("class", "", "鞋类", "服装", "外星人"), some("nature", "", "质量", "谜"), some("request", "", "退款", "退货退款"),
				some("what", "开胶", "两行\n文字"), some("due", "", "2026-12-04"), some("extra", "", "SF1"),
			}})
		}
		first, err := p.Read(table)
		require.NoError(t, err)
		results := make([]exchange.Result, len(first))
		results[0] = exchange.Result{Course: "11月21日电话", Way: "和解", Result: "换鞋", HandledAt: today}
		out := p.Write(first, results)
		for i, row := range table.Rows {
			for j, h := range table.Header {
				k := indexOf(out.Header, h)
				if row.Cells[j] == "" && k < 0 {
					continue
				}
				require.GreaterOrEqual(t, k, 0, h)
				require.Equal(t, strings.Join(strings.Fields(row.Cells[j]), " "), strings.Join(strings.Fields(out.Rows[i].Cells[k]), " "), h)
			}
		}
		name := some("format", "o.csv", "o.xlsx", "o.jsonl")
		var b bytes.Buffer
		require.NoError(t, exchange.Write(&b, name, out))
		again, err := exchange.Read(name, b.Bytes())
		require.NoError(t, err)
		p := p
		p.Sparse = name == "o.jsonl"
		second, err := p.Read(again)
		require.NoError(t, err)
		twice := p.Write(second, make([]exchange.Result, len(second)))
		require.Equal(t, cellsByHead(out), cellsByHead(twice))
	})
}

func indexOf(list []string, s string) int {
	for i, v := range list {
		if v == s {
			return i
		}
	}
	return -1
}

func cellsByHead(t exchange.Table) []map[string]string {
	var out []map[string]string
	for _, r := range t.Rows {
		m := map[string]string{}
		for i, c := range r.Cells {
			if c != "" {
				m[t.Header[i]] = c
			}
		}
		out = append(out, m)
	}
	return out
}

func FuzzReadODR(f *testing.F) {
	f.Add([]byte(head + "P001,2026-11-20 10:23:45,王小明,13800001234,某路1号,一店旗舰店,某平台,运动鞋,299.00,2026-11-01,鞋类,质量,退货退款,鞋底开胶,2026-12-04,SF1\n"))
	f.Add([]byte(head + "P001,1/2/06 15:04,王小明,138*,,一店,,,,,,,,x,,\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := exchange.Read("odr.csv", data)
		if err != nil {
			return
		}
		list, err := platform(t).Read(table)
		if err != nil {
			require.NotEmpty(t, codes(err))
			return
		}
		for _, c := range list {
			require.NotEmpty(t, c.Origin.No)
			require.False(t, c.Origin.At.After(today))
		}
	})
}

func FuzzReadMapping(f *testing.F) {
	f.Add([]byte(`{"columns":{"no":"编号","received_at":"时间","name":"人","shop":"店","what":"事"},"values":{"class":{"鞋":"apparel"}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := exchange.ReadMapping(data)
		if err != nil {
			require.NotEmpty(t, codes(err))
			return
		}
		require.NotEmpty(t, m.Columns["no"])
	})
}
