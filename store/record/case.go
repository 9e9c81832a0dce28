package record

import (
	"encoding/json"
	"strconv"
	"time"

	"heshi/model"
)

// appendCase appends what json.Marshal returns for a case, in a fifth of the
// time: the one writer encodes every case that is saved, so nothing else that it
// does weighs as much. What few cases have is left to json.Marshal.
func appendCase(b []byte, c *model.Case) ([]byte, error) {
	w := writer{out: b}
	w.text(`{"id":`, string(c.ID))
	w.text(`,"no":`, c.No)
	w.out = strconv.AppendUint(append(w.out, `,"rev":`...), c.Rev, 10)
	w.text(`,"kind":`, string(c.Kind))
	w.text(`,"state":`, string(c.State))
	w.moment(`,"registered_at":`, c.RegisteredAt)
	if !c.ClosedAt.IsZero() {
		w.moment(`,"closed_at":`, c.ClosedAt)
	}
	w.some(`,"receiver":`, c.Receiver)
	w.text(`,"complainant":{"name":`, c.Complainant.Name)
	w.some(`,"phone":`, c.Complainant.Phone)
	w.some(`,"id_number":`, c.Complainant.IDNumber)
	w.some(`,"address":`, c.Complainant.Address)
	w.out = append(w.out, '}')
	w.some(`,"shop_id":`, string(c.ShopID))
	w.some(`,"shop":`, c.Shop)
	w.text(`,"what":`, c.What)
	w.some(`,"answer":`, c.Answer)
	w.some(`,"answer_ref":`, c.AnswerRef)
	if c.Route != nil {
		w.value(`,"route":`, c.Route)
	}
	w.some(`,"merged_into":`, string(c.MergedInto))
	if len(c.PlatformRow) > 0 {
		w.value(`,"platform_row":`, c.PlatformRow)
	}
	w.some(`,"class":`, c.Class)
	w.some(`,"nature":`, c.Nature)
	w.some(`,"request":`, c.Request)
	if c.Amount != 0 {
		w.out = strconv.AppendInt(append(w.out, `,"amount_fen":`...), int64(c.Amount), 10)
	}
	w.some(`,"goods":`, c.Goods)
	w.day(`,"purchased_on":"`, c.PurchasedOn)
	w.some(`,"channel":`, c.Channel)
	if len(c.Proofs) > 0 {
		w.texts(`,"proofs":`, c.Proofs)
	}
	if c.NoticeAt != nil {
		w.moment(`,"notice_given_at":`, *c.NoticeAt)
	}
	if c.Consent != nil {
		w.value(`,"consent":`, c.Consent)
	}
	if c.Urgent {
		w.out = append(w.out, `,"urgent":true`...)
	}
	w.some(`,"dialect":`, c.Dialect)
	w.day(`,"due_on":"`, c.DueOn)
	w.some(`,"due_for":`, string(c.DueFor))
	w.some(`,"note":`, c.Note)
	if !untouched(&c.Life) {
		w.inline(&c.Life)
	}
	return append(w.out, '}'), w.err
}

// untouched reports that nothing happened to a case since it was registered:
// its life adds nothing to the JSON.
func untouched(l *model.Life) bool {
	return l.Owner == "" && l.HandOver == nil && len(l.HandOvers) == 0 && len(l.Mediators) == 0 && len(l.Agreed) == 0 &&
		l.Origin == nil && !l.Complex && len(l.Pauses) == 0 && l.AcceptedAt.IsZero() && l.Decline == nil &&
		len(l.Contacts) == 0 && len(l.Private) == 0 && len(l.Sessions) == 0 &&
		l.Agreement == nil && len(l.Agreements) == 0 && len(l.Duties) == 0 && len(l.Advances) == 0 && len(l.FollowUps) == 0 &&
		l.Termination == nil && l.Withdrawal == nil && len(l.Referrals) == 0 && len(l.Advice) == 0 &&
		len(l.Reopenings) == 0 && len(l.Remarks) == 0
}

// caseSize is about how long a case's JSON is, so that it is written without
// moving it.
func caseSize(c *model.Case) int {
	return 448 + len(c.Complainant.Name) + len(c.Shop) + len(c.What) + len(c.Answer) + len(c.Note) + len(c.Goods)
}

// writer writes JSON; err is the first thing that has none.
type writer struct {
	out []byte
	err error
}

// text writes a member that is always there.
func (w *writer) text(name, s string) { w.out = appendString(append(w.out, name...), s) }

// some writes a member that is there when it is not empty.
func (w *writer) some(name, s string) {
	if s != "" {
		w.text(name, s)
	}
}

func (w *writer) texts(name string, list []string) {
	w.out = append(w.out, name...)
	sign := byte('[')
	for _, s := range list {
		w.out = appendString(append(w.out, sign), s)
		sign = ','
	}
	w.out = append(w.out, ']')
}

func (w *writer) moment(name string, t time.Time) {
	b, err := t.AppendText(append(append(w.out, name...), '"'))
	if err != nil { // a year outside 0-9999, or an offset of a day
		w.fail(err)
		return
	}
	w.out = append(b, '"')
}

// day writes a member that is there when the day is one. The name ends with the
// quote before the day.
func (w *writer) day(name string, d model.Day) {
	if !d.IsZero() {
		w.out = append(d.Append(append(w.out, name...)), '"')
	}
}

func (w *writer) value(name string, v any) {
	b, err := json.Marshal(v)
	w.fail(err)
	w.out = append(append(w.out, name...), b...)
}

// inline writes the members of a struct among those that stand there already.
func (w *writer) inline(v any) {
	b, err := json.Marshal(v)
	w.fail(err)
	if len(b) > len(`{}`) {
		w.out = append(append(w.out, ','), b[1:len(b)-1]...)
	}
}

func (w *writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}
