package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
)

// TestFreshKeysAreWhatAPlainMapHolds compares runs over runs with a map.
func TestFreshKeysAreWhatAPlainMapHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var f *fresh
		plain := map[string]pair{}
		commits := rapid.IntRange(0, 30).Draw(t, "commits")
		for i := range commits {
			var pairs []pair
			for range rapid.IntRange(0, 12).Draw(t, "pairs") {
				p := pair{
					key:  []byte(rapid.StringMatching("[ab]{1,3}").Draw(t, "key")),
					gone: rapid.Bool().Draw(t, "gone"),
					seq:  uint64(i + 1),
				}
				if !p.gone {
					p.value = []byte(fmt.Sprint(rapid.Int().Draw(t, "value")))
				}
				pairs = append(pairs, p)
				plain[string(p.key)] = p
			}
			before, old := f, f.under(nil)
			f = f.with(sorted(pairs))
			require.Equal(t, old, before.under(nil), "an older reader's keys stay")
		}
		for i := 1; f != nil && i < len(f.runs); i++ {
			require.Greater(t, len(f.runs[i-1]), 2*len(f.runs[i]), "few runs")
		}
		for _, prefix := range []string{"", "a", "b", "ab", "c"} {
			var want []string
			for _, key := range slices.Sorted(maps.Keys(plain)) {
				if strings.HasPrefix(key, prefix) {
					want = append(want, key+string(plain[key].value))
				}
			}
			var got []string
			for _, p := range f.under([]byte(prefix)) {
				got = append(got, string(p.key)+string(p.value))
				one, ok := f.get(p.key)
				require.True(t, ok)
				require.Equal(t, p, one)
				require.Equal(t, plain[string(p.key)].gone, p.gone)
			}
			require.Equal(t, want, got)
		}
		_, ok := f.get([]byte("c"))
		require.False(t, ok)
		settled := uint64(rapid.IntRange(0, commits).Draw(t, "settled"))
		rest, whole := f.after(settled), f.under(nil)
		maps.DeleteFunc(plain, func(_ string, p pair) bool { return p.seq <= settled })
		require.Len(t, rest.under(nil), len(plain))
		require.Equal(t, len(rest.all()) == 0, rest.size() == 0)
		for key, want := range plain {
			one, ok := rest.get([]byte(key))
			require.True(t, ok)
			require.Equal(t, want.value, one.value)
		}
		require.Equal(t, whole, f.under(nil), "an older reader's keys stay")
	})
}

func TestNothingFollowsAFailedCommit(t *testing.T) {
	s, err := Open(Options{Dir: t.TempDir()})
	require.NoError(t, err)
	add := func(what string) error {
		_, err := s.AddCase(context.Background(), By{}, model.Case{Kind: model.Consultation, What: what})
		return err
	}
	require.NoError(t, add("one"))
	require.NoError(t, s.db.Close())
	require.True(t, IsCode(add("two"), codeBroken))
	require.True(t, IsCode(add("three"), codeBroken))
	_, _, err = s.Undo(context.Background(), By{})
	require.True(t, IsCode(err, codeBroken))
	require.EqualValues(t, 1, s.Head())
	require.NoError(t, s.Close())
}
