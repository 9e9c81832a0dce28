package flow

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"heshi/model"
	"heshi/model/ident"
)

// Limits of what one case may hold. They are far above what a desk needs and
// far below what one store transaction carries.
const (
	maxName = 100     // characters of a name or a code
	maxText = 20_000  // characters of facts, answer or note
	maxDay  = 36_525  // how many days back a purchase may lie: a century
	maxFen  = 1 << 44 // about 176 billion yuan

	// Years of a moment, those of the clocks (model/clock).
	firstYear = 1950
	lastYear  = 2999
)

// Register checks a new case on the day today and returns it normalised, in
// its first state. A complaint needs three facts: who, which shop, what; a
// consultation needs the question. A consultation is answered on the spot and
// ends at once. Faults with Doubt may be kept.
func Register(c model.Case, today model.Day) (model.Case, model.Problems) {
	c.ID, c.No, c.Rev = "", "", 0
	c.State = model.Registered
	if c.Kind == "" {
		c.Kind = model.Complaint
	}
	if c.Kind == model.Consultation {
		c.State = model.Closed
	}
	return Complete(c, today)
}

// Complete checks a case that was added to, and returns it normalised.
func Complete(c model.Case, today model.Day) (model.Case, model.Problems) {
	var ps faults
	c.Complainant = complainant(&ps, c.Complainant, today)
	ps.facts(&c)
	c.AnswerRef = ps.line("answer_ref", c.AnswerRef)
	ps.oneOf("kind", string(c.Kind), []string{string(model.Complaint), string(model.Consultation)})
	ps.oneOf("class", c.Class, model.Classes())
	ps.oneOf("nature", c.Nature, model.Natures())
	ps.oneOf("request", c.Request, model.Requests())
	ps.oneOf("channel", c.Channel, model.Channels())
	if c.Consent != nil {
		ps.oneOf("consent.form", c.Consent.Form, []string{"oral", "written", "platform"})
	}
	ps.purchase(c.PurchasedOn, today)
	ps.required(c)
	return c, model.Problems(ps)
}

// facts cleans and checks what any case says of its facts, typed or from a file.
func (ps *faults) facts(c *model.Case) {
	c.Shop = ps.line("shop", c.Shop)
	c.What = ps.text("what", c.What)
	c.Answer = ps.text("answer", c.Answer)
	c.Note = ps.text("note", c.Note)
	c.Goods = ps.line("goods", c.Goods)
	c.Receiver = ps.line("receiver", c.Receiver)
	ps.oneOf("dialect", c.Dialect, model.Dialects())
	for _, p := range c.Proofs {
		ps.oneOf("proofs", p, model.Proofs())
	}
	ps.amount(c.Amount)
}

func complainant(ps *faults, p model.Party, today model.Day) model.Party {
	p.Name = ps.line("complainant.name", p.Name)
	p.Address = ps.line("complainant.address", p.Address)
	if p.Phone != "" {
		v, fault := ident.Phone(p.Phone)
		p.Phone = v
		ps.at("complainant.phone", fault)
	}
	if p.IDNumber != "" {
		v, fault := ident.Card(p.IDNumber, today)
		p.IDNumber = v
		ps.at("complainant.id_number", fault)
	}
	return p
}

// faults collects what is wrong.
type faults model.Problems

func (ps *faults) add(code, field string, args map[string]any) {
	*ps = append(*ps, &model.Problem{Code: code, Field: field, Args: args})
}

// at takes over a fault of a parser and says which field it is about.
func (ps *faults) at(field string, p *model.Problem) {
	if p == nil {
		return
	}
	q := *p
	q.Field = field
	*ps = append(*ps, &q)
}

// line cleans a one-line text and checks its length.
func (ps *faults) line(field, s string) string {
	if isClean(s, maxName) {
		return s
	}
	s = ps.utf8(field, s)
	if strings.ContainsFunc(s, unicode.IsSpace) { // most have none
		s = strings.Join(strings.Fields(s), " ")
	}
	if n := utf8.RuneCountInString(s); n > maxName {
		ps.add("text.too_long", field, map[string]any{"count": n, "max": maxName})
	}
	return s
}

// text cleans a longer text, keeping its lines.
func (ps *faults) text(field, s string) string {
	if isClean(s, maxText) {
		return s
	}
	s = strings.TrimSpace(ps.utf8(field, s))
	if n := utf8.RuneCountInString(s); n > maxText {
		ps.add("text.too_long", field, map[string]any{"count": n, "max": maxText})
	}
	return s
}

// isClean says whether a text has no more than so many characters, and none that is
// dropped or trimmed: most have not. Of a space it says no.
func isClean(s string, most int) bool {
	for i := 0; i < len(s); most-- {
		if most == 0 {
			return false
		}
		if c := s[i]; c < utf8.RuneSelf {
			if c <= ' ' || c == 0x7f {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError || r < 0x100 || r >= 0x1680 && r < 0x2070 || r == 0x3000 || r == 0xfeff {
			return false // perhaps; who has these may take the long way
		}
		i += n
	}
	return true
}

// utf8 refuses bytes that are no text and drops control characters, which a
// terminal would obey.
func (ps *faults) utf8(field, s string) string {
	if !utf8.ValidString(s) {
		ps.add("text.not_utf8", field, nil)
		return ""
	}
	return Plain(s)
}

// Plain drops the characters of a text that nobody sees and that do harm: those
// a terminal obeys, those that turn the direction of what follows, and spaces
// without width, with which two names look alike and are not. Lines and
// tabs stay, and so do the joiners that emoji and other scripts are written with.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < ' ', r >= 0x7f && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x2064,
			r >= 0x2066 && r <= 0x2069, r == 0x200b, r == 0xfeff:
			return -1
		}
		return r
	}, s)
}

func (ps *faults) oneOf(field, v string, of []string) {
	if v != "" && !slices.Contains(of, v) {
		ps.add("code.unknown", field, map[string]any{"value": short(v), "expected": strings.Join(of, ", ")})
	}
}

func (ps *faults) amount(m model.Money) {
	if m < 0 {
		ps.add("amount.negative", "amount_fen", nil)
	}
	if m > maxFen {
		ps.add("amount.too_big", "amount_fen", nil)
	}
}

func (ps *faults) purchase(d, today model.Day) {
	if d.IsZero() || today.IsZero() {
		return
	}
	if d > today {
		ps.add("purchase.future", "purchased_on", map[string]any{"day": d})
	}
	if d < today-maxDay {
		ps.add("purchase.too_old", "purchased_on", map[string]any{"day": d})
	}
}

func (ps *faults) required(c model.Case) {
	need := func(field, v string) {
		if v == "" {
			ps.add("need."+field, field, nil)
		}
	}
	need("what", c.What)
	if c.Kind != model.Consultation {
		if c.Complainant.Name == "" {
			ps.add("need.name", "complainant.name", nil)
		}
		if c.ShopID == "" {
			need("shop", c.Shop)
		}
	}
}

// short cuts a value that is quoted back, so that a sentence stays a sentence.
func short(s string) string {
	r := []rune(s)
	if len(r) > 20 {
		return string(r[:20]) + "..."
	}
	return s
}
