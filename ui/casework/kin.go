package casework

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store"
	"heshi/store/find"
	"heshi/ui/chronicle"
	"heshi/ui/screen"
)

// At returns the view of one case, with a step begun.
func At(env screen.Env, desk Desk, msg screen.OpenCase) screen.Screen {
	s := New(env, desk, msg.ID).(Screen)
	s.first = msg.Step
	return s
}

// beginFirst begins the step the screen was opened for.
func (s *Screen) beginFirst() tea.Cmd {
	id := s.first
	if s.first = ""; id == "" || s.stepping() {
		return nil
	}
	return s.pick(id)
}

// kin is what a case has to do with others: the core enterprise that answers
// for its shop, and the cases of the same consumer.
type kin struct {
	group model.Group // the one the complaint was routed by; the zero Group for none
	core  model.Group // the one the shop belongs to today; the zero Group for none
	in    []find.Row  // those that go on in this one
	might []find.Row  // those that may be the same
	into  string      // the number of the one this goes on in
}

// mostKin is how many cases of the same consumer are named.
const mostKin = 5

// kinOf reads what a case has to do with others. Nothing to do with any is the
// rule, and costs nothing.
func kinOf(desk Desk, c model.Case) (k kin, err error) {
	ctx := context.Background()
	if c.MergedInto != "" {
		other, err := desk.Case(ctx, string(c.MergedInto))
		if err != nil {
			return k, err
		}
		k.into = other.No
	}
	if c.ShopID != "" && c.Kind == model.Complaint && !c.Over() {
		if k.core, _, err = desk.GroupOf(ctx, c.ShopID); err != nil {
			return k, err
		}
	}
	if c.Route == nil {
		k.in, _, err = desk.Merged(ctx, c, mostKin)
		return k, err
	}
	k.group, err = desk.Group(ctx, string(c.Route.Group))
	if err != nil && !store.IsCode(err, store.CodeNotFound) {
		return k, err
	}
	k.in, k.might, err = desk.Merged(ctx, c, mostKin)
	return k, err
}

// kinPairs tell where the complaint goes, who answers there, and which other
// cases of the same consumer there are.
func (s Screen) kinPairs() []pair {
	var out []pair
	if stand, until, ok := s.times.Stand(s.c, s.env.Now()); ok {
		out = append(out, pair{s.env.T("casework.route"), chronicle.Route(s.env.Text, *s.c.Route, stand, until)})
		if g := s.kin.group; stand.To == model.ToCore && g.Handler+g.Phone != "" {
			out = append(out, pair{s.env.T("casework.handler"), s.env.T("casework.handler.who", "name", g.Handler, "phone", g.Phone)})
		}
	}
	if s.c.Route == nil && s.offersCore() {
		out = append(out, pair{s.env.T("casework.route"), s.env.T("casework.route.offer", "core", s.kin.core.Name)})
	}
	if s.kin.into != "" {
		out = append(out, pair{s.env.T("casework.merged"), s.env.T("casework.merged.into", "no", s.kin.into)})
	}
	if len(s.kin.in) > 0 {
		out = append(out, pair{s.env.T("casework.merged"), s.env.T("casework.merged.here", "list", numbers(s.kin.in))})
	}
	if len(s.kin.might) > 0 {
		out = append(out, pair{s.env.T("casework.same"), s.env.T("casework.same.offer", "list", numbers(s.kin.might))})
	}
	return out
}

func numbers(rows []find.Row) []string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = r.No + " " + r.Shop
	}
	return out
}

// offersCore reports that the complaint may be taken to the core enterprise by
// hand.
func (s Screen) offersCore() bool {
	return slices.ContainsFunc(s.can, func(a flow.Action) bool { return a.ID == "to-core" })
}
