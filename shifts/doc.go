// Package shifts plans, checks, repairs and explains the duty rosters of a
// station: who sits at the desk on which turn, and who may be called when a
// turn needs help. It is pure: no files, no clock, no text a person reads.
// Sentences leave it as a Note (a code and values) that the caller renders with
// Roster.Say, Repaired.Say or Entry.Say.
//
// The formats roster-instance/1, roster/1 and repair/1 are those of
// shared/spec/shifts.md. Goals are lexicographic; every goal carries a lower
// bound that is valid whatever the floating-point arithmetic did, because it is
// recomputed in integers. Budgets are counted in steps, never in seconds.
package shifts
