package store

import (
	"bytes"

	"github.com/dgraph-io/badger/v4"

	"heshi/store/record"
)

// cursor walks keys in order: those of Badger with the fresh ones over them.
type cursor struct {
	it      *badger.Iterator
	fresh   run
	at      int  // the next pair of fresh
	over    bool // the present key is a fresh one
	started bool
	err     error
}

// raw returns a cursor over the keys under prefix.
func (r *reader) raw(prefix []byte) *cursor {
	it := r.txn.NewIterator(badger.IteratorOptions{Prefix: prefix})
	it.Seek(prefix)
	return &cursor{it: it, fresh: r.at.fresh.under(prefix)}
}

// Next moves to the next key; the first call stands on the first.
func (c *cursor) Next() bool {
	if c.err != nil {
		return false
	}
	if c.started {
		if c.over {
			c.at++
		} else {
			c.it.Next()
		}
	}
	c.started = true
	return c.stand()
}

// stand chooses the smaller of the two present keys; a fresh one hides the
// same key of Badger.
func (c *cursor) stand() bool {
	for c.at < len(c.fresh) {
		p := c.fresh[c.at]
		if c.it.Valid() {
			order := bytes.Compare(c.it.Item().Key(), p.key)
			if order < 0 {
				break
			}
			if order == 0 {
				c.it.Next()
			}
		}
		if !p.gone {
			c.over = true
			return true
		}
		c.at++
	}
	c.over = false
	return c.it.Valid()
}

// Seek moves to the first key at or after key; Next then stands on it.
func (c *cursor) Seek(key []byte) {
	c.it.Seek(key)
	c.at = c.fresh.find(key)
	c.started = false
}

// Key returns the present key; it is valid until Next.
func (c *cursor) Key() []byte {
	if c.over {
		return c.fresh[c.at].key
	}
	return c.it.Item().Key()
}

// Value returns the payload; empty for keys that carry none. A damaged one
// ends the walk.
func (c *cursor) Value() []byte {
	if !c.over && c.it.Item().ValueSize() == 0 {
		return nil
	}
	out, err := c.open()
	if err != nil {
		c.err = damaged(err, c.Key())
		return nil
	}
	return out
}

// open returns a copy of the present payload, or record.ErrDamaged.
func (c *cursor) open() (out []byte, err error) {
	if c.over {
		return c.fresh[c.at].value, nil
	}
	item := c.it.Item()
	fault := item.Value(func(v []byte) error {
		_, p, err := record.Open(item.Key(), v)
		out = append(make([]byte, 0, len(p)), p...)
		return err
	})
	return out, fault
}

// Err returns what went wrong.
func (c *cursor) Err() error { return c.err }

// Close ends the cursor.
func (c *cursor) Close() { c.it.Close() }
