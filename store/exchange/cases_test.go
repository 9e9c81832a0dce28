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

// TestAFormulaIsText: what a consumer wrote is not run by the spreadsheet that
// opens the file, and comes back as it was; numbers stay numbers.
func TestAFormulaIsText(t *testing.T) {
	columns, err := exchange.LoadColumns(assets.Files())
	require.NoError(t, err)
	for what, cell := range map[string]string{
		`=HYPERLINK("http://x","a")`: `"'=HYPERLINK(""http://x"",""a"")"`, "+cmd|' /C calc'!A0": ",'+cmd|", "-1+@SUM(1)": ",'-1+@", "＝1": ",'＝1",
		"'=1": ",''=1", "-5": ",-5", "+86 138-0000": ",+86 138-0000", "'早上'": ",'早上'", "=": ",'=", "-": ",-",
	} {
		c := sampleCase()
		c.What = what
		var b bytes.Buffer
		w, err := columns.WriteCases("a.csv", &b, "zh")
		require.NoError(t, err)
		require.NoError(t, w.Write(c))
		require.NoError(t, w.Close())
		require.Contains(t, b.String(), cell)
		got, err := wholeCases(t, "a.csv", b.String())
		require.NoError(t, err)
		require.Equal(t, what, got[0].What)
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

// The text of a file tells its encoding wherever the first Chinese stands, and
// bytes that are neither encoding are refused, as in the other files.
func TestCasesInTheEncodingOfSpreadsheets(t *testing.T) {
	gbk := func(text string) string {
		out, err := simplifiedchinese.GB18030.NewEncoder().String(text)
		require.NoError(t, err)
		return out
	}
	latin := "no,registered_at,what\n" + strings.Repeat("1,2026-11-23,torn\n", 20_000) // past any look at the beginning
	for name, c := range map[string]struct {
		text, what, code string
	}{
		"from the head on":       {gbk("编号,登记时间,内容\n1,2026年11月23日 10:00,外套开线\n"), "外套开线", ""},
		"the mark before it":     {"\xef\xbb\xbf" + gbk("编号,登记时间,内容\n1,2026-11-23,外套开线\n"), "外套开线", ""},
		"at the end only":        {latin + gbk("2,2026-11-23,外套开线\n"), "外套开线", ""},
		"UTF-8 at the end only":  {latin + "2,2026-11-23,外套开线\n", "外套开线", ""},
		"first two bytes like Α": {latin + "2,2026-11-23,\xce\x91" + gbk("外套") + "\n", gbkText(t, "\xce\x91") + "外套", ""},
		"no text in the head":    {"no,registered_at,what\xff\xff\n", "", "exchange.encoding"},
		"no text in a row":       {gbk("编号,登记时间,内容\n1,2026-11-23,外套\n") + "2,2026-11-23,\xff\xff\n", "", "exchange.encoding"},
		"no text far behind":     {latin + "2,2026-11-23,\xff\xff\n", "", "exchange.encoding"},
		"half a character":       {latin + "2,2026-11-23,\xcd", "", "exchange.encoding"},
		"GBK behind UTF-8 rows":  {latin + "2,2026-11-23,外套\n" + gbk("2,2026-11-23,外套\n"), "", "exchange.encoding"},
		"GBK behind UTF-8":       {"编号,登记时间,内容\n1,2026-11-23,外套\n" + gbk("2,2026-11-23,外套\n"), "", "exchange.encoding"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := wholeCases(t, "a.csv", c.text)
			if c.code != "" {
				require.Equal(t, []string{c.code}, codes(err))
				require.Empty(t, got)
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.what, got[len(got)-1].What)
		})
	}
}

func gbkText(t *testing.T, bytes string) string {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewDecoder().String(bytes)
	require.NoError(t, err)
	return out
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
