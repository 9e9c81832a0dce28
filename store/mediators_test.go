package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store/storetest"
)

// TestConflictNeedsBothSides: a mediator who has to do with the shop is refused
// in words until both sides agree; the consent is kept and holds for later
// steps.
func TestConflictNeedsBothSides(t *testing.T) {
	s := storetest.Open(t)
	c := addCase(t, s, "a", complaint("张三", "百味轩", "x"))
	p, err := s.AddPerson(ctx, by("a", 0), model.Person{Name: "王老师", Role: model.Mediator})
	require.NoError(t, err)
	_, err = s.AddVolunteer(ctx, by("a", 0), model.Volunteer{
		Name: "王阿姨", Person: p.ID, Level: model.LevelExperienced, Avail: model.Slots(), MaxWeek: 3, MaxMonth: 9, MinGap: 1, Conflicts: []model.ID{c.ShopID},
	})
	require.NoError(t, err)
	may, err := s.Mediators(ctx, c, by("a", 1).At)
	require.NoError(t, err)
	require.Len(t, may, 1)
	require.Equal(t, "王老师", may[0].Name)
	require.True(t, may[0].Conflict)

	for _, name := range []string{"王老师", "王阿姨"} {
		_, err = s.Do(ctx, by("a", 2), c.ID, 0, "accept", flow.Args{"mediators": []string{name}})
		var ps model.Problems
		require.ErrorAs(t, err, &ps)
		require.Equal(t, "step.conflict", ps[0].Code)
		require.Equal(t, []string{name}, ps[0].Args["names"])
	}
	_, err = s.Do(ctx, by("a", 3), c.ID, 0, "accept", flow.Args{"mediators": []string{"外人"}})
	require.NoError(t, err)
	_, err = s.Do(ctx, by("a", 4), c.ID, 0, "assign", flow.Args{"mediators": []string{"王老师"}})
	require.Error(t, err)
	c, err = s.Do(ctx, by("a", 5), c.ID, 0, "assign", flow.Args{"mediators": []string{"王老师"}, "conflict_consent": true})
	require.NoError(t, err)
	require.Equal(t, []string{"王老师"}, c.Agreed[0].Mediators)
	c, err = s.Do(ctx, by("a", 6), c.ID, 0, "mediate", flow.Args{"mediators": []string{"王老师"}})
	require.NoError(t, err, "both sides have agreed already")
	require.Len(t, c.Agreed, 1)
}
