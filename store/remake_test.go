package store_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store"
	"heshi/store/find"
	"heshi/store/storetest"
)

// beside opens a store whose index is gone, has it made beside, and stops that
// when so many records were read, until the channel is closed.
func beside(t *testing.T, dir string, at int) (*store.Store, chan struct{}) {
	t.Helper()
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "index")))
	goOn, there := make(chan struct{}), make(chan struct{})
	s, err := store.Open(store.Options{
		Dir: dir, Zone: storetest.Zone, Beside: 1, Piece: 600,
		Progress: func(_ store.Chore, done, _ int) {
			if done == at {
				close(there)
				<-goOn
			}
		},
	})
	require.NoError(t, err)
	<-there
	return s, goOn
}

// TestDeskIsSearchedWhileItsIndexIsMade looks for cases, lists them and saves one
// while the index is made beside.
func TestDeskIsSearchedWhileItsIndexIsMade(t *testing.T) {
	s := storetest.Open(t)
	addBatch(t, s, "a", 3000)
	rows := list(t, s, find.Case)
	oldest := rows[len(rows)-1]
	q := find.Query{Text: "shop", Limit: 1000}
	all, err := s.Search(ctx, q)
	require.NoError(t, err)
	require.NotEmpty(t, all.Hits)
	require.NoError(t, s.Close())

	d, goOn := beside(t, s.Dir, 2000)
	require.NoError(t, d.Grown(ctx, 0)) // what was read becomes a segment
	made, of := d.Indexing()
	require.Less(t, made, 2001)
	require.GreaterOrEqual(t, of, 3000)
	no, err := d.Search(ctx, find.Query{Text: rows[0].No})
	require.NoError(t, err)
	require.Len(t, no.Hits, 1, "the newest is there")
	some, err := d.Search(ctx, q)
	require.NoError(t, err)
	require.Equal(t, all.Hits[0], some.Hits[0])

	given, giveUp := context.WithCancel(ctx)
	giveUp()
	require.ErrorIs(t, d.Indexed(given), context.Canceled)
	require.ErrorIs(t, d.Grown(given, of), context.Canceled)
	soon, stop := context.WithTimeout(ctx, 20*time.Millisecond)
	defer stop()
	_, err = d.AddPerson(soon, by("a", 5000), model.Person{Name: "陈新来", Role: model.FrontDesk})
	require.ErrorIs(t, err, context.DeadlineExceeded, "a write waits")
	listed := make(chan []find.Row)
	go func() {
		page, _ := d.List(ctx, find.ListQuery{Kind: find.Case, After: oldest.Ord + 1, Limit: 1000})
		listed <- page
	}()
	close(goOn)
	require.Len(t, <-listed, 1, "a list waits")
	_, err = d.AddPerson(ctx, by("a", 5000), model.Person{Name: "陈新来", Role: model.FrontDesk})
	require.NoError(t, err)
	require.NoError(t, d.Indexed(ctx))
	made, of = d.Indexing()
	require.Zero(t, made+of)
	again, err := d.Search(ctx, q)
	require.NoError(t, err)
	require.Equal(t, all.Hits, again.Hits)
	require.NoError(t, d.Close())
	whole := storetest.Open(t, storetest.At(s.Dir))
	whole.Whole()
}

// TestIndexCutShortIsMadeAgain closes a store while its index is made beside.
func TestIndexCutShortIsMadeAgain(t *testing.T) {
	s := storetest.Open(t)
	addBatch(t, s, "a", 3000)
	want := asked(t, s)
	require.NoError(t, s.Close())
	d, goOn := beside(t, s.Dir, 2000)
	waits, closed := make(chan error), make(chan error)
	go func() { waits <- d.Indexed(ctx) }()
	go func() { closed <- d.Close() }()
	require.ErrorIs(t, <-waits, store.ErrClosed)
	close(goOn)
	require.NoError(t, <-closed)
	read := 0
	again, err := store.Open(store.Options{Dir: s.Dir, Zone: storetest.Zone, Progress: func(_ store.Chore, done, _ int) { read = done }})
	require.NoError(t, err)
	require.Equal(t, 3000, read/1000*1000)
	require.NoError(t, again.Close())
	whole := storetest.Open(t, storetest.At(s.Dir))
	require.Equal(t, want, asked(t, whole))
	whole.Whole()
}
