package ident_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/model/ident"
)

func day(t require.TestingT, s string) model.Day {
	d, err := model.ParseDay(s)
	require.NoError(t, err)
	return d
}

// outcome is a value and what is wrong with it: "" nothing, a code, or a code
// with "?" when the value may be kept.
func outcome(p *model.Problem) string {
	switch {
	case p == nil:
		return ""
	case p.Doubt:
		return p.Code + "?"
	}
	return p.Code
}

func TestPhone(t *testing.T) {
	for _, c := range []struct{ in, want, problem string }{
		{"", "", ""},
		{"  ", "", ""},
		{"13800001234", "13800001234", ""},
		{"１３８ 0000－1234", "13800001234", ""},
		{"+86 138-0000-1234", "13800001234", ""},
		{"0086 13800001234", "13800001234", ""},
		{"8613800001234", "13800001234", ""},
		{"86-138 0000 1234", "13800001234", ""},
		{"12800001234", "12800001234", "phone.range?"},
		{"1380000123", "", "phone.too_short"},
		{"138000012345", "", "phone.too_long"},
		{"123", "", "phone.too_short"},
		{"1380000123a", "", "phone.letters"},
		{"张三", "", "phone.letters"},
		{"05921234567", "0592-1234567", ""},
		{"(0592)1234567", "0592-1234567", ""},
		{"0592 123 4567", "0592-1234567", ""},
		{"010-12345678", "010-12345678", ""},
		{"021 1234 5678", "021-12345678", ""},
		{"0592-1234567-123", "0592-1234567-123", ""},
		{"0592-1234567转8", "0592-1234567-8", ""},
		{"+86 0592 1234567", "0592-1234567", ""},
		{"+-86 13800001234", "13800001234", ""},
		{"00 8-6 13800001234", "13800001234", ""},
		{"#010 12345678", "010-12345678", ""},
		{"0592123456", "", "phone.landline_short"},
		{"0592123456789", "", "phone.landline_long"},
		{"0592-1234567-1234567", "", "phone.landline_long"},
		{"0-", "", "phone.landline_short"},
		{"0-012345678901", "", "phone.area"},
		{"1234567", "", "phone.too_short"},
		{"2345678", "2345678", "phone.no_area?"},
		{"4001234567", "4001234567", ""},
		{"400-123-4567", "4001234567", ""},
		{"95588", "95588", ""},
		{"12345", "12345", "phone.service?"},
		{"+1 415 555 0100", "+14155550100", "phone.foreign?"},
		{"00852 2123 4567", "+85221234567", "phone.foreign?"},
		{"+12", "", "phone.too_short"},
		{"+1234567890123456", "", "phone.too_long"},
		{"234567890", "234567890", "phone.unusual?"},
	} {
		got, p := ident.Phone(c.in)
		require.Equal(t, c.want, got, c.in)
		require.Equal(t, c.problem, outcome(p), c.in)
	}
	_, p := ident.Phone("1380000123")
	require.Equal(t, map[string]any{"digits": 10, "want": 11}, p.Args)
	_, p = ident.Phone("0592123456")
	require.Equal(t, map[string]any{"digits": 10, "least": 11, "most": 12}, p.Args)
}

func TestCard(t *testing.T) {
	today := day(t, "2026-11-23")
	for _, c := range []struct{ in, want, problem string }{
		{"", "", ""},
		{"110101199003071233", "110101199003071233", ""},
		{"３５０５８２ 19550101 0026", "350582195501010026", ""},
		{"110101199003071234", "", "card.check"},
		{"110101199002301233", "", "card.birth"},
		{"110101170002011233", "", "card.birth"},
		{"110101202611241233", "", "card.future"},
		{"1101011990030712", "", "card.length"},
		{"11010119900307123X", "", "card.check"},
		{"1101011990030712X", "", "card.length"},
		{"1101011990030712333", "", "card.length"},
		{"110101900307123", "110101900307123", "card.old?"},
		{"110101901307123", "", "card.birth"},
		{"e12345678", "E12345678", "card.foreign?"},
		{"H1234567890", "H1234567890", "card.foreign?"},
		{"12345678", "12345678", "card.foreign?"},
		{"1234", "", "card.length"},
		{"护照", "", "card.letters"},
	} {
		got, p := ident.Card(c.in, today)
		require.Equal(t, c.want, got, c.in)
		require.Equal(t, c.problem, outcome(p), c.in)
	}
}

