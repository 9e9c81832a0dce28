package store

import (
	"bytes"
	"slices"

	"heshi/model"
	"heshi/store/find"
	"heshi/store/record"
)

// yield is everything the store keeps about a record besides the record and its
// unique name: keys in Badger, and what the index knows of it.
type yield struct {
	keys []find.Entry
	doc  *find.Doc // nil when it is not searched
}

// indexed says whether records of a kind are searched.
func indexed(kind record.Kind) bool {
	return kind == record.CaseKind || kind == record.ShopKind || kind == record.VolunteerKind
}

// derived returns what a record yields: a pure function of its bytes, so that
// it may be written later than the record, and compared and remade at any
// time. A nil body yields nothing.
func derived(id model.ID, body []byte) (y yield, err error) {
	kind, ord, ok := record.Split(id)
	if !ok || body == nil {
		return y, nil
	}
	switch kind {
	case record.CaseKind:
		c, err := record.Decode[model.Case](body)
		if err != nil {
			return y, damaged(err, []byte{byte(kind)})
		}
		return caseYield(&c, ord), nil
	case record.ShopKind:
		s, err := record.Decode[model.Shop](body)
		if err != nil {
			return y, damaged(err, []byte{byte(kind)})
		}
		doc := find.ShopDoc(s, ord)
		return yield{doc: &doc}, nil
	case record.VolunteerKind:
		v, err := record.Decode[model.Volunteer](body)
		if err != nil {
			return y, damaged(err, []byte{byte(kind)})
		}
		doc := find.VolunteerDoc(v, ord)
		return yield{doc: &doc}, nil
	case record.StintKind:
		x, err := record.Decode[model.Stint](body)
		if err != nil {
			return y, damaged(err, []byte{byte(kind)})
		}
		return yield{keys: stintEntries(x, ord)}, nil
	}
	return y, nil
}

func caseYield(c *model.Case, ord uint64) (y yield) {
	doc := find.CaseDoc(c, ord)
	y.doc, y.keys = &doc, monthEntries(c, ord)
	y.keys = append(y.keys, platformEntries(c, ord)...)
	if c.AnswerRef != "" {
		y.keys = append(y.keys, find.Entry{Key: record.AnswerUseKey(c.AnswerRef, ord)})
	}
	if !c.Over() {
		y.keys = append(y.keys, find.Entry{Key: record.DueKey(c.DueOn, ord), Value: []byte(c.DueFor)})
	}
	y.keys = append(y.keys, sessionEntries(c, ord)...)
	return y
}

// sessionEntries lists the case once for each day on which it was mediated.
func sessionEntries(c *model.Case, ord uint64) (out []find.Entry) {
	for _, x := range c.Sessions {
		key := record.SessionKey(model.DayOf(x.At, c.RegisteredAt.Location()), ord)
		if !x.Until.IsZero() && !slices.ContainsFunc(out, func(e find.Entry) bool { return bytes.Equal(e.Key, key) }) {
			out = append(out, find.Entry{Key: key})
		}
	}
	return out
}

// derivedPrefixes are the key spaces that hold derived entries only.
const derivedPrefixes = "inorx"

func isDerived(key []byte) bool {
	return len(key) > 0 && bytes.IndexByte([]byte(derivedPrefixes), key[0]) >= 0
}

// changes returns what brings derived keys from those of one body to those of
// another, and the index likewise.
func changes(id model.ID, before, after []byte) ([]pair, []find.Change, error) {
	old, err := derived(id, before)
	if err != nil {
		return nil, nil, err
	}
	now, err := derived(id, after)
	if err != nil {
		return nil, nil, err
	}
	return diff(old.keys, now.keys), reindexed(id, old.doc, now.doc), nil
}

// reindexed is what changes in the index.
func reindexed(id model.ID, old, now *find.Doc) []find.Change {
	if old == nil && now == nil {
		return nil
	}
	kind, ord, _ := record.Split(id)
	return []find.Change{{Kind: find.Kind(kind), Ord: ord, Doc: now}}
}

func diff(old, now []find.Entry) []pair {
	out := make([]pair, 0, len(now))
	for _, e := range old {
		if !holds(now, e) {
			out = append(out, pair{key: e.Key, gone: true})
		}
	}
	for _, e := range now {
		if !stood(old, e) {
			out = append(out, pair{key: e.Key, value: e.Value})
		}
	}
	return out
}

func holds(list []find.Entry, e find.Entry) bool {
	for _, o := range list {
		if bytes.Equal(o.Key, e.Key) {
			return true
		}
	}
	return false
}

func stood(old []find.Entry, e find.Entry) bool {
	for _, o := range old {
		if bytes.Equal(o.Key, e.Key) {
			return bytes.Equal(o.Value, e.Value)
		}
	}
	return false
}

// unique is a name that may exist once among those of its kind.
type unique struct{ kind, name string }

func (u unique) key() []byte { return record.UniqueKey(u.kind, find.Fold(u.name)) }

// Kinds of unique names that are no kind of record.
const (
	affiliateName = "affiliate" // a shop's id: it belongs to one group
)

// uniques returns the names of a record that may exist once.
func uniques(id model.ID, body []byte) ([]unique, error) {
	if body == nil {
		return nil, nil
	}
	k, _, _ := record.Split(id)
	var out []unique
	var err error
	switch k {
	case record.CaseKind:
		out, err = platformName(body)
	case record.ShopKind:
		var s model.Shop
		s, err = record.Decode[model.Shop](body)
		out = []unique{{"shop", s.Name}}
	case record.PersonKind:
		var p model.Person
		p, err = record.Decode[model.Person](body)
		out = []unique{{"person", p.Name}}
	case record.VolunteerKind:
		var v model.Volunteer
		v, err = record.Decode[model.Volunteer](body)
		out = []unique{{"volunteer", v.Name}}
	case record.AnswerKind:
		var a model.Answer
		a, err = record.Decode[model.Answer](body)
		out = answerNames(a)
	case record.GroupKind:
		var g model.Group
		g, err = record.Decode[model.Group](body)
		out = []unique{{"group", g.Name}}
		for _, a := range g.Affiliates {
			out = append(out, unique{affiliateName, string(a.ShopID)})
		}
	}
	if err != nil {
		return nil, damaged(err, []byte{byte(k)})
	}
	return out, nil
}

// uniqueValue is what stands at the key of a unique name: id, zero, the name
// as it is spelled.
func uniqueValue(id model.ID, name string) []byte {
	return append(append([]byte(id), 0), name...)
}

func splitUnique(value []byte) (id model.ID, name string) {
	at, rest, _ := bytes.Cut(value, []byte{0})
	return model.ID(at), string(rest)
}
