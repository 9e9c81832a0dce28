package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store/record"
)

// dump returns all that Badger shows at a stamp.
func (s *Store) dump(t *testing.T, stamp uint64) map[string]string {
	txn := s.db.NewTransactionAt(stamp, false)
	defer txn.Discard()
	it := txn.NewIterator(badger.DefaultIteratorOptions)
	defer it.Close()
	out := map[string]string{}
	for it.Rewind(); it.Valid(); it.Next() {
		v, err := it.Item().ValueCopy(nil)
		require.NoError(t, err)
		out[string(it.Item().Key())] = string(v)
	}
	return out
}

// halfBatch writes a batch without its end: cases, shops and a person are added,
// cases and a shop changed, one is taken away again and a draft goes. It returns the
// bulk, which nobody was shown, and the batch's first event.
func halfBatch(t *testing.T, s *Store, by By, cases []model.Case) (*bulk, uint64) {
	b := s.newBulk(*s.point.Load())
	first := b.at.head.seq + 1
	must := func(fn func(tx *Tx) error) { require.NoError(t, b.do(fn)) }
	must(func(tx *Tx) error { tx.setNumber(record.BatchKey(first), first); return nil })
	for i := range 3000 {
		in, err := s.arrival(by, model.Case{Kind: model.Complaint, State: model.Registered, Complainant: model.Party{Name: "n"}, Shop: fmt.Sprint("shop ", i%40), What: fmt.Sprint("what ", i)})
		require.NoError(t, err)
		must(func(tx *Tx) error { _, err := tx.addCase(by, in, first); return err })
	}
	for i, c := range cases {
		must(func(tx *Tx) error {
			was, body, err := txLoad[model.Case](tx, c.ID)
			if err != nil {
				return err
			}
			if i%3 == 0 { // as undoing a batch does
				_, err = tx.apply(by, change{kind: KindUndone, id: c.ID, batch: first})
				return err
			}
			next := was
			next.Note, next.DueOn = "changed", next.DueOn+5
			_, err = editIn(tx, by, KindCaseEdited, c.ID, next, was, body, first)
			return err
		})
	}
	by.Draft = "form/x"
	must(func(tx *Tx) error {
		return tx.log(by, &record.Event{Kind: KindPrinted, Subject: "store", Batch: first}, 0)
	})
	return b, first
}

// TestABatchIsTakenOutToTheByte: what a batch that was cut short has added, changed
// and taken away is as before it, whatever it was, also when the sweep was cut short
// itself; its numbers are free again.
func TestABatchIsTakenOutToTheByte(t *testing.T) {
	ctx := context.Background()
	for _, cutShort := range []bool{false, true} {
		t.Run(fmt.Sprint(cutShort), func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			s, err := Open(Options{Dir: dir, Zone: time.UTC})
			require.NoError(t, err)
			t.Cleanup(func() { _ = s.Close() }) // its disk was taken away from under it, as it were
			by := By{Actor: "a", At: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
			var cases []model.Case
			for i := range 60 {
				c, err := s.AddCase(ctx, by, model.Case{Kind: model.Complaint, Complainant: model.Party{Name: "n"}, Shop: fmt.Sprint("shop ", i%5), What: "x"})
				require.NoError(t, err)
				cases = append(cases, c)
			}
			require.NoError(t, s.SaveDraft(ctx, Draft{Name: "form/x", Body: []byte("1")}))
			var want map[string]string
			var head uint64
			require.NoError(t, s.alone(ctx, func() error {
				if err := s.settle(); err != nil {
					return err
				}
				want, head = s.dump(t, s.point.Load().stamp), s.Head()
				b, first := halfBatch(t, s, by, cases)
				if err := b.end(); err != nil {
					return err
				}
				require.NotEqual(t, want, s.dump(t, b.at.stamp))
				if cutShort {
					sweep := s.newBulk(b.at)
					require.Error(t, safely(func() error {
						_, err := sweep.cut(first, func(keys int) {
							if keys == 40*cutKeys {
								panic("the power went")
							}
						})
						return err
					}))
					if err := sweep.end(); err != nil { // what it had sent
						return err
					}
				}
				return os.CopyFS(dir+"2", os.DirFS(dir))
			}))

			swept := 0
			again, err := Open(Options{Dir: dir + "2", Zone: time.UTC, Progress: func(c Chore, done, _ int) {
				require.Equal(t, Sweeping, c)
				swept = done
			}})
			require.NoError(t, err)
			require.Equal(t, head, again.Head())
			require.Greater(t, swept, 1000)
			require.Equal(t, want, again.dump(t, again.point.Load().stamp))
			drafts, err := again.Drafts(ctx, "form/")
			require.NoError(t, err)
			require.Len(t, drafts, 1)
			report, err := again.Verify(ctx, nil)
			require.NoError(t, err)
			require.Empty(t, report.Faults)
			c, err := again.AddCase(ctx, by, model.Case{Kind: model.Complaint, Complainant: model.Party{Name: "n"}, Shop: "shop 39", What: "x"})
			require.NoError(t, err)
			require.Equal(t, "-20261123-0061", c.No)
			require.NoError(t, again.Close())
		})
	}
}
