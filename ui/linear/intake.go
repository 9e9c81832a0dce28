package linear

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"heshi/model"
	"heshi/model/ident"
	"heshi/store"
	"heshi/store/find"
	"heshi/ui/chronicle"
	"heshi/ui/text"
)

// fact is one thing asked about a case. Its id is the field's, as in the words
// and drafts of the intake screen.
type fact struct {
	id      string
	list    string   // the code list its options are from, "" for text
	options []string // codes to choose from
	many    bool
	read    func(*desk, string, *model.Case) *model.Problem // of text
	pick    func([]string, *model.Case)                     // of options
}

func line(id string, of func(*model.Case) *string) fact {
	return fact{id: id, read: func(_ *desk, s string, c *model.Case) *model.Problem {
		*of(c) = s
		return nil
	}}
}

func pick(id, list string, options []string, of func(*model.Case) *string) fact {
	return fact{id: id, list: list, options: options, pick: func(v []string, c *model.Case) {
		*of(c) = strings.Join(v, "")
	}}
}

// needed are the facts a case cannot do without.
func needed(kind model.CaseKind) []fact {
	what := line("what", func(c *model.Case) *string { return &c.What })
	if kind == model.Consultation {
		return []fact{what, line("answer", func(c *model.Case) *string { return &c.Answer })}
	}
	return []fact{
		line("complainant.name", func(c *model.Case) *string { return &c.Complainant.Name }),
		{id: "shop", read: func(d *desk, s string, c *model.Case) *model.Problem { c.Shop, c.ShopID = s, ""; return nil }},
		what,
	}
}

// more are the facts that may be told too, in the order of the intake screen.
func more(kind model.CaseKind) []fact {
	if kind == model.Consultation {
		return nil
	}
	return []fact{
		{id: "complainant.phone", read: readPhone},
		pick("request", "request", model.Requests(), func(c *model.Case) *string { return &c.Request }),
		{id: "amount_fen", read: readAmount},
		pick("class", "class", model.Classes(), func(c *model.Case) *string { return &c.Class }),
		pick("nature", "nature", model.Natures(), func(c *model.Case) *string { return &c.Nature }),
		line("goods", func(c *model.Case) *string { return &c.Goods }),
		{id: "purchased_on", read: readDay},
		pick("channel", "channel", model.Channels(), func(c *model.Case) *string { return &c.Channel }),
		{id: "proofs", list: "proof", options: model.Proofs(), many: true, pick: func(v []string, c *model.Case) { c.Proofs = v }},
	}
}

func readPhone(_ *desk, s string, c *model.Case) *model.Problem {
	v, p := ident.Phone(s)
	if p == nil || p.Doubt {
		c.Complainant.Phone = v
	}
	return p
}

func readAmount(_ *desk, s string, c *model.Case) *model.Problem {
	v, p := ident.Money(s)
	if p == nil || p.Doubt {
		c.Amount = v
	}
	return p
}

func readDay(d *desk, s string, c *model.Case) *model.Problem {
	now := d.Now()
	v, p := ident.Day(s, model.DayOf(now, now.Location()))
	if p == nil || p.Doubt {
		c.PurchasedOn = v
	}
	return p
}

// intake is a case being told.
type intake struct {
	*desk
	c     model.Case
	draft string              // its name
	text  map[string]string   // as typed, by fact
	picks map[string][]string // as chosen, by fact
}

// takeIn asks for a case, reads it back and saves it.
func (d *desk) takeIn(kind model.CaseKind) error {
	in := &intake{desk: d, c: model.Case{Kind: kind}, text: map[string]string{}, picks: map[string][]string{}}
	in.draft = in.draftName()
	for _, f := range needed(kind) {
		if err := in.put(f, true); err != nil {
			return err
		}
	}
	if err := in.similar(); err != nil {
		return err
	}
	return in.review()
}

// draftName is where the intake screen looks for what was not finished.
func (d *desk) draftName() string {
	return "intake/" + store.DraftOwner(d.By().ID) + "/" + strconv.FormatInt(d.Now().UnixNano(), 10)
}

// keep writes what was told so far as a draft of the intake screen, so that
// either can go on with it.
func (in *intake) keep() error {
	body, err := json.Marshal(map[string]any{"kind": in.c.Kind, "text": in.text, "picks": in.picks})
	if err != nil {
		return err
	}
	return in.Desk.SaveDraft(in.ctx, store.Draft{Name: in.draft, Actor: in.By().Actor, At: in.Now(), Body: body})
}

func (in *intake) words(form, id string) string {
	if in.c.Kind == model.Consultation {
		if k := text.Key("intake." + form + ".consultation." + id); in.tx.Has(k) {
			return in.tx.T(k)
		}
	}
	if k := text.Key("intake." + form + "." + id); in.tx.Has(k) {
		return in.tx.T(k)
	}
	return ""
}

// label names a fact in the read-back.
func (in *intake) label(id string) string {
	if k := text.Key("field." + id); in.tx.Has(k) {
		return in.tx.T(k)
	}
	return id
}

// put asks for one fact until it is understood. A must is asked again when
// nothing was typed; anything else is left out.
func (in *intake) put(f fact, must bool) error {
	if f.options != nil {
		return in.putPick(f)
	}
	hint := in.words("hint", f.id)
	if f.id == "shop" {
		hint = in.tx.T("linear.hint.shop")
	}
	must = must && f.id != "answer"
	for {
		s, err := in.ask(in.words("ask", f.id), hint)
		switch {
		case err != nil:
			return err
		case s == "" && must:
			err = in.say(in.tx.T("linear.must"))
		case s == "":
			return nil
		default:
			var done bool
			if done, err = in.told(f, s); done {
				return err
			}
		}
		if err != nil {
			return err
		}
	}
}

