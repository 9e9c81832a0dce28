package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"heshi/model"
	"heshi/shifts"
	"heshi/shifts/station"
	"heshi/store/find"
	"heshi/store/record"
)

// CallOuts returns every call-out, oldest first; a station has a few a week.
func (s *Store) CallOuts(ctx context.Context) ([]model.CallOut, error) {
	return all[model.CallOut](ctx, s, record.CallOutKind)
}

// CallCounts counts the calls every volunteer has had, as shifts.CallCounts
// does: whoever was added later starts at the mean. Events are numbered in the
// order they happened, and a record's ordinal is the event that added it, so
// ordinals tell who was there when a call was made.
func CallCounts(register []model.Volunteer, outs []model.CallOut) map[string]int {
	var people []shifts.Joined
	for _, v := range register {
		_, ord, _ := record.Split(v.ID)
		people = append(people, shifts.Joined{Volunteer: string(v.ID), At: int(ord)})
	}
	var calls []shifts.Call
	for _, o := range outs {
		_, ord, _ := record.Split(o.ID)
		for _, c := range o.Calls {
			calls = append(calls, shifts.Call{Shift: o.Turn, Volunteer: string(c.Volunteer), At: int(ord), Answer: c.Answer})
		}
	}
	return shifts.CallCounts(people, calls)
}

// minutesOf gives the calls of a call-out to shifts, in minutes.
func minutesOf(o model.CallOut) []shifts.Call {
	out := make([]shifts.Call, len(o.Calls))
	for i, c := range o.Calls {
		out[i] = shifts.Call{Shift: o.Turn, Volunteer: string(c.Volunteer), At: int(c.At.Unix() / 60), Answer: c.Answer}
	}
	return out
}

// MayCall says why a volunteer is not to be phoned now; nil when he may be. The
// quiet hours are the station's and his own.
func MayCall(o model.CallOut, v model.Volunteer, t model.Targets, now time.Time) *model.Problem {
	wait, quiet := t.Calling()
	calls, minute := minutesOf(o), now.Hour()*60+now.Minute()
	for _, q := range []model.Quiet{quiet, v.Quiet} {
		if p := shifts.MayCall(calls, string(v.ID), shifts.Quiet(q), int(now.Unix()/60), minute, wait); p != nil {
			return p
		}
	}
	return nil
}

// Call notes that a volunteer is being phoned, and hands out his number: looking
// at it is noted too, with the reason in words. The first call of a call-out makes its record; a call
// that still rings then counts as not answered.
func (s *Store) Call(ctx context.Context, by By, o model.CallOut, volunteer model.ID, reason string) (out model.CallOut, v model.Volunteer, err error) {
	t, err := s.Targets(ctx)
	if err != nil {
		return o, v, err
	}
	err = s.write(ctx, func(tx *Tx) error {
		var body []byte
		was := o
		if o.ID != "" {
			if was, body, err = txLoad[model.CallOut](tx, o.ID); err != nil {
				return err
			}
		}
		if v, _, err = txLoad[model.Volunteer](tx, volunteer); err != nil {
			return err
		}
		if p := MayCall(was, v, t, by.At.In(s.opts.Zone)); p != nil {
			return p
		}
		if err := tx.note(by, KindPhoneSeen, v.ID, reason); err != nil {
			return err
		}
		next := was
		next.Calls = slices.Clone(was.Calls)
		for i := range next.Calls {
			if next.Calls[i].Answer == "" {
				next.Calls[i].Answer = model.AnswerNoAnswer
			}
		}
		next.Calls = append(next.Calls, model.PhoneCall{Volunteer: v.ID, Name: v.Name, At: tx.moment(by.At)})
		if o.ID != "" {
			out, err = edit(tx, by, KindCalled, o.ID, next, was, body)
			return err
		}
		if next.ID, err = tx.newID(by, record.CallOutKind); err != nil {
			return err
		}
		out, err = add(tx, by, KindCalled, next.ID, next, 0)
		return err
	})
	if err != nil {
		return o, model.Volunteer{}, err
	}
	return out, v, nil
}

// SeePhone notes who looks at the number of a volunteer, and why, and hands it
// out. The reason must not be empty.
func (s *Store) SeePhone(ctx context.Context, by By, volunteer model.ID, reason string) (v model.Volunteer, err error) {
	if reason = find.Clean(reason); reason == "" {
		return v, &model.Problem{Code: CodeReason, Field: "reason"}
	}
	err = s.write(ctx, func(tx *Tx) error {
		if v, _, err = txLoad[model.Volunteer](tx, volunteer); err != nil {
			return err
		}
		return tx.note(by, KindPhoneSeen, v.ID, reason)
	})
	if err != nil {
		return model.Volunteer{}, err
	}
	return v, nil
}

