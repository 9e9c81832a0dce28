package store

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/dgraph-io/badger/v4"

	"heshi/model"
	"heshi/store/archive"
	"heshi/store/record"
)

// Codes of what can be wrong with a backup.
const (
	CodeNotBackup     = "backup.not_one"   // the file is no backup of Heshi
	CodeBackupDamaged = "backup.damaged"   // damaged or cut short
	CodeBackupNewer   = "backup.newer"     // written by a newer program
	CodeNotEmpty      = "backup.not_empty" // the folder to restore to holds something; args dir
)

// Backed says what a backup holds.
type Backed struct {
	Made    time.Time `json:"made_at"`
	Head    uint64    `json:"head"` // the last event in it
	Hash    string    `json:"hash,omitempty"`
	Pairs   uint64    `json:"keys"`
	Damaged uint64    `json:"damaged,omitempty"` // values that were damaged in the store, copied as they are
}

// LastBackup is what the store remembers of its last backup.
type LastBackup struct {
	At    time.Time `json:"at"`
	Actor string    `json:"actor"`
	Head  uint64    `json:"head"`
	File  string    `json:"file"`
}

// Backup writes the whole store as it is at this moment: records, log, names,
// counters and drafts. What can be made again from them is left out. It reads
// from one transaction and holds nobody up, so the desk goes on meanwhile; what
// is saved after the beginning is not in it (Badger's own Backup reads from
// many transactions and tears changes apart: shared/perf.md 4f). Progress,
// when not nil, hears how many pairs were written.
func (s *Store) Backup(ctx context.Context, by By, w io.Writer, progress func(n uint64)) (b Backed, err error) {
	st, err := s.Station(ctx)
	if err != nil {
		return b, err
	}
	b.Made = by.At.In(s.opts.Zone).Truncate(timeStep)
	err = s.view(func(r *reader) error {
		b.Head, b.Hash = r.at.head.seq, r.at.head.hash
		out, err := archive.NewWriter(w, archive.Head{
			Made: b.Made, Station: st.Name, Schema: schemaVersion, Seq: b.Head, Hash: b.Hash,
		})
		if err == nil {
			err = r.copyTo(ctx, out, &b, progress)
		}
		if err == nil {
			err = out.Close()
		}
		return err
	})
	return b, err
}

// copyTo puts everything but derived keys into an archive.
func (r *reader) copyTo(ctx context.Context, out *archive.Writer, b *Backed, progress func(uint64)) error {
	it := r.txn.NewIterator(badger.DefaultIteratorOptions)
	defer it.Close()
	for it.Rewind(); it.Valid(); it.Next() {
		item := it.Item()
		if isDerived(item.Key()) {
			continue
		}
		err := item.Value(func(v []byte) error {
			if _, _, err := record.Open(item.Key(), v); err != nil {
				b.Damaged++
			}
			return out.Put(item.Key(), v)
		})
		if err != nil {
			return err
		}
		if b.Pairs++; b.Pairs%1000 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			if progress != nil {
				progress(b.Pairs)
			}
		}
	}
	return nil
}

func backupKey() []byte { return record.MetaKey("backup") }

// NoteBackup remembers where the last backup went, outside the log: the store
// is the same before and after.
func (s *Store) NoteBackup(ctx context.Context, by By, b Backed, file string) error {
	body, err := json.Marshal(LastBackup{At: b.Made, Actor: by.name(), Head: b.Head, File: file})
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx *Tx) error {
		tx.set(backupKey(), body)
		return nil
	})
}

// LastBackup tells when the store was last backed up; false when never.
func (s *Store) LastBackup(context.Context) (last LastBackup, ok bool, err error) {
	err = s.view(func(r *reader) error {
		_, body, err := r.get(backupKey())
		if err != nil || body == nil {
			return err
		}
		if json.Unmarshal(body, &last) != nil {
			return damaged(record.ErrDamaged, backupKey())
		}
		ok = true
		return nil
	})
	return last, ok, err
}

// CheckBackup reads a backup to its end and returns what it says of itself.
func CheckBackup(r io.Reader) (b Backed, err error) {
	err = archive.Read(r, func(h archive.Head) error {
		b.Made, b.Head, b.Hash = h.Made, h.Seq, h.Hash
		return nil
	}, func(_, _ []byte) error {
		b.Pairs++
		return nil
	})
	return b, archiveProblem(err)
}

func archiveProblem(err error) error {
	switch {
	case errors.Is(err, archive.ErrNotOne):
		return &model.Problem{Code: CodeNotBackup}
	case errors.Is(err, archive.ErrNewer):
		return &model.Problem{Code: CodeBackupNewer}
	case errors.Is(err, archive.ErrDamaged):
		return &model.Problem{Code: CodeBackupDamaged}
	}
	return err
}

