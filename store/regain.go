package store

import (
	"bytes"
	"path/filepath"

	"heshi/store/record"
)

// room readies the journal for a group. Those before it have arrived.
func (s *Store) room(g *group) error {
	if s.journal == nil {
		return nil
	}
	if s.journal.grow(g.size); !s.journal.fits(g.size) {
		if err := s.checkpoint(); err != nil {
			return err
		}
	}
	if s.journal.at > 0 {
		return nil
	}
	// Nothing is on its way to Badger: what it says is settled is on the disk.
	before := max(s.tip.stamp, s.between)
	settled, err := s.settledAt(before)
	s.journal.row = row{stamp: g.stampAfter(before), base: s.tip.head.seq, settled: settled}
	return err
}

// checkpoint sees to it that Badger has all of the journal on the disk, and empties
// it. Nothing but derived keys may be on its way to Badger. Only the writer calls it.
// When it fails nothing is written any more: a second sync might say that all is well
// of what the first one lost, and the journal must still have it at the next open.
func (s *Store) checkpoint() error {
	if s.journal == nil || s.journal.at == 0 {
		return nil
	}
	return s.emptied()
}

// emptied is checkpoint for a journal that holds something.
func (s *Store) emptied() error {
	if s.ferrying != nil {
		<-s.ferrying
	}
	err := s.wal.sync()
	if err == nil {
		err = s.journal.reset()
	}
	if err != nil {
		return s.breaks(err)
	}
	return nil
}

// settledAt reads up to which event derived keys are in Badger.
func (s *Store) settledAt(stamp uint64) (uint64, error) {
	txn := s.db.NewTransactionAt(stamp, false)
	defer txn.Discard()
	_, b, err := getSealed(txn, settledKey())
	if err != nil || b == nil {
		return 0, err
	}
	return number(settledKey(), b)
}

// regain gives Badger back the commits of the journal that it does not have: a power
// cut took them from its log. From the first that is missing on all of them are
// written again, as they were: one that is there may have taken away what one before
// it brought. Where the event is missing on which they build, more is lost than they
// tell, and the end of the log says so. The store of a newer program is left as it is.
func (s *Store) regain() error {
	s.asFound()
	if err := s.view((*reader).checkSchema); err != nil {
		return err
	}
	var last kept
	missing, found := false, false
	rows := s.journal.read()
	for c, ok := rows.next(); ok; c, ok = rows.next() {
		if !found && c.row.base > 0 && !s.holds(record.EventKey(c.row.base), c.row.stamp-1, 0) {
			found = true
			break
		}
		if last, found = c, true; !missing {
			missing = !s.holds(c.witness(), c.stamp, c.stamp)
		}
		if missing {
			if err := s.again(c); err != nil {
				return err
			}
		}
	}
	if missing {
		if err := s.unsettle(last); err != nil {
			return err
		}
	}
	if !found {
		return nil
	}
	return s.emptied()
}

// witness is a key whose commit is there when the key is: an event's, if there is one.
func (c kept) witness() []byte {
	for _, p := range c.pairs {
		if bytes.HasPrefix(p.key, []byte("e")) {
			return p.key
		}
	}
	for _, p := range c.pairs {
		if p.value != nil {
			return p.key
		}
	}
	return nil
}

// holds says whether Badger has a key at a stamp, in just this version unless that
// is 0.
func (s *Store) holds(key []byte, stamp, version uint64) bool {
	txn := s.db.NewTransactionAt(stamp, false)
	defer txn.Discard()
	if key == nil {
		return false
	}
	item, err := txn.Get(key)
	return err == nil && (version == 0 || item.Version() == version)
}

// again writes a commit as it was.
func (s *Store) again(c kept) error {
	txn := s.db.NewTransactionAt(c.stamp-1, true)
	defer txn.Discard()
	for _, p := range c.pairs {
		if err := put(txn, p.key, p.value); err != nil {
			return err
		}
	}
	return txn.CommitAt(c.stamp, nil)
}

// unsettle takes back what was said of derived keys since the row began: they may be
// missing, too, and are made again.
func (s *Store) unsettle(last kept) error {
	at := max(s.db.MaxVersion(), last.stamp)
	now, err := s.settledAt(at)
	if err != nil || now <= last.row.settled {
		return err
	}
	v := record.Seal(settledKey(), last.row.settled, be(last.row.settled))
	return s.again(kept{stamp: at + 1, pairs: []keptPair{{settledKey(), v}}})
}

// openJournal opens the journal where Badger does not sync itself, and lets Badger
// have what it lacks of it.
func (s *Store) openJournal() (err error) {
	if syncsItself {
		return nil
	}
	s.journal, err = openJournal(filepath.Join(s.opts.Dir, "journal"))
	if err != nil {
		return readOnly(s.opts.Dir, err)
	}
	return damaged(safely(s.regain), nil)
}
