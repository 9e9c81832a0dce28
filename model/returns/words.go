package returns

import "encoding/json"

// Tri is a truth of three values. The zero Tri is Unknown; as JSON it is null,
// false or true.
type Tri uint8

// The three values.
const (
	Unknown Tri = iota
	No
	Yes
)

// TriOf returns Yes for true and No for false.
func TriOf(b bool) Tri {
	if b {
		return Yes
	}
	return No
}

// Not turns Yes and No round.
func (t Tri) Not() Tri { return [...]Tri{Unknown, Yes, No}[t] }

// MarshalJSON writes null, false or true.
func (t Tri) MarshalJSON() ([]byte, error) {
	return []byte([...]string{"null", "false", "true"}[t]), nil
}

// Subject says what was bought. The zero value of this and of the other words
// is unknown.
type Subject uint8

// Seller says who sold.
type Seller uint8

// Channel says how the deal was made. A live-stream sale is Online.
type Channel uint8

// Reason is the shopper's reason.
type Reason uint8

// Category is the class of the goods.
type Category uint8

// Confirmed says whether the shopper confirmed, at this purchase, that the
// goods cannot be returned.
type Confirmed uint8

// ProofSet is a set of proofs of the purchase, one bit each.
type ProofSet uint8

// The words, in the order of the contract (spec/returns.md).
const (
	Goods Subject = iota + 1
	Service
	Voucher
	PrepaidCard
)

// Who sold.
const (
	Trader Seller = iota + 1
	Private
)

// How the deal was made.
const (
	Onsite Channel = iota + 1
	Online
	TV
	Phone
	Mail
)

// The shopper's reason.
const (
	NoReason Reason = iota + 1
	Quality
	Fraud
	Price
	FoodSafety
)

// The classes of goods.
const (
	Apparel Category = iota + 1
	Footwear
	Underwear
	Bag
	Jewellery
	Electronics
	Appliance
	Food
	HealthFood
	Cosmetics
	MedicalDevice
	Medicine
	Toy
	HomeTextile
	Furniture
	AudioVideo
	Software
	Press
	Fresh
	Other
)

// How an exclusion was confirmed. A default tick is no confirmation.
const (
	PerPurchase Confirmed = iota + 1
	DefaultTicked
	NotConfirmed
)

// The proofs of a purchase.
const (
	Receipt ProofSet = 1 << iota
	PaymentRecord
	MemberRecord
)

// wordList names the words of one kind, in order from 1.
type wordList []string

func subjectWords() wordList { return wordList{"goods", "service", "voucher", "prepaid"} }
func sellerWords() wordList  { return wordList{"trader", "private"} }
func channelWords() wordList { return wordList{"onsite", "online", "tv", "phone", "mail"} }
func reasonWords() wordList  { return wordList{"none", "quality", "fraud", "price", "food_safety"} }
func proofWords() wordList   { return wordList{"receipt", "payment_record", "member_record"} }
func confirmedWords() wordList {
	return wordList{"per_purchase", "default_ticked", "none"}
}

func categoryWords() wordList {
	return wordList{
		"apparel", "footwear", "underwear", "bag", "jewellery", "electronics", "appliance", "food",
		"health_food", "cosmetics", "medical_device", "medicine", "toy", "home_textile", "furniture",
		"audio_video", "software", "press", "fresh", "other",
	}
}

// json writes the word with that place, or null for 0.
func (w wordList) json(v uint8) ([]byte, error) {
	if v == 0 || int(v) > len(w) {
		return []byte("null"), nil
	}
	return []byte(`"` + w[v-1] + `"`), nil
}

func (w wordList) word(v uint8) string {
	if v == 0 || int(v) > len(w) {
		return ""
	}
	return w[v-1]
}

// of returns the words of the bits.
func (w wordList) of(bits uint32) []string {
	out := []string{}
	for i, word := range w {
		if bits&(1<<i) != 0 {
			out = append(out, word)
		}
	}
	return out
}

// String returns the word of the contract, "" when unknown.
func (v Subject) String() string { return subjectWords().word(uint8(v)) }

// String returns the word of the contract, "" when unknown.
func (v Seller) String() string { return sellerWords().word(uint8(v)) }

// String returns the word of the contract, "" when unknown.
func (v Channel) String() string { return channelWords().word(uint8(v)) }

// String returns the word of the contract, "" when unknown.
func (v Reason) String() string { return reasonWords().word(uint8(v)) }

// String returns the word of the contract, "" when unknown.
func (v Category) String() string { return categoryWords().word(uint8(v)) }

// String returns the word of the contract, "" when unknown.
func (v Confirmed) String() string { return confirmedWords().word(uint8(v)) }

// Strings returns the words of the set, empty but never nil.
func (v ProofSet) Strings() []string { return proofWords().of(uint32(v)) }

// MarshalJSON writes the word, or null.
func (v Subject) MarshalJSON() ([]byte, error) { return subjectWords().json(uint8(v)) }

// MarshalJSON writes the word, or null.
func (v Seller) MarshalJSON() ([]byte, error) { return sellerWords().json(uint8(v)) }

// MarshalJSON writes the word, or null.
func (v Channel) MarshalJSON() ([]byte, error) { return channelWords().json(uint8(v)) }

// MarshalJSON writes the word, or null.
func (v Reason) MarshalJSON() ([]byte, error) { return reasonWords().json(uint8(v)) }

// MarshalJSON writes the word, or null.
func (v Category) MarshalJSON() ([]byte, error) { return categoryWords().json(uint8(v)) }

// MarshalJSON writes the word, or null.
func (v Confirmed) MarshalJSON() ([]byte, error) { return confirmedWords().json(uint8(v)) }

// MarshalJSON writes the list of words.
func (v ProofSet) MarshalJSON() ([]byte, error) { return json.Marshal(v.Strings()) }

// Categories lists the classes of goods in the order of the contract.
func Categories() []Category {
	out := make([]Category, Other)
	for i := range out {
		out[i] = Category(i + 1)
	}
	return out
}