// Restore makes a store of a backup in opts.Dir, which must not exist or be
// empty, makes the search keys again, and verifies all of it. The folder
// appears when everything is in it; whatever goes wrong before leaves nothing
// there. A backup of a damaged store restores as damaged as it was, which the
// report says.
func Restore(ctx context.Context, opts Options, from io.Reader, progress func(n uint64)) (b Backed, rep Report, err error) {
	if err := vacant(opts.Dir); err != nil {
		return b, rep, err
	}
	parent := filepath.Dir(opts.Dir)
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return b, rep, readOnly(parent, err)
	}
	work, err := os.MkdirTemp(parent, ".heshi-restore-*")
	if err != nil {
		return b, rep, readOnly(parent, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(work))
		}
	}()
	dir := opts.Dir
	opts.Dir = work
	if opts.Free == nil {
		opts.Free = lately(freeAge, func() (uint64, error) { return freeBytes(work) })
	}
	if b, err = unpack(ctx, opts, from, progress); err != nil {
		return b, rep, err
	}
	if rep, err = settleIn(ctx, opts); err != nil {
		return b, rep, err
	}
	if err = os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return b, rep, notEmpty(dir)
	}
	if err = os.Rename(work, dir); err != nil {
		return b, rep, readOnly(dir, err)
	}
	return b, rep, nil
}

// vacant refuses a folder that holds anything.
func vacant(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil || len(entries) > 0:
		return notEmpty(dir)
	}
	return nil
}

func notEmpty(dir string) error {
	return &model.Problem{Code: CodeNotEmpty, Args: map[string]any{"dir": dir}}
}

// unpack writes the pairs of an archive into a new Badger, and the head of the
// chain beside it.
func unpack(ctx context.Context, opts Options, from io.Reader, progress func(uint64)) (b Backed, err error) {
	if err := prepare(opts.Dir, opts.Free); err != nil {
		return b, err
	}
	db, err := openBadger(deskOptions(filepath.Join(opts.Dir, "badger")), opts.Zone)
	if err != nil {
		return b, err
	}
	u := &unpacker{ctx: ctx, db: db, free: opts.Free}
	err = archive.Read(from, func(h archive.Head) error {
		if h.Schema > schemaVersion {
			return archive.ErrNewer
		}
		b.Made, b.Head, b.Hash = h.Made, h.Seq, h.Hash
		u.stamp = max(1, h.Seq<<stampShift)
		return nil
	}, func(key, value []byte) error {
		if b.Pairs++; progress != nil && b.Pairs%1000 == 0 {
			progress(b.Pairs)
		}
		return u.put(key, value)
	})
	if err == nil {
		err = u.finish(b.Head)
	}
	u.drop()
	err = errors.Join(archiveProblem(err), safely(db.Close))
	if err != nil {
		return b, err
	}
	return b, writeHead(filepath.Join(opts.Dir, "head"), head{seq: b.Head, hash: b.Hash})
}

func writeHead(path string, h head) error {
	f, _, err := openHead(path)
	if err != nil {
		return err
	}
	return errors.Join(f.write(h), f.close())
}

// unpacker fills a new Badger. All of it gets one stamp: that of the last
// event, as if it had been written at once.
type unpacker struct {
	ctx   context.Context
	db    *badger.DB
	free  func() (uint64, error)
	txn   *badger.Txn
	stamp uint64
	count int64
	size  int64
}

func (u *unpacker) put(key, value []byte) error {
	if isDerived(key) || string(key) == string(settledKey()) || string(key) == string(rebuildKey()) {
		return nil // made again
	}
	size := int64(len(key) + len(value) + 24)
	if u.txn != nil && (u.count+16 > u.db.MaxBatchCount() || u.size+size+4096 > u.db.MaxBatchSize()) {
		if err := u.send(); err != nil {
			return err
		}
	}
	if u.txn == nil {
		u.txn, u.count, u.size = u.db.NewTransactionAt(u.stamp, true), 0, 0
	}
	u.count, u.size = u.count+1, u.size+size
	if err := u.txn.Set(key, value); err != nil {
		return archive.ErrDamaged // larger than any value of a store
	}
	return nil
}

func (u *unpacker) send() error {
	if u.txn == nil {
		return nil
	}
	if err := errors.Join(u.ctx.Err(), room(u.free, needRoom)); err != nil {
		return err
	}
	err := safely(func() error { return u.txn.CommitAt(u.stamp, nil) })
	u.drop()
	return err
}

// finish notes that the derived keys are yet to be made: the first open makes
// them.
func (u *unpacker) finish(seq uint64) error {
	for _, key := range [][]byte{settledKey(), rebuildKey()} {
		if err := u.send(); err != nil {
			return err
		}
		u.txn, u.count, u.size = u.db.NewTransactionAt(u.stamp, true), 0, 0
		if err := u.txn.Set(key, record.Seal(key, seq, be(seq))); err != nil {
			return err
		}
	}
	return u.send()
}

func (u *unpacker) drop() {
	if u.txn != nil {
		u.txn.Discard()
		u.txn = nil
	}
}

// settleIn opens a store that was just unpacked, which makes its derived keys,
// and verifies it.
func settleIn(ctx context.Context, opts Options) (rep Report, err error) {
	s, err := Open(opts)
	if err != nil {
		return rep, err
	}
	rep, err = s.Verify(ctx, nil)
	return rep, errors.Join(err, s.Close())
}
