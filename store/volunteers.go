package store

import (
	"context"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store/find"
	"heshi/store/record"
)

// AddVolunteer adds a volunteer. Faults are model.Problems; a name that is
// taken is CodeNameTaken.
func (s *Store) AddVolunteer(ctx context.Context, by By, v model.Volunteer) (model.Volunteer, error) {
	v, faults := flow.CheckVolunteer(v)
	if len(faults.Hard()) > 0 {
		return v, faults.Hard()
	}
	var added model.Volunteer
	err := s.write(ctx, func(tx *Tx) (err error) {
		added, err = tx.addVolunteer(by, v, 0)
		return err
	})
	if err != nil {
		return v, err
	}
	return added, nil
}

func (tx *Tx) addVolunteer(by By, v model.Volunteer, batch uint64) (model.Volunteer, error) {
	var err error
	if v.ID, err = tx.newID(by, record.VolunteerKind); err != nil {
		return v, err
	}
	return add(tx, by, KindVolunteerAdded, v.ID, v, batch)
}

// NewVolunteer is a volunteer of an import, whose partners are still names:
// those of the register, or of volunteers before it in the same import.
type NewVolunteer struct {
	model.Volunteer
	WithNames, AvoidNames []string
}

// addNamed adds a volunteer of an import.
func (tx *Tx) addNamed(by By, n NewVolunteer, batch uint64) error {
	v := n.Volunteer
	for _, list := range []struct {
		ids   *[]model.ID
		names []string
	}{{&v.With, n.WithNames}, {&v.Avoid, n.AvoidNames}} {
		for _, name := range list.names {
			_, b, err := tx.get(record.UniqueKey("volunteer", find.Fold(name)))
			if err != nil {
				return err
			}
			if b == nil {
				return NotFound("volunteer", name)
			}
			id, _ := splitUnique(b)
			*list.ids = append(*list.ids, id)
		}
	}
	v, faults := flow.CheckVolunteer(v)
	if len(faults.Hard()) > 0 {
		return faults.Hard()
	}
	_, err := tx.addVolunteer(by, v, batch)
	return err
}

// ImportVolunteers writes what a file makes of the register, as one batch: those
// who become others, each as the revision that was read, then the new ones. All
// or nothing; one Undo takes all of it back.
func (s *Store) ImportVolunteers(ctx context.Context, by By, changed []model.Volunteer, added []NewVolunteer) error {
	if len(changed)+len(added) == 0 {
		return nil
	}
	return s.alone(ctx, func() error {
		return s.inBatch(by, KindVolunteersImported, func(b *bulk, first uint64) (final record.Event, err error) {
			for _, v := range changed {
				if err := b.do(func(tx *Tx) error { return tx.editVolunteer(by, v, first) }); err != nil {
					return final, err
				}
			}
			for _, n := range added {
				if err := b.do(func(tx *Tx) error { return tx.addNamed(by, n, first) }); err != nil {
					return final, err
				}
			}
			return final, ctx.Err()
		})
	})
}

func (tx *Tx) editVolunteer(by By, v model.Volunteer, batch uint64) error {
	v, faults := flow.CheckVolunteer(v)
	if len(faults.Hard()) > 0 {
		return faults.Hard()
	}
	was, body, err := txLoad[model.Volunteer](tx, v.ID)
	if err != nil {
		return err
	}
	if v.Rev != was.Rev {
		return stale(tx, v, was, was.Rev)
	}
	_, err = editIn(tx, by, KindVolunteerEdited, v.ID, v, was, body, batch)
	return err
}

// EditVolunteer replaces a volunteer by a newer version of itself; see
// EditCase.
func (s *Store) EditVolunteer(ctx context.Context, by By, v model.Volunteer) (model.Volunteer, error) {
	v, faults := flow.CheckVolunteer(v)
	if len(faults.Hard()) > 0 {
		return v, faults.Hard()
	}
	return editAs(ctx, s, by, KindVolunteerEdited, v.ID, v)
}

// Volunteer returns a volunteer by id or by name.
func (s *Store) Volunteer(_ context.Context, ref string) (model.Volunteer, error) {
	return byName[model.Volunteer](s, "volunteer", record.VolunteerKind, ref)
}

// Volunteers returns the whole register, those who have left too, in the order
// they were added; a station has dozens.
func (s *Store) Volunteers(ctx context.Context) ([]model.Volunteer, error) {
	return all[model.Volunteer](ctx, s, record.VolunteerKind)
}

// ShowPhone notes who looks at the number of a volunteer and why, and returns
// the volunteer. The reason must not be empty.
func (s *Store) ShowPhone(ctx context.Context, by By, id model.ID, reason string) (v model.Volunteer, err error) {
	reason = find.Clean(reason)
	if reason == "" {
		return v, &model.Problem{Code: CodeReason, Field: "reason"}
	}
	err = s.write(ctx, func(tx *Tx) error {
		if v, _, err = txLoad[model.Volunteer](tx, id); err != nil {
			return err
		}
		return tx.note(by, KindPhoneSeen, id, reason)
	})
	return v, err
}

// patternID is the id of the one weekly pattern of a store.
var patternID = record.PatternKind.ID(1)

// Pattern returns the station's week. While none was saved its revision is 0
// and it is empty: the sample that comes with the program applies.
func (s *Store) Pattern(context.Context) (p model.Pattern, err error) {
	err = s.view(func(r *reader) error {
		p, err = load[model.Pattern](r, patternID)
		return err
	})
	if IsCode(err, CodeNotFound) {
		return model.Pattern{}, nil
	}
	return p, err
}

// SavePattern replaces the station's week if it still is the revision that was
// read; *Stale[model.Pattern] otherwise.
func (s *Store) SavePattern(ctx context.Context, by By, p model.Pattern) (model.Pattern, error) {
	p, faults := flow.CheckPattern(p)
	if len(faults.Hard()) > 0 {
		return p, faults.Hard()
	}
	var out model.Pattern
	err := s.write(ctx, func(tx *Tx) error {
		was, body, err := txLoad[model.Pattern](tx, patternID)
		if IsCode(err, CodeNotFound) { // never saved yet
			err = nil
		}
		if err != nil {
			return err
		}
		if p.Rev != was.Rev {
			return stale(tx, p, was, was.Rev)
		}
		out, err = edit(tx, by, KindPatternEdited, patternID, p, was, body)
		return err
	})
	if err != nil {
		return p, err
	}
	return out, nil
}
