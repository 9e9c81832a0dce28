package text_test

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/assets"
	"heshi/model"
	"heshi/ui/text"
)

func locale(zh, en string) fstest.MapFS {
	return fstest.MapFS{
		"locale/zh/a.json": {Data: []byte(zh)},
		"locale/en/a.json": {Data: []byte(en)},
	}
}

func load(t *testing.T, zh, en string) *text.Set {
	set, err := text.Load(locale(zh, en))
	require.NoError(t, err)
	return set
}

// shipped loads this package's own area of the words the program carries; that
// all areas together load is TestEveryAreaLoads' to hold.
func shipped(t *testing.T) *text.Set {
	fsys := fstest.MapFS{}
	for _, lang := range text.Langs() {
		name := "locale/" + lang + "/common.json"
		data, err := fs.ReadFile(assets.Files(), name)
		require.NoError(t, err)
		fsys[name] = &fstest.MapFile{Data: data}
	}
	set, err := text.Load(fsys)
	require.NoError(t, err)
	return set
}

func TestEveryAreaLoads(t *testing.T) {
	_, err := text.Load(assets.Files())
	require.NoError(t, err)
}

func TestLoadRefuses(t *testing.T) {
	for name, c := range map[string]struct{ zh, en, want string }{
		"a missing key":           {`{"a":"甲","b":"乙"}`, `{"a":"A"}`, `key "b" is missing in en`},
		"a missing key of zh":     {`{"a":"甲"}`, `{"a":"A","b":"B"}`, `key "b" is missing in zh`},
		"other placeholders":      {`{"a":"{n}件"}`, `{"a":"{m} cases"}`, `key "a" has other placeholders`},
		"a lost placeholder":      {`{"a":"{n}件"}`, `{"a":"cases"}`, `key "a" has other placeholders`},
		"a key twice in a file":   {`{"a":"甲","a":"乙"}`, `{"a":"A"}`, `key "a" is also in a.json`},
		"an empty sentence":       {`{"a":""}`, `{"a":"A"}`, `key "a": want a sentence`},
		"a nested object":         {`{"a":{"b":"c"}}`, `{"a":"A"}`, `key "a": want a sentence`},
		"a number":                {`{"a":1}`, `{"a":"A"}`, `key "a": want a sentence`},
		"no object":               {`["a"]`, `{"a":"A"}`, "want one JSON object"},
		"text after the object":   {`{"a":"甲"} {}`, `{"a":"A"}`, "text after the object"},
		"half a file":             {`{"a":"甲"`, `{"a":"A"}`, "locale/zh/a.json"},
		"a count of its own":      {`{"a":"{n}件"}`, `{"a":"{n} {m:case|cases}"}`, `key "a" has other placeholders`},
		"one of nothing":          {`{"a":"甲"}`, `{"a":"A","b.one":"B"}`, `key "b.one" is missing in zh`},
		"one of other parameters": {`{"a":"{n}件","a.one":"{x}件"}`, `{"a":"{n}","a.one":"{n}"}`, `key "a.one" has other placeholders`},
	} {
		_, err := text.Load(locale(c.zh, c.en))
		require.ErrorContains(t, err, c.want, name)
	}
	_, err := text.Load(fstest.MapFS{"locale/zh/a.json": {Data: []byte(`{}`)}})
	require.ErrorContains(t, err, "locale en: no files")
	fsys := locale(`{"a":"甲"}`, `{"a":"A"}`)
	fsys["locale/zh/b.json"] = &fstest.MapFile{Data: []byte(`{"a":"乙"}`)}
	_, err = text.Load(fsys)
	require.ErrorContains(t, err, `key "a" is also in a.json`)
}

