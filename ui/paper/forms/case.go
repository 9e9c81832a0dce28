package forms

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"heshi/model"
	"heshi/model/clock"
	"heshi/model/flow"
	"heshi/model/ident"
	"heshi/ui/paper"
	"heshi/ui/text"
)

// Case is a case with what its papers need besides.
type Case struct {
	model.Case
	Shop  model.Shop     // the respondent as registered; the zero Shop when it is not
	Court clock.Deadline // until when a court may confirm the agreement
	Open  bool           // Court is a day: the agreement is of a kind a court confirms
}

// Masked is the case as a screen may show it to anybody: without the full
// phone and identity number. The paper itself has them.
func (c Case) Masked() Case {
	c.Complainant.Phone = ident.MaskPhone(c.Complainant.Phone)
	c.Complainant.IDNumber = ident.MaskCard(c.Complainant.IDNumber)
	return c
}

// Case makes a paper of a case, by its name in model/flow. It asks nothing of
// the clock: a paper made again later says the same.
func (m Maker) Case(name string, c Case) (paper.Document, error) {
	if p := flow.Paper(c.Case, name); p != nil {
		return paper.Document{}, p
	}
	f := m.caseFacts(c)
	switch name {
	case flow.PaperRecord:
		return m.records(c, f)
	case flow.PaperInvitation:
		m.addSession(f, c.Sessions[len(c.Sessions)-1])
	case flow.PaperAgreement:
		m.addAgreement(f, c)
	case flow.PaperPacket:
		m.addPacket(f, c)
	}
	m.addEnd(f, c, name)
	return m.make(flow.PaperForm(c.Case, name), c.No, f)
}

// Redactor numbers everybody in a case, always in the same order.
func (m Maker) Redactor(c Case) *paper.Redactor {
	r := paper.NewRedactor(m.words)
	c.name(r)
	return r
}

// name makes everybody in the case known.
func (c Case) name(r *paper.Redactor) {
	r.Person(paper.Complaining, c.Complainant.Name)
	r.Person(paper.Responding, c.Shop.Contact)
	for _, name := range c.helpers() {
		if name != model.SharedDesk {
			r.Person(paper.Helping, name)
		}
	}
	r.Person(paper.Place, c.Complainant.Address)
	for _, s := range []string{c.Complainant.Phone, c.Complainant.IDNumber, c.Shop.Phone, c.What, c.Answer} {
		r.Learn(s)
	}
}

// helpers is everybody of the desk who took part, in the order they came.
func (c Case) helpers() []string {
	names := []string{c.Receiver, c.Owner}
	names = append(names, c.Mediators...)
	for _, s := range c.Sessions {
		names = append(append(names, s.Mediators...), s.Recorder)
	}
	for _, k := range c.Contacts {
		names = append(names, k.By)
	}
	if c.Agreement != nil {
		names = append(append(names, c.Agreement.Mediators...), c.Agreement.By)
	}
	for _, f := range c.FollowUps {
		names = append(names, f.By)
	}
	for _, r := range c.Referrals {
		names = append(names, r.By, r.AcceptedBy)
	}
	return names
}

// caseFacts is what every paper may say of a case.
func (m Maker) caseFacts(c Case) facts {
	w := m.words
	f := facts{rows: map[string][]row{}, values: map[string]string{
		"no": c.No, "registered_at": w.Moment(c.RegisteredAt), "receiver": m.words.Actor("", c.Receiver), "owner": m.words.Actor("", c.Responsible()),
		"name": c.Complainant.Name, "phone": c.Complainant.Phone, "address": c.Complainant.Address,
		"shop": c.Case.Shop, "shop_contact": c.Shop.Contact, "shop_phone": c.Shop.Phone,
		"stall": strings.TrimSpace(c.Shop.Floor + " " + c.Shop.Stall), "credit_code": c.Shop.CreditCode,
		"goods": c.Goods, "amount": m.amount(c.Amount), "purchased_on": w.ShortDay(c.PurchasedOn),
		"channel": m.code("channel", c.Channel), "class": m.code("class", c.Class), "nature": m.code("nature", c.Nature),
		"request": m.code("request", c.Request), "proofs": m.codes("proofs", c.Proofs),
		"what": c.What, "answer": c.Answer, "station": m.org, "accepted_at": w.Moment(c.AcceptedAt),
	}}
	if c.NoticeAt != nil {
		f.values["notice"] = w.Moment(*c.NoticeAt)
	}
	m.addDuties(f, c)
	for _, u := range c.FollowUps {
		f.rows["follow_ups"] = append(f.rows["follow_ups"], row{
			"at": w.Moment(u.At), "caller": m.words.Actor("", u.By), "satisfied": m.code("satisfaction", u.Satisfaction), "note": u.Note,
		})
	}
	return f
}

func (m Maker) code(list, code string) string {
	if code == "" {
		return ""
	}
	return m.words.T(text.Key("code." + list + "." + code))
}

func (m Maker) codes(list string, codes []string) string {
	var out []string
	for _, c := range codes {
		out = append(out, m.code(list, c))
	}
	return m.words.List(out)
}

func (m Maker) amount(n model.Money) string {
	if n == 0 {
		return ""
	}
	return m.words.Money(n)
}

