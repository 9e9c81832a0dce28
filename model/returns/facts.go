package returns

import (
	"encoding/json"
	"time"

	"heshi/model"
)

// Facts is what is known of one purchase (spec/returns.md, facts). A zero or
// nil field was not told; the contract says what that means for each. Facts
// marshals to the contract's JSON and ReadFacts reads it back.
type Facts struct {
	Subject     Subject      `json:"subject"`
	Seller      Seller       `json:"seller"`
	Channel     Channel      `json:"channel"`
	Pickup      bool         `json:"pickup"`
	SeenDeal    Tri          `json:"seen_before_deal"`
	Shop        *Shop        `json:"shop"`
	PurchasedOn model.Day    `json:"purchased_on"`
	ReceivedAt  Moment       `json:"received_at"`
	AskedAt     Moment       `json:"asked_at"` // not told: Env.Now
	ReturnedOn  model.Day    `json:"returned_on"`
	PaidFen     *model.Money `json:"paid_fen"`
	Proof       *ProofSet    `json:"proof"` // nil is unknown, an empty set is no proof
	Reason      Reason       `json:"reason"`
	Goods       GoodsFacts   `json:"goods"`
	Condition   Condition    `json:"condition"`
	Gift        *Gift        `json:"gift"`    // nil: there is none
	Bundle      *Bundle      `json:"bundle"`  // nil: there is none
	Prepaid     *Prepaid     `json:"prepaid"` // nil on a prepaid card: nothing told
	CourtSeized bool         `json:"court_or_authority_seized"`
}

// Moment is a point in time that may be untold; as JSON it is RFC 3339 or null.
type Moment struct{ time.Time }

// MarshalJSON writes RFC 3339, or null.
func (m Moment) MarshalJSON() ([]byte, error) {
	if m.IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + m.Format(time.RFC3339) + `"`), nil
}

// Shop is the record of the shop. A shop that came as a bare string has only
// Name and Lookup set: whoever has a store must put the record in its place
// before asking for a verdict.
type Shop struct {
	Name        string  `json:"name"`
	OwnSignDays int     `json:"own_sign_days,omitzero"` // term of a posted sign, 0: none
	Member      *Member `json:"member"`                 // nil: not in the alliance
	Lookup      bool    `json:"-"`                      // given by name only
}

// MarshalJSON writes the record, or the bare name of a shop given by name only.
func (s Shop) MarshalJSON() ([]byte, error) {
	if s.Lookup {
		return json.Marshal(s.Name)
	}
	type record Shop
	return json.Marshal(record(s))
}

// Member is the shop's place in the alliance.
type Member struct {
	Joined   model.Day `json:"joined"`
	Left     model.Day `json:"left"`               // last day in the alliance, zero while it stays
	TermDays int       `json:"term_days,omitzero"` // its own longer promise, 0: the charter's
}

// GoodsFacts says what the goods are.
type GoodsFacts struct {
	Category           Category  `json:"category"`
	ThreeGuarantees    Tri       `json:"three_guarantees"`
	CustomMade         Tri       `json:"custom_made"`
	SecondHand         Tri       `json:"second_hand"`
	ByNature           Tri       `json:"by_nature"`
	ExclusionConfirmed Confirmed `json:"exclusion_confirmed"`
}

// Condition says in what state the goods are.
type Condition struct {
	SealBroken       Tri `json:"seal_broken"`
	OuterPackOpened  Tri `json:"outer_pack_opened"`
	TagRemoved       Tri `json:"tag_removed"`
	SoiledOrDamaged  Tri `json:"soiled_or_damaged"`
	UsedBeyondTest   Tri `json:"used_beyond_test"`
	Activated        Tri `json:"activated"`
	ActivationNeeded Tri `json:"activation_needed_to_test"`
	Altered          Tri `json:"altered"`
	PartsComplete    Tri `json:"parts_complete"`
}

// Gift is what came free with the goods.
type Gift struct {
	Given     Tri          `json:"given"`
	Returned  Tri          `json:"returned"`
	MarkedFen *model.Money `json:"marked_fen"` // its price as marked beforehand, nil: not marked
}

// Bundle is a set, or a full-reduction offer, of which items may go back.
type Bundle struct {
	PaidFen *model.Money `json:"paid_fen"`
	Items   []BundleItem `json:"items"`
}

// BundleItem is one item of a bundle.
type BundleItem struct {
	Name      string       `json:"name"`
	ListedFen *model.Money `json:"listed_fen"` // single price at the purchase
	Returned  Tri          `json:"returned"`
}

// Prepaid is what is known of a prepaid card.
type Prepaid struct {
	PaidOn            model.Day `json:"paid_on"`
	SameServiceBefore Tri       `json:"same_service_before"`
}

// kept is what the items that stay cost singly. unknown reports items of which
// it is not told whether they go back, or what they cost.
type kept struct {
	sum                        model.Money
	partial                    bool // some go back and some stay
	goes                       int
	unknownGoes, unknownListed bool
}

func (b *Bundle) kept() kept {
	var k kept
	stays := 0
	for _, item := range b.Items {
		switch item.Returned {
		case Yes:
			k.goes++
			continue
		case Unknown:
			k.unknownGoes = true
		case No:
			stays++
		}
		if item.ListedFen == nil {
			k.unknownListed = true
		} else if item.Returned == No {
			k.sum += *item.ListedFen
		}
	}
	k.partial = stays > 0
	return k
}