func TestLoadMergesAreas(t *testing.T) {
	fsys := locale(`{"a":"甲"}`, `{"a":"A"}`)
	fsys["locale/zh/b.json"] = &fstest.MapFile{Data: []byte(`{"b":"乙"}`)}
	fsys["locale/en/b.json"] = &fstest.MapFile{Data: []byte(`{"b":"B"}`)}
	set, err := text.Load(fsys)
	require.NoError(t, err)
	require.Equal(t, []text.Key{"a", "b"}, set.Lang("en").Keys())
	require.Equal(t, "乙", set.Lang("zh").T("b"))
}

func TestT(t *testing.T) {
	c := load(t,
		`{"plain":"已保存","cases":"{n}件，{who}","twice":"{a}{a}{b}","code":"状态是{state}","state.closed":"办结","open":"{a 没完"}`,
		`{"plain":"Saved","cases":"{n} cases, {who}","cases.one":"{n} case, {who}","twice":"{a}{a}{b}","code":"is {state}","state.closed":"closed","open":"{a un"}`)
	zh, en := c.Lang("zh"), c.Lang("en")
	require.Equal(t, "已保存", zh.T("plain"))
	require.Equal(t, "已保存", zh.T("plain", "n", 1))
	require.Equal(t, "12,345件，张三", zh.T("cases", "n", 12345, "who", "张三"))
	require.Equal(t, "1件，张三", zh.T("cases", "n", 1, "who", "张三"))
	require.Equal(t, "1 case, Li", en.T("cases", "n", 1, "who", "Li"))
	require.Equal(t, "0 cases, Li", en.T("cases", "n", 0, "who", "Li"))
	require.Equal(t, "甲甲乙", zh.T("twice", "a", "甲", "b", "乙"))
	require.Equal(t, "状态是办结", zh.T("code", "state", "closed"), "a code is translated")
	require.Equal(t, "状态是办结", zh.T("code", "state", model.Closed))
	require.Equal(t, "is closed", en.T("code", "state", text.Key("state.closed")))
	require.Equal(t, "状态是 new", zh.T("code", "state", " new"), "other words stay")
	require.Equal(t, "[no.such]", zh.T("no.such", "n", 1))
	require.Equal(t, "{n}件，李", zh.T("cases", "who", "李"), "a value that is missing shows")
	require.Equal(t, "{a}{a}{b}", zh.T("twice", "a"), "half a pair is no value")
	require.Equal(t, "{n}{n}乙", zh.T("twice", "a", "{n}", "b", "乙", "n", 5), "values are not looked into")
	require.Equal(t, "{a 没完", zh.T("open", "a", 1))
}

// TestAPlaceholderHasAWordForOne: of each count by itself, whatever the type it
// comes in.
func TestAPlaceholderHasAWordForOne(t *testing.T) {
	en := load(t, `{"a":"{times}次，共{hours}小时","b":"{n:x}"}`,
		`{"a":"{times} {times:time|times}, {hours} {hours:hour|hours}","b":"{n:x}"}`).Lang("en")
	require.Equal(t, "1 time, 2 hours", en.T("a", "times", 1, "hours", 2))
	require.Equal(t, "0 times, 1 hour", en.T("a", "times", 0, "hours", uint64(1)))
	require.Equal(t, "1 time, 11 hours", en.T("a", "times", "1", "hours", "11"))
	require.Equal(t, "1 time, {hours} {hours:hour|hours}", en.T("a", "times", 1), "a value that is missing shows")
	require.Equal(t, []string{"hours", "times"}, en.Placeholders("a"))
	require.Equal(t, "{n:x}", en.T("b", "n", 1), "one word is no choice")
}

func TestNoCatalogueIsHarmless(t *testing.T) {
	var c *text.Catalogue
	require.Equal(t, "[a]", c.T("a", "n", 1))
	require.False(t, c.Has("a"))
	require.Equal(t, "zh", c.Lang())
	require.Empty(t, c.Keys())
	require.NotPanics(t, func() { _ = c.Problem(&model.Problem{Code: "x"}) + c.Day(1) + c.Money(5) + c.Relative(1, 2) })
}

