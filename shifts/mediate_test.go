package shifts_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/shifts"
)

func TestMediatorsAreRanked(t *testing.T) {
	day, _ := model.ParseDay("2026-11-23")
	register := []model.Volunteer{
		{ID: "v-1", Name: "甲"},
		{ID: "v-2", Name: "乙", Skills: []string{"lead"}},
		{ID: "v-3", Name: "丙", Skills: []string{"minnan"}},
		{ID: "v-4", Name: "丁", Skills: []string{"minnan", "lead"}, Conflicts: []model.ID{"s-1"}},
		{ID: "v-5", Name: "戊", Leave: []model.Span{{From: day, To: day}}},
		{ID: "v-6", Name: "己", Left: day},
		{ID: "v-7", Name: "庚", Person: "p-1"},
	}
	people := []model.Person{
		{ID: "p-1", Name: "庚老师", Role: model.Mediator},
		{ID: "p-2", Name: "辛", Role: model.Mediator},
		{ID: "p-3", Name: "壬", Role: model.Auditor},
		{ID: "p-4", Name: "癸", Role: model.Mediator, Disabled: true},
	}
	ask := shifts.Asked{
		Dialect: "minnan", Shop: "s-1", Day: day,
		Here:   func(id model.ID) bool { return id == "v-7" },
		OnTurn: func(id model.ID) bool { return id == "v-1" },
	}
	var names []string
	for _, m := range shifts.Mediators(ask, register, people) {
		names = append(names, m.Name)
		require.Equal(t, m.Name == "丁", m.Conflict)
	}
	require.Equal(t, []string{"丙", "庚老师", "甲", "乙", "丁", "辛"}, names)
}
