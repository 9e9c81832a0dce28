package returns

import (
	"fmt"
	"slices"
	"strings"

	"heshi/model"
	"heshi/model/workday"
)

// Charter is one version of the alliance's no-reason-return charter, with its
// unified service pledge. It governs purchases from EffectiveFrom to
// EffectiveTo, both included.
type Charter struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	// Sample marks the charter that comes with the program: nobody adopted it.
	Sample        bool         `json:"sample"`
	Name          workday.Name `json:"name"`
	EffectiveFrom model.Day    `json:"effective_from"`
	EffectiveTo   model.Day    `json:"effective_to"` // zero: open

	TermDays    int          `json:"term_days"`
	CountFrom   CountFrom    `json:"count_from"`
	HolidayRoll workday.Roll `json:"holiday_roll"` // civil_code or none
	Closing     ClockTime    `json:"closing_time"` // last moment of the last day, on-site

	Channels    []Channel    `json:"channels"`   // sales covered
	Categories  []Category   `json:"categories"` // goods covered, empty: all
	Excluded    []Exclusion  `json:"excluded"`
	PriceCapFen *model.Money `json:"price_cap_fen"` // nil: none
	Proof       ProofSet     `json:"proof"`         // any one of them will do
	IntactRules IntactRules  `json:"intact_rules"`

	GiftRule    GiftRule    `json:"gift_rule"`
	BundleRule  BundleRule  `json:"bundle_rule"`
	RefundHours int         `json:"refund_within_hours"` // from receiving the goods back, 0: at once
	RefundRoute RefundRoute `json:"refund_route"`
	CrossShop   CrossShop   `json:"cross_shop"`

	AdvancePay AdvancePay   `json:"advance_pay"`
	Pledge     Pledge       `json:"pledge"`
	Contact    Contact      `json:"contact"`
	Process    workday.Name `json:"process"` // how a return goes, for the poster and the slip

	// Members lists promises that come with the charter file. Each may only
	// improve on the charter.
	Members []CharterMember `json:"members,omitempty"`
}

// CountFrom says which day is the first of the term.
type CountFrom string

// GiftRule says what becomes of a gift that does not come back.
type GiftRule string

// BundleRule says what becomes of a bundle of which part comes back.
type BundleRule string

// RefundRoute says how the money goes back.
type RefundRoute string

// CrossShop says where else goods may be brought back.
type CrossShop string

// IntactRules says by which rules goods are intact: those of the regulation
// (N4, N5).
type IntactRules string

// The choices a charter makes.
const (
	NextDay CountFrom = "next_day"
	SameDay CountFrom = "same_day"

	PayMarked      GiftRule = "pay_marked"
	ReturnOrDeduct GiftRule = "return_or_deduct"

	Resettle     BundleRule = "resettle"
	AllOrNothing BundleRule = "all_or_nothing"

	OriginalRoute RefundRoute = "original"
	Cash          RefundRoute = "cash"

	NoCrossShop   CrossShop = "none"
	SameBrand     CrossShop = "same_brand"
	WholeAlliance CrossShop = "alliance"

	Regulation IntactRules = "regulation"
)

// Exclusion leaves goods out of the charter: those of the categories (empty:
// all) when they are in the named state.
type Exclusion struct {
	Categories []Category `json:"categories"`
	When       When       `json:"when"`
}

// When is the state in which an exclusion takes goods out.
type When string

// Always excludes the goods in every state; the other states are the names of
// facts.
const Always When = "always"

func whenWords() wordList {
	return wordList{
		string(Always), "custom_made", "second_hand", "seal_broken", "outer_pack_opened", "activated",
		"tag_removed", "soiled_or_damaged", "used_beyond_test", "altered",
	}
}

// Whens lists the states an exclusion may name, for the editor.
func Whens() []When {
	out := make([]When, 0, 10)
	for _, w := range whenWords() {
		out = append(out, When(w))
	}
	return out
}

