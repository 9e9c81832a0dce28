//go:build unix

package store_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dgraph-io/badger/v4"
	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store"
	"heshi/store/find"
	"heshi/store/record"
	"heshi/store/storetest"
)

// seedStore makes a closed store with cases, edits, undo, people and drafts in
// its tables, and returns what a reader sees of it.
func seedStore(t testing.TB, dir string) map[string]string {
	s := storetest.Open(t, storetest.At(dir), storetest.Unchecked()) // it may be damaged later
	_, err := s.AddPerson(ctx, by("", 0), model.Person{Name: "张三"})
	require.NoError(t, err)
	addBatch(t, s, "b", 40)
	for i := range 10 {
		c := addCase(t, s, "a", complaint("王小明", fmt.Sprint("shop ", i), strings.Repeat("x", 100*i+1)))
		c.Note = "edited"
		_, err := s.EditCase(ctx, by("a", i), c)
		require.NoError(t, err)
	}
	undo(t, s, "a")
	require.NoError(t, s.SaveDraft(ctx, store.Draft{Name: "d", Body: []byte(`"draft"`)}))
	out, faults := readAll(s.Store)
	require.Empty(t, faults)
	s.Whole()
	require.NoError(t, s.Close())
	return out
}

// readAll reads a store as screens do. It returns every answer by its
// question, and the errors.
func readAll(s *store.Store) (answers map[string]string, faults []error) {
	answers = map[string]string{}
	keep := func(question string, v any, err error) bool {
		if err != nil {
			faults = append(faults, err)
			return false
		}
		b, err := json.Marshal(v)
		if err != nil {
			faults = append(faults, err)
		}
		answers[question] = string(b)
		return true
	}
	for seq := range s.Head() {
		events, err := s.Events(ctx, seq, 1)
		if !keep(fmt.Sprint("event after ", seq), events, err) || len(events) == 0 {
			continue
		}
		b, err := s.Contents(events[0].Seq)
		keep(fmt.Sprint("contents ", seq), b, err)
		id, ok := store.IDOf(events[0].Subject)
		if !ok {
			continue
		}
		switch kind, _, _ := record.Split(id); kind {
		case record.CaseKind:
			c, err := s.Case(ctx, string(id))
			if keep(string(id), c, err) {
				c, err = s.Case(ctx, c.No)
				keep(c.No, c, err)
			}
		case record.ShopKind:
			shop, err := s.Shop(ctx, string(id))
			keep(string(id), shop, err)
		}
	}
	people, err := s.People(ctx)
	keep("people", people, err)
	drafts, err := s.Drafts(ctx, "")
	keep("drafts", drafts, err)
	for _, kind := range []find.Kind{find.Case, find.Shop} {
		rows, err := s.List(ctx, find.ListQuery{Kind: kind, Limit: 1000})
		keep(fmt.Sprint("list ", kind), rows, err)
	}
	res, err := s.Search(ctx, find.Query{Text: "王小明"})
	keep("search", res, err)
	return answers, faults
}

func copyDir(t testing.TB, from, to string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		at := filepath.Join(to, rel)
		if d.IsDir() {
			return os.MkdirAll(at, 0o700)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if trimmed := bytes.TrimRight(b, "\x00"); len(b)-len(trimmed) > 1<<20 { // a mapped log, mostly empty
			if err := os.WriteFile(at, trimmed, 0o600); err != nil {
				return err
			}
			return os.Truncate(at, int64(len(b)))
		}
		return os.WriteFile(at, b, 0o600)
	}))
}

// flip turns one bit in each of the given places of a file.
func flip(t testing.TB, path string, bit byte, places ...int64) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	require.NoError(t, err)
	for _, at := range places {
		b := make([]byte, 1)
		_, err = f.ReadAt(b, at)
		require.NoError(t, err)
		b[0] ^= 1 << bit
		_, err = f.WriteAt(b, at)
		require.NoError(t, err)
	}
	require.NoError(t, f.Close())
}

// used returns how far a file holds anything but zeros.
func used(t testing.TB, path string) int64 {
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	return int64(len(bytes.TrimRight(b, "\x00")))
}

// oneFile returns the largest file of dir/badger that matches.
func oneFile(t testing.TB, dir, pattern string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "badger", pattern))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	best := files[0]
	for _, f := range files {
		if used(t, f) > used(t, best) {
			best = f
		}
	}
	return best
}

