// Package record holds the bytes of the store: keys, the sealed envelope every
// value travels in, and the hash-chained event. It imports no Badger, so all
// of it is tested as bytes.
//
// The key space (ordinals and sequence numbers are 8 bytes, big endian):
//
//	c s p t <ord>       case, shop, person, station record
//	g y <ord>           the charter's versions, imported calendar years
//	e <seq>             event header
//	b <seq>             bodies of an event: the record before and after
//	a <actor> 0 <seq>   events of one actor (undo, hand-over)
//	h <subject> 0 <seq> events of one record (history)
//	n <case number>     -> case id
//	u <kind> 0 <name>   -> id; names that may exist once
//	x <shop> 0 <case>   cases of a shop
//	o <day> <case>      open cases by the day they are due
//	q <batch>           an unfinished batch
//	d <key>             drafts, outside the log
//	m <name>            schema and counters
//	i r                 search keys and list rows, owned by store/find
package record
