package linear

import (
	"heshi/model"
	"heshi/model/ident"
	"heshi/store/find"
	"heshi/ui/text"
)

// screenful is how many hits are read out at once.
const screenful = 9

// lookUp finds cases and reads one out.
func (d *desk) lookUp() error {
	for {
		q, err := d.ask(d.tx.T("linear.find"), d.tx.T("linear.find.hint"))
		if err != nil || q == "" {
			return err
		}
		res, err := d.Desk.Search(d.ctx, find.Query{Text: q, Kinds: []find.Kind{find.Case}, Limit: screenful})
		if err != nil {
			return err
		}
		if len(res.Hits) == 0 {
			if err := d.say(d.tx.T("cli.find.none")); err != nil {
				return err
			}
			continue
		}
		if err := d.pickHit(res.Hits); err != nil {
			return err
		}
	}
}

func (d *desk) pickHit(hits []find.Hit) error {
	var lines []string
	for _, h := range hits {
		lines = append(lines, d.tx.T("linear.hit", "no", h.No, "name", ident.MaskName(h.Name), "shop", h.Shop,
			"state", d.tx.T(text.Key("state."+string(h.State)))))
	}
	n, err := d.pick(d.tx.T("linear.found", "n", len(hits)), d.tx.T("linear.again"), lines...)
	if err != nil || n == 0 {
		return err
	}
	c, err := d.Desk.Case(d.ctx, string(hits[n-1].ID))
	if err != nil {
		return err
	}
	return d.readOut(c)
}

// readOut tells a case, personal numbers masked.
func (d *desk) readOut(c model.Case) error {
	lines := []string{"", c.No + "  " + d.tx.T(text.Key("state."+string(c.State)))}
	for _, f := range []struct{ id, value string }{
		{"complainant.name", c.Complainant.Name},
		{"complainant.phone", masked(c.Complainant.Phone)},
		{"shop", c.Shop},
		{"what", c.What},
		{"answer", c.Answer},
		{"note", c.Note},
		{"receiver", c.Receiver},
	} {
		if f.value != "" {
			lines = append(lines, d.tx.T("intake.review.line", "label", d.tx.T(text.Key("field."+f.id)), "value", f.value))
		}
	}
	if !c.State.Over() && !c.DueOn.IsZero() {
		lines = append(lines, d.tx.T("intake.done.due", "day", d.tx.Day(c.DueOn)))
	}
	return d.say(lines...)
}

func masked(phone string) string {
	if phone == "" {
		return ""
	}
	return ident.MaskPhone(phone)
}
