package exchange_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"heshi/assets"
	"heshi/model"
	"heshi/store/exchange"
)

func columns(t require.TestingT) exchange.Columns {
	c, err := exchange.LoadColumns(assets.Files())
	require.NoError(t, err)
	return c
}

// words stands in for the catalogue: one word a language for every class.
func words(_, code string) []string { return []string{"中" + code, "en " + code} }

// codes are the codes of the problems in err.
func codes(err error) []string {
	var ps model.Problems
	var p *model.Problem
	switch {
	case errors.As(err, &ps):
		var out []string
		for _, p := range ps {
			out = append(out, p.Code)
		}
		return out
	case errors.As(err, &p):
		return []string{p.Code}
	}
	return nil
}

func read(t require.TestingT, name string, data []byte) ([]model.Shop, error) {
	table, err := exchange.Read(name, data)
	if err != nil {
		return nil, err
	}
	return columns(t).ReadShops(table, words)
}

func TestChineseOfficesFiles(t *testing.T) {
	text := "店名,铺位,类别,电话,开业日期,入盟日期,入盟承诺天数\n百味轩,1-101,中food,１３８ 0000 1234,2026/1/5,2026年1月1日,15\n\n鞋都,2-3,apparel,,,,\n"
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(text)
	require.NoError(t, err)
	for name, data := range map[string]string{"utf-8": text, "with a mark": "\ufeff" + text, "gbk": gbk, "windows lines": strings.ReplaceAll(text, "\n", "\r\n")} {
		t.Run(name, func(t *testing.T) {
			got, err := read(t, "商户.csv", []byte(data))
			require.NoError(t, err)
			require.Len(t, got, 2)
			joined, _ := model.NewDay(2026, 1, 1)
			opened, _ := model.NewDay(2026, 1, 5)
			require.Equal(t, model.Shop{
				Name: "百味轩", Stall: "1-101", Class: "food", Phone: "13800001234", Opened: opened,
				Member: &model.Member{Joined: joined, TermDays: 15},
			}, got[0])
		})
	}
}

func TestBadFilesSayWhatAndWhere(t *testing.T) {
	for _, c := range []struct{ name, file, data, code string }{
		{"no such format", "a.doc", "x", "exchange.format"},
		{"empty", "a.csv", "", "exchange.empty"},
		{"heads only", "a.csv", "店名,铺位\n", "exchange.empty"},
		{"an open quote", "a.csv", "店名\n\"百味", "exchange.broken"},
		{"neither UTF-8 nor GBK", "a.csv", "店名\n\xff\xff\xff", "exchange.encoding"},
		{"GBK behind UTF-8", "a.csv", "name\n百味\n\xb0\xd9\xce\xb6\n", "exchange.encoding"},
		{"no spreadsheet", "a.xlsx", "店名", "exchange.no_table"},
		{"no object", "a.jsonl", "[1]\n", "exchange.broken"},
		{"a nested object", "a.jsonl", `{"name":{"a":1}}`, "exchange.broken"},
		{"a name twice in an object", "a.jsonl", `{"name":"a","name":"b"}`, "exchange.column_twice"},
		{"half a character", "a.jsonl", `{"name":"\ud800"}`, "exchange.encoding"},
		{"two objects on a line", "a.jsonl", `{"name":"a"}{}`, "exchange.broken"},
		{"an unknown head", "a.csv", "店名,颜色\n百味轩,红\n", "exchange.column_unknown"},
		{"a head twice", "a.csv", "店名,name\n百味轩,x\n", "exchange.column_twice"},
		{"no name", "a.csv", "铺位\n1\n", "exchange.column_missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := read(t, c.file, []byte(c.data))
			require.Equal(t, []string{c.code}, codes(err))
		})
	}
}