func (w When) fact() fact {
	switch w {
	case "custom_made":
		return fCustom
	case "second_hand":
		return fSecondHand
	case "seal_broken":
		return fSeal
	case "outer_pack_opened":
		return fOuter
	case "activated":
		return fActivated
	case "tag_removed":
		return fTag
	case "soiled_or_damaged":
		return fSoiled
	case "used_beyond_test":
		return fUsed
	default:
		return fAltered
	}
}

// AdvancePay is the advance-compensation fund; a nil amount is not set.
type AdvancePay struct {
	FundFen         *model.Money `json:"fund_fen"`
	LimitPerCaseFen *model.Money `json:"limit_per_case_fen"`
	LimitPerYearFen *model.Money `json:"limit_per_year_fen"`
}

// Pledge is the alliance's unified service pledge, beyond returns.
type Pledge struct {
	RespondMinutes int          `json:"respond_within_minutes"` // first answer to a shopper, 0: none pledged
	FirstAsked     bool         `json:"first_asked_responsible"`
	Receipts       bool         `json:"receipt_for_every_sale"`
	Text           workday.Name `json:"text"`
}

// Contact is where a complaint about a promise goes.
type Contact struct {
	Name  string `json:"name"`
	Phone string `json:"phone"`
	Hours string `json:"hours"`
}

// CharterMember is a member's own promise.
type CharterMember struct {
	Shop          string      `json:"shop"`
	CreditCode    string      `json:"uscc"`
	Joined        model.Day   `json:"joined"`
	Left          model.Day   `json:"left"`
	TermDays      int         `json:"term_days,omitzero"`
	ExtraExcluded []Exclusion `json:"extra_excluded"`
	ExtraIncluded []Category  `json:"extra_included"`
	PosterSeen    model.Day   `json:"poster_seen"`
}

// ClockTime is a time of day in minutes from midnight; as JSON it is HH:MM.
type ClockTime int

func (t ClockTime) seconds() int { return int(t) * 60 }

// String returns HH:MM.
func (t ClockTime) String() string { return fmt.Sprintf("%02d:%02d", int(t)/60, int(t)%60) }

// MarshalText writes HH:MM.
func (t ClockTime) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// ParseClockTime reads HH:MM, from 00:00 to 24:00.
func ParseClockTime(s string) (ClockTime, bool) {
	if len(s) != 5 || s[2] != ':' {
		return 0, false
	}
	var n [4]int
	for i, at := range [4]int{0, 1, 3, 4} {
		if s[at] < '0' || s[at] > '9' {
			return 0, false
		}
		n[i] = int(s[at] - '0')
	}
	h, m := n[0]*10+n[1], n[2]*10+n[3]
	t := ClockTime(h*60 + m)
	return t, m < 60 && t <= 24*60
}

// CharterOn returns the version in force on the day, nil when there is none.
func CharterOn(charters []Charter, day model.Day) *Charter {
	for i := range charters {
		c := &charters[i]
		if day >= c.EffectiveFrom && (c.EffectiveTo.IsZero() || day <= c.EffectiveTo) {
			return c
		}
	}
	return nil
}

func (c *Charter) categoryBits() uint32 { return categoryBits(c.Categories) }

func (c *Charter) channelBits() uint32 {
	var bits uint32
	for _, ch := range c.Channels {
		bits |= 1 << (ch - 1)
	}
	return bits
}

func (e *Exclusion) categoryBits() uint32 { return categoryBits(e.Categories) }

func categoryBits(list []Category) uint32 {
	var bits uint32
	for _, c := range list {
		bits |= 1 << (c - 1)
	}
	return bits
}

// Promise is what a shop promises beyond the charter.
type Promise struct {
	TermDays      int         // 0: the charter's
	ExtraExcluded []Exclusion // goods the shop would leave out: never allowed
}

