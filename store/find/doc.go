// Package find is the desk's search: the keys a record is found by, the rows a
// list shows, and the questions asked of them.
//
// It works over any ordered key-value reader and knows no database. The store
// writes what Doc.Entries returns in the transaction that writes the record,
// and hands a Reader over one of its read transactions to Search and List.
//
// # Keys
//
// Every key begins with "i/" (index) or "r/" (rows); nothing else in the store
// may. A row key is "r/" kind ^ordinal, so that a scan meets the newest first.
// An index key is "i/" kind field token 0x00 tail, where the tail is one byte
// (0 open, 1 over) and the complement of the ordinal in five bytes: a scan of
// one token meets its records in the very order results are ranked. Tokens only
// filter; what a search returns was compared with the row itself, so a token
// may stand for more than it should, never for less.
//
// Of a name every character, pair of characters, reading, run of two or three
// readings, pair and run of three initials is a token, marked with whether the
// name begins or ends with it: so whole names, beginnings and fragments are
// separate postings, and each tier is read in order. Numbers and phones are
// kept backwards: a tail is a beginning.
//
// Names of shops, stalls and goods repeat from case to case, so a case keeps
// one key for each of them and the ways to spell them are kept once for the
// whole store: those entries are Shared. A search first finds the names a word
// matches, then reads their postings.
//
// # Growing
//
// Nothing but the types posting and leaf knows how the ordinals of a token are
// stored. Sealed history may keep them as bitmaps over 65,536 ordinals, which a
// leaf reads behind the plain keys in the same order. Free text is not indexed
// by character yet: its key holds the text itself, to be read newest first, and
// is where sealed postings of pairs of characters will take over.
package find
