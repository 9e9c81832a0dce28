package returns

import (
	"strings"

	"heshi/model"
	engine "heshi/model/returns"
	"heshi/ui/text"
	"heshi/ui/theme"
)

// row is one paragraph of the verdict: the screen and the slip show the same.
type row struct {
	tone   theme.Tone
	indent int
	text   string
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
	if s.more.shop != nil {
		out = append(out, said{-1, s.env.T("check.label.shop"), s.more.shop.Name})
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
	out := []row{{tone, 0, s.kindWords(v.Verdict) + " " + s.mark(v.Verdict)}}
	if v.Window == nil {
		return out
	}
	last := s.env.Text.Day(v.Window.Last)
	switch {
	case v.Verdict.Carried():
		out = append(out, row{tone, 0, s.env.T("check.last", "day", last)})
	case v.Verdict != engine.NeedInfo && s.askedOn() > v.Window.Last:
		out = append(out, row{tone, 0, s.env.T("check.late", "day", last)})
	}
	if v.Window.Provisional {
		out = append(out, row{theme.Warn, 0, s.env.T("check.provisional")})
	}
	return out
}

// body is everything else: the money, the days, the clauses, what is missing
// and what covers it instead. Reasoned grounds come first when there is a
// reason.
func (s *Screen) body() []row {
	var out []row
	reasoned := s.st.facts.Reason == engine.Quality || s.st.facts.Reason == engine.Fraud || s.st.facts.Reason == engine.FoodSafety
	if reasoned {
		out = append(out, s.insteadRows()...)
	}
	out = append(out, s.missingRows()...)
	out = append(out, s.moneyRows()...)
	out = append(out, s.groundRows()...)
	if !reasoned {
		out = append(out, s.insteadRows()...)
	}
	out = append(out, s.dayRows()...)
	out = append(out, s.toldRows()...)
	return append(out, s.smallPrint()...)
}

func (s *Screen) title(key text.Key, args ...any) row {
	return row{theme.Strong, 0, s.env.T(key, args...)}
}

func (s *Screen) moneyRows() []row {
	v, t := s.st.verdict, s.env.Text
	if !v.Verdict.Carried() {
		return nil
	}
	out := []row{s.title("check.money")}
	switch {
	case v.RefundFen == nil:
		out = append(out, row{theme.Normal, 2, s.env.T("check.money.untold")})
	case *v.RefundFen < 0:
		out = append(out, row{theme.Warn, 2, s.env.T("check.money.top_up", "amount", -*v.RefundFen)})
	case *v.DeductionFen > 0:
		out = append(out, row{theme.Normal, 2, s.env.T("check.money.less", "amount", *v.RefundFen,
			"paid", *v.RefundFen+*v.DeductionFen, "cut", *v.DeductionFen)})
	default:
		out = append(out, row{theme.Normal, 2, s.env.T("check.money.all", "amount", *v.RefundFen)})
	}
	if v.RefundBy.IsZero() {
		return out
	}
	if v.Overdue {
		return append(out, row{theme.Bad, 2, s.env.T("check.money.overdue", "day", t.Day(v.RefundBy), "penal", t.Day(v.PenalLine))})
	}
	return append(out, row{theme.Normal, 2, s.env.T("check.money.by", "day", t.Day(v.RefundBy), "penal", t.Day(v.PenalLine))})
}

// dayRows tells every day of the term.
func (s *Screen) dayRows() []row {
	w, t := s.st.verdict.Window, s.env.Text
	if w == nil {
		return nil
	}
	out := []row{s.title("check.days"), {theme.Normal, 2, s.env.T("check.days.starts", "day", t.Day(w.Starts))}}
	if w.RawLast != w.Last {
		out = append(out, row{theme.Normal, 2, s.env.T("check.days.rolled", "raw", t.Day(w.RawLast), "last", t.Day(w.Last))})
	} else {
		out = append(out, row{theme.Normal, 2, s.env.T("check.days.last", "day", t.Day(w.Last))})
	}
	n := 0
	for _, d := range w.Days {
		words := s.env.T("check.days.skipped")
		if d.Counts {
			n++
			words = s.env.T("check.days.nth", "n", n)
		}
		if d.Why != "" {
			words += "  " + d.Why
		}
		out = append(out, row{theme.Normal, 4, t.MonthDay(d.Date) + " " + t.Weekday(d.Date.Weekday()) + "  " + words})
	}
	if w.Provisional {
		out = append(out, row{theme.Warn, 2, s.env.T("check.provisional.why")})
	}
	return out
}

// cite names a clause: id, source, article.
func (s *Screen) cite(rule, source, article string) string {
	if article == "" {
		return rule + "  " + source
	}
	return rule + "  " + s.env.T("check.article", "source", source, "article", article)
}

func (s *Screen) groundRows() []row {
	out := []row{s.title("check.grounds")}
	for _, g := range s.st.verdict.Grounds {
		tone := theme.Normal
		if g.Effect == engine.Defeats {
			tone = theme.Bad
		}
		out = append(out, row{tone, 2, s.cite(g.Rule, g.Source, g.Article) + "  " + s.env.T(text.Key("check.effect."+string(g.Effect)))})
		out = append(out, row{theme.Normal, 4, g.Text})
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
		out = append(out, row{theme.Normal, 2, s.cite(i.Rule, i.Source, i.Article)}, row{theme.Normal, 4, i.Text})
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
		out = append(out, row{theme.Warn, 2, "? " + m.Question})
	}
	for _, o := range s.st.ifs {
		out = append(out, row{theme.Normal, 4, s.env.T("check.if", "option", o.option.Text, "verdict", s.kindWords(o.kind)+" "+s.mark(o.kind))})
	}
	return out
}

func (s *Screen) toldRows() []row {
	out := []row{s.title("check.told")}
	for _, t := range s.told() {
		out = append(out, row{theme.Normal, 2, s.env.T("check.told.line", "label", t.label, "words", t.words)})
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
		out = append(out, row{theme.Muted, 0, s.env.T(key, "version", c.Version)})
	}
	return append(out, row{theme.Muted, 0, s.env.T("check.advice")})
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
	if !s.more.asked.IsZero() {
		return s.more.asked
	}
	return s.today()
}
