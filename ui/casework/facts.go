package casework

import (
	"slices"
	"time"

	"heshi/model"
	"heshi/model/ident"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
)

// fact is one thing a case says: how it is read, shown and changed. One table
// serves the page, the form, the history and the comparison of two versions.
type fact struct {
	id     string // as in problems and the catalogue: "field."+id
	stored string // the field of the stored record it belongs to, as events name it
	kind   sheet.Kind
	list   string   // the code list its words stand under; "" for free text
	codes  []string // what a Pick or Many offers
	get    func(model.Case) []string
	set    func(*model.Case, []string, time.Time) // nil: cannot be changed here
	read   func(string, model.Day) *model.Problem // what is wrong with a text
	show   func(screen.Env, model.Case) string    // nil: the values as they are
	secret bool                                   // masked until somebody says why
}

func facts() []fact {
	return slices.Concat(story(), sides(), points(), kept())
}

func plain(id string, kind sheet.Kind, of func(*model.Case) *string) fact {
	return fact{
		id: id, stored: id, kind: kind,
		get: func(c model.Case) []string { return []string{*of(&c)} },
		set: func(c *model.Case, v []string, _ time.Time) { *of(c) = first(v) },
	}
}

func coded(id string, codes []string, of func(*model.Case) *string) fact {
	f := plain(id, sheet.Pick, of)
	f.list, f.codes = id, codes
	return f
}

func first(v []string) string {
	if len(v) == 0 {
		return ""
	}
	return v[0]
}

// story is what happened, in words.
func story() []fact {
	return []fact{
		plain("what", sheet.Text, func(c *model.Case) *string { return &c.What }),
		plain("answer", sheet.Text, func(c *model.Case) *string { return &c.Answer }),
		plain("note", sheet.Text, func(c *model.Case) *string { return &c.Note }),
	}
}

// sides are the two parties.
func sides() []fact {
	name := plain("complainant.name", sheet.Line, func(c *model.Case) *string { return &c.Complainant.Name })
	phone := plain("complainant.phone", sheet.Line, func(c *model.Case) *string { return &c.Complainant.Phone })
	phone.secret = true
	phone.read = func(s string, _ model.Day) *model.Problem { _, p := ident.Phone(s); return p }
	phone.show = func(_ screen.Env, c model.Case) string { return ident.MaskPhone(c.Complainant.Phone) }
	card := plain("complainant.id_number", sheet.Line, func(c *model.Case) *string { return &c.Complainant.IDNumber })
	card.secret, card.set = true, nil
	card.show = func(_ screen.Env, c model.Case) string { return ident.MaskCard(c.Complainant.IDNumber) }
	address := plain("complainant.address", sheet.Line, func(c *model.Case) *string { return &c.Complainant.Address })
	out := []fact{name, phone, card, address, notice(), consent()}
	for i := range out[:4] {
		out[i].stored = "complainant"
	}
	return append(out, plain("shop", sheet.Line, func(c *model.Case) *string { return &c.Shop }))
}

// given is the one answer to whether the notice on personal data was given.
const given = "given"

func notice() fact {
	return fact{
		id: "notice_given_at", stored: "notice_given_at", kind: sheet.Pick, list: "notice", codes: []string{given},
		get: func(c model.Case) []string {
			if c.NoticeAt == nil {
				return nil
			}
			return []string{given}
		},
		set: func(c *model.Case, v []string, now time.Time) {
			c.NoticeAt = nil
			if len(v) > 0 {
				c.NoticeAt = &now
			}
		},
	}
}

func consent() fact {
	return fact{
		id: "consent.form", stored: "consent", kind: sheet.Pick, list: "consent", codes: []string{"oral", "written", "platform"},
		get: func(c model.Case) []string {
			if c.Consent == nil {
				return nil
			}
			return []string{c.Consent.Form}
		},
		set: func(c *model.Case, v []string, now time.Time) {
			c.Consent = nil
			if len(v) > 0 {
				c.Consent = &model.Consent{At: now, Form: v[0]}
			}
		},
	}
}

