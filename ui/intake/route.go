package intake

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/affiliate"
	"heshi/ui/chronicle"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// routeState is what is known of the core enterprise that answers for the shop.
type routeState struct {
	asked model.ID // the shop last looked up
	group model.Group
}

// groupFound brings the core enterprise of a shop; the zero Group when it has
// none.
type groupFound struct {
	shop  model.ID
	group model.Group
}

// lookRoute looks where a complaint about the shop goes, when the shop has
// become known or changed.
func (s *Screen) lookRoute() tea.Cmd {
	shop := s.shopPart().shop
	if s.kind != model.Complaint || s.page == done || shop == s.route.asked {
		return nil
	}
	s.route = routeState{asked: shop}
	if shop == "" {
		return nil
	}
	return func() tea.Msg {
		// A look-up that fails only costs the line; the store decides again when
		// the case is saved.
		g, _, err := s.desk.GroupOf(context.Background(), shop)
		if err != nil {
			g = model.Group{}
		}
		return groupFound{shop, g}
	}
}

func (s *Screen) onGroupFound(m groupFound) {
	if m.shop == s.route.asked {
		s.route.group = m.group
	}
}

// routed is where the complaint goes: as it was decided when it was saved, or
// as it would be now. nil when the shop has no core enterprise.
func (s *Screen) routed() *model.Route {
	switch {
	case s.page == done:
		return s.saved.Route
	case s.route.group.ID == "" || s.kind != model.Complaint:
		return nil
	}
	r := affiliate.Decide(s.route.group, s.env.Now(), s.today())
	return &r
}

// routeLine says where the complaint goes; nothing when that is the shop as
// always.
func (s *Screen) routeLine(width int) widget.Block {
	r := s.routed()
	if r == nil {
		return widget.Block{}
	}
	th, tone := s.env.Theme, theme.Good
	if r.To != model.ToCore {
		tone = theme.Warn
	}
	words := chronicle.Begun(s.env.Text, *r)
	return widget.Para(th.Of(tone), th.Mark(tone)+" "+words, width)
}
