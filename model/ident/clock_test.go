package ident_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model/ident"
)

func TestClock(t *testing.T) {
	for in, want := range map[string]int{
		"": -1, "11:30": 690, "11：30": 690, "1130": 690, "930": 570, "9": 540, "11.30": 690, "9点": 540, "9点半": 570,
		"九点半": 570, "十一点三十分": 690, "11点30": 690, "11时30分": 690, "11点钟": 660, "11点整": 660, "三点一刻": 195,
		"下午3点": 900, "下午三点三刻": 945, "中午12点": 720, "中午一点": 780, "中午11点半": 690, "晚上8:15": 1215, "上午 9:05": 545,
		"十点零五分": 605, "3pm": 900, "12pm": 720, "0:00": 0, "23:59": 1439,
	} {
		got, p := ident.Clock(in)
		require.Nil(t, p, in)
		require.Equal(t, want, got, in)
	}
	for in, want := range map[string]string{
		"24:00": "clock.impossible", "9:60": "clock.impossible", "晌午": "clock.not_clock", "11:": "", "四刻": "clock.not_clock", "9点四刻": "clock.not_clock",
		"-3": "clock.not_clock", "11:3:0": "clock.not_clock", "x": "clock.not_clock", "12345": "clock.not_clock",
	} {
		_, p := ident.Clock(in)
		if want == "" {
			require.Nil(t, p, in)
			continue
		}
		require.NotNil(t, p, in)
		require.Equal(t, want, p.Code, in)
	}
}

// A form and a table take times of day as people write them, and keep them one
// way; what is none stays for whoever checks the record.
func TestTimesAreKeptOneWay(t *testing.T) {
	for in, want := range map[string]string{
		"9：00": "09:00", "9:00": "09:00", "0930": "09:30", "下午两点半": "14:30", "24:00": "24:00", "": "", " 早茶 ": "早茶",
	} {
		require.Equal(t, want, ident.HourMinute(in), in)
	}
	for _, in := range []string{"21:00-07:30", "21：00～7：30", "晚上9点到7点半", "2100 — 730", "21:00至7:30"} {
		from, to := ident.Between(in)
		require.Equal(t, []string{"21:00", "07:30"}, []string{from, to}, in)
	}
	from, to := ident.Between("")
	require.Empty(t, from+to)
}

func FuzzClock(f *testing.F) {
	for _, s := range []string{"11:30", "下午三点三刻", "1130", "十点零五分", "9点半", "pm", "点", "刻"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, p := ident.Clock(s)
		if p == nil && (m < -1 || m > 1439) {
			t.Fatalf("%q gives %d", s, m)
		}
	})
}
