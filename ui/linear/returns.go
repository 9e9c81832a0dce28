package linear

import (
	"errors"

	"heshi/model"
	"heshi/model/ident"
	"heshi/model/returns"
)

// most is how many questions are asked before the verdict is told with what is
// still open.
const most = 12

// check asks what the rules ask and tells the verdict.
func (d *desk) check() error {
	var f returns.Facts
	for range most {
		q, ok := d.Rules.Next(f, d.Env())
		if !ok {
			break
		}
		a, known, err := d.answer(q)
		if err != nil {
			return err
		}
		if !known && f.Subject == 0 { // nothing to judge
			return nil
		}
		if !known { // the verdict names what is open
			break
		}
		g, err := d.Rules.Apply(f, q, a, d.Env())
		if err == nil {
			f = g
			continue
		}
		if !faulty(err) {
			return err
		}
		if err := d.say(d.tx.Problem(err)); err != nil {
			return err
		}
	}
	v, err := d.Rules.Evaluate(f, d.Env())
	if err != nil {
		return err
	}
	return d.say(append([]string{""}, d.Tell(v)...)...)
}

// faulty reports whether an answer was refused rather than the rules broken.
func faulty(err error) bool {
	var ps model.Problems
	var p *model.Problem
	return errors.As(err, &ps) || errors.As(err, &p)
}

// answer asks one question; false when the person does not know.
func (d *desk) answer(q returns.Question) (a returns.Answer, known bool, err error) {
	options := make([]string, len(q.Options))
	for i, o := range q.Options {
		options[i] = o.Text
	}
	switch q.Kind {
	case returns.Choice:
		n, err := d.pick(q.Text, d.tx.T("check.unknown.said"), options...)
		if err != nil || n == 0 {
			return a, false, err
		}
		a.Options = []string{q.Options[n-1].ID}
	case returns.Several:
		places, err := d.several(q.Text, options...)
		if err != nil {
			return a, false, err
		}
		for _, i := range places {
			a.Options = append(a.Options, q.Options[i].ID)
		}
	case returns.Date, returns.Amount:
		return d.value(q)
	default: // of the money of a set, which the desk asks
		return a, false, nil
	}
	return a, true, nil
}

// value asks for a day or an amount until it is understood; nothing typed is
// not known.
func (d *desk) value(q returns.Question) (a returns.Answer, known bool, err error) {
	hint := d.tx.T("intake.hint.purchased_on")
	if q.Kind == returns.Amount {
		hint = d.tx.T("intake.hint.amount_fen")
	}
	for {
		s, err := d.ask(q.Text, hint)
		if err != nil || s == "" {
			return a, false, err
		}
		var p *model.Problem
		if q.Kind == returns.Amount {
			a.Amount, p = ident.Money(s)
		} else {
			now := d.Now()
			a.Day, p = ident.Day(s, model.DayOf(now, now.Location()))
		}
		if p == nil {
			return a, true, nil
		}
		if err := d.say(d.tx.Sentence(p)); err != nil {
			return a, false, err
		}
		if p.Doubt {
			return a, true, nil
		}
	}
}
