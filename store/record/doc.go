// Package record holds the bytes of the store: keys, the sealed envelope every
// value travels in, and the hash-chained event. It imports no Badger, so all
// of it is tested as bytes.
//
// The key space (ordinals and sequence numbers are 8 bytes, big endian):
//
//	c s p t <ord>       case, shop, person, station record
//	g y <ord>           the charter's versions, imported calendar years
//	e <seq>             event; it names the events before it of its actor and
//	                    of its subject, so both can be followed back
//	b <seq>             the record as it was before an event
//	a <actor>           number of the actor's last event
//	h <subject>         number of the subject's last event, where its record's
//	                    revision does not tell it
//	u <kind> 0 <name>   -> id 0 name; names that may exist once
//	x <name> 0 <ord>    lists of the sign-in sheet
//	o <day> <case>      open cases by the day they are due
//	q <batch>           an unfinished batch
//	d <key>             drafts, outside the log
//	m <name>            schema, counters, marks of the store's own work
//	i n r               not used any more: an older program kept search keys there
//
// The ordinal of a record is the number of the event that added it: no two
// records ever have the same, not even when one of them was undone or lost.
package record
