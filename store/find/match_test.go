package find

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/model"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "  ": "", "ＡＢＣ　１２": "abc 12", "張記 麵館": "张记 面馆", "a\x00b\u200bc": "abc", "A\n\tB": "a b", "\xff": "", "Ünal": "ünal", "臺灣": "台湾", "後裡發髮": "后里发发",
	} {
		require.Equal(t, want, Fold(in), in)
		require.Equal(t, Fold(in), Fold(Fold(in)), in)
	}
	require.Equal(t, "a\n\tb", Clean(" a\n\tb\x00\u200b\xff "))
}

func TestMatchTerm(t *testing.T) {
	for _, c := range []struct {
		word, term string
		tier       int
		how        How
	}{
		{"张小明", "张小明", tierExact, Exact},
		{"张", "张小明", tierPrefix, Prefix},
		{"小明", "张小明", tierFragment, Fragment},
		{"张明", "张小明", tierNone, ""},
		{"zhangxiaoming", "张小明", tierExact, Pinyin},
		{"zxm", "张小明", tierExact, Initials},
		{"zhxm", "张小明", tierExact, Initials},
		{"zh", "张小明", tierPrefix, Initials},
		{"zha", "张小明", tierPrefix, Pinyin},
		{"zhangx", "张小明", tierPrefix, Pinyin},
		{"zhangxm", "张小明", tierExact, Pinyin},
		{"张xm", "张小明", tierExact, Initials},
		{"张xiaom", "张小明", tierExact, Pinyin},
		{"zhangxiaomi", "张小明", tierPrefix, Pinyin},
		{"xm", "张小明", tierFragment, Initials},
		{"xiaoming", "张小明", tierFragment, Pinyin},
		{"zm", "张小明", tierNone, ""},
		{"shan", "单芳", tierPrefix, Pinyin},
		{"dan", "单芳", tierPrefix, Pinyin},
		{"qiu", "仇英", tierPrefix, Pinyin},
		{"chou", "仇英", tierPrefix, Pinyin},
		{"xie", "解放", tierPrefix, Pinyin},
		{"ou", "区明", tierPrefix, Pinyin},
		{"yue", "乐华", tierPrefix, Pinyin},
		{"le", "乐华", tierPrefix, Pinyin},
		{"ceng", "曾国", tierPrefix, Pinyin},
		{"chongqinghuoguo", "重庆火锅", tierExact, Pinyin},
		{"zhongqing", "重庆火锅", tierPrefix, Pinyin},
		{"chang", "长城", tierPrefix, Pinyin},
		{"zhang", "长城", tierPrefix, Pinyin},
		{"lv", "吕布", tierPrefix, Pinyin},
		{"lu", "吕布", tierPrefix, Pinyin},
		{"a102", "a102", tierExact, Exact},
		{"102", "a102", tierFragment, Fragment},
		{"tx", "t恤", tierExact, Initials},
		{"txu", "t恤", tierExact, Pinyin},
		{"", "张", tierNone, ""},
		{"z", "", tierNone, ""},
		{strings.Repeat("z", 10000), "张小明", tierNone, ""},
		{strings.Repeat("张", 10000), "张小明", tierNone, ""},
	} {
		w := newWord(c.word)
		tier, how := w.matchTerm(c.term)
		require.Equal(t, c.tier, tier, "%s in %s", c.word, c.term)
		require.Equal(t, c.how, how, "%s in %s", c.word, c.term)
	}
}

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		query, label string
		want         bool
	}{
		{"xj", "新建投诉", true},
		{"xinjian ts", "新建投诉", true},
		{"投诉", "新建投诉", true},
		{"compl", "New complaint", true},
		{"complaint new", "New complaint", true},
		{"xx", "新建投诉", false},
		{"", "anything", true},
		{"?", "Help ?", true},
		{"?", "Help", false},
		{strings.Repeat("0", 90), "a" + strings.Repeat("0", 95), true},
	} {
		require.Equal(t, c.want, Matches(c.query, c.label), c)
	}
}

func TestWords(t *testing.T) {
	var got []string
	for _, w := range words("　ＺＨ  4417, * 😀 zh 張記 ") {
		got = append(got, w.core)
	}
	require.Equal(t, []string{"zh", "4417", "张记"}, got)
	require.Len(t, words(strings.Repeat("a1 ", 3)+"b c d e f g h i j k l m n o p"), maxWords)
	require.Empty(t, words(" \x00 *** 😀"))
}

func TestFaceOfACase(t *testing.T) {
	at := time.Date(2026, 11, 23, 0, 30, 0, 0, time.FixedZone("", 8*3600))
	row := CaseDoc(&model.Case{
		ID: "c-42", No: "XM-20261123-0042", RegisteredAt: at,
		Complainant: model.Party{Name: "张小明", Phone: "13800004417"}, Shop: "春风·服装店", Goods: "羽绒服",
	}, 42).Row
	f := faceOf(&row)
	for q, want := range map[string]match{
		"XM-20261123-0042": {tierExact, "no", Exact},
		"0042":             {tierPrefix, "no", Tail},
		"042":              {tierPrefix, "no", Tail},
		"1123-0042":        {tierPrefix, "no", Tail},
		"42":               none,
		"2026-11-23":       {tierFragment, "date", Prefix},
		"202611":           {tierFragment, "date", Prefix},
		"13800004417":      {tierExact, "phone", Exact},
		"138 0000":         none,
		"4417":             {tierPrefix, "phone", Tail},
		"417":              {tierPrefix, "phone", Tail},
		"17":               none,
		"春风服装店":            {tierExact, "shop", Exact},
		"cffzd":            {tierExact, "shop", Initials},
		"yrf":              {tierExact, "goods", Initials},
		"zxm":              {tierExact, "name", Initials},
	} {
		got := none
		for _, w := range words(q) {
			got = f.match(&w)
		}
		require.Equal(t, want, got, q)
	}
}

func TestFreeText(t *testing.T) {
	text := textOf("买了，不退款。订单TB2026112399 电话0592 态度差")
	for q, want := range map[string]bool{
		"不退款": true, "了不退": true, "款订单tb": true, "态度": true, "TB2026": true, "tb": true, "t": false, "2026": false, "0592": true, "592": false, "退货": false,
	} {
		require.Equal(t, want, words(q)[0].inText(text), q)
	}
	require.Equal(t, "tb2026112399", words("tb20")[0].excerpt(text))
	require.Equal(t, "买了不退款订单tb202", words("退款")[0].excerpt(text)[:len("买了不退款订单tb202")])
	long := strings.Repeat("春a1 ", 100_000)
	require.LessOrEqual(t, len(textOf(long)), 4*textRunes+maxRuns*(maxRun+1))
}

func TestWhatCannotBeLookedFor(t *testing.T) {
	for query, want := range map[string][2]bool{
		"": {true, false}, "  ": {true, false}, "*.*": {true, false}, "😀": {true, false}, "\x1b": {true, false},
		"张": {false, false}, "z 44": {false, true}, "４４": {false, true}, "441": {false, false}, "a1": {false, false},
	} {
		require.Equal(t, want, [2]bool{Blank(query), ShortNumber(query)}, "%q", query)
	}
}
