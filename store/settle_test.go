package store

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/model"
)

// TestDerivedKeysAreSettledInARush: while many write, derived keys go to Badger
// between the commits; what readers see, and what the next process finds, agrees
// with the records.
func TestDerivedKeysAreSettledInARush(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	s, err := Open(Options{Dir: filepath.Join(dir, "data")})
	require.NoError(t, err)
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	whole := func(s *Store) {
		t.Helper()
		report, err := s.Verify(ctx, nil)
		require.NoError(t, err)
		require.Empty(t, report.Faults)
	}
	for range 3 {
		var wg sync.WaitGroup
		for n := range 24 {
			wg.Go(func() {
				for i := range 30 {
					c, err := s.AddCase(ctx, By{At: at}, model.Case{
						Kind: model.Complaint, Complainant: model.Party{Name: "n"}, Shop: fmt.Sprint("shop ", n), What: "x",
					})
					if err == nil && i%3 == 1 { // what it yields changes at once
						_, err = s.Do(ctx, By{At: at}, c.ID, 0, "withdraw", map[string]any{"reason": "settled_themselves"})
					}
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		require.NotZero(t, s.ferried)
		whole(s)
	}
	require.NoError(t, s.Close())
	s, err = Open(Options{Dir: filepath.Join(dir, "data")})
	require.NoError(t, err)
	require.Zero(t, s.point.Load().fresh.size())
	whole(s)
	require.NoError(t, s.Close())
}
