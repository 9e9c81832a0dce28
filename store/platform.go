package store

import (
	"bytes"
	"context"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store/find"
	"heshi/store/record"
)

// odrName is the kind of unique name that a case from the ODR platform has
// there.
const odrName = "odr"

// platformMark stands in every case that came from the platform and in no
// other: within a text of a record the quotes would be escaped.
var platformMark = []byte(`"origin":{"via":"` + model.ViaODR + `"`)

// fromPlatform reports whether a record is a case that came from the platform,
// without decoding it.
func fromPlatform(body []byte) bool { return bytes.Contains(body, platformMark) }

func platformName(body []byte) ([]unique, error) {
	if !fromPlatform(body) {
		return nil, nil
	}
	c, err := record.Decode[model.Case](body)
	if err != nil || c.Origin == nil || c.Origin.No == "" {
		return nil, err
	}
	return []unique{{odrName, c.Origin.No}}, nil
}

// platformEntries list a case among those of the platform, and among those
// somebody has to act on, by the moment the platform received it: the order
// of its deadline there.
func platformEntries(c *model.Case, ord uint64) []find.Entry {
	if c.Origin == nil || c.Origin.Via != model.ViaODR {
		return nil
	}
	out := []find.Entry{{Key: record.PlatformKey(false, c.Origin.At, ord)}}
	if !c.Over() {
		out = append(out, find.Entry{Key: record.PlatformKey(true, c.Origin.At, ord)})
	}
	return out
}

// NewPlatformCases returns those of list that the station does not have yet,
// and how many it has. A case is known by its number on the platform.
func (s *Store) NewPlatformCases(ctx context.Context, list []model.Case) (fresh []model.Case, present int, err error) {
	err = s.view(func(r *reader) error {
		for i, c := range list {
			if i%1000 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			if r.has(unique{odrName, c.Origin.No}.key()) {
				present++
			} else {
				fresh = append(fresh, c)
			}
		}
		return nil
	})
	return fresh, present, err
}

// PlatformQueue returns up to limit cases of the platform that somebody has to
// act on, the one it received first before the others, and how many there are,
// counted up to 10,000.
func (s *Store) PlatformQueue(ctx context.Context, limit int) (cases []model.Case, open int, err error) {
	err = s.platformCases(ctx, true, func(r *reader, id model.ID) (bool, error) {
		open++
		if len(cases) < limit {
			c, err := load[model.Case](r, id)
			if err != nil {
				return false, err
			}
			cases = append(cases, c)
		}
		return open < 10_000, nil
	})
	return cases, open, err
}

// PlatformCases gives every case that came from the platform, in the order it
// received them, until fn returns an error.
func (s *Store) PlatformCases(ctx context.Context, fn func(model.Case) error) error {
	return s.platformCases(ctx, false, func(r *reader, id model.ID) (bool, error) {
		c, err := load[model.Case](r, id)
		if err == nil {
			err = fn(c)
		}
		return true, err
	})
}

func (s *Store) platformCases(ctx context.Context, open bool, fn func(*reader, model.ID) (bool, error)) error {
	return s.view(func(r *reader) error {
		c := r.scan(record.PlatformPrefix(open), nil)
		defer c.Close()
		for c.Next() {
			more, err := fn(r, record.CaseKind.ID(record.Tail(c.Key())))
			if err != nil || !more {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		return c.Err()
	})
}

// mappingID is the id of the one record that says which column of the
// platform's file holds what.
var mappingID = record.MappingKind.ID(1)

// Mapping returns which column of the platform's file holds what; ok is false
// while the station has not written it down.
func (s *Store) Mapping(context.Context) (m model.Mapping, ok bool, err error) {
	err = s.view(func(r *reader) error {
		m, err = load[model.Mapping](r, mappingID)
		return err
	})
	if IsCode(err, CodeNotFound) {
		return model.Mapping{}, false, nil
	}
	return m, err == nil, err
}

// EditMapping changes which column of the platform's file holds what. m.Rev
// must be the revision that was read, 0 for the first.
func (s *Store) EditMapping(ctx context.Context, by By, m model.Mapping) (model.Mapping, error) {
	m, faults := flow.CheckMapping(m)
	if len(faults.Hard()) > 0 {
		return m, faults.Hard()
	}
	return editOne(ctx, s, by, KindMappingEdited, mappingID, m, model.Mapping{})
}