// cardOf completes 17 digits by the standard's sum, worked out anew.
func cardOf(s string) string {
	for _, c := range "0123456789X" {
		sum := 0
		for i, r := range s + string(c) {
			v := int(r - '0')
			if r == 'X' {
				v = 10
			}
			w := 1
			for range 17 - i {
				w = w * 2 % 11
			}
			sum += v * w
		}
		if sum%11 == 1 {
			return s + string(c)
		}
	}
	return ""
}

func TestCardTakesEveryGoodNumberAndNoOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := model.Day(rapid.IntRange(680000, 739000).Draw(t, "birth"))
		area := rapid.StringMatching(`[1-8][0-9]{5}`).Draw(t, "area")
		card := cardOf(area + strings.ReplaceAll(d.String(), "-", "") + rapid.StringMatching(`[0-9]{3}`).Draw(t, "serial"))
		got, p := ident.Card(strings.ToLower(card), 739000)
		require.Nil(t, p)
		require.Equal(t, card, got)
		if d > 680000 {
			_, p = ident.Card(card, d-1)
			require.Equal(t, "card.future", outcome(p))
		}
		i := rapid.IntRange(14, 16).Draw(t, "place")
		wrong := []byte(card)
		wrong[i] = '0' + (wrong[i]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "off")))%10
		_, p = ident.Card(string(wrong), 739000)
		require.Equal(t, "card.check", outcome(p))
	})
}

func TestCreditCode(t *testing.T) {
	for _, c := range []struct{ in, want, problem string }{
		{"", "", ""},
		{"91350582MA00000002", "91350582MA00000002", ""},
		{"91110000600037341l", "91110000600037341L", ""},
		{" ９１35 0582 MA00 0000 02", "91350582MA00000002", ""},
		{"91350582MA00000003", "", "credit_code.check"},
		{"91350582MA0000000", "", "credit_code.length"},
		{"91350582MAO0000002", "", "credit_code.sign"},
		{"350582100012345", "350582100012345", "credit_code.old?"},
	} {
		got, p := ident.CreditCode(c.in)
		require.Equal(t, c.want, got, c.in)
		require.Equal(t, c.problem, outcome(p), c.in)
	}
}

