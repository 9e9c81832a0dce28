package ident_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/model/ident"
)

// TestDaysAsPeopleSayThem: today is Monday 23 November 2026. The first day is
// what lies behind, the second what lies ahead.
func TestDaysAsPeopleSayThem(t *testing.T) {
	today := day(t, "2026-11-23")
	for in, want := range map[string][2]string{
		"今日": {"2026-11-23", "2026-11-23"}, "大前天": {"2026-11-20", "2026-11-20"}, "the day before yesterday": {"2026-11-21", "2026-11-21"},
		"明天": {"2026-11-24?", "2026-11-24"}, "后天": {"2026-11-25?", "2026-11-25"}, "大后天": {"2026-11-26?", "2026-11-26"},
		"tomorrow": {"2026-11-24?", "2026-11-24"}, "Day after tomorrow": {"2026-11-25?", "2026-11-25"},
		"3天前": {"2026-11-20", "2026-11-20"}, "三天以前": {"2026-11-20", "2026-11-20"}, "两个星期前": {"2026-11-09", "2026-11-09"},
		"十天之前": {"2026-11-13", "2026-11-13"}, "3 days ago": {"2026-11-20", "2026-11-20"}, "1 week ago": {"2026-11-16", "2026-11-16"},
		"3天后": {"2026-11-26?", "2026-11-26"}, "七天之内": {"2026-11-30?", "2026-11-30"}, "7日内": {"2026-11-30?", "2026-11-30"},
		"一周内": {"2026-11-30?", "2026-11-30"}, "in 10 days": {"2026-12-03?", "2026-12-03"},
		"三天": {"day.not_day", "2026-11-26"}, "2 weeks": {"day.not_day", "2026-12-07"},
		"周三": {"2026-11-18", "2026-11-25"}, "星期一": {"2026-11-23", "2026-11-23"}, "礼拜天": {"2026-11-22", "2026-11-29"},
		"Wednesday": {"2026-11-18", "2026-11-25"}, "mon": {"2026-11-23", "2026-11-23"},
		"上星期三": {"2026-11-18", "2026-11-18"}, "上个礼拜日": {"2026-11-22", "2026-11-22"}, "上上周5": {"2026-11-13", "2026-11-13"},
		"last monday": {"2026-11-16", "2026-11-16"}, "last Sunday": {"2026-11-22", "2026-11-22"}, "next Friday": {"2026-12-04?", "2026-12-04"},
		"这周日": {"2026-11-29?", "2026-11-29"}, "本周一": {"2026-11-23", "2026-11-23"}, "下周五": {"2026-12-04?", "2026-12-04"},
		"23日": {"2026-11-23", "2026-11-23"}, "5号": {"2026-11-05", "2026-12-05"}, "三十一号": {"2026-10-31", "2026-12-31"},
		"上个月5号": {"2026-10-05", "2026-10-05"}, "本月1日": {"2026-11-01", "2026-11-01"}, "下月十号": {"2026-12-10?", "2026-12-10"},
		"月底": {"2026-11-30?", "2026-11-30"}, "上月底": {"2026-10-31", "2026-10-31"}, "下个月底": {"2026-12-31?", "2026-12-31"},
		"去年12月3日": {"2025-12-03", "2025-12-03"}, "今年3.5": {"2026-03-05", "2026-03-05"}, "明年1月2号": {"2027-01-02?", "2027-01-02"},
		"周五前": {"day.not_day", "2026-11-27"}, "月底之前": {"day.not_day", "2026-11-30"}, "12月5日以前": {"day.not_day", "2026-12-05"},
		"2月29日":  {"2024-02-29", "2028-02-29"},
		"29 Oct": {"2026-10-29", "2027-10-29"}, "Nov 20, 2026": {"2026-11-20", "2026-11-20"}, "Fri 20 Nov 2026": {"2026-11-20", "2026-11-20"},
		"1 january": {"2026-01-01", "2027-01-01"}, "December 24": {"2025-12-24", "2026-12-24"}, "oct 5 2026": {"2026-10-05", "2026-10-05"},
		"2026年11月20日 星期五": {"2026-11-20", "2026-11-20"}, "11月20日周五": {"2026-11-20", "2026-11-20"},
		"11月20日 星期六": {"day.not_day", "day.not_day"}, "周八": {"day.not_day", "day.not_day"}, "上天": {"day.not_day", "day.not_day"},
		"上个月31号": {"2026-10-31", "2026-10-31"}, "32号": {"day.not_day", "day.not_day"}, "上月": {"day.not_day", "day.not_day"},
		"周": {"day.not_day", "day.not_day"}, "大": {"day.not_day", "day.not_day"}, "前年": {"day.not_day", "day.not_day"},
		"last": {"day.not_day", "day.not_day"}, "may": {"day.not_day", "day.not_day"}, "31 feb": {"day.impossible", "day.impossible"},
		"九百九十九周前": {"2007-10-01", "2007-10-01"}, "last next mon": {"day.not_day", "day.not_day"},
	} {
		d, p := ident.Day(in, today)
		require.Equal(t, want[0], said(d, p), in)
		d, p = ident.Coming(in, today)
		require.Equal(t, want[1], said(d, p), "coming: %s", in)
		d, p = ident.Ahead(in, today)
		require.Equal(t, want[1], said(d, p), "ahead: %s", in)
	}
	_, p := ident.Day("九百九十九周前", day(t, "1910-01-01"))
	require.Equal(t, "day.not_day", outcome(p))
	d, p := ident.Ahead("32", today)
	require.Nil(t, p)
	require.Equal(t, today+32, d)
}

func said(d model.Day, p *model.Problem) string {
	switch {
	case p == nil:
		return d.String()
	case p.Doubt:
		return d.String() + "?"
	}
	return p.Code
}

// TestAnyTextIsADayOrNone: no text makes a day outside the years, and what lies
// behind is not ahead.
func TestAnyTextIsADayOrNone(t *testing.T) {
	parts := []string{"上", "下", "个", "周", "星", "期", "月", "年", "底", "前", "后", "今", "大", "三", "十", "日", "号", "天", "1", "29", "2026", "-", "last", "mon", "nov", "in", "days", "ago", "。"}
	rapid.Check(t, func(t *rapid.T) {
		s := ""
		for _, p := range rapid.SliceOfN(rapid.SampledFrom(parts), 0, 6).Draw(t, "parts") {
			s += p
		}
		today := model.Day(rapid.Int32Range(700_000, 740_000).Draw(t, "today"))
		for _, read := range []func(string, model.Day) (model.Day, *model.Problem){ident.Day, ident.Coming, ident.Ahead} {
			d, p := read(s, today)
			if p == nil && d != 0 {
				require.LessOrEqual(t, len(d.String()), 10)
			}
			if p != nil && !p.Doubt {
				require.Zero(t, d, s)
			}
		}
		if d, p := ident.Day(s, today); p == nil && d != 0 {
			require.LessOrEqual(t, d, today, s)
		}
	})
}
