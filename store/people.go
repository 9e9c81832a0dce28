package store

import (
	"context"
	"errors"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store/record"
)

// AddPerson adds somebody who sits at the desk. Names exist once.
func (s *Store) AddPerson(ctx context.Context, by By, p model.Person) (model.Person, error) {
	p, faults := flow.CheckPerson(p)
	if len(faults.Hard()) > 0 {
		return p, faults.Hard()
	}
	err := s.write(ctx, func(tx *Tx) error {
		ord, err := tx.next("person")
		if err != nil {
			return err
		}
		p.ID, p.Rev = record.PersonKind.ID(ord), 0
		body, err := record.Encode(p)
		if err != nil {
			return err
		}
		e, err := tx.apply(by, change{kind: KindPersonAdded, id: p.ID, after: body})
		p.Rev = e.Seq
		return err
	})
	return p, err
}

// EditPerson changes a person: role, language, senior mode, whether he may
// still be picked; see EditCase.
func (s *Store) EditPerson(ctx context.Context, by By, p model.Person) (model.Person, error) {
	p, faults := flow.CheckPerson(p)
	if len(faults.Hard()) > 0 {
		return p, faults.Hard()
	}
	return editAs(ctx, s, by, KindPersonEdited, p.ID, p.Rev, p)
}

// Person returns a person by id or by name.
func (s *Store) Person(_ context.Context, ref string) (model.Person, error) {
	return byName[model.Person](s, "person", record.PersonKind, ref, func(v *model.Person, rev uint64) { v.Rev = rev })
}

// People returns everybody, in the order they were added; a desk has dozens,
// not thousands.
func (s *Store) People(ctx context.Context) (out []model.Person, err error) {
	err = s.view(func(r *reader) error {
		c := r.Scan([]byte{byte(record.PersonKind)}, nil)
		defer c.Close()
		for c.Next() {
			p, rev, err := load[model.Person](r, record.PersonKind.ID(record.Tail(c.Key())))
			if err := errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			p.Rev = rev
			out = append(out, p)
		}
		return errOf(c)
	})
	return out, err
}

// Station returns the desk itself.
func (s *Store) Station(context.Context) (st model.Station, err error) {
	st = s.opts.Station
	err = s.view(func(r *reader) error {
		rev, b, err := r.get(record.Key(record.StationKind, 1))
		if err != nil || b == nil {
			return err
		}
		st, err = record.Decode[model.Station](b)
		st.Rev = rev
		return damaged(err, []byte{byte(record.StationKind)})
	})
	return st, err
}

// EditStation changes name or code of the station. The code begins every case
// number given out from then on.
func (s *Store) EditStation(ctx context.Context, by By, st model.Station) (model.Station, error) {
	st, faults := flow.CheckStation(st)
	if len(faults.Hard()) > 0 {
		return st, faults.Hard()
	}
	rev := st.Rev
	err := s.write(ctx, func(tx *Tx) error {
		id := record.StationKind.ID(1)
		have, was, err := tx.get(record.Key(record.StationKind, 1))
		if err != nil {
			return err
		}
		if have != rev {
			old, err := record.Decode[model.Station](was)
			if err != nil {
				return damaged(err, []byte{byte(record.StationKind)})
			}
			return stale(tx, st, old, id)
		}
		st.Rev = 0
		body, err := record.Encode(st)
		if err != nil {
			return err
		}
		e, err := tx.apply(by, change{kind: KindStationEdited, id: id, after: body})
		st.Rev = e.Seq
		return err
	})
	return st, err
}

// stationCode is what case numbers begin with.
func (tx *Tx) stationCode() (string, error) {
	_, b, err := tx.get(record.Key(record.StationKind, 1))
	if err != nil || b == nil {
		return tx.g.s.opts.Station.Code, err
	}
	st, err := record.Decode[model.Station](b)
	return st.Code, damaged(err, []byte{byte(record.StationKind)})
}