// TestWhatAFileSaysIsTakenOrRefused: nothing that stands in a cell goes missing
// without a word.
func TestWhatAFileSaysIsTakenOrRefused(t *testing.T) {
	for _, c := range []struct{ name, data, code, fault string }{
		{"a comma too many", "店名,铺位\n百味,轩,1-101\n", "exchange.no_head", ""},
		{"a column without a head", "店名,,铺位\n百味轩,二楼,1-101\n", "exchange.no_head", ""},
		{"a promise without the day of joining", "店名,入盟承诺天数\n百味轩,15\n", "exchange.row", "need.joined"},
		{"a poster without the day of joining", "店名,看到海报日期\n百味轩,2026-01-02\n", "exchange.row", "need.joined"},
		{"a day without its year", "店名,开业日期\n百味轩,11月23日\n", "exchange.row", "exchange.day"},
		{"a day told from another", "店名,开业日期\n百味轩,昨天\n", "exchange.row", "exchange.day"},
		{"a day there is not", "店名,开业日期\n百味轩,2026-02-30\n", "exchange.row", "day.impossible"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := read(t, "a.csv", []byte(c.data))
			require.Equal(t, []string{c.code}, codes(err))
			if c.fault != "" {
				var ps model.Problems
				require.ErrorAs(t, err, &ps)
				require.Equal(t, c.fault, ps[0].Args["fault"].(*model.Problem).Code)
			}
		})
	}
	_, err := read(t, "a.csv", []byte("店名,类别\n百味轩,食\n"))
	var ps model.Problems
	require.ErrorAs(t, err, &ps)
	require.Contains(t, ps[0].Args["fault"].(*model.Problem).Args["expected"], "中food/en food", "in words that may stand there")
	_, err = read(t, "a.csv", []byte("店名\nShop A\nshop  a\n")) // one name to the register
	require.Equal(t, []string{"exchange.row"}, codes(err))
	_, err = read(t, "a.csv", []byte("店名,铺位,,\n百味轩,1-101,,\n")) // spreadsheets write empty columns
	require.NoError(t, err)
}

// TestDaysOfSpreadsheets: a day typed into a cell of a workbook has the format
// of the computer it was typed on, and a file may have midnight behind it.
func TestDaysOfSpreadsheets(t *testing.T) {
	want, _ := model.NewDay(2026, 3, 5)
	const serial = 46086 // 2026-03-05
	for _, format := range []int{14, 22, 31} {
		f := excelize.NewFile()
		style, err := f.NewStyle(&excelize.Style{NumFmt: format})
		require.NoError(t, err)
		for cell, v := range map[string]any{"A1": "店名", "B1": "开业日期", "A2": "百味轩", "B2": serial} {
			require.NoError(t, f.SetCellValue("Sheet1", cell, v))
		}
		require.NoError(t, f.SetCellStyle("Sheet1", "B2", "B2", style))
		var b bytes.Buffer
		require.NoError(t, f.Write(&b))
		require.NoError(t, f.Close())
		got, err := read(t, "a.xlsx", b.Bytes())
		require.NoError(t, err, "format %d", format)
		require.Equal(t, want, got[0].Opened, "format %d", format)
	}
	for _, s := range []string{"2026/3/5 0:00", "2026-03-05 00:00:00", "2026年3月5日"} {
		got, err := read(t, "a.csv", []byte("店名,开业日期\n百味轩,"+s+"\n"))
		require.NoError(t, err, s)
		require.Equal(t, want, got[0].Opened, s)
	}
}

func TestABadRowNamesRowAndColumn(t *testing.T) {
	_, err := read(t, "a.csv", []byte("店名,电话,开业日期,入盟承诺天数,入盟日期\n百味轩,abc,2026-02-30,,\n百味轩,,,七,2026-01-01\n"))
	var ps model.Problems
	require.ErrorAs(t, err, &ps)
	var at []string
	for _, p := range ps {
		require.Equal(t, "exchange.row", p.Code)
		at = append(at, fmt.Sprint(p.Args["row"], " ", p.Args["column"]))
	}
	require.ElementsMatch(t, []string{"2 电话 / phone", "2 开业日期 / opened", "3 店名 / name", "3 入盟承诺天数 / member_term_days"}, at)
}

func TestFaultsAreBounded(t *testing.T) {
	_, err := read(t, "a.csv", []byte("店名,电话\n"+strings.Repeat("x,abc\n", 5000)))
	require.LessOrEqual(t, len(codes(err)), 30)
}

// TestXLSXBomb: a sheet that unpacks to more than the bound is refused, and
// not by running out of memory.
// TestXLSXBomb: a good workbook is refused for what else it would unpack to,
// which is counted before any of it is unpacked.
func TestXLSXBomb(t *testing.T) {
	list := []model.Shop{{Name: "百味轩"}}
	var good, bad bytes.Buffer
	require.NoError(t, exchange.Write(&good, "a.xlsx", columns(t).WriteShops(list, words, "zh")))
	from, err := zip.NewReader(bytes.NewReader(good.Bytes()), int64(good.Len()))
	require.NoError(t, err)
	to := zip.NewWriter(&bad)
	for _, f := range from.File {
		require.NoError(t, to.Copy(f))
	}
	zeros(t, to, "xl/media/bomb.bin", 300)
	require.NoError(t, to.Close())

	got, err := read(t, "a.xlsx", good.Bytes())
	require.NoError(t, err)
	require.Equal(t, list, got)
	_, err = read(t, "a.xlsx", bad.Bytes())
	require.Equal(t, []string{"exchange.no_table"}, codes(err))
}

