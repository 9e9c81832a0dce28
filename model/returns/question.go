package returns

import (
	"slices"

	"heshi/model"
)

// QuestionKind says what an answer to a question is made of.
type QuestionKind string

// The kinds of question.
const (
	Choice  QuestionKind = "choice"  // one of the options
	Several QuestionKind = "several" // any of the options, or none
	Date    QuestionKind = "date"    // a day
	Amount  QuestionKind = "money"   // an amount
	Items   QuestionKind = "items"   // which items of the bundle go back
	Prices  QuestionKind = "prices"  // what the items that stay cost singly
)

// Question is the next thing to ask. It may settle several facts at once.
type Question struct {
	ID      string       `json:"id"`
	Kind    QuestionKind `json:"kind"`
	Text    string       `json:"text"`
	Facts   []string     `json:"facts"`   // dotted paths it settles
	Options []Option     `json:"options"` // of Choice and Several
}

// Option is one answer to choose. Options are numbered from 1 as they stand.
type Option struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Answer is what was answered: Options for Choice and Several, Day for Date,
// Amount for Amount, Back (places from 0) for Items, Prices by place for
// Prices.
type Answer struct {
	Options []string
	Day     model.Day
	Amount  model.Money
	Back    []int
	Prices  map[int]model.Money
}

// question is a Question as it stands in the data.
type question struct {
	id      string
	kind    QuestionKind
	asks    factSet // it is asked while one of these matters
	subject bool    // it asks for the subject
	paths   []string
	when    *cond
	options []option
}

type option struct {
	id       string
	set      []setting
	unset    []setting // of an option not chosen, where the fact is still untold
	unsettle factSet   // the facts of unset
}

// questionSource is a question and where it stands, to be checked when the
// words are known.
type questionSource struct {
	q    question
	node *node
	path string
	file string
}

func (l *loader) question(n *node, path string) {
	if !l.object(n, path, "id", "kind", "asks", "when", "options") {
		return
	}
	kinds := []string{string(Choice), string(Several), string(Date), string(Amount), string(Items), string(Prices)}
	q := question{id: l.need(n, "id", path)}
	if k := l.enum(n.get("kind"), path+".kind", kinds); k > 0 {
		q.kind = QuestionKind(kinds[k-1])
	}
	if given(n.get("when")) {
		q.when = l.condition(n.get("when"), path+".when")
	}
	l.each(n.get("asks"), path+".asks", func(n *node, path string) {
		p := l.string(n, path)
		f, ok := factAt(p)
		q.asks |= f
		q.subject = q.subject || p == "subject"
		q.paths = append(q.paths, p)
		if !ok && p != "subject" {
			l.fault(n, "returns.key_unknown", path, "key", p, "known", "")
		}
	})
	l.each(n.get("options"), path+".options", func(n *node, path string) {
		q.options = append(q.options, l.option(n, path))
	})
	l.asks = append(l.asks, questionSource{q, n, path, l.file})
}

func (l *loader) option(n *node, path string) option {
	var o option
	if !l.object(n, path, "id", "set", "unset") {
		return o
	}
	o.id = l.need(n, "id", path)
	o.set = l.settings(n.get("set"), path+".set")
	o.unset = l.settings(n.get("unset"), path+".unset")
	for _, s := range o.unset {
		f, _ := factAt(s.path)
		o.unsettle |= f
		if triField(&Facts{}, s.path) == nil {
			l.fault(s.value, "returns.key_unknown", path+".unset."+s.path, "key", s.path, "known", "")
		}
	}
	return o
}

// settings reads the facts an option sets and tries them on empty facts, so
// that a wrong value is found when the data is read.
func (l *loader) settings(n *node, path string) []setting {
	if !given(n) || !l.is(n, kindObject, path) {
		return nil
	}
	var out []setting
	for _, m := range n.members {
		s := setting{path: m.key, value: m.value}
		var scratch Facts
		l.put(&scratch, s, &Env{})
		out = append(out, s)
	}
	return out
}

// factAt returns the fact at a path, as a set.
func factAt(path string) (factSet, bool) {
	for f := range numFacts {
		if f.path() == path {
			return setOf(f), true
		}
	}
	return 0, false
}

// finishQuestion accepts a question that has what its kind needs.
func (l *loader) finishQuestion(s questionSource) {
	l.file = s.file
	optional := s.q.kind == Choice || s.q.kind == Several
	if (len(s.q.options) > 0) != optional || (s.q.asks == 0 && !s.q.subject) {
		l.fault(s.node, "returns.question_bad", s.path, "question", s.q.id)
		return
	}
	l.rules.questions = append(l.rules.questions, s.q)
}

