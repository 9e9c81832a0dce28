package ident_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/ident"
)

func TestDaysAhead(t *testing.T) {
	today, _ := model.NewDay(2026, 11, 23)
	for text, want := range map[string]string{
		"": "", "今天": "2026-11-23", "明天": "2026-11-24", "后天": "2026-11-25", "7": "2026-11-30", "+7": "2026-11-30",
		"7天": "2026-11-30", "7天后": "2026-11-30", "７天": "2026-11-30", "7d": "2026-11-30", "tomorrow": "2026-11-24",
		"11月30日": "2026-11-30", "1月5日": "2027-01-05", "12-1": "2026-12-01", "2026-12-07": "2026-12-07",
		"2026-11-20": "2026-11-20", "昨天": "2026-11-22", "20261207": "2026-12-07",
	} {
		d, p := ident.Ahead(text, today)
		require.Nil(t, p, text)
		require.Equal(t, want, d.String(), text)
	}
	for _, text := range []string{"改天", "2026-02-30", "1234"} {
		_, p := ident.Ahead(text, today)
		require.NotNil(t, p, text)
	}
}

func TestMoments(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.FixedZone("", 8*3600))
	for text, want := range map[string]string{
		"14:30": "2026-11-23 14:30", "９：０５": "2026-11-23 09:05", "3点": "2026-11-23 03:00", "下午3点": "2026-11-23 15:00",
		"下午3点半": "2026-11-23 15:30", "明天下午3点20分": "2026-11-24 15:20", "11月24日 9:30": "2026-11-24 09:30",
		"2026-11-24 09:30": "2026-11-24 09:30", "昨天 20:00": "2026-11-22 20:00", "上午10时": "2026-11-23 10:00",
	} {
		at, p := ident.Moment(text, now, true)
		require.Nil(t, p, text)
		require.Equal(t, want, at.Format("2006-01-02 15:04"), text)
	}
	at, p := ident.Moment("", now, true)
	require.Nil(t, p)
	require.Zero(t, at)
	for _, text := range []string{"下午", "25:00", "9:5", "9:60", "改天 9:00", "：30"} {
		_, p := ident.Moment(text, now, true)
		require.NotNil(t, p, text)
	}
}

func FuzzMoment(f *testing.F) {
	for _, s := range []string{"14:30", "明天下午3点半", "11月24日 9:30", "+7", "9999天"} {
		f.Add(s)
	}
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.FixedZone("", 8*3600))
	today, _ := model.NewDay(2026, 11, 23)
	f.Fuzz(func(t *testing.T, s string) {
		at, p := ident.Moment(s, now, true)
		require.True(t, p == nil || at.IsZero() || p.Doubt)
		d, p := ident.Ahead(s, today)
		require.True(t, p != nil || d == 0 || d > 0)
	})
}
