package find

// Entry is one key the store keeps for a record besides the record itself. An
// empty Value means that the key says it all.
//
// A Shared entry may be asked for by many records: the store writes it when it
// is absent, never deletes it with a record, and remakes it when it rebuilds
// the index. A Shared entry no record asks for any more is harmless.
type Entry struct {
	Key, Value []byte
	Shared     bool
}

// Getter reads single keys.
type Getter interface {
	// Get returns the value of key; nil, nil when it is absent.
	Get(key []byte) ([]byte, error)
}

// Reader is one consistent look at an ordered key-value store.
type Reader interface {
	Getter
	// Scan returns a cursor over the keys under prefix, standing before the
	// first key at or after from; a nil from means the first.
	Scan(prefix, from []byte) Cursor
}

// Cursor walks keys in ascending byte order. What Key and Value return is valid
// until the next call of Next or Seek.
type Cursor interface {
	Next() bool      // moves on; the first call stands on the first key
	Key() []byte     //
	Value() []byte   //
	Seek(key []byte) // the next Next stands on the first key at or after key
	Err() error      // what ended the walk early
	Close()
}
