package exchange_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"heshi/assets"
	"heshi/model"
	"heshi/store/exchange"
)

var caseZone = time.FixedZone("", 8*3600)

func noWords(string, string) []string { return nil }

// readCases reads a whole file.
func wholeCases(t require.TestingT, name, text string) (out []model.Case, err error) {
	columns, err := exchange.LoadColumns(assets.Files())
	require.NoError(t, err)
	r, err := columns.ReadCases(name, strings.NewReader(text), noWords, caseZone)
	if err != nil {
		return nil, err
	}
	for {
		c, _, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out = append(out, c)
	}
}

func sampleCase() model.Case {
	day, _ := model.NewDay(2026, 11, 20)
	return model.Case{
		No: "HS-20261123-0001", Kind: model.Complaint, State: model.Mediating, RegisteredAt: time.Date(2026, 11, 23, 9, 0, 0, 0, caseZone),
		Complainant: model.Party{Name: "张小明", Phone: "13800001234"}, Shop: "百味轩", What: "外套开线，\"要求\"退款\n第二行",
		Goods: "外套", Class: "apparel", Nature: "ZL", Request: "refund", Amount: 29950, PurchasedOn: day, Channel: "onsite", Receiver: "李",
	}
}

func TestCasesReadBack(t *testing.T) {
	columns, err := exchange.LoadColumns(assets.Files())
	require.NoError(t, err)
	for _, name := range []string{"a.jsonl", "a.csv"} {
		for _, lang := range []string{"zh", "en"} {
			var b bytes.Buffer
			w, err := columns.WriteCases(name, &b, lang)
			require.NoError(t, err)
			require.NoError(t, w.Write(sampleCase()))
			require.NoError(t, w.Close())
			got, err := wholeCases(t, name, b.String())
			require.NoError(t, err)
			require.Len(t, got, 1)
			require.True(t, sampleCase().RegisteredAt.Equal(got[0].RegisteredAt))
			got[0].RegisteredAt = sampleCase().RegisteredAt
			require.Equal(t, sampleCase(), got[0], name)
		}
	}
}

func TestFaultsOfCasesNameRowAndColumn(t *testing.T) {
	head := "编号,登记时间,内容,姓名,金额,类别\n"
	for text, want := range map[string]string{
		head + "1,2026-11-23 10:00,x,,,\n,2026-11-23,x,,,\n": "row=3",
		head + "1,昨天,x,,,\n":                                 "exchange.moment",
		head + "1,2026-11-23,,,,\n":                          "exchange.needed",
		head + "1,2026-11-23,x,,abc,\n":                      "金额",
		head + "1,2026-11-23,x,,,糖\n":                        "exchange.code",
		"编号,内容\n1,x\n":                                       "exchange.column_missing",
		"编号,登记时间,内容,天气\n":                                    "exchange.column_unknown",
		"":                                                   "exchange.empty",
	} {
		_, err := wholeCases(t, "a.csv", text)
		require.ErrorContains(t, err, want, text)
	}
	for _, line := range []string{"{", `{"no":"1"}{}`, `{"no":"1","colour":"red"}`, "\xff"} {
		_, err := wholeCases(t, "a.jsonl", line)
		require.Error(t, err, line)
	}
	_, err := wholeCases(t, "a.txt", "")
	require.ErrorContains(t, err, "exchange.format")
}

func TestCasesInTheEncodingOfSpreadsheets(t *testing.T) {
	text, err := simplifiedchinese.GB18030.NewEncoder().String("编号,登记时间,内容\n1,2026年11月23日 10:00,外套开线\n")
	require.NoError(t, err)
	got, err := wholeCases(t, "a.csv", text)
	require.NoError(t, err)
	require.Equal(t, "外套开线", got[0].What)
}

func FuzzReadCases(f *testing.F) {
	f.Add("a.csv", "no,registered_at,what\n1,2026-11-23,x\n")
	f.Add("a.jsonl", `{"no":"1","registered_at":"2026-11-23T10:00:00+08:00","what":"x"}`)
	f.Fuzz(func(t *testing.T, name, text string) {
		list, _ := wholeCases(t, name, text)
		for _, c := range list {
			require.NotEmpty(t, c.No)
			require.False(t, c.RegisteredAt.IsZero())
		}
	})
}
