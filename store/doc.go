// Package store keeps the desk's records in Badger. Every change is one call
// with an actor and a time; in one transaction it writes the record, what is
// derived from it (list row, search keys, look-up keys) and one event of the
// hash-chained log. Audit, undo, live update and, later, sync read that log.
//
// # One number
//
// Badger runs in managed mode. A commit's timestamp is the sequence number of
// its last event, shifted left by stampShift; writes outside the log (drafts)
// take the numbers between two events. So one number orders events, reads and
// backups, and a reader sees a state that some event ended.
//
// # One writer
//
// All writes pass through one goroutine, which puts waiting ones into one
// commit: the sequence has no gaps and 32 desks share one flush. A write's
// function runs in that goroutine against a view of the store that includes
// the writes before it; if it fails, nothing of it is kept.
package store