// judge opens a store that may be damaged and fails the test when an answer is
// wrong and nothing says so.
func judge(t testing.TB, dir string, want map[string]string) (said string) {
	t.Helper()
	s, err := store.Open(store.Options{Dir: dir, Zone: storetest.Zone, Station: model.Station{Code: "HS", Name: "Test"}})
	if err != nil {
		var p *model.Problem
		require.ErrorAs(t, err, &p)
		return "open: " + p.Code
	}
	defer func() { _ = s.Close() }()
	answers, faults := readAll(s)
	report, err := s.Verify(ctx, nil)
	for _, f := range append(faults, err) {
		if f == nil {
			continue
		}
		var p *model.Problem
		require.ErrorAs(t, f, &p, "only Problems reach people")
	}
	if s.Lost() != nil {
		return "lost"
	}
	if report.OK {
		require.Empty(t, faults, "errors that verify does not know of")
		require.Equal(t, want, answers)
		return "no effect"
	}
	return "verify: " + report.Faults[0].Code
}

func TestOneFlippedBitIsNeverAWrongAnswer(t *testing.T) {
	base := filepath.Join(t.TempDir(), "seed")
	want := seedStore(t, base)
	for _, pattern := range []string{"*.sst", "MANIFEST"} {
		t.Run(pattern, func(t *testing.T) {
			said := map[string]int{}
			for range rounds(12) {
				dir := filepath.Join(t.TempDir(), "data")
				copyDir(t, base, dir)
				file := oneFile(t, dir, pattern)
				at, bit := rand.Int64N(used(t, file)), byte(rand.IntN(8))
				t.Log(pattern, at, bit)
				flip(t, file, bit, at)
				said[judge(t, dir, want)]++
			}
			t.Log(said)
		})
	}
}

func TestFlippedBitInTheLogOfAKilledStoreIsSaid(t *testing.T) {
	base := filepath.Join(t.TempDir(), "seed")
	seedStore(t, base)
	// It rests before it is killed: what was on its way to the log and not yet
	// shown as saved might go with a damaged bit without a word, and rightly.
	c := startChild(t, "rest", base, nil)
	_, ok := c.say("saved")
	require.True(t, ok)
	c.kill()
	whole := filepath.Join(t.TempDir(), "whole")
	copyDir(t, base, whole)
	s := storetest.Open(t, storetest.At(whole))
	want, faults := readAll(s.Store)
	require.Empty(t, faults)
	head := s.Head()
	require.NoError(t, s.Close())

	said := map[string]int{}
	for round := range rounds(9) {
		dir := filepath.Join(t.TempDir(), "data")
		copyDir(t, base, dir)
		journal := filepath.Join(dir, "journal")
		switch round % 3 { // the journal would give back what the log loses
		case 1:
			flip(t, journal, byte(rand.IntN(8)), rand.Int64N(max(1, used(t, journal))))
		case 2:
			require.NoError(t, os.RemoveAll(journal))
		}
		file := oneFile(t, dir, "*.mem")
		const start = 20 // Badger's own header
		flip(t, file, byte(rand.IntN(8)), start+rand.Int64N(used(t, file)-start))
		said[judge(t, dir, want)]++
	}
	t.Log(said, head)
}

// TestFlippedByteInTheEventLogIsFound flips a byte of an event where it stands
// in a table.
func TestFlippedByteInTheEventLogIsFound(t *testing.T) {
	base := filepath.Join(t.TempDir(), "seed")
	seedStore(t, base)
	for _, word := range []string{`"actor":"a"`, `"kind":"case.added"`, `"digest":"`, `"prev":"`, `"hash":"`} {
		dir := filepath.Join(t.TempDir(), "data")
		copyDir(t, base, dir)
		file := oneFile(t, dir, "*.sst")
		b, err := os.ReadFile(file)
		require.NoError(t, err)
		at := bytes.Index(b, []byte(word))
		require.Positive(t, at, word)
		flip(t, file, 0, int64(at+len(word)-2))
		s := storetest.Open(t, storetest.At(dir), storetest.Unchecked())
		report, err := s.Verify(ctx, nil)
		require.NoError(t, err)
		require.False(t, report.OK)
		var codes []string
		for _, f := range report.Faults {
			codes = append(codes, f.Code)
		}
		require.Contains(t, codes, store.FaultEventDamaged)
		require.Contains(t, codes, store.FaultTable)
		_, err = s.Events(ctx, 0, 1000)
		require.Equal(t, store.CodeDamaged, code(t, err))
		require.NoError(t, s.Close())
	}
}