// ImproveOnly returns why the promise is worse than the charter, or nil: a
// member may promise more, never less.
func (c *Charter) ImproveOnly(p Promise) model.Problems {
	var ps model.Problems
	if p.TermDays != 0 && p.TermDays < c.TermDays {
		ps = append(ps, problem("returns.promise_worse", "term_days", "days", p.TermDays, "charter", c.TermDays))
	}
	if p.TermDays > maxTerm {
		ps = append(ps, problem("returns.range", "term_days", "value", p.TermDays, "low", 1, "high", maxTerm))
	}
	if len(p.ExtraExcluded) > 0 {
		ps = append(ps, problem("returns.promise_excludes", "extra_excluded"))
	}
	return ps
}

// baseTerm and baseRefundHours are the floor of every charter: seven days from
// the day after receipt, and the money back within seven days (consumer law,
// article 25; the SAMR initiative takes the same base).
const (
	baseTerm        = 7
	baseRefundHours = 7 * 24
)

// Check returns what is wrong with the charter: days out of order, a promise
// below the base, a member's promise below the charter. Field is the path as
// in the file.
func (c *Charter) Check() model.Problems {
	k := charterChecker{c: c}
	k.identity()
	k.term()
	k.choices()
	k.amounts()
	for i := range c.Members {
		k.member(&c.Members[i], index("members", i))
	}
	slices.SortStableFunc(k.ps, func(a, b *model.Problem) int { return strings.Compare(a.Field, b.Field) })
	return k.ps
}

type charterChecker struct {
	c  *Charter
	ps model.Problems
}

func (k *charterChecker) add(code, field string, args ...any) {
	k.ps = append(k.ps, problem(code, field, args...))
}

func (k *charterChecker) identity() {
	c := k.c
	for field, text := range map[string]string{"id": c.ID, "version": c.Version, "name.zh": c.Name.ZH, "name.en": c.Name.EN} {
		if text == "" {
			k.add("returns.key_missing", field, "key", field)
		}
	}
	if c.EffectiveFrom.IsZero() {
		k.add("returns.key_missing", "effective_from", "key", "effective_from")
	}
	if !c.EffectiveTo.IsZero() && c.EffectiveTo < c.EffectiveFrom {
		k.add("returns.days_reversed", "effective_to", "from", c.EffectiveFrom, "to", c.EffectiveTo)
	}
}

// term holds the promise against the base. Counting the day of receipt itself
// costs the shopper a day.
func (k *charterChecker) term() {
	c := k.c
	days := c.TermDays
	if c.CountFrom == SameDay {
		days--
	}
	if days < baseTerm {
		k.add("returns.charter_term_short", "term_days", "days", c.TermDays, "base", baseTerm)
	}
	if c.TermDays > maxTerm {
		k.add("returns.range", "term_days", "value", c.TermDays, "low", baseTerm, "high", maxTerm)
	}
	if c.RefundHours < 0 || c.RefundHours > baseRefundHours {
		k.add("returns.charter_refund_slow", "refund_within_hours", "hours", c.RefundHours, "base", baseRefundHours)
	}
}

func (k *charterChecker) choices() {
	c := k.c
	if len(c.Channels) == 0 {
		k.add("returns.key_missing", "channels", "key", "channels")
	}
	if c.Proof == 0 {
		k.add("returns.key_missing", "proof", "key", "proof")
	}
	for field, ok := range map[string]bool{
		"count_from":   slices.Contains([]CountFrom{NextDay, SameDay}, c.CountFrom),
		"holiday_roll": slices.Contains([]workday.Roll{workday.CivilCode, workday.NoRoll}, c.HolidayRoll),
		"intact_rules": c.IntactRules == Regulation,
		"gift_rule":    slices.Contains([]GiftRule{PayMarked, ReturnOrDeduct}, c.GiftRule),
		"bundle_rule":  slices.Contains([]BundleRule{Resettle, AllOrNothing}, c.BundleRule),
		"refund_route": slices.Contains([]RefundRoute{OriginalRoute, Cash}, c.RefundRoute),
		"cross_shop":   slices.Contains([]CrossShop{NoCrossShop, SameBrand, WholeAlliance}, c.CrossShop),
	} {
		if !ok {
			k.add("returns.key_missing", field, "key", field)
		}
	}
	for i, e := range c.Excluded {
		if !slices.Contains(Whens(), e.When) {
			at := index("excluded", i) + ".when"
			k.add("returns.key_missing", at, "key", at)
		}
	}
}

