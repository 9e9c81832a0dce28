package fill_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/flow"
)

func TestVolunteersAreTheSameForTheSameSeedAndSound(t *testing.T) {
	a, b := plan(t, 1, 7).Volunteers(12, 739_900), plan(t, 1, 7).Volunteers(12, 739_900)
	require.Equal(t, a, b)
	require.Len(t, a, 12)
	names := map[string]bool{}
	for _, v := range a {
		_, ps := flow.CheckVolunteer(v)
		require.Empty(t, ps.Hard())
		require.False(t, names[v.Name])
		names[v.Name] = true
	}
	require.Equal(t, model.LevelNew, a[11].Level)
}