// checkAsked demands a question for every fact that can decide, one that can
// be asked whatever else is known.
func (l *loader) checkAsked() {
	var asked factSet
	for _, q := range l.rules.questions {
		if q.when != nil || q.subject {
			continue
		}
		if q.kind != Several {
			asked |= q.asks
		}
		for _, o := range q.options {
			asked |= o.unsettle
		}
	}
	for f := range numFacts {
		if f != fThree && !asked.has(f) {
			l.fault(&node{line: 1}, "returns.question_gap", f.path(), "fact", f.path())
		}
	}
}

// keys lists the words the question needs.
func (q *question) keys() []string {
	out := []string{"returns.question." + q.id}
	for _, o := range q.options {
		out = append(out, "returns.option."+q.id+"."+o.id)
	}
	return out
}

// Next returns the question that brings the verdict nearer, and false when the
// verdict is settled (or the facts cannot be true: Evaluate says so). The
// subject need not be known yet.
func (r *Rules) Next(f Facts, env Env) (Question, bool) {
	if f.Subject == 0 {
		return r.firstQuestion(&env)
	}
	zone := env.zone()
	if len(f.Check(env.Now, zone)) > 0 {
		return Question{}, false
	}
	v := newView(&f, env.Now, zone)
	x := &eval{v: &v, rules: r, cal: env.Calendar, charters: env.Charters}
	_, settled, rests := x.decide()
	if settled {
		return Question{}, false
	}
	matter, _ := x.matters(rests)
	for i := range r.questions {
		if q, ok := x.ask(&r.questions[i], matter, env.Lang); ok {
			return q, true
		}
	}
	return Question{}, false
}

func (r *Rules) firstQuestion(env *Env) (Question, bool) {
	for i := range r.questions {
		if q := &r.questions[i]; q.subject {
			return r.put(q, q.options, env.Lang), true
		}
	}
	return Question{}, false
}

// ask returns the question if it applies now and one of its facts matters.
func (x *eval) ask(q *question, matter factSet, lang string) (Question, bool) {
	if q.asks&matter == 0 || q.subject {
		return Question{}, false
	}
	if q.when != nil {
		if now, _ := q.when.judge(x); now != Yes {
			return Question{}, false
		}
	}
	options := q.options
	if q.kind == Several {
		options = nil
		for _, o := range q.options {
			if o.unsettle&matter != 0 {
				options = append(options, o)
			}
		}
		if len(options) == 0 {
			return Question{}, false
		}
	}
	return x.rules.put(q, options, lang), true
}

// put words a question.
func (r *Rules) put(q *question, options []option, lang string) Question {
	out := Question{
		ID: q.id, Kind: q.kind, Text: r.word(lang, "returns.question."+q.id),
		Facts: slices.Clone(q.paths), Options: make([]Option, 0, len(options)),
	}
	for _, o := range options {
		out.Options = append(out.Options, Option{ID: o.id, Text: r.word(lang, "returns.option."+q.id+"."+o.id)})
	}
	return out
}

// Apply returns the facts with the answer in them; f stays as it was. An
// option that the question does not have, two where one is chosen, and an
// answer that makes the facts impossible come back as model.Problems.
func (r *Rules) Apply(f Facts, q Question, a Answer, env Env) (Facts, error) {
	src := r.source(q.ID)
	if src == nil {
		return f, model.Problems{problem("returns.question_unknown", "", "question", q.ID)}
	}
	switch q.Kind {
	case Date:
		putDay(&f, src.paths, a.Day, env.zone())
	case Amount:
		f.PaidFen = &a.Amount
	case Items:
		putItems(&f, append([]int{}, a.Back...), nil)
	case Prices:
		putItems(&f, nil, a.Prices)
	default:
		if p := src.choose(&f, q, a, &env); p != nil {
			return f, model.Problems{p}
		}
	}
	if ps := f.Check(env.Now, env.zone()); len(ps) > 0 {
		return f, ps
	}
	return f, nil
}

func (r *Rules) source(id string) *question {
	for i := range r.questions {
		if r.questions[i].id == id {
			return &r.questions[i]
		}
	}
	return nil
}

// choose settles the facts of the options chosen and, where several could be,
// those of the options that were offered and left.
func (q *question) choose(f *Facts, asked Question, a Answer, env *Env) *model.Problem {
	if q.kind == Choice && len(a.Options) != 1 {
		return problem("returns.answer_one", "", "question", q.id)
	}
	for _, id := range a.Options {
		if !slices.ContainsFunc(asked.Options, func(o Option) bool { return o.ID == id }) {
			return problem("returns.answer_unknown", "", "question", q.id, "option", id)
		}
	}
	var r reader
	for _, o := range q.options {
		if slices.Contains(a.Options, o.id) {
			for _, s := range o.set {
				r.put(f, s, env)
			}
		}
	}
	for _, o := range q.options {
		offered := slices.ContainsFunc(asked.Options, func(p Option) bool { return p.ID == o.id })
		if offered && !slices.Contains(a.Options, o.id) {
			for _, s := range o.unset {
				if t := triField(f, s.path); *t == Unknown {
					r.put(f, s, env)
				}
			}
		}
	}
	return nil
}
