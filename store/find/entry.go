package find

// Entry is one key the store keeps for a record besides the record itself. An
// empty Value means that the key says it all.
type Entry struct {
	Key, Value []byte
}
