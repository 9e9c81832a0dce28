package model_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/model"
)

// TestAWeekBeginsOnMonday over the end of a year and a leap day, as package
// time counts.
func TestAWeekBeginsOnMonday(t *testing.T) {
	words := map[time.Weekday]string{
		time.Monday: "mon", time.Tuesday: "tue", time.Wednesday: "wed", time.Thursday: "thu",
		time.Friday: "fri", time.Saturday: "sat", time.Sunday: "sun",
	}
	first, _ := model.NewDay(2027, 12, 27) // a Monday
	for week := range 12 {
		monday := first + model.Day(7*week)
		require.Equal(t, time.Monday, monday.In(time.UTC).Weekday())
		for n := range 7 {
			day := monday + model.Day(n)
			require.Equal(t, monday, day.Monday(), day)
			require.Equal(t, n, day.OfWeek(), day)
			require.Equal(t, words[day.In(time.UTC).Weekday()]+"-am", model.SlotOf(day, model.AM))
		}
	}
}
