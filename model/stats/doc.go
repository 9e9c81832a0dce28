// Package stats folds cases into the figures of a station's month and finds
// what deserves a look: shops that come back, matters that rise, promises that
// were not kept. It is pure: it sees one Line a case, in any order, and keeps
// counts only.
//
// A month counts two things: what came (registered in it) and what was done
// (ended in it). Kinds, classes, shops and hours are of what came; results,
// money recovered, time and satisfaction of what was done, so that the figures
// of a month no longer change once it has passed.
package stats