// told takes an answer; false asks again.
func (in *intake) told(f fact, s string) (bool, error) {
	if f.id == "shop" {
		var err error
		if s, err = in.shop(s); err != nil || s == "" {
			return err != nil, err
		}
	}
	p := f.read(in.desk, s, &in.c)
	if p != nil {
		if err := in.say(in.tx.Sentence(p)); err != nil {
			return true, err
		}
		if !p.Doubt {
			return false, nil
		}
	}
	if f.id == "purchased_on" { // "yesterday" is another day tomorrow
		s = in.c.PurchasedOn.String()
	}
	in.text[f.id] = s
	return true, in.keep()
}

func (in *intake) putPick(f fact) error {
	options := in.codes(f)
	var places []int
	if f.many {
		var err error
		if places, err = in.several(in.words("ask", f.id), options...); err != nil {
			return err
		}
	} else {
		n, err := in.talk.pick(in.words("ask", f.id), in.tx.T("linear.skip"), options...)
		if err != nil {
			return err
		}
		if n > 0 {
			places = []int{n - 1}
		}
	}
	var values []string
	for _, i := range places {
		values = append(values, f.options[i])
	}
	f.pick(values, &in.c)
	in.picks[f.id] = values
	if len(values) == 0 {
		delete(in.picks, f.id)
	}
	return in.keep()
}

func (in *intake) codes(f fact) []string {
	out := make([]string, len(f.options))
	for i, o := range f.options {
		out[i] = in.tx.T(text.Key("code." + f.list + "." + o))
	}
	return out
}

// shop finds the shop meant; "" asks again.
func (in *intake) shop(s string) (string, error) {
	res, err := in.Desk.Search(in.ctx, find.Query{Text: s, Kinds: []find.Kind{find.Shop}, Limit: 8})
	if err != nil {
		return "", err
	}
	var names []string
	for _, h := range res.Hits {
		if find.Fold(h.Name) == find.Fold(s) {
			return h.Name, nil
		}
		names = append(names, h.Name)
	}
	names = append(names, in.tx.T("intake.shop.new", "name", s))
	n, err := in.talk.pick(in.tx.T("linear.which_shop"), in.tx.T("linear.again"), names...)
	switch {
	case err != nil || n == 0:
		return "", err
	case n == len(names):
		return s, nil
	}
	return names[n-1], nil
}

// similar says which recent cases may be the same.
func (in *intake) similar() error {
	if in.c.Kind == model.Consultation {
		return nil
	}
	c := in.c
	if shop, err := in.Desk.Shop(in.ctx, c.Shop); err == nil {
		c.ShopID = shop.ID
	}
	rows, err := in.Desk.Similar(in.ctx, c, in.Now().AddDate(0, 0, -30), 3)
	if err != nil || len(rows) == 0 {
		return err
	}
	return in.say("", in.tx.T("linear.similar", "no", rows[0].No, "n", len(rows)))
}

// review reads everything back until it is saved or left.
func (in *intake) review() error {
	for {
		facts := append(needed(in.c.Kind), more(in.c.Kind)...)
		var lines []string
		for _, f := range facts {
			if v := in.value(f); v != "" {
				lines = append(lines, in.tx.T("intake.review.line", "label", in.label(f.id), "value", v))
			}
		}
		if err := in.say(append([]string{"", in.tx.T("intake.review.title")}, lines...)...); err != nil {
			return err
		}
		n, err := in.choose(in.tx.T("linear.right"), in.tx.T("linear.later"), in.tx.T("intake.review.save"), in.tx.T("linear.fix"))
		switch {
		case err != nil:
			return err
		case n == 0:
			return in.say(in.tx.T("linear.kept"))
		case n == 2:
			err = in.fix(facts)
		default:
			var done bool
			if done, err = in.save(); done {
				return err
			}
		}
		if err != nil {
			return err
		}
	}
}

// value is a fact as it was told.
func (in *intake) value(f fact) string {
	if f.options == nil {
		return in.text[f.id]
	}
	var words []string
	for _, v := range in.picks[f.id] {
		words = append(words, in.tx.T(text.Key("code."+f.list+"."+v)))
	}
	return in.tx.List(words)
}

// fix asks which fact to tell anew, or to add.
func (in *intake) fix(facts []fact) error {
	var labels []string
	for _, f := range facts {
		labels = append(labels, in.label(f.id))
	}
	n, err := in.talk.pick(in.tx.T("intake.fixing.title"), in.tx.T("linear.back"), labels...)
	if err != nil || n == 0 {
		return err
	}
	return in.put(facts[n-1], false)
}

// save saves the case; false when it was refused and the read-back goes on.
func (in *intake) save() (bool, error) {
	by := in.By()
	by.Draft = in.draft
	c, err := in.Desk.AddCase(in.ctx, by, in.c)
	var ps model.Problems
	var p *model.Problem
	if errors.As(err, &ps) || errors.As(err, &p) {
		return false, in.say(in.tx.Problem(err))
	}
	if err != nil {
		return true, err
	}
	lines := []string{"", in.tx.T("intake.done.saved"), in.tx.T("intake.done.no", "no", c.No)}
	if c.Route != nil {
		lines = append(lines, chronicle.Begun(in.tx, *c.Route))
	}
	return true, in.say(lines...)
}
