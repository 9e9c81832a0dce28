package clock

import "time"

// Running is a clock that was started on a case. Ended is zero while it runs.
type Running struct {
	Ask
	Ended time.Time
}

// State is a clock of a case with its deadline.
type State struct {
	Explanation
	// Ended is the moment what the clock waited for was done; left out of JSON
	// while it runs.
	Ended time.Time `json:"ended,omitzero"`
}

// Late reports whether the deadline was missed, or is by now. A clock that is
// stopped is never late.
func (s State) Late(now time.Time) bool { return late(s.Due, s.Ended, now) }

func late(due, ended, now time.Time) bool {
	if !ended.IsZero() {
		now = ended
	}
	return !due.IsZero() && !now.Before(due)
}

// Case explains every clock of a case, in the order given.
func (c Clocks) Case(list []Running, v Voice) ([]State, error) {
	out := make([]State, 0, len(list))
	for _, r := range list {
		e, err := c.Evaluate(r.Ask, v)
		if err != nil {
			return nil, err
		}
		s := State{Explanation: e}
		if !r.Ended.IsZero() {
			s.Ended = r.Ended.In(c.Zone)
		}
		out = append(out, s)
	}
	return out, nil
}
