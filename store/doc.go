// Package store keeps the desk's records in Badger. Every change is one call
// with an actor and a time; in one transaction it writes the record and one
// event of the hash-chained log. Audit, undo, live update and, later, sync
// read that log.
//
// # One number
//
// Badger runs in managed mode. A commit's timestamp is the sequence number of
// its last event, shifted left by stampShift; writes outside the log (drafts)
// take the numbers between two events. So one number orders events, reads and
// backups, and a reader sees a state that some event ended. A record's ordinal
// is the number of the event that added it.
//
// # One writer
//
// Writes take turns, and who has the turn puts all waiting ones into one
// commit: the sequence has no gaps and 32 desks share one flush. A write's
// function runs in the writer against a view of the store that includes the
// writes before it; if it fails, nothing of it is kept.
//
// # Derived keys follow
//
// List rows, search keys and look-up keys are two thirds of what a case
// yields, and a pure function of its record. A save does not write them: they
// are worked out while the disk flushes, shown to readers from memory in the
// same moment as the record, and settled into Badger in bulk when the desk
// rests, when many wait, and at close (settle.go). After a crash they are made
// again from the records of the events since.
//
// # What is not believed
//
// Badger hands out most flipped bits as good values and drops the tail of a
// damaged log in silence (shared/perf.md 4c). So every value carries a
// checksum over its key, revision and bytes; the head of the chain is also
// kept in a file beside Badger; MANIFEST is copied before each open, and the
// tables with it when its tail is torn.
package store