func TestMoney(t *testing.T) {
	for in, want := range map[string]model.Money{
		"": 0, "0": 0, "299": 299_00, "299元": 299_00, "¥299": 299_00, "￥２９９．５": 299_50, "299.5": 299_50,
		"1,299.00": 1299_00, "１，２９９": 1299_00, "1 299": 1299_00, "二百九十九": 299_00, "两千五": 2500_00,
		"三块五": 3_50, "三块五毛": 3_50, "三块五毛二": 3_52, "三块零五分": 3_05, "3元50": 3_50, "5毛": 50, "八分": 8,
		"1万2": 12000_00, "1万2千": 12000_00, "一万二": 12000_00, "一万零二": 10002_00, "1.5万": 15000_00,
		"十五": 15_00, "十": 10_00, "二十": 20_00, "一百零五": 105_00, "二百五": 250_00, "一百一十": 110_00, "一千零五十": 1050_00,
		"二九九": 299_00, "贰佰玖拾玖元整": 299_00, "人民币299元": 299_00, "299 RMB": 299_00, "三点五": 3_50, "三块": 3_00,
		"3千5": 3500_00, "5.": 5_00, ".5": 50, "299.50": 299_50, "299.500": 299_50, "1.2345万": 12345_00, "1.23456万": 12345_60, "1亿": 100_000_000_00,
		"十二万三千四百五十六块七毛八": 123456_78,
	} {
		got, p := ident.Money(in)
		require.Nil(t, p, in)
		require.Equal(t, want, got, in)
	}
	for in, want := range map[string]string{
		"-5": "money.negative", "−5元": "money.negative", "负二百": "money.negative", "¥-5": "money.negative",
		"1亿零1": "money.too_big", "2亿": "money.too_big", "99999999999999999999999": "money.too_big", "三亿万": "money.too_big",
		"1.234": "money.fraction", "0.0000001": "money.fraction", "1.23456789万": "money.fraction", "1万0.0000001": "money.fraction", "0.0000001元5": "money.fraction",
		"abc": "money.not_number", "1,2": "money.not_number", "12,34.00": "money.not_number", "1.2.3": "money.not_number",
		"元": "money.not_number", "百": "money.not_number", "万": "money.not_number", ".": "money.not_number", "1-2": "money.not_number",
		"三块三块": "money.not_number", "1千2万千": "money.not_number", "三块十": "money.not_number", "5分毛": "money.not_number",
		strings.Repeat("9", 10000): "money.not_number", "😀": "money.not_number", "1¥2": "money.not_number", "百万": "money.not_number",
	} {
		got, p := ident.Money(in)
		require.Equal(t, want, outcome(p), in)
		require.Zero(t, got, in)
	}
}

func TestDay(t *testing.T) {
	today := day(t, "2026-11-23")
	for in, want := range map[string]string{
		"2026-11-23": "2026-11-23", "2026/11/3": "2026-11-03", "2026.11.23": "2026-11-23", "20261123": "2026-11-23",
		"２０２６－１１－２３": "2026-11-23", "2026年11月23日": "2026-11-23", "2026年11月23号": "2026-11-23", "二〇二六年十一月二十三日": "2026-11-23",
		"11.23": "2026-11-23", "11-23": "2026-11-23", "11月23日": "2026-11-23", "11月23": "2026-11-23", "十一月二十三": "2026-11-23",
		"11-24": "2025-11-24", "12/31": "2025-12-31", "2-29": "2024-02-29", "1.1": "2026-01-01",
		"今天": "2026-11-23", "昨天": "2026-11-22", "前天": "2026-11-21", "Today": "2026-11-23", "yesterday": "2026-11-22",
		"11。20": "2026-11-20", "11、20": "2026-11-20", "2026。11。20": "2026-11-20",
	} {
		got, p := ident.Day(in, today)
		require.Nil(t, p, in)
		require.Equal(t, want, got.String(), in)
	}
	for in, want := range map[string]string{
		"2026-02-30": "day.impossible", "2-30": "day.impossible", "13月1日": "day.impossible", "20261301": "day.impossible", "0-0": "day.impossible",
		"1026-11-23": "day.year", "26-11-23": "day.not_day", "2026-11": "day.not_day", "11": "day.not_day",
		"abc": "day.not_day", "2026-11-23-1": "day.not_day", "--": "day.not_day", "11-2.": "day.not_day", "1123": "day.not_day", "11月": "day.not_day",
		"去年": "day.not_day", "2026-011-23": "day.not_day",
	} {
		got, p := ident.Day(in, today)
		require.Equal(t, want, outcome(p), in)
		require.Zero(t, got, in)
	}
	got, p := ident.Day("2026-11-24", today)
	require.Equal(t, "day.future?", outcome(p))
	require.Equal(t, today+1, got)
	got, p = ident.Day(" ", today)
	require.Nil(t, p)
	require.Zero(t, got)
}

func TestWhatIsWrittenReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := model.Money(rapid.Int64Range(0, int64(ident.MaxMoney)).Draw(t, "fen"))
		got, p := ident.Money(m.Yuan())
		require.Nil(t, p)
		require.Equal(t, m, got)

		d := model.Day(rapid.IntRange(int(day(t, "1900-01-01")), int(day(t, "2199-12-31"))).Draw(t, "day"))
		back, p := ident.Day(d.String(), d)
		require.Nil(t, p)
		require.Equal(t, d, back)
		_, month, dd := d.Date()
		short, p := ident.Day(d.String()[5:], d+model.Day(rapid.IntRange(0, 300).Draw(t, "later")))
		require.Nil(t, p)
		_, month2, dd2 := short.Date()
		require.Equal(t, [2]int{int(month), dd}, [2]int{int(month2), dd2})
		require.GreaterOrEqual(t, short, d)
	})
}

// han writes a whole amount of yuan below 100,000 the long way.
func han(n int) string {
	names, units := []rune("零一二三四五六七八九"), []string{"", "十", "百", "千", "万"}
	out, gap := "", false
	for p := 4; p >= 0; p-- {
		pow := 1
		for range p {
			pow *= 10
		}
		d := n / pow % 10
		if d == 0 {
			gap = out != ""
			continue
		}
		if gap {
			out += "零"
		}
		gap = false
		out += string(names[d]) + units[p]
	}
	return out
}

func TestMoneyInHanNumerals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 99_999).Draw(t, "yuan")
		got, p := ident.Money(han(n) + "元")
		require.Nil(t, p, han(n))
		require.Equal(t, model.Money(n)*100, got, han(n))
	})
}

func TestMasks(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "13812345678": "138****5678", "0592-1234567": "0592-****567", "010-12345678": "010-*****678",
		"0592-1234567-12": "0592-****567", "4001234567": "*******567", "2345678": "****678", "95588": "****8", "+85221234567": "*********567", "1": "*",
	} {
		require.Equal(t, want, ident.MaskPhone(in), in)
	}
	for in, want := range map[string]string{
		"": "", "350582195501011234": "350***********1234", "110101900307123": "110********7123", "E12345678": "*****5678", "1234": "****",
	} {
		require.Equal(t, want, ident.MaskCard(in), in)
	}
	for in, want := range map[string]string{"": "", "王": "*", "王明": "王*", "王小明": "王*明", "欧阳小明": "欧**明", "Li Ming": "L*****g"} {
		require.Equal(t, want, ident.MaskName(in), in)
	}
}

func TestMaskTypedHidesOnlyNumbersOfPeople(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "13800001234": "138****1234", "138 0000 1234": "138****1234", "１３８００００１２３４": "138****1234", "+8613800001234": "138****1234",
		"0595-1234567": "0595-****567", "35000019000101001X": "350***********001X", "350000190001010012": "350***********0012", "110101900307123": "110********7123",
		"12300001234": "********234", "JJ01-20261120-0001": "JJ01-20261120-0001", "20261120-0001": "20261120-0001", "c-17": "c-17", "0001": "0001", "4417": "4417", "王小明": "王小明",
	} {
		require.Equal(t, want, ident.MaskTyped(in), in)
	}
}

// shownOf counts the characters of in that masked still shows in their places,
// or at all when the lengths differ.
func shownOf(masked string) int {
	return len([]rune(strings.ReplaceAll(strings.ReplaceAll(masked, "*", ""), "-", "")))
}

func TestMaskAddressShowsNoMoreThanTheDistrict(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "三楼": "***", "福建省晋江市青阳街道曾井小区8号": "福建省晋江市***", "福州市鼓楼区五四路1号": "福州市鼓楼区***",
		"曾井小区8号": "***", "阳光社区": "***", "石狮市工业区": "石狮市***", "安溪县城厢镇": "安溪县***",
		"凉山州西昌市": "凉山州西昌市***", "路边市": "***", "12 Road": "***", "\xff市": "\ufffd市***",
	} {
		require.Equal(t, want, ident.MaskAddress(in), in)
	}
}

