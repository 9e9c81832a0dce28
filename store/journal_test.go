//go:build linux

package store

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store/record"
)

// TestJournalGivesBackItsRow: what a row holds is read as it was written, with what
// older rows and a commit cut short left behind it, from an open file as from one that
// is opened again.
func TestJournalGivesBackItsRow(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	j, err := openJournal(path)
	require.NoError(t, err)
	_, ok := j.read().next()
	require.False(t, ok)
	stamp := uint64(1)
	for round := range 40 {
		want := []map[string][]byte{}
		j.row = row{stamp: stamp, base: stamp / 2, settled: stamp / 3}
		for range rand.IntN(60) {
			changed := map[string][]byte{}
			size := int64(0)
			for range 1 + rand.IntN(4) {
				key := fmt.Sprint("k", rand.IntN(1000))
				switch rand.IntN(4) {
				case 0:
					changed[key] = nil
				case 1:
					changed[key] = []byte{}
				default:
					changed[key] = make([]byte, rand.IntN(3000))
					changed[key] = fmt.Appendf(changed[key], "%d", rand.Uint64())
				}
				size += int64(len(key)+len(changed[key])) + 24
			}
			if !j.fits(size) {
				break
			}
			require.NoError(t, j.append(stamp, changed))
			want = append(want, changed)
			stamp++
		}
		end := j.at
		if round%3 == 2 {
			require.NoError(t, j.close())
			j, err = openJournal(path)
			require.NoError(t, err)
		}
		require.Equal(t, want, rowOf(t, j, stamp-uint64(len(want))))
		if len(want) > 0 && round%5 == 4 { // the last one was cut short
			b, err := os.ReadFile(path)
			require.NoError(t, err)
			b[end-1] ^= 1
			require.NoError(t, os.WriteFile(path, b, 0o600))
			require.Equal(t, want[:len(want)-1], rowOf(t, j, stamp-uint64(len(want))))
		}
		require.NoError(t, j.reset())
		require.Empty(t, rowOf(t, j, stamp))
	}
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.EqualValues(t, journalFirst, info.Size(), "it did not grow")
	require.NoError(t, j.close())
}

func rowOf(t *testing.T, j *journal, stamp uint64) []map[string][]byte {
	out := []map[string][]byte{}
	rows := j.read()
	for c, ok := rows.next(); ok; c, ok = rows.next() {
		require.Equal(t, stamp, c.stamp)
		changed := map[string][]byte{}
		for _, p := range c.pairs {
			changed[string(p.key)] = p.value
		}
		out = append(out, changed)
		stamp++
	}
	return out
}

// cut copies an open store as a power cut leaves it: of Badger's logs nothing came to
// the disk, and of what the journal has only what keep says.
func cut(t *testing.T, s *Store, keep func(*badger.DB, []kept)) string {
	dir := filepath.Join(t.TempDir(), "cut")
	require.NoError(t, os.CopyFS(dir, os.DirFS(s.opts.Dir)))
	logs, err := filesIn(filepath.Join(dir, "badger"), ".mem")
	require.NoError(t, err)
	for _, name := range logs {
		require.NoError(t, os.Remove(filepath.Join(dir, "badger", name)))
	}
	j, err := openJournal(filepath.Join(dir, "journal"))
	require.NoError(t, err)
	var all []kept
	rows := j.read()
	for c, ok := rows.next(); ok; c, ok = rows.next() {
		all = append(all, c)
	}
	require.NoError(t, j.close())
	db, err := openBadger(deskOptions(filepath.Join(dir, "badger")), time.UTC)
	require.NoError(t, err)
	keep(db, all)
	require.NoError(t, db.Close())
	return dir
}

// write commits pairs at a stamp.
func write(t *testing.T, db *badger.DB, stamp uint64, pairs ...keptPair) {
	require.NoError(t, (&Store{db: db}).again(kept{stamp: stamp, pairs: pairs}))
}

func journaled(t *testing.T) (*Store, func(draft string) model.Case) {
	s, err := Open(Options{Dir: filepath.Join(t.TempDir(), "data")})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	return s, func(draft string) model.Case {
		c, err := s.AddCase(context.Background(), By{At: at, Draft: draft}, model.Case{
			Kind: model.Complaint, Complainant: model.Party{Name: "n"}, Shop: "S", What: "x",
		})
		require.NoError(t, err)
		return c
	}
}

