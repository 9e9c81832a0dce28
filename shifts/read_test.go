package shifts_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/shifts"
)

func TestReadInstanceNamesTheFault(t *testing.T) {
	for _, c := range []struct {
		code, names string
		bend        func(in *shifts.Instance)
	}{
		{"shifts.no_shifts", "base", func(in *shifts.Instance) { in.Shifts = []shifts.Shift{} }},
		{"shifts.no_volunteers", "base", func(in *shifts.Instance) { in.Volunteers = []shifts.Volunteer{} }},
		{"shifts.no_id", "name=id", func(in *shifts.Instance) { in.ID = "" }},
		{"shifts.no_id", "name=volunteers[1].id", func(in *shifts.Instance) { in.Volunteers[1].ID = "" }},
		{"shifts.shift_twice", "a", func(in *shifts.Instance) { in.Shifts[1].ID = "a" }},
		{"shifts.volunteer_twice", "v1", func(in *shifts.Instance) { in.Volunteers[1].ID = "v1" }},
		{"shifts.outside_horizon", "b", func(in *shifts.Instance) { in.Shifts[1].Date = in.Horizon.End + 1 }},
		{"shifts.unknown_volunteer", "zz", func(in *shifts.Instance) {
			in.Pairs = []shifts.Pair{{A: "v1", B: "zz", Kind: shifts.Avoid}}
		}},
		{"shifts.unknown_shift", "zz", func(in *shifts.Instance) {
			in.Frozen = []shifts.Assignment{{Shift: "zz", Volunteer: "v1"}}
		}},
		{"shifts.leave_span", "v1", func(in *shifts.Instance) {
			in.Volunteers[0].Leave = []shifts.Leave{{From: in.Horizon.End, To: in.Horizon.Start}}
		}},
		{"shifts.slot", "v1", func(in *shifts.Instance) { in.Volunteers[0].Avail = []string{"noon"} }},
		{"shifts.hours", "11:30", func(in *shifts.Instance) { in.Shifts[0].Start = "12:00" }},
		{"shifts.range", "-1", func(in *shifts.Instance) { in.Shifts[0].Seats = -1 }},
		{"shifts.word", "sometimes", func(in *shifts.Instance) { in.Volunteers[0].Level = "sometimes" }},
		{"shifts.pair_of_one", "v1", func(in *shifts.Instance) {
			in.Pairs = []shifts.Pair{{A: "v1", B: "v1", Kind: shifts.Avoid}}
		}},
	} {
		t.Run(c.code, func(t *testing.T) {
			in := base()
			c.bend(in)
			b, err := json.Marshal(in)
			require.NoError(t, err)
			_, err = shifts.ReadInstance(b)
			var ps model.Problems
			require.True(t, errors.As(err, &ps))
			require.Contains(t, ps.Error(), c.code)
			require.Contains(t, ps.Error(), c.names)
		})
	}
}

// A horizon that ends before it starts is one fault, not one for each turn.
func TestAWrongHorizonIsToldOnce(t *testing.T) {
	for _, h := range []shifts.Horizon{{}, {Start: base().Horizon.End, End: base().Horizon.Start}} {
		in := base()
		in.Horizon = h
		ps := in.Validate()
		require.Len(t, ps, 1)
		require.Equal(t, "shifts.horizon", ps[0].Code)
	}
}

func TestReadRefusesUnknownFieldsByName(t *testing.T) {
	for _, doc := range []string{`{"seets":1}`, `{"shifts":[{"seets":1}]}`, `{"volunteers":[{"seets":1}]}`} {
		_, err := shifts.ReadInstance([]byte(doc))
		require.ErrorContains(t, err, "seets")
	}
	_, err := shifts.ReadRoster([]byte(`{"seets":1}`))
	require.ErrorContains(t, err, "seets")
	_, err = shifts.ReadChange([]byte(`{"seets":1}`))
	require.ErrorContains(t, err, "seets")
}

func TestReadRefusesWhatIsNoDocument(t *testing.T) {
	for doc, code := range map[string]string{
		`{`: "unreadable", `]`: "not_json", `{"id":5}`: "wrong_type", `{} {}`: "trailing", `{"schema":"x/1"}`: "shifts.schema",
	} {
		_, err := shifts.ReadInstance([]byte(doc))
		require.ErrorContains(t, err, code, doc)
	}
}

func TestInstanceSurvivesTheRoundTrip(t *testing.T) {
	in := instance(t, "small-mall-repair")
	b, err := json.Marshal(in.Filled())
	require.NoError(t, err)
	back, err := shifts.ReadInstance(b)
	require.NoError(t, err)
	require.Equal(t, in.Filled(), back)
}

func FuzzReadInstance(f *testing.F) {
	b, _ := json.Marshal(base())
	f.Add(b)
	f.Add([]byte(strings.Replace(string(b), `"v1"`, `"v2"`, 1)))
	f.Fuzz(func(t *testing.T, doc []byte) {
		in, err := shifts.ReadInstance(doc)
		if err != nil {
			var ps model.Problems
			require.True(t, errors.As(err, &ps))
			return
		}
		if len(in.Shifts) <= 6 && len(in.Volunteers) <= 6 {
			r, err := shifts.Plan(in, shifts.Options{})
			require.NoError(t, err)
			shifts.Check(in, r)
		}
	})
}

func FuzzReadChange(f *testing.F) {
	f.Add([]byte(`{"swap":[{"shift":"a","from":"v1","to":"v2"}],"drop":[{"shift":"b","volunteer":"v1"}],"published_until":"2026-03-03"}`))
	f.Add([]byte(`{"leave":[{"volunteer":"v1","from":"2026-03-03","to":"2026-03-04"}],"add_shift":[{"id":"c"}]}`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		ch, err := shifts.ReadChange(doc)
		if err != nil {
			return
		}
		in := base()
		r := plan(t, in, 1)
		if len(ch.AddShift) > 3 {
			return
		}
		_, err = shifts.Repair(in, r, ch, shifts.Options{})
		var ps model.Problems
		require.True(t, err == nil || errors.As(err, &ps))
	})
}
