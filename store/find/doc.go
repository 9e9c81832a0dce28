// Package find is the desk's search: how records are spelled into an index, and
// the questions asked of it.
//
// It knows no database and no file: a View is the index as one moment saw it,
// in memory or mapped by whoever keeps it. A change makes a new View from an old
// one (View.With), so that a search sees one state of all records whatever
// happens meanwhile.
//
// # Segments
//
// Records are kept in segments that never change. A record has a place in its
// segment, counted in rank order: open ones first, then by falling ordinal, the
// very order results are shown in. A segment holds, for each token, the places
// of its records (post.go); numbers and phones sorted by their ends, so that a
// tail is a range; and the rows a list shows, with the free text, one beside
// the other: an answer reads no record. What words are compared with comes first
// in a row. The names that repeat stand apart, as codes in a column of heads, beside
// the rank, where the row begins and the initials of the record's own name: most rows
// that are looked at are not what was meant, and of those no more is read than a line
// of the cache. When a record changes, its old place is marked dead in its Part and it
// gets a new one in a newer segment. Small
// segments are joined into larger ones by whoever keeps them (Merge); the last
// few records are in none yet and are compared one by one.
//
// # Tokens
//
// Tokens only filter; what a search returns was compared with the row itself,
// so a token may stand for more than it should, never for less. Of a name every
// character, pair of characters, reading, run of two readings, initial, pair
// and run of three initials is a token, marked with whether the name begins or
// ends with it: so whole names, beginnings and fragments are separate postings,
// and each tier is read in order. Of the free text every pair of characters
// that touch is a token.
//
// Names of shops, stalls and goods repeat from case to case, so a case has one
// token for each of them, and the ways to spell them are kept once: a search
// first finds the names a word matches, then reads their postings.
//
// # One search
//
// A part in which few records may match at all has them compared at once: where
// several words together, or one that is a whole name, leave no more. Of several
// words the one with the fewest records is read from the index; whether the others
// may match too is then asked of each record: of the postings of the names they match,
// where those are few, before the word's own walks are joined (members.go), else of
// what its head says (tested.go). The other parts
// are walked tier by tier, and what they give is joined in rank order until the
// page is full. What one tier read of the index the next ones use again. So a
// rare word costs a few look-ups a segment, and a common one little more than the
// page.
package find
