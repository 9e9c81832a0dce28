package affiliate

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"heshi/model"
)

// Seen is what is compared of a case.
type Seen struct {
	Case  model.ID
	Shop  model.ID
	Phone string // normalised by ident.Phone
	Name  string
	On    model.Day // registered
	Open  bool      // somebody still has to act, and it is merged into none
}

// Same reports whether two cases come from the same consumer: the same phone,
// or, where one of them has none, the same name.
func Same(a, b Seen) bool {
	if a.Phone != "" && b.Phone != "" {
		return a.Phone == b.Phone
	}
	return a.Name != "" && a.Name == b.Name
}

// Duplicates returns the open cases of the same consumer as c among those of
// its group, the oldest first: what may be merged.
func Duplicates(c Seen, group []Seen) []Seen {
	var out []Seen
	for _, o := range group {
		if o.Case != c.Case && o.Open && Same(c, o) {
			out = append(out, o)
		}
	}
	slices.SortStableFunc(out, func(a, b Seen) int { return int(a.On - b.On) })
	return out
}

// Thresholds say from when on complaints about a group are an alarm. They are
// data: assets/station/repeat.json.
type Thresholds struct {
	Days  int `json:"days"`  // looked back over, today included
	Shop  int `json:"shop"`  // cases of one shop
	Group int `json:"group"` // cases of all shops of a group
	Shops int `json:"shops"` // shops of a group with a case each
}

// LoadThresholds reads station/repeat.json.
func LoadThresholds(fsys fs.FS) (Thresholds, error) {
	b, err := fs.ReadFile(fsys, "station/repeat.json")
	if err != nil {
		return Thresholds{}, err
	}
	var file struct {
		Source string `json:"source"`
		Thresholds
	}
	if err := json.Unmarshal(b, &file); err != nil {
		return Thresholds{}, fmt.Errorf("affiliate: thresholds: %w", err)
	}
	if t := file.Thresholds; min(t.Days, t.Shop, t.Group, t.Shops) < 1 {
		return Thresholds{}, errors.New("affiliate: thresholds: each must be at least 1")
	}
	return file.Thresholds, nil
}

// Kinds of alarm. The words stand in the catalogue under "repeat."+kind.
const (
	RepeatShop  = "shop"  // one shop has drawn many
	RepeatGroup = "group" // all shops together have
	RepeatWide  = "wide"  // many shops have drawn some
)

// Alarm is one threshold that was reached.
type Alarm struct {
	Kind  string
	Shop  model.ID // of RepeatShop
	Count int
	Limit int
	Days  int
	Cases []model.ID // those behind the number, the newest first
}

// Alarms lists the thresholds that the cases of a group have reached by today:
// the group's own first, then shops by their number of cases.
func Alarms(t Thresholds, cases []Seen, today model.Day) []Alarm {
	byShop := map[model.ID][]model.ID{}
	var all []model.ID
	for _, c := range newest(cases) {
		if c.On > today || c.On <= today-model.Day(t.Days) {
			continue
		}
		all = append(all, c.Case)
		byShop[c.Shop] = append(byShop[c.Shop], c.Case)
	}
	var out []Alarm
	if len(all) >= t.Group {
		out = append(out, Alarm{Kind: RepeatGroup, Count: len(all), Limit: t.Group, Days: t.Days, Cases: all})
	}
	if len(byShop) >= t.Shops {
		out = append(out, Alarm{Kind: RepeatWide, Count: len(byShop), Limit: t.Shops, Days: t.Days, Cases: all})
	}
	var shops []Alarm
	for shop, ids := range byShop {
		if len(ids) >= t.Shop {
			shops = append(shops, Alarm{Kind: RepeatShop, Shop: shop, Count: len(ids), Limit: t.Shop, Days: t.Days, Cases: ids})
		}
	}
	slices.SortFunc(shops, func(a, b Alarm) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		if a.Shop < b.Shop {
			return -1
		}
		return 1
	})
	return append(out, shops...)
}

func newest(cases []Seen) []Seen {
	out := slices.Clone(cases)
	slices.SortStableFunc(out, func(a, b Seen) int { return int(b.On - a.On) })
	return out
}

// SeenOf is what is compared of a whole case.
func SeenOf(c model.Case, zone *time.Location) Seen {
	return Seen{
		Case: c.ID, Shop: c.ShopID, Phone: c.Complainant.Phone, Name: c.Complainant.Name,
		On: model.DayOf(c.RegisteredAt, zone), Open: !c.Over(),
	}
}

// MayMerge says why a case cannot go on in another one; nil when it can: both
// are complaints of the same consumer within a group or about one shop, and
// the other one is still worked on.
func MayMerge(c, into model.Case) *model.Problem {
	fault := func(code string) *model.Problem {
		return &model.Problem{Code: code, Field: "into", Args: map[string]any{"no": into.No}}
	}
	group := func(c model.Case) model.ID {
		if c.Route == nil {
			return ""
		}
		return c.Route.Group
	}
	switch {
	case c.ID == into.ID:
		return fault("merge.itself")
	case into.Kind != model.Complaint:
		return fault("merge.no_complaint")
	case into.MergedInto != "":
		return fault("merge.merged")
	case into.Over():
		return fault("merge.over")
	case c.ShopID != into.ShopID && (group(c) == "" || group(c) != group(into)):
		return fault("merge.other_group")
	case !Same(SeenOf(c, time.UTC), SeenOf(into, time.UTC)):
		return fault("merge.other_consumer")
	}
	return nil
}
