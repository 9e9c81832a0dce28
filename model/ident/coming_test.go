package ident_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/ident"
)

func TestComingReadsWhatLiesAhead(t *testing.T) {
	today, err := model.ParseDay("2026-11-23")
	require.NoError(t, err)
	for typed, want := range map[string]string{
		"12-1": "2026-12-01", "11-23": "2026-11-23", "11-22": "2027-11-22", "2月3日": "2027-02-03",
		"2026-11-01": "2026-11-01", "2027/3/4": "2027-03-04", "昨天": "2026-11-22", "": "",
	} {
		d, p := ident.Coming(typed, today)
		require.Nil(t, p, typed)
		require.Equal(t, want, d.String(), typed)
	}
	for _, typed := range []string{"13-1", "32", "2026-02-30"} {
		_, p := ident.Coming(typed, today)
		require.NotNil(t, p, typed)
	}
}