// TestLostTailIsSaidAndRecorded cuts the end of the log off, as Badger does
// without a word when it meets a damaged entry.
func TestLostTailIsSaidAndRecorded(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	c := startChild(t, "save", dir, nil)
	for range 30 {
		_, ok := c.say("saved")
		require.True(t, ok)
	}
	c.kill()
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "journal"))) // it would give back what the log loses
	file := oneFile(t, dir, "*.mem")
	b, err := os.ReadFile(file)
	require.NoError(t, err)
	at := bytes.Index(b, []byte(`"seq":20,`))
	require.Positive(t, at)
	flip(t, file, 3, int64(at))

	s := storetest.Open(t, storetest.At(dir))
	lost := s.Lost()
	require.NotNil(t, lost)
	require.LessOrEqual(t, lost.From, uint64(20), "with the transaction all after it")
	require.GreaterOrEqual(t, lost.To, uint64(31))
	require.Equal(t, lost.From-1, s.Head())
	head := s.Head()
	report, err := s.Verify(ctx, nil)
	require.NoError(t, err)
	require.Equal(t, []store.Fault{{Code: store.FaultLost, Where: fmt.Sprint(lost.From)}}, report.Faults)

	s.Reopen() // a loss is said until it is recorded
	require.Equal(t, lost, s.Lost())
	added := addCase(t, s, "b", complaint("n", "shop 1", "x"))
	require.Nil(t, s.Lost())
	events, err := s.Events(ctx, head, 10)
	require.NoError(t, err)
	require.Equal(t, store.KindLost, events[0].Kind)
	require.Equal(t, lost.To+1, events[0].Seq)
	require.Equal(t, lost.To-lost.From+1, events[0].Gap)
	require.Equal(t, added.Rev, s.Head())
	report, err = s.Verify(ctx, nil)
	require.NoError(t, err)
	require.True(t, report.OK, report.Faults)
	require.Equal(t, events[0].Gap, report.Gaps)
	s.Reopen()
	require.Nil(t, s.Lost())
	undo(t, s, "b")
}

func TestTornManifestIsKeptWithItsTables(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	seedStore(t, dir)
	manifest := filepath.Join(dir, "badger", "MANIFEST")
	b, err := os.ReadFile(manifest)
	require.NoError(t, err)
	require.NoError(t, os.Truncate(manifest, int64(len(b)-3)))
	tables, err := filepath.Glob(filepath.Join(dir, "badger", "*.sst"))
	require.NoError(t, err)
	require.NotEmpty(t, tables)

	s := storetest.Open(t, storetest.At(dir), storetest.Unchecked())
	require.NotNil(t, s.Lost(), "the newest table is gone")
	saved, err := filepath.Glob(filepath.Join(dir, "rescue-*", "*.sst"))
	require.NoError(t, err)
	require.Len(t, saved, len(tables))
	kept, err := os.ReadFile(filepath.Join(dir, "manifest.1"))
	require.NoError(t, err)
	require.Equal(t, b[:len(b)-3], kept)
}

func TestManifestsOfTheLastOpensAreKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := storetest.Open(t, storetest.At(dir))
	for range 5 {
		addCase(t, s, "a", complaint("n", "S", "x"))
		s.Reopen()
	}
	kept, err := filepath.Glob(filepath.Join(dir, "manifest.*"))
	require.NoError(t, err)
	require.Len(t, kept, 3)
	now, err := os.ReadFile(filepath.Join(dir, "manifest.1"))
	require.NoError(t, err)
	manifest, err := os.ReadFile(filepath.Join(dir, "badger", "MANIFEST"))
	require.NoError(t, err)
	require.True(t, bytes.HasPrefix(manifest, now))
}

// meddle changes keys behind the store's back.
func meddle(t *testing.T, dir string, fn func(txn *badger.Txn) error) {
	t.Helper()
	db, err := badger.OpenManaged(badger.DefaultOptions(filepath.Join(dir, "badger")).WithLogger(nil))
	require.NoError(t, err)
	at := db.MaxVersion()
	txn := db.NewTransactionAt(at, true)
	require.NoError(t, fn(txn))
	require.NoError(t, txn.CommitAt(at+1, nil))
	require.NoError(t, db.Close())
}