// TestDerivedKeysThatALaterLogClaimsAreMadeAgain: that derived keys are settled may
// come to the disk in a later log than they, and before them.
func TestDerivedKeysThatALaterLogClaimsAreMadeAgain(t *testing.T) {
	s, add := journaled(t)
	var last model.Case
	for range 5 {
		last = add("")
	}
	dir := cut(t, s, func(db *badger.DB, all []kept) {
		seq := all[len(all)-1].stamp >> stampShift
		write(t, db, all[len(all)-1].stamp+1, keptPair{settledKey(), record.Seal(settledKey(), seq, be(seq))})
	})
	cut, err := Open(Options{Dir: dir})
	require.NoError(t, err)
	require.Nil(t, cut.Lost())
	_, err = cut.Case(context.Background(), last.No)
	require.NoError(t, err)
	report, err := cut.Verify(context.Background(), nil)
	require.NoError(t, err)
	require.Empty(t, report.Faults)
	require.NoError(t, cut.Close())
}

// TestWhatWasTakenAwayDoesNotComeBack: Badger may have forgotten a draft together with
// that it was taken away, when it made its tables smaller.
func TestWhatWasTakenAwayDoesNotComeBack(t *testing.T) {
	s, add := journaled(t)
	ctx := context.Background()
	require.NoError(t, s.SaveDraft(ctx, Draft{Name: "d", Body: []byte(`"x"`)}))
	c := add("d")
	dir := cut(t, s, func(db *badger.DB, all []kept) {
		for _, c := range all {
			c.pairs = slices.DeleteFunc(c.pairs, func(p keptPair) bool { return string(p.key) == string(record.DraftKey("d")) })
			write(t, db, c.stamp, c.pairs...)
		}
	})
	cut, err := Open(Options{Dir: dir})
	require.NoError(t, err)
	drafts, err := cut.Drafts(ctx, "")
	require.NoError(t, err)
	require.Empty(t, drafts)
	_, err = cut.Case(ctx, c.No)
	require.NoError(t, err)
	require.NoError(t, cut.Close())
}

// TestWhatMoreIsLostThanTheJournalHasIsSaid: where the event is missing that the
// journal builds upon, nothing is written behind the gap.
func TestWhatMoreIsLostThanTheJournalHasIsSaid(t *testing.T) {
	s, add := journaled(t)
	add("")
	require.NoError(t, s.alone(context.Background(), s.checkpoint))
	base := s.Head()
	add("")
	dir := cut(t, s, func(_ *badger.DB, all []kept) {
		require.Len(t, all, 1)
		require.Equal(t, base, all[0].row.base)
	})
	cut, err := Open(Options{Dir: dir})
	require.NoError(t, err)
	require.Equal(t, &Loss{From: 1, To: s.Head()}, cut.Lost())
	require.Zero(t, cut.Head())
	require.NoError(t, cut.Close())
}

// TestAJournalOfANewerProgramIsLeftAsItIs: who is too old for a store writes nothing
// to it.
func TestAJournalOfANewerProgramIsLeftAsItIs(t *testing.T) {
	s, add := journaled(t)
	add("")
	dir := cut(t, s, func(db *badger.DB, all []kept) {
		key := record.MetaKey("schema")
		write(t, db, db.MaxVersion()+1, keptPair{key, record.Seal(key, 0, be(schemaVersion+1))})
	})
	before, err := os.ReadFile(filepath.Join(dir, "journal"))
	require.NoError(t, err)
	_, err = Open(Options{Dir: dir})
	require.True(t, IsCode(err, CodeNewer), err)
	after, err := os.ReadFile(filepath.Join(dir, "journal"))
	require.NoError(t, err)
	require.True(t, bytes.Equal(before, after))
}

// FuzzJournal: any file is read to its end as one commit after the other, and what was
// written into it is given back whatever stands behind.
func FuzzJournal(f *testing.F) {
	f.Add([]byte{}, []byte("k"), []byte("v"))
	f.Add([]byte{2, 'k', 'l', 1, 1, 'm', 0}, []byte{}, []byte(nil))
	f.Fuzz(func(t *testing.T, rest, key, value []byte) {
		_, _ = pairsOf(rest)
		path := filepath.Join(t.TempDir(), "journal")
		require.NoError(t, os.WriteFile(path, rest, 0o600))
		j, err := openJournal(path)
		require.NoError(t, err)
		defer func() { require.NoError(t, j.close()) }()
		rows := j.read()
		for _, ok := rows.next(); ok; _, ok = rows.next() {
		}
		require.NoError(t, j.reset())
		j.row = row{stamp: 7}
		require.NoError(t, j.append(7, map[string][]byte{string(key): value}))
		_, err = j.f.WriteAt(rest, j.at)
		require.NoError(t, err)
		c, ok := j.read().next()
		require.True(t, ok)
		require.Equal(t, kept{row{stamp: 7}, 7, []keptPair{{key, value}}}, c)
	})
}
