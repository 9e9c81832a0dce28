package intake

import (
	"encoding/json"
	"strings"
	"time"

	"heshi/model"
)

// facts is everything typed and chosen, as it was typed: the body of a draft.
type facts struct {
	Kind   model.CaseKind       `json:"kind"`
	Text   map[string]string    `json:"text,omitempty"`  // by part
	Picks  map[string][]string  `json:"picks,omitempty"` // by part
	Times  map[string]time.Time `json:"times,omitempty"` // when something was picked, by part
	ShopID model.ID             `json:"shop_id,omitempty"`
	Fresh  bool                 `json:"new_shop,omitempty"` // the shop is to be made
	At     string               `json:"at,omitempty"`       // the part with the focus
	Answer string               `json:"answer,omitempty"`   // the ready answer that was picked
}

func (f *facts) text(id, s string) {
	if s != "" {
		f.Text[id] = s
	}
}

// facts collects what all parts hold, those of the other kind of case too.
func (s *Screen) facts() facts {
	f := facts{
		Kind: s.kind, At: s.current().id(), Answer: s.answer,
		Text: map[string]string{}, Picks: map[string][]string{}, Times: map[string]time.Time{},
	}
	for _, p := range s.all {
		p.write(&f)
	}
	return f
}

// blank reports whether nothing was typed or chosen.
func (s *Screen) blank() bool {
	f := s.facts()
	for _, t := range f.Text {
		if strings.TrimSpace(t) != "" {
			return false
		}
	}
	return len(f.Picks) == 0
}

// restore puts the facts of a draft back into the form.
func (s *Screen) restore(body json.RawMessage) error {
	var f facts
	if err := json.Unmarshal(body, &f); err != nil {
		return err
	}
	s.kind = model.Complaint
	if f.Kind == model.Consultation {
		s.kind = f.Kind
	}
	for _, p := range s.all {
		p.read(f)
	}
	s.answer = f.Answer
	s.goTo(f.At)
	return nil
}

// from takes over what is known of a case.
func (s *Screen) from(c model.Case) {
	if c.Kind == model.Consultation {
		s.kind = c.Kind
	}
	for _, p := range s.all {
		p.get(c)
	}
}

// draftCase is the case as far as it is known, from the parts this kind of
// case shows.
func (s *Screen) draftCase() model.Case {
	c := model.Case{Kind: s.kind}
	for _, p := range s.order() {
		p.put(&c)
	}
	if s.kind == model.Consultation && strings.TrimSpace(c.Answer) != "" {
		c.AnswerRef = s.answer
	}
	return c
}

// newParts returns every part of the form, empty.
func newParts() []part {
	return []part{
		newLine(idName, 24, func(c *model.Case) *string { return &c.Complainant.Name }),
		newShop(),
		newStory(idWhat, 3, func(c *model.Case) *string { return &c.What }),
		newStory(idAnswer, 2, func(c *model.Case) *string { return &c.Answer }),
		newPhone(),
		newPick(idRequest, model.Requests(), func(c *model.Case) *string { return &c.Request }),
		newAmount(),
		newPick(idClass, model.Classes(), func(c *model.Case) *string { return &c.Class }),
		newPick(idNature, model.Natures(), func(c *model.Case) *string { return &c.Nature }),
		newLine(idGoods, 40, func(c *model.Case) *string { return &c.Goods }),
		newBought(),
		newPick(idChannel, model.Channels(), func(c *model.Case) *string { return &c.Channel }),
		newProofs(),
		newNotice(),
		newConsent(),
		newUrgent(),
		newCard(),
		newPick(idDialect, model.Dialects(), func(c *model.Case) *string { return &c.Dialect }),
		&button{base: base{name: idSave}},
	}
}

// required says which facts a kind of case cannot do without.
func required(kind model.CaseKind) []string {
	if kind == model.Consultation {
		return []string{idWhat}
	}
	return []string{idName, idShop, idWhat}
}

// optional says what may be asked beyond the required facts, in order.
func optional(kind model.CaseKind) []string {
	if kind == model.Consultation {
		return []string{idAnswer, idName, idPhone, idShop, idClass}
	}
	return []string{
		idPhone, idRequest, idAmount, idClass, idNature, idGoods, idBought,
		idChannel, idProofs, idNotice, idConsent, idUrgent, idDialect, idCard,
	}
}

// order lists the parts this kind of case shows, the button last.
func (s *Screen) order() []part {
	ids := append(append(required(s.kind), optional(s.kind)...), idSave)
	out := make([]part, len(ids))
	for i, id := range ids {
		out[i] = s.part(id)
	}
	return out
}

func (s *Screen) part(id string) part {
	for _, p := range s.all {
		if p.id() == id {
			return p
		}
	}
	return nil
}

func (s *Screen) current() part {
	order := s.order()
	return order[max(0, min(s.at, len(order)-1))]
}
