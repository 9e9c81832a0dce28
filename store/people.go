package store

import (
	"bytes"
	"context"

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
	var added model.Person
	err := s.write(ctx, func(tx *Tx) (err error) {
		next := p
		if next.ID, err = tx.newID(by, record.PersonKind); err != nil {
			return err
		}
		added, err = add(tx, by, KindPersonAdded, next.ID, next, 0)
		return err
	})
	if err != nil {
		return p, err
	}
	return added, nil
}

// EditPerson changes a person: role, language, senior mode, whether he may
// still be picked; see EditCase.
func (s *Store) EditPerson(ctx context.Context, by By, p model.Person) (model.Person, error) {
	p, faults := flow.CheckPerson(p)
	if len(faults.Hard()) > 0 {
		return p, faults.Hard()
	}
	return editAs(ctx, s, by, KindPersonEdited, p.ID, p)
}

// Person returns a person by id or by name.
func (s *Store) Person(_ context.Context, ref string) (model.Person, error) {
	return byName[model.Person](s, "person", record.PersonKind, ref)
}

// People returns everybody, in the order they were added; a desk has dozens,
// not thousands.
func (s *Store) People(ctx context.Context) ([]model.Person, error) {
	return all[model.Person](ctx, s, record.PersonKind)
}

// stationID is the id of the one station of a store.
var stationID = record.StationKind.ID(1)

// Station returns the desk itself.
func (s *Store) Station(context.Context) (st model.Station, err error) {
	err = s.view(func(r *reader) error {
		st, err = load[model.Station](r, stationID)
		return err
	})
	if IsCode(err, CodeNotFound) {
		return s.opts.Station, nil
	}
	return st, err
}

// EditStation changes name or code of the station. The code begins every case
// number given out from then on.
func (s *Store) EditStation(ctx context.Context, by By, st model.Station) (model.Station, error) {
	st, faults := flow.CheckStation(st)
	if len(faults.Hard()) > 0 {
		return st, faults.Hard()
	}
	return editOne(ctx, s, by, KindStationEdited, stationID, st, s.opts.Station)
}

// stationCode is what case numbers begin with.
func (tx *Tx) stationCode() (string, error) {
	_, body, err := tx.get(recordKey(stationID))
	if err != nil || body == nil {
		return tx.g.s.opts.Station.Code, err
	}
	code := &tx.g.s.code
	if !bytes.Equal(code.of, body) {
		st, err := record.Decode[model.Station](body)
		if err != nil {
			return "", damaged(err, []byte(stationID[:1]))
		}
		code.of, code.is = body, st.Code
	}
	return code.is, nil
}

// codeOf is the code in a station's record.
type codeOf struct {
	of []byte
	is string
}

// Prefer notes how a person likes the desk: language, layout and colours. It is not a
// change that undo turns back: Ctrl+Z after F3 must undo the last case, not
// the size of the letters.
func (s *Store) Prefer(ctx context.Context, by By, id model.ID, likes model.Liking) (model.Person, error) {
	var p model.Person
	err := s.write(ctx, func(tx *Tx) error {
		was, body, err := txLoad[model.Person](tx, id)
		if err != nil {
			return err
		}
		p, err = edit(tx, by, KindPreferred, id, was.Liking(likes), was, body)
		return err
	})
	return p, err
}
