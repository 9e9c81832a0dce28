// Package returns is the no-reason return check: facts, law and charter in, a
// verdict out (spec/returns.md). The rules are data (assets/law/returns); their
// conditions name the predicates of this package and are judged in three
// values, so that a fact nobody has told stays unknown instead of becoming a
// silent yes or no. When the unknown facts could still change the verdict, the
// verdict is NeedInfo and names exactly those facts.
//
// Read the rules once with LoadRules; a Rules never changes afterwards and may
// be used by many goroutines. Days are in the zone of Env; amounts are fen.
package returns
