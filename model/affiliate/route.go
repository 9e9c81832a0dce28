package affiliate

import (
	"time"

	"heshi/model"
)

// Reasons for the way a complaint takes. The words stand in the catalogue
// under "route.why."+reason.
const (
	Authorised   = "authorised"    // the authorisation holds on that day
	Unauthorised = "unauthorised"  // none was entered
	NotYet       = "not_yet"       // it begins later
	Expired      = "expired"       // it has ended
	NoHandler    = "no_handler"    // nobody is named who answers
	Silent       = "silent"        // the core enterprise let its time pass
	Answered     = "answered"      // the core enterprise has answered
	AnsweredLate = "answered_late" // it did, after its time
	TakenBack    = "taken_back"    // the station took it to the shop itself
	JoinedLater  = "joined_later"  // the shop had no core enterprise when it was registered
)

// Standing says whether the core enterprise may answer on a day: Authorised,
// or the reason why not.
func Standing(g model.Group, on model.Day) string {
	a := g.Authorisation
	switch {
	case a.Document == "" || a.From.IsZero():
		return Unauthorised
	case on < a.From:
		return NotYet
	case !a.To.IsZero() && on > a.To:
		return Expired
	case g.Handler == "" && g.Phone == "":
		return NoHandler
	}
	return Authorised
}

// Decide says where a complaint registered at a moment goes; on is the day of
// that moment in the station's zone.
func Decide(g model.Group, at time.Time, on model.Day) model.Route {
	r := model.Route{Group: g.ID, Core: g.Name, To: model.ToShop, Why: Standing(g, on), At: at}
	if r.Why == Authorised {
		r.To = model.ToCore
	}
	return r
}

// Take says why a group's core enterprise cannot be given a complaint on a
// day; nil when it can.
func Take(g model.Group, on model.Day) *model.Problem {
	if g.ID == "" {
		return &model.Problem{Code: "step.no_core"}
	}
	if why := Standing(g, on); why != Authorised {
		return &model.Problem{Code: "step.core_not_authorised", Args: map[string]any{"core": g.Name, "route_why": why}}
	}
	return nil
}

// Offered returns a complaint as it stands before it is taken by hand to the
// group its shop belongs to today. The way it took when it was registered is
// not worked out again; one without a way, or whose shop has changed groups,
// is with its shop.
func Offered(c model.Case, g model.Group) model.Case {
	if g.ID == "" || c.Kind != model.Complaint {
		return c
	}
	switch r := c.Route; {
	case r == nil:
		c.Route = &model.Route{Group: g.ID, Core: g.Name, To: model.ToShop, Why: JoinedLater, At: c.RegisteredAt}
	case r.Group != g.ID && r.To == model.ToShop:
		next := *r
		next.Group, next.Core = g.ID, g.Name
		c.Route = &next
	}
	return c
}

// Stand is where a routed complaint is now.
type Stand struct {
	To  string // model.ToCore or model.ToShop
	Why string
	// Waiting reports that the core enterprise has not answered yet.
	Waiting bool
}

// Now says where a routed complaint stands. until is the first moment that is
// too late for the core's answer; zero while that clock stands still. A core
// enterprise that lets it pass loses the complaint to the shop until it
// answers.
func Now(r model.Route, until, now time.Time) Stand {
	late := func(at time.Time) bool { return !until.IsZero() && !at.Before(until) }
	switch {
	case r.To != model.ToCore:
		return Stand{To: r.To, Why: r.Why}
	case !r.AnsweredAt.IsZero() && late(r.AnsweredAt):
		return Stand{To: model.ToCore, Why: AnsweredLate}
	case !r.AnsweredAt.IsZero():
		return Stand{To: model.ToCore, Why: Answered}
	case late(now):
		return Stand{To: model.ToShop, Why: Silent, Waiting: true}
	}
	return Stand{To: model.ToCore, Why: r.Why, Waiting: true}
}

// Of returns the affiliate entry of a shop, false when the group has none.
func Of(g model.Group, shop model.ID) (model.Affiliate, bool) {
	for _, a := range g.Affiliates {
		if a.ShopID == shop && shop != "" {
			return a, true
		}
	}
	return model.Affiliate{}, false
}
