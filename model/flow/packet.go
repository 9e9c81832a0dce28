package flow

import (
	"time"

	"heshi/model"
)

// PacketLine is one line of the packet for whoever takes a case over, as
// programs read it. Line says which of the others it fills.
type PacketLine struct {
	Line string `json:"line"` // case | referral | step | duty | why | paper

	Case     *PacketCase     `json:"case,omitempty"`
	Referral *model.Referral `json:"referral,omitempty"`
	Step     *PacketStep     `json:"step,omitempty"`
	Duty     *model.Duty     `json:"duty,omitempty"`
	Why      []Saying        `json:"why,omitempty"`   // why it could not be settled here
	Paper    string          `json:"paper,omitempty"` // a paper that goes with it
}

// PacketCase is what the case is about: who, against whom, what.
type PacketCase struct {
	No           string        `json:"no"`
	RegisteredAt time.Time     `json:"registered_at"`
	Origin       *model.Origin `json:"origin,omitempty"`
	Name         string        `json:"name"`
	Phone        string        `json:"phone,omitempty"`
	Address      string        `json:"address,omitempty"`
	Shop         string        `json:"shop"`
	CreditCode   string        `json:"credit_code,omitempty"`
	ShopContact  string        `json:"shop_contact,omitempty"`
	ShopPhone    string        `json:"shop_phone,omitempty"`
	Core         string        `json:"core,omitempty"` // the core enterprise that was asked
	What         string        `json:"what"`
	Goods        string        `json:"goods,omitempty"`
	Amount       model.Money   `json:"amount_fen,omitempty"`
	PurchasedOn  model.Day     `json:"purchased_on,omitzero"`
	Channel      string        `json:"channel,omitempty"`
	Class        string        `json:"class,omitempty"`
	Nature       string        `json:"nature,omitempty"`
	Request      string        `json:"request,omitempty"`
	Proofs       []string      `json:"proofs,omitempty"`
}

// PacketStep is one thing that was done or tried.
type PacketStep struct {
	At   time.Time `json:"at"`
	By   string    `json:"by,omitempty"`
	Step string    `json:"step"`
	Said []Saying  `json:"said,omitempty"`
}

// Packet is everything whoever takes a case over has to know: the facts, what
// was tried in its order, what is owed, why it could not be settled here, and
// which papers there are. Notes for the mediators alone and identity numbers
// are no part of it. A case that is not to be handed on yet is a Problem.
func Packet(c model.Case, shop model.Shop) ([]PacketLine, *model.Problem) {
	if p := Paper(c, PaperPacket); p != nil {
		return nil, p
	}
	about := PacketCase{
		No: c.No, RegisteredAt: c.RegisteredAt, Origin: c.Origin,
		Name: c.Complainant.Name, Phone: c.Complainant.Phone, Address: c.Complainant.Address,
		Shop: c.Shop, CreditCode: shop.CreditCode, ShopContact: shop.Contact, ShopPhone: shop.Phone,
		What: c.What, Goods: c.Goods, Amount: c.Amount, PurchasedOn: c.PurchasedOn, Channel: c.Channel,
		Class: c.Class, Nature: c.Nature, Request: c.Request, Proofs: c.Proofs,
	}
	if c.Route != nil {
		about.Core = c.Route.Core
	}
	out := []PacketLine{{Line: "case", Case: &about}}
	for _, r := range c.Referrals {
		out = append(out, PacketLine{Line: "referral", Referral: &r})
	}
	for _, h := range Chronicle(c) {
		out = append(out, PacketLine{Line: "step", Step: &PacketStep{h.At, h.By, h.Step, h.Said}})
	}
	for _, d := range c.Duties {
		out = append(out, PacketLine{Line: "duty", Duty: &d})
	}
	for _, why := range WhyFailed(c) {
		out = append(out, PacketLine{Line: "why", Why: why})
	}
	for _, name := range Papers(c) {
		if name != PaperPacket {
			out = append(out, PacketLine{Line: "paper", Paper: name})
		}
	}
	return out, nil
}
