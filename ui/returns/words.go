package returns

import (
	"strings"

	"heshi/model"
	engine "heshi/model/returns"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// row is one paragraph of the verdict: the screen and the slip show the same.
type row struct {
	tone   theme.Tone
	indent int
	text   string
	cells  []string // short texts side by side, instead of text
}

// lines lays the row out in width cells.
func (r row) lines(width int) []string {
	inner := max(2, width-r.indent)
	out := widget.Wrap(r.text, inner)
	if len(r.cells) > 0 {
		out = columns(r.cells, inner)
	}
	for i, l := range out {
		out[i] = strings.Repeat(" ", r.indent) + l
	}
	return out
}

// columns lays out short texts in as many columns as fit.
func columns(cells []string, width int) []string {
	widest := 0
	for _, c := range cells {
		widest = max(widest, widget.Width(c)+3)
	}
	per := max(1, (width+3)/widest)
	var out []string
	for i, c := range cells {
		if i%per == 0 {
			out = append(out, "")
		}
		last := &out[len(out)-1]
		if *last != "" {
			*last += strings.Repeat(" ", (i%per)*widest-widget.Width(*last))
		}
		*last += c
	}
	return out
}

// said is what somebody told, in words.
type said struct {
	step  int // place of the question, -1 of an extra
	label string
	words string
}

// told lists everything told, in the order it was asked.
func (s *Screen) told() []said {
	var out []said
	if s.more.Shop != nil {
		out = append(out, said{-1, s.env.T("check.label.shop"), s.more.Shop.Name})
	}
	for i, st := range s.st.steps {
		out = append(out, said{i, s.label(st.q), s.words(st)})
	}
	for _, id := range []string{extraPaid, extraGift, extraSet, extraReturned, extraAsked} {
		if w := s.extraSaid(id); w != "" {
			out = append(out, said{-1, s.env.T(text.Key("check.extra." + id)), w})
		}
	}
	return out
}

// words is the answer to one question.
func (s *Screen) words(st step) string {
	t := s.env.Text
	switch {
	case st.a.unknown:
		return s.env.T("check.unknown.said")
	case st.a.entry.shop != nil:
		return st.a.entry.shop.Name
	case st.q.Kind == engine.Date:
		return t.Day(st.a.Day)
	case st.q.Kind == engine.Amount:
		return t.Money(st.a.Amount)
	}
	var words []string
	for _, o := range st.q.Options {
		for _, id := range st.a.Options {
			if o.ID == id {
				words = append(words, o.Text)
			}
		}
	}
	for _, i := range st.a.Back {
		words = append(words, s.env.T("check.item", "i", i+1))
	}
	for i := range mostPieces {
		if m, ok := st.a.Prices[i]; ok {
			words = append(words, s.env.T("check.item", "i", i+1)+" "+t.Money(m))
		}
	}
	if len(words) == 0 {
		return s.env.T("check.none_of_these")
	}
	if st.q.ID == questionShop && st.a.entry.text != "" {
		return s.env.T("check.shop.said", "name", st.a.entry.text, "promise", t.List(words))
	}
	return t.List(words)
}

// toneOf is how a verdict is coloured and marked.
func toneOf(k engine.Kind) theme.Tone {
	switch k {
	case engine.Eligible, engine.EligibleWithDeduction:
		return theme.Good
	case engine.NotCovered, engine.NotCoveredBut:
		return theme.Bad
	}
	return theme.Warn
}

// mark stands behind the words of a verdict, in every theme.
func (s *Screen) mark(k engine.Kind) string {
	if toneOf(k) == theme.Warn {
		return "?"
	}
	return s.env.Theme.Mark(toneOf(k))
}

// kindWords says a verdict.
func (s *Screen) kindWords(k engine.Kind) string {
	return s.env.T(text.Key("check.verdict." + string(k)))
}

// head is the verdict in a line or two: what, and until when.
func (s *Screen) head() []row {
	v := s.st.verdict
	tone := toneOf(v.Verdict)
	words := s.kindWords(v.Verdict) + " " + s.mark(v.Verdict)
	if v.Window == nil {
		return []row{{tone: tone, text: words}}
	}
	last := s.shortDay(v.Window.Last)
	if v.Window.Provisional {
		last += s.env.T("check.provisional")
	}
	switch {
	case v.Verdict.Carried():
		words += "  " + s.env.T("check.last", "day", last)
	case v.Verdict != engine.NeedInfo && s.askedOn() > v.Window.Last:
		words += "  " + s.env.T("check.late", "day", last)
	}
	return append([]row{{tone: tone, text: words}}, s.leftRows()...)
}

// leftRows says how many days are left, as seen from today.
func (s *Screen) leftRows() []row {
	v, today := s.st.verdict, s.today()
	if !v.Verdict.Carried() || v.Window.Last < today || !s.st.facts.ReturnedOn.IsZero() {
		return nil
	}
	if v.Window.Last == today {
		return []row{{tone: theme.Warn, text: s.env.T("check.left.today")}}
	}
	return []row{{text: s.env.T("check.left", "n", int(v.Window.Last-today))}}
}

// shortDay is a day with its weekday, and with its year where that is another.
func (s *Screen) shortDay(d model.Day) string {
	year, _, _ := d.Date()
	if now, _, _ := s.today().Date(); now != year {
		return s.env.Text.Day(d)
	}
	return s.env.T("check.month_day", "day", s.env.Text.MonthDay(d), "weekday", s.env.Text.Weekday(d.Weekday()))
}

// body is everything else: the money, the days, the clauses, what is missing
// and what covers it instead. Reasoned grounds come first when there is a
// reason. What was told is left out where the screen shows it anyway.
func (s *Screen) body(told bool) []row {
	var out []row
	reasoned := s.st.facts.Reason == engine.Quality || s.st.facts.Reason == engine.Fraud || s.st.facts.Reason == engine.FoodSafety
	if reasoned {
		out = append(out, s.insteadRows()...)
	}
	open := s.st.verdict.Verdict == engine.NeedInfo
	if open {
		out = append(out, s.missingRows()...)
	}
	out = append(out, s.moneyRows()...)
	out = append(out, s.dayRows()...)
	out = append(out, s.groundRows()...)
	if !open {
		out = append(out, s.missingRows()...)
	}
	if !reasoned {
		out = append(out, s.insteadRows()...)
	}
	if told {
		out = append(out, s.toldRows()...)
	}
	return append(out, s.smallPrint()...)
}

func (s *Screen) title(key text.Key, args ...any) row {
	return row{tone: theme.Strong, text: s.env.T(key, args...)}
}

func (s *Screen) moneyRows() []row {
	v, t := s.st.verdict, s.env.Text
	if !v.Verdict.Carried() {
		return nil
	}
	out := []row{s.title("check.money")}
	switch {
	case v.RefundFen == nil:
		out = append(out, row{indent: 2, text: s.env.T("check.money.untold")})
	case *v.RefundFen < 0:
		out = append(out, row{tone: theme.Warn, indent: 2, text: s.env.T("check.money.top_up", "amount", -*v.RefundFen)})
	case *v.DeductionFen > 0:
		out = append(out, row{indent: 2, text: s.env.T("check.money.less", "amount", *v.RefundFen,
			"paid", *v.RefundFen+*v.DeductionFen, "cut", *v.DeductionFen)})
	default:
		out = append(out, row{indent: 2, text: s.env.T("check.money.all", "amount", *v.RefundFen)})
	}
	if v.RefundBy.IsZero() {
		return out
	}
	if v.Overdue {
		return append(out, row{tone: theme.Bad, indent: 2, text: s.env.T("check.money.overdue", "day", t.Day(v.RefundBy), "penal", t.Day(v.PenalLine))})
	}
	return append(out, row{indent: 2, text: s.env.T("check.money.by", "day", t.Day(v.RefundBy), "penal", t.Day(v.PenalLine))})
}

// dayRows tells every day of the term.
func (s *Screen) dayRows() []row {
	w, t := s.st.verdict.Window, s.env.Text
	if w == nil {
		return nil
	}
	out := []row{s.title("check.days"), {indent: 2, text: s.env.T("check.days.starts", "day", t.Day(w.Starts))}}
	if w.RawLast != w.Last {
		out = append(out, row{indent: 2, text: s.env.T("check.days.rolled", "raw", t.Day(w.RawLast), "last", t.Day(w.Last))})
	} else {
		out = append(out, row{indent: 2, text: s.env.T("check.days.last", "day", t.Day(w.Last))})
	}
	n := 0
	days := row{indent: 4}
	for _, d := range w.Days {
		words := s.env.T("check.days.skipped")
		switch {
		case d.Counts:
			n++
			words = s.env.T("check.days.nth", "n", n)
		case d.Date == w.Last: // why stands above
			words = s.env.T("check.days.end")
		}
		if d.Why != "" && (d.Counts || d.Date != w.Last) {
			words += "  " + d.Why
		}
		days.cells = append(days.cells, t.MonthDay(d.Date)+" "+t.Weekday(d.Date.Weekday())+"  "+words)
	}
	out = append(out, days)
	if w.Provisional {
		out = append(out, row{tone: theme.Warn, indent: 2, text: s.env.T("check.provisional.why")})
	}
	return out
}

// cite names a clause: id, source, article.
func (s *Screen) cite(rule, source, article string) string {
	return rule + "  " + s.env.Text.Article(source, article)
}

func (s *Screen) groundRows() []row {
	out := []row{s.title("check.grounds")}
	for _, g := range s.st.verdict.Grounds {
		tone := theme.Normal
		if g.Effect == engine.Defeats {
			tone = theme.Bad
		}
		out = append(out, row{tone: tone, indent: 2, text: s.cite(g.Rule, g.Source, g.Article) + "  " + s.env.T(text.Key("check.effect."+string(g.Effect)))})
		out = append(out, row{indent: 4, text: g.Text})
	}
	return out
}

func (s *Screen) insteadRows() []row {
	v := s.st.verdict
	if len(v.Instead) == 0 {
		return nil
	}
	key := text.Key("check.instead.if")
	if v.Verdict != engine.NotCovered {
		key = "check.instead"
	}
	out := []row{s.title(key)}
	for _, i := range v.Instead {
		out = append(out, row{indent: 2, text: s.cite(i.Rule, i.Source, i.Article)}, row{indent: 4, text: i.Text})
	}
	return out
}

// missingRows says what has to be found out, and what each answer would mean.
func (s *Screen) missingRows() []row {
	v := s.st.verdict
	if len(v.Missing) == 0 {
		return nil
	}
	out := []row{s.title("check.missing")}
	for _, m := range v.Missing {
		out = append(out, row{tone: theme.Warn, indent: 2, text: "? " + m.Question})
	}
	for _, o := range s.st.ifs {
		out = append(out, row{indent: 4, text: s.env.T("check.if", "option", o.option.Text, "verdict", s.kindWords(o.kind)+" "+s.mark(o.kind))})
	}
	return out
}

func (s *Screen) toldRows() []row {
	out := []row{s.title("check.told")}
	for _, t := range s.told() {
		out = append(out, row{indent: 2, text: s.env.T("check.told.line", "label", t.label, "words", t.words)})
	}
	return out
}

// smallPrint says under which charter this was judged, and what it is worth.
func (s *Screen) smallPrint() []row {
	var out []row
	if c := s.st.verdict.Charter; c != nil {
		key := text.Key("check.charter")
		if c.Sample {
			key = "check.charter.sample"
		}
		out = append(out, row{tone: theme.Muted, text: s.env.T(key, "version", c.Version)})
	}
	return append(out, row{tone: theme.Muted, text: s.env.T("check.advice")})
}

// summary is the verdict in one sentence, for a case.
func (s *Screen) summary() string {
	var words []string
	for _, r := range s.head() {
		words = append(words, r.text)
	}
	for _, r := range s.moneyRows() {
		if r.indent > 0 && s.st.verdict.RefundFen != nil {
			words = append(words, r.text)
		}
	}
	var ids []string
	for _, g := range s.st.verdict.Grounds {
		ids = append(ids, g.Rule)
	}
	words = append(words, s.env.T("check.summary.grounds", "rules", s.env.Text.List(ids)))
	return strings.Join(words, s.env.T("check.summary.between"))
}

// story is what was told, in one sentence.
func (s *Screen) story() string {
	var words []string
	for _, t := range s.told() {
		words = append(words, s.env.T("check.told.line", "label", t.label, "words", t.words))
	}
	return strings.Join(words, s.env.T("check.summary.between"))
}

// askedOn is the day of asking.
func (s *Screen) askedOn() model.Day {
	if !s.more.Asked.IsZero() {
		return s.more.Asked
	}
	return s.today()
}