// zeros puts a file of so many MiB of zeros into an archive. One is packed, and
// stands there again and again: packing all of them takes the race detector
// minutes.
func zeros(t *testing.T, to *zip.Writer, name string, mib int) {
	t.Helper()
	one := make([]byte, 1<<20)
	var packed, end bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestSpeed)
	require.NoError(t, err)
	_, err = w.Write(one)
	require.NoError(t, err)
	require.NoError(t, w.Flush())
	w.Reset(&end)
	require.NoError(t, w.Close())
	sum := crc32.NewIEEE()
	for range mib {
		_, _ = sum.Write(one)
	}
	all := append(bytes.Repeat(packed.Bytes(), mib), end.Bytes()...)
	f, err := to.CreateRaw(&zip.FileHeader{
		Name: name, Method: zip.Deflate, CRC32: sum.Sum32(),
		CompressedSize64: uint64(len(all)), UncompressedSize64: uint64(mib) << 20,
	})
	require.NoError(t, err)
	_, err = f.Write(all)
	require.NoError(t, err)
}

// TestRoundTrip: what is written reads back the same, in every format and in
// both languages' heads.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := shops(t)
		ext := rapid.SampledFrom(exchange.Formats()).Draw(t, "format")
		lang := rapid.SampledFrom([]string{"zh", "en", ""}).Draw(t, "language")
		var b bytes.Buffer
		require.NoError(t, exchange.Write(&b, "f"+ext, columns(t).WriteShops(list, words, lang)))
		got, err := read(t, "f"+ext, b.Bytes())
		require.NoError(t, err)
		require.Equal(t, list, got)
	})
}

func shops(t *rapid.T) []model.Shop {
	day := func(label string) model.Day { return model.Day(rapid.IntRange(735000, 745000).Draw(t, label)) }
	n := rapid.IntRange(1, 5).Draw(t, "shops")
	out := make([]model.Shop, n)
	for i := range out {
		opened := day("opened")
		out[i] = model.Shop{
			Name:  rapid.StringMatching(`[百味轩鞋都a-z]{1,6}`).Draw(t, "name") + fmt.Sprint(i),
			Stall: rapid.StringMatching(`[0-9"',=@+-]{0,5}`).Draw(t, "stall"),
			Class: rapid.SampledFrom(append(model.Classes(), "")).Draw(t, "class"), Opened: opened,
			OwnSignDays: rapid.IntRange(0, 30).Draw(t, "sign"),
		}
		out[i].Stall = strings.TrimSpace(out[i].Stall)
		if rapid.Bool().Draw(t, "member") {
			seen := day("seen")
			out[i].Member = &model.Member{Joined: opened, Left: opened + 9, TermDays: 15, PosterSeen: &seen}
		}
	}
	return out
}

// FuzzRead: no file makes the reader panic or return rows without a header.
func FuzzRead(f *testing.F) {
	var sheet bytes.Buffer
	require.NoError(f, exchange.Write(&sheet, "a.xlsx", exchange.Table{Header: []string{"店名"}, Rows: []exchange.Row{{Cells: []string{"百味轩"}}}}))
	f.Add(uint8(0), []byte("店名,铺位\n百味轩,1\n"))
	f.Add(uint8(1), sheet.Bytes())
	f.Add(uint8(2), []byte(`{"name":"百味轩","stall":null}`))
	f.Add(uint8(2), []byte("{}"))
	f.Fuzz(func(t *testing.T, kind uint8, data []byte) {
		ext := exchange.Formats()[int(kind)%len(exchange.Formats())]
		table, err := exchange.Read("f"+ext, data)
		if err != nil {
			require.NotEmpty(t, codes(err), err)
			return
		}
		require.NotEmpty(t, table.Header)
		_, err = columns(t).ReadShops(table, words)
		if err != nil {
			require.NotEmpty(t, codes(err), err)
		}
	})
}