// AnswerCall notes what a volunteer said who was phoned. Who is coming is
// written onto the turn of the published roster in the same transaction, so that
// the turn counts in fairness; one who then cannot come is taken off it again.
// Both are one change: they are undone together. Where one is coming already,
// another is refused.
func (s *Store) AnswerCall(ctx context.Context, by By, id, volunteer model.ID, answer string) (out model.CallOut, err error) {
	if !slices.Contains(model.CallAnswers(), answer) {
		return out, &model.Problem{Code: "code.unknown", Field: "answer", Args: map[string]any{"value": "?", "expected": "coming, no, no_answer"}}
	}
	err = s.alone(ctx, func() error {
		o, roster, err := s.calledFor(ctx, id)
		if err != nil {
			return err
		}
		return s.now(func(tx *Tx) error {
			out, err = tx.answerCall(by, o.ID, roster, volunteer, answer)
			return err
		})
	})
	return out, err
}

// answerCall writes an answer, and who comes onto the roster or off it. Where
// both change they are a batch within one transaction.
func (tx *Tx) answerCall(by By, id, roster, volunteer model.ID, answer string) (out model.CallOut, err error) {
	was, body, err := txLoad[model.CallOut](tx, id)
	if err != nil {
		return was, err
	}
	next, p := answered(was, volunteer, answer)
	if p != nil {
		return was, p
	}
	if err := tx.recordLoss(by); err != nil {
		return was, err
	}
	first := tx.head.seq + 1
	if next.Extra, err = tx.cover(by, roster, was, volunteer, answer, first); err != nil {
		return was, err
	}
	if tx.head.seq+1 == first { // no roster is concerned
		return edit(tx, by, KindCallAnswered, id, next, was, body)
	}
	if out, err = editIn(tx, by, KindCallAnswered, id, next, was, body, first); err != nil {
		return was, err
	}
	return out, tx.endBatch(by, record.Event{Kind: KindCallAnswered, Subject: batchSubject, Batch: first})
}

// calledFor reads a call-out and the roster its turn belongs to; no id when
// there is none.
func (s *Store) calledFor(ctx context.Context, id model.ID) (o model.CallOut, roster model.ID, err error) {
	err = s.view(func(r *reader) (err error) {
		if o, err = load[model.CallOut](r, id); err != nil {
			return err
		}
		date, _, _ := strings.Cut(o.Turn, "/")
		day, fault := model.ParseDay(date)
		if fault != nil { // a turn of no day is on no roster
			return nil
		}
		found, ok, err := r.rosterAt(ctx, day)
		if ok {
			roster = found.ID
		}
		return err
	})
	return o, roster, err
}

// answered puts an answer to the last call of a volunteer.
func answered(o model.CallOut, volunteer model.ID, answer string) (model.CallOut, *model.Problem) {
	if c, coming := o.Coming(); coming && c.Volunteer != volunteer && answer == model.AnswerComing {
		return o, &model.Problem{Code: "callout.coming"}
	}
	o.Calls = slices.Clone(o.Calls)
	for i := range slices.Backward(o.Calls) {
		if o.Calls[i].Volunteer == volunteer {
			o.Calls[i].Answer = answer
			return o, nil
		}
	}
	return o, &model.Problem{Code: "callout.not_called"}
}

// cover writes who is coming onto the roster, or takes him off it again.
func (tx *Tx) cover(by By, id model.ID, o model.CallOut, volunteer model.ID, answer string, batch uint64) (extra bool, err error) {
	c, was := o.Coming()
	was = was && c.Volunteer == volunteer
	if id == "" || was == (answer == model.AnswerComing) {
		return o.Extra, nil
	}
	r, body, err := txLoad[station.Roster](tx, id)
	if err != nil {
		return o.Extra, err
	}
	var next station.Roster
	var ok bool
	if was {
		next, ok = r.Uncovered(o.Turn, volunteer, o.Extra)
	} else {
		v, _, err := txLoad[model.Volunteer](tx, volunteer)
		if err != nil {
			return extra, err
		}
		next, extra, ok = r.Covered(o.Turn, v, o.For)
	}
	if !ok {
		return extra, nil
	}
	_, err = editIn(tx, by, KindRosterCovered, id, next, r, body, batch)
	return extra, err
}
