package model

// Mapping says which column of the ODR platform's case file holds what. No
// official layout of that file was found (domain.md 6d): a station writes down
// the heads it sees.
type Mapping struct {
	Rev  uint64 `json:"rev,omitempty"`
	Note string `json:"note,omitempty"` // which file it is for
	// Columns leads from a field to the head of its column, see MappingFields.
	Columns map[string]string `json:"columns"`
	// Values leads from a field to the platform's words and what they are
	// here: {"class": {"鞋类": "apparel"}}. A word that is not there is kept
	// as it came.
	Values map[string]map[string]string `json:"values,omitempty"`
}

// Revision is the number of the event that wrote this version.
func (m Mapping) Revision() uint64 { return m.Rev }

// SetRevision sets the number of the event that wrote this version.
func (m *Mapping) SetRevision(rev uint64) { m.Rev = rev }

// MappingField is a field that a column may hold.
type MappingField struct {
	Name   string
	Must   bool // no case without it
	Result bool // what the station reports back; the platform leaves it empty
}

// MappingFields lists the fields in the order a new file gets its columns.
func MappingFields() []MappingField {
	return []MappingField{
		{Name: "no", Must: true},
		{Name: "received_at", Must: true},
		{Name: "name", Must: true},
		{Name: "phone"},
		{Name: "address"},
		{Name: "shop", Must: true},
		{Name: "platform"},
		{Name: "goods"},
		{Name: "amount"},
		{Name: "purchased_on"},
		{Name: "class"},
		{Name: "nature"},
		{Name: "request"},
		{Name: "what", Must: true},
		{Name: "due_on"},
		{Name: "first_contact_at", Result: true},
		{Name: "handled_at", Result: true},
		{Name: "course", Result: true},
		{Name: "way", Result: true},
		{Name: "result", Result: true},
	}
}

// MappingValues lists the codes of the fields whose words a Mapping may
// translate.
func MappingValues() map[string][]string {
	return map[string][]string{"class": Classes(), "nature": Natures(), "request": Requests()}
}
