package store

import (
	"bytes"

	"heshi/model"
	"heshi/store/find"
	"heshi/store/record"
)

// entry is one derived key: a list row, a search key, a way to find a record.
type entry struct {
	key, value []byte // nil value: the key says it all
	unique     bool   // the key may belong to one record only
	shared     bool   // many records may ask for it; it is never taken away
	name       string // what is unique, for the refusal
}

func (e entry) sameKey(o entry) bool { return bytes.Equal(e.key, o.key) }

// derived returns everything the store keeps about a record besides the
// record: a pure function of its bytes, so that verify and rebuild can compare
// and remake it. A nil body has none.
func derived(id model.ID, body []byte) ([]entry, error) {
	kind, ord, ok := record.Split(id)
	if !ok || body == nil {
		return nil, nil
	}
	switch kind {
	case record.CaseKind:
		c, err := record.Decode[model.Case](body)
		if err != nil {
			return nil, damaged(err, []byte{byte(kind)})
		}
		return caseEntries(c, ord), nil
	case record.ShopKind:
		s, err := record.Decode[model.Shop](body)
		if err != nil {
			return nil, damaged(err, []byte{byte(kind)})
		}
		return shopEntries(s, ord), nil
	case record.PersonKind:
		p, err := record.Decode[model.Person](body)
		if err != nil {
			return nil, damaged(err, []byte{byte(kind)})
		}
		return []entry{named("person", p.Name, id)}, nil
	}
	return nil, nil
}

func caseEntries(c model.Case, ord uint64) []entry {
	out := searchEntries(find.CaseDoc(c, ord))
	out = append(out, entry{key: record.NumberKey(c.No), value: []byte(c.ID), unique: true, name: c.No})
	if c.ShopID != "" {
		out = append(out, entry{key: record.ShopCaseKey(c.ShopID, ord)})
	}
	if !c.State.Over() {
		out = append(out, entry{key: record.DueKey(c.DueOn, ord)})
	}
	return out
}

func shopEntries(s model.Shop, ord uint64) []entry {
	return append(searchEntries(find.ShopDoc(s, ord)), named("shop", s.Name, s.ID))
}

func named(kind, name string, id model.ID) entry {
	return entry{key: record.UniqueKey(kind, find.Fold(name)), value: []byte(id), unique: true, name: name}
}

func searchEntries(d find.Doc) []entry {
	es := d.Entries()
	out := make([]entry, len(es))
	for i, e := range es {
		out[i] = entry{key: e.Key, value: e.Value, shared: e.Shared}
	}
	return out
}

// derivedPrefixes are the key spaces that hold derived entries only.
func derivedPrefixes() [][]byte {
	return [][]byte{{'i'}, {'r'}, {'n'}, {'o'}, {'u'}, {'x'}}
}