func (k *charterChecker) amounts() {
	a := k.c.AdvancePay
	for field, m := range map[string]*model.Money{
		"price_cap_fen": k.c.PriceCapFen, "advance_pay.fund_fen": a.FundFen,
		"advance_pay.limit_per_case_fen": a.LimitPerCaseFen, "advance_pay.limit_per_year_fen": a.LimitPerYearFen,
	} {
		if m != nil && *m < 0 {
			k.add("returns.negative", field, "value", *m)
		}
	}
	if k.c.Pledge.RespondMinutes < 0 {
		k.add("returns.negative", "pledge.respond_within_minutes", "value", k.c.Pledge.RespondMinutes)
	}
}

func (k *charterChecker) member(m *CharterMember, path string) {
	for _, p := range k.c.ImproveOnly(Promise{TermDays: m.TermDays, ExtraExcluded: m.ExtraExcluded}) {
		p.Field = path + "." + p.Field
		p.Args["field"] = p.Field
		p.Args["shop"] = m.Shop
		k.ps = append(k.ps, p)
	}
	if m.Shop == "" {
		k.add("returns.key_missing", path+".shop", "key", "shop")
	}
	if !m.Left.IsZero() && m.Left < m.Joined {
		k.add("returns.days_reversed", path+".left", "from", m.Joined, "to", m.Left)
	}
}

// CheckVersions returns which versions are in force on the same day. Index is
// that of the later one in charters; Field is its path "charters[i]".
func CheckVersions(charters []Charter) model.Problems {
	var ps model.Problems
	for i := range charters {
		for j := range charters[:i] {
			a, b := &charters[j], &charters[i]
			if overlap(a, b) {
				at := index("charters", i) + ".effective_from"
				ps = append(ps, problem("returns.charter_overlap", at,
					"version", b.Version, "other", a.Version, "from", b.EffectiveFrom))
			}
		}
	}
	return ps
}

func overlap(a, b *Charter) bool {
	before := func(a, b *Charter) bool { return !a.EffectiveTo.IsZero() && a.EffectiveTo < b.EffectiveFrom }
	return !before(a, b) && !before(b, a)
}

// Adopt adds versions to those held and returns all, oldest first. A version
// held already (same id and version) is replaced; one that was open ends the
// day before the next begins. Versions that still overlap, and any that fails
// Check, are refused and held stays as it was.
func Adopt(held []Charter, add ...Charter) ([]Charter, error) {
	var ps model.Problems
	for i := range add {
		ps = append(ps, add[i].Check()...)
	}
	ps = append(ps, CheckVersions(add)...)
	if len(ps) > 0 {
		return nil, ps
	}
	out := slices.Clone(add)
	for _, h := range held {
		replaced := slices.ContainsFunc(add, func(c Charter) bool { return c.ID == h.ID && c.Version == h.Version })
		if replaced {
			continue
		}
		for i := range add {
			if from := add[i].EffectiveFrom; h.EffectiveTo.IsZero() && h.EffectiveFrom < from {
				h.EffectiveTo = from - 1
			}
		}
		out = append(out, h)
	}
	slices.SortFunc(out, func(a, b Charter) int { return int(a.EffectiveFrom - b.EffectiveFrom) })
	if ps := CheckVersions(out); len(ps) > 0 {
		for _, p := range ps {
			p.Code = "returns.charter_overlap_held" // it stands on no line
		}
		return nil, ps
	}
	return out, nil
}