func TestTNeverPanics(t *testing.T) {
	c := shipped(t).Lang("zh")
	rapid.Check(t, func(t *rapid.T) {
		key := text.Key(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"date.full", "money", "date.days_ago"})).Draw(t, "key"))
		args := rapid.SliceOfN(rapid.OneOf(
			rapid.Just[any](nil), rapid.Map(rapid.String(), func(s string) any { return s }),
			rapid.SampledFrom([]any{"n", "yuan", 1, 2.5, true, time.Time{}, model.Day(0), model.Money(-1), []string{"a", "b"}, errors.New("x"), text.Key("money"), (*model.Problem)(nil), struct{}{}}),
		), 0, 6).Draw(t, "args")
		_ = c.T(key, args...)
	})
}

func TestLangFallsBackToTheBase(t *testing.T) {
	set := shipped(t)
	require.Equal(t, "zh", set.Lang("fr").Lang())
	require.Equal(t, "en", set.Lang("en").Lang())
	require.Equal(t, "en", text.Next("zh"))
	require.Equal(t, "zh", text.Next("en"))
	require.Equal(t, "zh", text.Next("fr"))
}

func TestProblem(t *testing.T) {
	c := load(t,
		`{"problem.phone.short":"少了{n}位","problem.closed":"案件{no}已{state}","state.closed":"办结","problem.internal":"意外","problem.unknown":"代码{code}","problem.with_field":"{label}：{sentence}","field.phone":"电话"}`,
		`{"problem.phone.short":"{n} digits short","problem.closed":"Case {no} is {state}","state.closed":"closed","problem.internal":"Oops","problem.unknown":"code {code}","problem.with_field":"{label}: {sentence}","field.phone":"Phone"}`).Lang("zh")
	short := &model.Problem{Code: "phone.short", Field: "phone", Args: map[string]any{"n": 3}}
	require.Equal(t, "电话：少了3位", c.Problem(short))
	require.Equal(t, "少了3位", c.Sentence(short))
	require.Equal(t, "电话：少了3位", c.Problem(fmt.Errorf("save: %w", short)))
	require.Equal(t, "案件HS-1已办结", c.Problem(&model.Problem{Code: "closed", Field: "no.label", Args: map[string]any{"no": "HS-1", "state": model.Closed}}))
	require.Equal(t, "电话：少了3位\n代码new", c.Problem(model.Problems{short, nil, short, {Code: "new"}}))
	require.Equal(t, "意外", c.Problem(errors.New("badger: value log truncated")))
	require.Empty(t, c.Problem(nil))
	require.Empty(t, c.Problem((*model.Problem)(nil)))
	require.Empty(t, c.Problem(model.Problems(nil)))
	require.Empty(t, c.Sentence(nil))
}

func day(y int, m time.Month, d int) model.Day {
	v, _ := model.NewDay(y, m, d)
	return v
}

func TestDays(t *testing.T) {
	set := shipped(t)
	zh, en := set.Lang("zh"), set.Lang("en")
	d := day(2026, 11, 23)
	require.Equal(t, "2026年11月23日 星期一", zh.Day(d))
	require.Equal(t, "Mon 23 Nov 2026", en.Day(d))
	require.Equal(t, "2026年11月23日", zh.ShortDay(d))
	require.Equal(t, "23 Nov 2026", en.ShortDay(d))
	require.Equal(t, "11月23日", zh.MonthDay(d))
	require.Equal(t, "23 Nov", en.MonthDay(d))
	require.Equal(t, "2026年2月1日 星期日", zh.Day(day(2026, 2, 1)))
	for _, c := range []*text.Catalogue{zh, en} {
		require.Empty(t, c.Day(0))
		require.Empty(t, c.Relative(0, d))
		require.Empty(t, c.Moment(time.Time{}))
		require.Empty(t, c.Since(time.Time{}, time.Now()))
	}
	at := time.Date(2026, 11, 23, 9, 5, 0, 0, time.UTC)
	require.Equal(t, "2026年11月23日 09:05", zh.Moment(at))
	require.Equal(t, "23 Nov 2026 09:05", en.Moment(at))
}