// addDuties lists the promises, and apart those that were kept.
func (m Maker) addDuties(f facts, c Case) {
	for i, d := range c.Duties {
		f.rows["duties"] = append(f.rows["duties"], row{
			"n": strconv.Itoa(i + 1), "what": d.What, "amount": m.formal(d.Amount), "due": m.words.ShortDay(d.Due), "manner": d.Manner,
			"by": m.owes(c, d), "state": m.words.T(text.Key("duty_state." + string(d.State))),
		})
		f.values["has_duties"] = d.What
		if d.State != model.DutyPerformed && d.State != model.DutyPartly {
			continue
		}
		var refs []string
		last := d.PerformedAt
		for _, p := range d.Proofs {
			refs = append(refs, p.Ref)
			if last.IsZero() || p.At.After(last) {
				last = p.At
			}
		}
		done := d.Done
		if d.State == model.DutyPerformed && done == 0 {
			done = d.Amount
		}
		f.rows["done"] = append(f.rows["done"], row{
			"what": d.What, "amount": m.formal(done), "done_at": m.words.Moment(last), "manner": d.Manner, "proof": m.words.List(refs),
		})
		if d.Open() && d.Left() > 0 {
			f.values["left"] = m.amount(d.Left())
		}
	}
}

// longName is from how many characters on a name is too long for a column; the
// parties are named in full above the table.
const longName = 12

// owes is who has to keep a promise: by name, or where that is long by the side.
func (m Maker) owes(c Case, d model.Duty) string {
	name, side := c.Case.Shop, "shop"
	if d.By == "complainant" {
		name, side = c.Complainant.Name, "name"
	}
	if utf8.RuneCountInString(name) > longName {
		return m.words.T(text.Key("paper.field." + side))
	}
	return name
}

// records makes the record of every mediation, each on pages of its own with
// its own signatures; without any it is a form to write on.
func (m Maker) records(c Case, f facts) (paper.Document, error) {
	list := c.Sessions
	if len(list) == 0 {
		list = []model.Session{{}}
	}
	var all paper.Document
	for i, s := range list {
		m.addSession(f, s)
		d, err := m.make(flow.PaperRecord, c.No, f)
		if err != nil {
			return d, err
		}
		if i == 0 {
			all = d
			continue
		}
		title := paper.Heading{Text: m.words.T("paper.part.session", "n", i+1)}
		all.Blocks = append(append(all.Blocks, paper.Break{}, title), d.Blocks...)
	}
	return all, nil
}

func (m Maker) addSession(f facts, s model.Session) {
	w, v := m.words, f.values
	v["session_at"], v["session_from"], v["session_until"] = w.Moment(s.At), w.Moment(s.At), w.Moment(s.Until)
	v["session_place"], v["session_mediators"], v["session_recorder"] = s.Place, w.List(s.Mediators), s.Recorder
	held := s.Result != ""
	v["told"], v["rights_told"] = m.tick(held, s.Told), m.tick(held, s.RightsTold)
	v["consent_complainant"], v["consent_respondent"] = m.tick(held, s.ConsentComplainant), m.tick(held, s.ConsentRespondent)
	v["recusal"] = m.code("recusal", s.Recusal)
	if held && s.Recusal == "" {
		v["recusal"] = m.code("recusal", "none")
	}
	v["statements"], v["dispute"], v["proposals"] = s.Statements, s.Dispute, s.Proposals
	v["session_result"], v["session_note"] = m.code("session_result", s.Result), s.Note
}

// tick is an answer ticked, or two empty boxes for ink.
func (m Maker) tick(known, yes bool) string {
	switch {
	case !known:
		return m.words.T("paper.tick.blank")
	case yes:
		return m.words.T("paper.tick.yes")
	}
	return m.words.T("paper.tick.no")
}

func (m Maker) addAgreement(f facts, c Case) {
	a, v := c.Agreement, f.values
	v["agreement_facts"], v["responsibility"], v["terms"] = a.Facts, a.Responsibility, a.Terms
	if a.Facts == "" {
		v["agreement_facts"] = c.What
	}
	v["effective_on"], v["agreement_mediators"] = m.words.ShortDay(a.EffectiveOn), m.words.List(a.Mediators)
	v["written"] = v["effective_on"]
	if a.Form == "oral" {
		v["oral"], v["written"] = v["effective_on"], ""
	}
	switch {
	case !a.ConfirmedOn.IsZero():
		v["confirmed_on"] = m.words.ShortDay(a.ConfirmedOn)
	case c.Open:
		v["court_until"] = m.words.Day(c.Court.Last)
		if c.Court.Provisional {
			v["court_until"] += m.words.T("paper.provisional")
		}
	default:
		v["court_none"] = c.No
	}
}

// addEnd tells how the case was declined or ended, and where else to turn.
func (m Maker) addEnd(f facts, c Case, name string) {
	v, w := f.values, m.words
	if d := c.Decline; d != nil {
		v["decline_reason"], v["decline_note"] = m.code("decline", d.Reason), d.Note
		v["ways"] = m.ways(d.Ways)
	}
	if t := c.Termination; t != nil && name != flow.PaperNotHandled {
		v["terminated_at"], v["termination_reason"], v["termination_note"] = w.Moment(t.At), m.code("termination", t.Reason), t.Note
		v["told_at"], v["told_how"] = w.Moment(t.ToldAt), m.code("contact_how", t.ToldHow)
		v["ways"] = m.ways(t.Ways)
	}
}

// ways lists where else a shopper can turn, one a line.
func (m Maker) ways(codes []string) string {
	if len(codes) == 0 {
		codes = model.OtherWays()
	}
	var lines []string
	for i, c := range codes {
		lines = append(lines, m.words.T("paper.way", "n", i+1, "way", m.code("other_ways", c)))
	}
	return strings.Join(lines, "\n")
}
