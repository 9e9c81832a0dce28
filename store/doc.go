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
// While one commit is on its way to the disk the next one is filled on top of
// it, and sent when it has arrived and those who were answered had a moment to
// join it (writer.go, group.go). What follows a record
// is worked out meanwhile too; when the commit is on the disk and the one before
// it is shown, readers see it and its writers get their answers. A commit that
// fails takes those on top of it with it: they are not sent, and nothing is
// written any more.
//
// A commit is on the disk by one write to a file beside Badger, the journal
// (journal.go), while Badger takes it into its memory and what follows it is worked
// out. Badger's own log is synced when the journal is full, when the desk rests, and
// at each commit that goes to Badger alone: batches, settled keys (wal_linux.go).
// After a power cut the next open gives Badger back what it lacks (regain.go).
// Measured in one run, a saved case over a raw append: 0.76-1.04 times; with a sync
// of Badger's log at each commit 1.27-1.50.
//
// # The index follows
//
// What a case is found by is most of what it yields, and a pure function of its
// record. A save does not write it: the index (package find) is taken on in
// memory, and shown to readers in the same moment as the record, as part of one
// point. So a reader sees exactly the index of the events it sees, and a saved
// case is found before the answer "saved". The newest records are a list that a
// search compares one by one; the keeper (keeper.go) makes segments of them
// beside the writer, and puts those on the disk in bulk, beside Badger; segments
// never change. A list says up to which event they know the store, and an open
// reads the records of the events since. A list or a segment that is missing,
// damaged or does not fit the log is made anew from the records, for the desk
// beside it, the newest cases first (remake.go): what is made is searched, and
// whoever needs all of it waits, every write too. Verify compares every record
// with the index. Measured in one run: search keys in the record's
// own transaction made a save cost 1.86-2.27 times a raw append and 32 writers
// 8,000 saves/s; following, 1.45-1.81 times and more than twice the saves.
//
// The few keys besides (open cases by the day they are due, sign-ins) follow the
// same way, as pairs in memory (fresh.go) that are settled into Badger between the
// commits of a rush, when the desk rests, when many wait, and at close (settle.go).
//
// # What is not believed
//
// Badger hands out most flipped bits as good values and drops the tail of a
// damaged log in silence (shared/perf.md 4c). So every value carries a
// checksum over its key, revision and bytes; the head of the chain is also
// kept in a file beside Badger; MANIFEST is copied before each open, and the
// tables with it when its tail is torn.
package store