// points are the facts a case is sorted by.
func points() []fact {
	return []fact{
		plain("goods", sheet.Line, func(c *model.Case) *string { return &c.Goods }),
		coded("class", model.Classes(), func(c *model.Case) *string { return &c.Class }),
		coded("nature", model.Natures(), func(c *model.Case) *string { return &c.Nature }),
		coded("request", model.Requests(), func(c *model.Case) *string { return &c.Request }),
		amount(), purchased(),
		coded("channel", model.Channels(), func(c *model.Case) *string { return &c.Channel }),
		{
			id: "proofs", stored: "proofs", kind: sheet.Many, list: "proofs", codes: model.Proofs(),
			get: func(c model.Case) []string { return c.Proofs },
			set: func(c *model.Case, v []string, _ time.Time) { c.Proofs = v },
		},
		{
			id: "urgent", stored: "urgent", kind: sheet.Pick, list: "urgent", codes: []string{"yes"},
			get: func(c model.Case) []string {
				if !c.Urgent {
					return nil
				}
				return []string{"yes"}
			},
			set: func(c *model.Case, v []string, _ time.Time) { c.Urgent = len(v) > 0 },
		},
		coded("dialect", model.Dialects(), func(c *model.Case) *string { return &c.Dialect }),
	}
}

func amount() fact {
	return fact{
		id: "amount_fen", stored: "amount_fen", kind: sheet.Line,
		get: func(c model.Case) []string {
			if c.Amount == 0 {
				return nil
			}
			return []string{c.Amount.Yuan()}
		},
		set:  func(c *model.Case, v []string, _ time.Time) { c.Amount, _ = ident.Money(first(v)) },
		read: func(s string, _ model.Day) *model.Problem { _, p := ident.Money(s); return p },
		show: func(env screen.Env, c model.Case) string {
			if c.Amount == 0 {
				return ""
			}
			return env.Text.Money(c.Amount)
		},
	}
}

func purchased() fact {
	return fact{
		id: "purchased_on", stored: "purchased_on", kind: sheet.Line,
		get: func(c model.Case) []string { return []string{c.PurchasedOn.String()} },
		set: func(c *model.Case, v []string, now time.Time) {
			c.PurchasedOn, _ = ident.Day(first(v), model.DayOf(now, now.Location()))
		},
		read: func(s string, today model.Day) *model.Problem { _, p := ident.Day(s, today); return p },
		show: func(env screen.Env, c model.Case) string { return env.Text.Day(c.PurchasedOn) },
	}
}

// kept are facts that other steps than this form change.
func kept() []fact {
	state := fact{
		id: "state", stored: "state", list: "",
		get:  func(c model.Case) []string { return []string{string(c.State)} },
		show: func(env screen.Env, c model.Case) string { return env.T(text.State(c.Kind, c.State)) },
	}
	due := fact{
		id: "due_on", stored: "due_on",
		get:  func(c model.Case) []string { return []string{c.DueOn.String()} },
		show: func(env screen.Env, c model.Case) string { return env.Text.ShortDay(c.DueOn) },
	}
	receiver := plain("receiver", sheet.Line, func(c *model.Case) *string { return &c.Receiver })
	receiver.set = nil
	return []fact{state, due, receiver}
}

// words are the fact as people read it, "" when the case does not say.
func (f fact) words(env screen.Env, c model.Case) string {
	if f.show != nil {
		return f.show(env, c)
	}
	var out []string
	for _, v := range f.get(c) {
		switch {
		case v == "":
		case f.list != "":
			out = append(out, env.T(text.Key("code."+f.list+"."+v)))
		default:
			out = append(out, v)
		}
	}
	return env.Text.List(out)
}

// label is the fact's name.
func (f fact) label(env screen.Env) string {
	if k := text.Key("casework.field." + f.id); env.Text.Has(k) {
		return env.T(k)
	}
	return env.T(text.Key("field." + f.id))
}

// same reports whether two versions say the same.
func (f fact) same(a, b model.Case) bool { return slices.Equal(clean(f.get(a)), clean(f.get(b))) }

func clean(v []string) []string {
	return slices.DeleteFunc(slices.Clone(v), func(s string) bool { return s == "" })
}

// factOf returns the fact with an id.
func factOf(id string) (fact, bool) { return among(facts(), id) }

func among(all []fact, id string) (fact, bool) {
	i := slices.IndexFunc(all, func(f fact) bool { return f.id == id })
	if i < 0 {
		return fact{}, false
	}
	return all[i], true
}