func TestEveryMonthAndWeekdayHasItsWord(t *testing.T) {
	for _, lang := range text.Langs() {
		c := shipped(t).Lang(lang)
		for d := day(2026, 1, 1); d <= day(2026, 12, 31); d++ {
			require.NotContains(t, c.Day(d), "[", "%s %s", lang, d)
			require.NotContains(t, c.Day(d), "{", "%s %s", lang, d)
		}
	}
}

func TestRelative(t *testing.T) {
	set := shipped(t)
	today := day(2026, 11, 23)
	for n, want := range map[int][2]string{
		0: {"今天", "today"}, -1: {"昨天", "yesterday"}, 1: {"明天", "tomorrow"},
		-2: {"2天前", "2 days ago"}, 3: {"3天后", "in 3 days"}, -30: {"30天前", "30 days ago"},
		-31: {"2026年10月23日", "23 Oct 2026"}, 31: {"2026年12月24日", "24 Dec 2026"},
	} {
		d := today + model.Day(n)
		require.Equal(t, want[0], set.Lang("zh").Relative(d, today), n)
		require.Equal(t, want[1], set.Lang("en").Relative(d, today), n)
	}
}

func TestSince(t *testing.T) {
	set := shipped(t)
	now := time.Date(2026, 11, 23, 14, 0, 0, 0, time.FixedZone("", 8*3600))
	for ago, want := range map[time.Duration][2]string{
		10 * time.Second: {"刚才", "just now"},
		time.Minute:      {"1分钟前", "1 minute ago"},
		59 * time.Minute: {"59分钟前", "59 minutes ago"},
		3 * time.Hour:    {"3小时前", "3 hours ago"},
		15 * time.Hour:   {"昨天 23:00", "yesterday 23:00"},
		-time.Hour:       {"今天 15:00", "today 15:00"},
	} {
		require.Equal(t, want[0], set.Lang("zh").Since(now.Add(-ago).UTC(), now), ago)
		require.Equal(t, want[1], set.Lang("en").Since(now.Add(-ago), now), ago)
	}
}

func TestMoneyAndCounts(t *testing.T) {
	set := shipped(t)
	zh, en := set.Lang("zh"), set.Lang("en")
	for m, want := range map[model.Money]string{
		29900: "299", 29950: "299.50", 0: "0", 5: "0.05", 129900: "1,299", 123456789: "1,234,567.89", -29900: "-299", -129905: "-1,299.05", 99900: "999",
	} {
		require.Equal(t, want+"元", zh.Money(m))
		require.Equal(t, "¥"+want, en.Money(m))
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", -1000: "-1,000", -999: "-999", 1234567: "1,234,567"} {
		require.Equal(t, want, zh.Count(n))
	}
	require.Equal(t, "甲、乙", zh.List([]string{"甲", "乙"}))
	require.Equal(t, "A", en.List([]string{"A"}))
	require.Empty(t, en.List(nil))
}

func FuzzLoad(f *testing.F) {
	f.Add(`{"a":"甲{n}"}`, `{"a":"A {n}"}`)
	f.Add(`{"a":"{"}`, `{"a.one":"}"}`)
	f.Add(`[]`, ``)
	f.Fuzz(func(t *testing.T, zh, en string) {
		set, err := text.Load(locale(zh, en))
		if err != nil {
			return
		}
		for _, lang := range text.Langs() {
			for _, k := range set.Lang(lang).Keys() {
				_ = set.Lang(lang).T(k, "n", 1)
			}
		}
	})
}

// TestOpenIsLoad holds that a start reads the same words.
func TestOpenIsLoad(t *testing.T) {
	want, err := text.Load(assets.Files())
	require.NoError(t, err)
	got, err := text.Open(assets.Files())
	require.NoError(t, err)
	require.Equal(t, want, got)
	_, err = text.Open(fstest.MapFS{"locale/zh/a.json": {Data: []byte(`{"a": 1}`)}})
	require.Error(t, err)
}
