package find

import (
	"time"

	"heshi/model"
)

// Kind is the kind of record a search finds. Its letter is the one record IDs
// begin with.
type Kind byte

// The kinds.
const (
	Case      Kind = 'c'
	Shop      Kind = 's'
	Person    Kind = 'p'
	Volunteer Kind = 'v'
)

// String returns the word a result names the kind with.
func (k Kind) String() string {
	switch k {
	case Case:
		return "case"
	case Shop:
		return "shop"
	case Person:
		return "person"
	case Volunteer:
		return "volunteer"
	}
	return "unknown"
}

// Row is what a line of a list or a result shows, so that neither reads the
// record. It holds personal data unmasked: who shows it masks it.
type Row struct {
	Kind     Kind
	Ord      uint64 // ordinal of the record in this store, at most 2^40-1
	ID       model.ID
	No       string // a case's number
	Name     string // the complainant's, the shop's or the person's name
	Phone    string
	Shop     string // a case's shop
	Stall    string
	Goods    string
	Class    string
	Receiver string // who has the case
	State    model.CaseState
	CaseKind model.CaseKind
	At       time.Time // registered, to the second, with its offset
	Due      model.Day // the day by which somebody must see to it
	Amount   model.Money
	Urgent   bool
	Over     bool // nobody has to act: the case is over, the shop has left, the person is disabled
}

// Doc is a record as the search sees it: its row and the free text.
type Doc struct {
	Row
	Text  string     // facts, answer and note, in the words they were typed in
	Under []model.ID // what a case is listed under: its shop, the case it goes on in
}

// CaseDoc returns what is found of a case. ord is the ordinal in its ID.
func CaseDoc(c *model.Case, ord uint64) Doc {
	text, elsewhere := c.What, ""
	if c.Origin != nil {
		elsewhere = c.Origin.No // the number it has where it came from
	}
	for _, more := range []string{c.Answer, c.Note, elsewhere} {
		if more != "" {
			text += "\n" + more
		}
	}
	var under []model.ID
	for _, id := range []model.ID{c.ShopID, c.MergedInto} {
		if id != "" {
			under = append(under, id)
		}
	}
	return Doc{Text: text, Under: under, Row: Row{
		Kind: Case, Ord: ord, ID: c.ID, No: c.No,
		Name: c.Complainant.Name, Phone: c.Complainant.Phone, Shop: c.Shop, Goods: c.Goods,
		Class: c.Class, Receiver: c.Responsible(), State: c.State, CaseKind: c.Kind,
		At: c.RegisteredAt, Due: c.DueOn, Amount: c.Amount, Urgent: c.Urgent, Over: c.Over(),
	}}
}

// ShopDoc returns what is found of a shop. ord is the ordinal in its ID.
func ShopDoc(s model.Shop, ord uint64) Doc {
	return Doc{Row: Row{
		Kind: Shop, Ord: ord, ID: s.ID, Name: s.Name, Phone: s.Phone,
		Stall: s.Stall, Class: s.Class, Over: !s.Left.IsZero(),
	}}
}

// VolunteerDoc returns what is found of a volunteer. ord is the ordinal in its
// ID.
func VolunteerDoc(v model.Volunteer, ord uint64) Doc {
	return Doc{Row: Row{Kind: Volunteer, Ord: ord, ID: v.ID, Name: v.Name, Phone: v.Phone, Over: !v.Left.IsZero()}}
}