func TestVerifyFindsWhatWasMeddledWith(t *testing.T) {
	base := filepath.Join(t.TempDir(), "seed")
	seedStore(t, base)
	s := storetest.Open(t, storetest.At(base))
	rows := list(t, s, find.Case)
	c, err := s.Case(ctx, string(rows[0].ID))
	require.NoError(t, err)
	head := s.Head()
	require.NoError(t, s.Close())
	_, ord, _ := record.Split(c.ID)
	caseKey := record.Key(record.CaseKind, ord)
	forged := c
	forged.Amount = 1
	body, err := record.Encode(forged)
	require.NoError(t, err)

	set := func(key, payload []byte, rev uint64) func(*badger.Txn) error {
		return func(txn *badger.Txn) error { return txn.Set(key, record.Seal(key, rev, payload)) }
	}
	resign := func(seq uint64, change func(*record.Event)) func(*badger.Txn) error {
		return func(txn *badger.Txn) error {
			key := record.EventKey(seq)
			item, err := txn.Get(key)
			require.NoError(t, err)
			v, err := item.ValueCopy(nil)
			require.NoError(t, err)
			rev, payload, err := record.Open(key, v)
			require.NoError(t, err)
			e, err := record.DecodeEvent(payload)
			require.NoError(t, err)
			change(&e)
			b, err := e.Sign(e.Prev)
			require.NoError(t, err)
			return txn.Set(key, record.Seal(key, rev, b))
		}
	}
	for _, tc := range []struct {
		name string
		do   func(*badger.Txn) error
		want []string
	}{
		{"nothing", func(txn *badger.Txn) error { return txn.Set([]byte("mnothing"), nil) }, nil},
		{"record changed", set(caseKey, body, c.Rev), []string{store.FaultRecord}},
		{"revision changed", func(txn *badger.Txn) error {
			item, err := txn.Get(caseKey)
			require.NoError(t, err)
			v, err := item.ValueCopy(nil)
			require.NoError(t, err)
			_, payload, err := record.Open(caseKey, v)
			require.NoError(t, err)
			return txn.Set(caseKey, record.Seal(caseKey, c.Rev-1, payload))
		}, []string{store.FaultRecord}},
		{"record removed", func(txn *badger.Txn) error { return txn.Delete(caseKey) }, []string{store.FaultMissing}},
		{"record added", set(record.Key(record.CaseKind, 9999), body, 1), []string{store.FaultUnknown}},
		{"event removed", func(txn *badger.Txn) error { return txn.Delete(record.EventKey(7)) }, []string{store.FaultGap}},
		{"last event removed", func(txn *badger.Txn) error { return txn.Delete(record.EventKey(head)) }, []string{store.FaultLost}},
		{"event signed anew", resign(7, func(e *record.Event) { e.Actor = "x" }), []string{store.FaultChain}},
		{"last event signed anew", resign(head, func(e *record.Event) { e.Reason = "x" }), []string{store.FaultHead}},
		{"last event says it replaced something else", resign(head, func(e *record.Event) { e.Before = record.Digest(nil) }), []string{store.FaultHead, store.FaultChain}},
		{"due day changed", func(txn *badger.Txn) error {
			it := txn.NewIterator(badger.IteratorOptions{Prefix: []byte("o")})
			it.Rewind()
			key := it.Item().KeyCopy(nil)
			it.Close()
			return txn.Set(key, record.Seal(key, 0, []byte("x")))
		}, []string{store.FaultKeyMissing}},
		{"due day added", func(txn *badger.Txn) error { return txn.Set(record.DueKey(1, 1), nil) }, []string{store.FaultKeyExtra}},
		{"name removed", func(txn *badger.Txn) error { return txn.Delete(record.UniqueKey("shop", "shop 1")) }, []string{store.FaultKeyMissing}},
		{"replaced contents changed", func(txn *badger.Txn) error {
			it := txn.NewIterator(badger.IteratorOptions{Prefix: []byte("b")})
			it.Rewind()
			key := it.Item().KeyCopy(nil)
			it.Close()
			return txn.Set(key, record.Seal(key, 0, body))
		}, []string{store.FaultBodies}},
		{"contents erased", func(txn *badger.Txn) error {
			it := txn.NewIterator(badger.IteratorOptions{Prefix: []byte("b")})
			it.Rewind()
			key := it.Item().KeyCopy(nil)
			it.Close()
			return txn.Delete(key)
		}, nil},
		{"actor removed", func(txn *badger.Txn) error { return txn.Delete(record.ActorKey("a")) }, []string{store.FaultKeyMissing}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			copyDir(t, base, dir)
			meddle(t, dir, tc.do)
			s := storetest.Open(t, storetest.At(dir), storetest.Unchecked())
			report, err := s.Verify(ctx, nil)
			require.NoError(t, err)
			require.Equal(t, len(tc.want) == 0, report.OK)
			var codes []string
			for _, f := range report.Faults {
				codes = append(codes, f.Code)
			}
			for _, want := range tc.want {
				require.Contains(t, codes, want)
			}
			if tc.want == nil {
				require.Empty(t, report.Faults)
			}
		})
	}
}

func TestNewerStoreIsRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	require.NoError(t, storetest.Open(t, storetest.At(dir), storetest.Unchecked()).Close())
	meddle(t, dir, func(txn *badger.Txn) error {
		key := record.MetaKey("schema")
		return txn.Set(key, record.Seal(key, 0, []byte{0, 0, 0, 0, 0, 0, 0, 9}))
	})
	_, err := store.Open(store.Options{Dir: dir})
	var p *model.Problem
	require.ErrorAs(t, err, &p)
	require.Equal(t, store.CodeNewer, p.Code)
	require.EqualValues(t, 9, p.Args["have"])
}
