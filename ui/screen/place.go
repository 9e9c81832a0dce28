package screen

import (
	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/ui/keys"
)

// Place is a part of the desk that a key on the first screen leads to; the
// palette leads there from everywhere.
type Place struct {
	ID    keys.ID
	Topic string  // of the help about it, by which one that is open is known
	Open  tea.Msg // asks the root for it
}

// Places lists them in the order of the first screen.
func Places() []Place {
	return []Place{
		{keys.NewComplaint, "intake", OpenIntake{From: &model.Case{Kind: model.Complaint}}},
		{keys.NewConsultation, "intake", OpenIntake{From: &model.Case{Kind: model.Consultation}}},
		{keys.Find, "lookup", OpenLookup{}},
		{keys.Returns, "returns", OpenReturns{}},
		{keys.Duty, "duty", OpenDuty{}},
		{keys.Roster, "roster", OpenRoster{}},
		{keys.Shops, "shops", OpenShops{}},
		{keys.Platform, "platform", OpenPlatform{}},
		{keys.Station, "report", OpenStation{}},
	}
}