func TestMasksNeverShowMoreThanAllowed(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[0-9+-]{0,20}`), rapid.StringMatching(`0[0-9]{2,3}-[0-9]{6,9}(-[0-9]{1,4})?`), rapid.StringMatching(`1[3-9][0-9]{9}`))
	rapid.Check(t, func(t *rapid.T) {
		s := strings.ReplaceAll(text.Draw(t, "text"), "*", "")
		if s == "" {
			return
		}
		n := len([]rune(s))
		require.LessOrEqual(t, shownOf(ident.MaskPhone(s)), 7)
		require.LessOrEqual(t, shownOf(ident.MaskCard(s)), 7)
		require.LessOrEqual(t, shownOf(ident.MaskName(s)), 2)
		for _, m := range []string{ident.MaskPhone(s), ident.MaskCard(s), ident.MaskName(s)} {
			require.Contains(t, m, "*")
			require.LessOrEqual(t, len([]rune(m)), n)
		}
		if n >= 7 {
			require.GreaterOrEqual(t, strings.Count(ident.MaskPhone(s), "*"), 4)
		}
	})
}

func TestFold(t *testing.T) {
	require.Equal(t, "A-12,b (x)", ident.Fold("　Ａ－１２，ｂ\n（x）\x00\u200b\xff "))
	require.Equal(t, "Ａ-123", ident.Digits("Ａ-１2３"))
}

func FuzzPhone(f *testing.F) {
	for _, s := range []string{"13800001234", "+86 138-0000-1234", "0592-1234567转8", "４００", "00", "-", "\xff", "+"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, p := ident.Phone(s)
		if p != nil && !p.Doubt {
			require.Empty(t, got)
			return
		}
		again, p2 := ident.Phone(got)
		require.Equal(t, got, again)
		require.Equal(t, outcome(p), outcome(p2))
		require.Empty(t, strings.Trim(got, "+-0123456789"))
		ident.MaskPhone(s)
	})
}

func FuzzCard(f *testing.F) {
	for _, s := range []string{"110101199003071233", "e12345678", "\xff", "11010119900307123x", "000000000000000000"} {
		f.Add(s, 739000)
	}
	f.Fuzz(func(t *testing.T, s string, today int) {
		got, p := ident.Card(s, model.Day(int32(today)))
		if p != nil && !p.Doubt {
			require.Empty(t, got)
			return
		}
		again, _ := ident.Card(got, model.Day(int32(today)))
		require.Equal(t, got, again)
		ident.MaskCard(s)
	})
}

func FuzzCreditCode(f *testing.F) {
	for _, s := range []string{"91350582MA00000002", "350582100012345", "\xff", "91350582 ma0000000-2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, p := ident.CreditCode(s)
		if p != nil && !p.Doubt {
			require.Empty(t, got)
			return
		}
		again, _ := ident.CreditCode(got)
		require.Equal(t, got, again)
	})
}

func FuzzMoney(f *testing.F) {
	for _, s := range []string{"299", "1,299.00", "两千五", "三块五毛二", "1万2", "负二", "9999999999", "亿亿亿", "1.0000001", "点", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, p := ident.Money(s)
		require.GreaterOrEqual(t, got, model.Money(0))
		require.LessOrEqual(t, got, ident.MaxMoney)
		if p != nil {
			require.Zero(t, got)
			return
		}
		again, p := ident.Money(got.Yuan())
		require.Nil(t, p)
		require.Equal(t, got, again)
	})
}

func FuzzDay(f *testing.F) {
	for _, s := range []string{"2026-11-23", "11.23", "昨天", "2-29", "二〇二六年十一月二十三日", "20260230", "--", "\xff"} {
		f.Add(s, 739943)
	}
	f.Fuzz(func(t *testing.T, s string, on int) {
		today := model.Day(int32(on))
		got, p := ident.Day(s, today)
		if p != nil && !p.Doubt {
			require.Zero(t, got)
			return
		}
		if p == nil && got != 0 {
			require.LessOrEqual(t, got, today)
		}
		if got != 0 {
			y, m, d := got.Date()
			back, real := model.NewDay(y, m, d)
			require.True(t, real)
			require.Equal(t, got, back)
			require.NotEqual(t, time.Month(0), m)
		}
	})
}
