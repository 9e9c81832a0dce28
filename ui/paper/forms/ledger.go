package forms

import (
	"strings"

	"heshi/model"
	"heshi/model/ident"
	"heshi/ui/paper"
	"heshi/ui/text"
)

// Ledger makes the register of cases (台账) of a span of days, lying. Phones
// are masked: the ledger lies open on the desk.
func (m Maker) Ledger(from, to model.Day, cases []model.Case) (paper.Document, error) {
	f := facts{values: map[string]string{
		"from": m.words.ShortDay(from), "to": m.words.ShortDay(to), "count": m.words.Count(len(cases)),
	}, rows: map[string][]row{}}
	numbers := map[model.ID]string{}
	for _, c := range cases {
		numbers[c.ID] = c.No
	}
	for _, c := range cases {
		r := m.ledgerRow(c)
		switch no := numbers[c.MergedInto]; {
		case c.MergedInto == "":
		case no != "":
			r["result"] = m.words.T("paper.merged", "no", no)
		default:
			r["result"] = m.words.T("paper.merged.other")
		}
		f.rows["cases"] = append(f.rows["cases"], r)
	}
	return m.make("ledger", "", f)
}

// LedgerRedactor numbers everybody in the cases of a ledger, in their order.
func (m Maker) LedgerRedactor(cases []model.Case) *paper.Redactor {
	r := paper.NewRedactor(m.words)
	for _, c := range cases {
		Case{Case: c}.name(r)
	}
	return r
}

func (m Maker) ledgerRow(c model.Case) row {
	w := m.words
	closed, called := "", ""
	if !c.ClosedAt.IsZero() {
		closed = model.DayOf(c.ClosedAt, c.ClosedAt.Location()).String()
	}
	if n := len(c.FollowUps); n > 0 {
		at := c.FollowUps[n-1].At
		called = model.DayOf(at, at.Location()).String()
	}
	remark := c.Note
	if c.Urgent {
		remark = lines(m.code("urgent", "yes"), remark)
	}
	return row{
		"no":       lines(c.No, c.RegisteredAt.Format("2006-01-02 15:04")),
		"consumer": lines(c.Complainant.Name, ident.MaskPhone(c.Complainant.Phone)),
		"shop":     c.Shop, "goods": lines(c.Goods, m.amount(c.Amount)),
		"what":         lines(m.brief(c.What), m.code("request", c.Request)),
		"kind":         lines(w.T(text.Key("casework.kind."+string(c.Kind))), m.code("nature", c.Nature)),
		"receiver":     lines(w.Actor("", c.Receiver), w.List(c.Mediators)),
		"result":       lines(w.T(text.Key("state."+string(c.State))), m.amount(c.Recovered())),
		"closed":       closed,
		"satisfaction": lines(m.code("satisfaction", c.Satisfaction()), called), "remark": m.brief(remark),
	}
}

// briefly is how many characters of a text stand in the ledger: a case is a
// line of it, and its registration holds the whole.
const briefly = 120

// brief is the beginning of a long text.
func (m Maker) brief(s string) string {
	r := []rune(s)
	if len(r) <= briefly {
		return s
	}
	return m.words.T("paper.brief", "text", plain(strings.TrimRight(string(r[:briefly]), "\n")))
}

// lines puts what is not empty on lines of its own.
func lines(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, "\n")
}
