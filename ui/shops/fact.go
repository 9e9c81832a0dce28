package shops

import (
	"slices"
	"strconv"
	"strings"

	"heshi/model"
	"heshi/model/ident"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// fact is one thing a record of type T says: how it is read, shown and
// changed. One table serves the page, the form, the comparison of two versions
// and the preview.
type fact[T any] struct {
	id   string // path of the field, as in problems and files
	part string // the group it stands in
	kind sheet.Kind
	max  int
	// options are what a Pick or Many offers.
	options func(screen.Env) []widget.Option
	get     func(T) []string
	// set takes an answer; a problem says that it cannot be read.
	set func(v *T, answer []string, today model.Day) *model.Problem
	// show is the fact in words, "" when the record does not say; nil shows the
	// answer as it is, or the labels of the options.
	show func(screen.Env, T) string
}

func first(v []string) string {
	if len(v) == 0 {
		return ""
	}
	return v[0]
}

func plain[T any](id string, of func(*T) *string) fact[T] {
	return fact[T]{
		id: id, max: 100,
		get: func(v T) []string { return []string{*of(&v)} },
		set: func(v *T, a []string, _ model.Day) *model.Problem { *of(v) = first(a); return nil },
	}
}

func long[T any](id string, of func(*T) *string) fact[T] {
	f := plain(id, of)
	f.kind, f.max = sheet.Text, 1000
	return f
}

// coded is one of some codes; prefix and code make the key of its words.
func coded[T any, S ~string](id, prefix string, codes []S, of func(*T) *S) fact[T] {
	return fact[T]{
		id: id, kind: sheet.Pick, options: worded(prefix, codes),
		get: func(v T) []string { return []string{string(*of(&v))} },
		set: func(v *T, a []string, _ model.Day) *model.Problem { *of(v) = S(first(a)); return nil },
	}
}

func worded[S ~string](prefix string, codes []S) func(screen.Env) []widget.Option {
	return func(env screen.Env) []widget.Option {
		out := make([]widget.Option, len(codes))
		for i, c := range codes {
			out[i] = widget.Option{Value: string(c), Label: env.T(text.Key(prefix + string(c)))}
		}
		return out
	}
}

func truth[T any](id string, of func(*T) *bool) fact[T] {
	return fact[T]{
		id: id, kind: sheet.Pick, options: worded("shops.truth.", []string{"yes", "no"}),
		get: func(v T) []string { return []string{map[bool]string{true: "yes", false: "no"}[*of(&v)]} },
		set: func(v *T, a []string, _ model.Day) *model.Problem { *of(v) = first(a) == "yes"; return nil },
	}
}

// dated is a day. One typed without a year is the latest that has been, or with
// ahead the next to come.
func dated[T any](id string, ahead bool, of func(*T) *model.Day) fact[T] {
	return fact[T]{
		id: id, max: 20,
		get:  func(v T) []string { return []string{of(&v).String()} },
		show: func(env screen.Env, v T) string { return dayWords(env, *of(&v)) },
		set: func(v *T, a []string, today model.Day) *model.Problem {
			if first(a) == "" {
				*of(v) = 0
				return nil
			}
			d, p := readDay(first(a), today, ahead)
			*of(v) = d
			return p
		},
	}
}

func dayWords(env screen.Env, d model.Day) string {
	if d.IsZero() {
		return ""
	}
	return env.Text.Day(d)
}

// readDay reads a day; one that may lie ahead is the next such day.
func readDay(s string, today model.Day, ahead bool) (model.Day, *model.Problem) {
	if ahead {
		return ident.Coming(s, today)
	}
	d, p := ident.Day(s, today)
	if p != nil && !p.Doubt {
		return 0, p
	}
	return d, nil
}

// numbered is a whole number, 0 where there is none; words show it.
func numbered[T any](id string, words func(screen.Env, int) string, of func(*T) *int) fact[T] {
	return fact[T]{
		id: id, max: 12,
		get: func(v T) []string {
			if *of(&v) == 0 {
				return nil
			}
			return []string{strconv.Itoa(*of(&v))}
		},
		show: func(env screen.Env, v T) string { return words(env, *of(&v)) },
		set: func(v *T, a []string, _ model.Day) *model.Problem {
			n, p := readNumber(first(a))
			*of(v) = n
			return p
		},
	}
}

// days words a number of days, 0 as nothing.
func days(env screen.Env, n int) string {
	if n == 0 {
		return ""
	}
	return env.T("shops.days", "n", n)
}

// readNumber reads a whole number, with or without a short unit behind it; no
// text is 0.
func readNumber(s string) (int, *model.Problem) {
	s = strings.TrimSpace(ident.Fold(s))
	digits := strings.TrimLeftFunc(s, func(r rune) bool { return r >= '0' && r <= '9' })
	unit := strings.TrimSpace(digits)
	n, err := strconv.Atoi(s[:len(s)-len(digits)])
	switch {
	case s == "":
		return 0, nil
	case err != nil, len([]rune(unit)) > 7, strings.ContainsAny(unit, "0123456789.,-+"):
		return 0, &model.Problem{Code: "exchange.number", Args: map[string]any{"value": widget.Truncate(widget.Clean(s), 20)}}
	}
	return n, nil
}

// priced is an amount that may not be set.
func priced[T any](id string, of func(*T) **model.Money) fact[T] {
	return fact[T]{
		id: id, max: 30,
		get: func(v T) []string {
			if m := *of(&v); m != nil {
				return []string{m.Yuan()}
			}
			return nil
		},
		show: func(env screen.Env, v T) string {
			if m := *of(&v); m != nil {
				return env.Text.Money(*m)
			}
			return ""
		},
		set: func(v *T, a []string, _ model.Day) *model.Problem {
			*of(v) = nil
			if first(a) == "" {
				return nil
			}
			m, p := ident.Money(first(a))
			if p == nil || p.Doubt {
				*of(v) = &m
				p = nil
			}
			return p
		},
	}
}

// words are the fact as people read it, "" when the record does not say.
func (f fact[T]) words(env screen.Env, v T) string {
	if f.show != nil {
		return f.show(env, v)
	}
	answer := answered(f.get(v))
	if f.options == nil {
		return env.Text.List(answer)
	}
	var out []string
	for _, o := range f.options(env) {
		if slices.Contains(answer, o.Value) {
			out = append(out, o.Label)
		}
	}
	return env.Text.List(out)
}

func answered(v []string) []string {
	return slices.DeleteFunc(slices.Clone(v), func(s string) bool { return s == "" })
}

// same reports whether two versions say the same.
func (f fact[T]) same(a, b T) bool { return slices.Equal(answered(f.get(a)), answered(f.get(b))) }

// factOf returns the fact with an id.
func factOf[T any](facts []fact[T], id string) (fact[T], bool) {
	i := slices.IndexFunc(facts, func(f fact[T]) bool { return f.id == id })
	if i < 0 {
		return fact[T]{}, false
	}
	return facts[i], true
}

// question asks for the fact. check says what is wrong with a record whose
// answer can be read.
func (f fact[T]) question(s *Screen, prefix string, v T, check func(T) model.Problems) sheet.Question {
	env, today := s.Env, s.today()
	q := sheet.Question{ID: f.id, Kind: f.kind, Max: f.max, Label: env.T(text.Key(prefix + f.id))}
	if k := text.Key(prefix + "hint." + f.id); env.Text.Has(k) {
		q.Hint = env.T(k)
	}
	if f.options != nil {
		q.Options = f.options(env)
	}
	if f.kind == sheet.Line {
		q.Read = func(typed string) widget.Note { return f.note(env, v, typed, today, check) }
	}
	return q
}

// note says what was understood of a text, or what is wrong with it.
func (f fact[T]) note(env screen.Env, v T, typed string, today model.Day, check func(T) model.Problems) widget.Note {
	if p := f.set(&v, []string{typed}, today); p != nil {
		return widget.Note{Text: sentence(env, p), Tone: theme.Bad}
	}
	if ps := check(v).At(f.id); len(ps) > 0 {
		tone := theme.Bad
		if ps[0].Doubt {
			tone = theme.Warn
		}
		return widget.Note{Text: sentence(env, ps[0]), Tone: tone}
	}
	if said := f.words(env, v); tells(said, strings.TrimSpace(typed)) {
		return widget.Note{Text: said, Tone: theme.Good}
	}
	return widget.Note{}
}

// tells reports that what was understood says more than what was typed, with
// its unit.
func tells(said, typed string) bool {
	const unit = 8
	rest, same := strings.CutPrefix(said, typed)
	return said != "" && (!same || widget.Width(rest) > unit)
}

// sentence words a problem for a line beside its field.
func sentence(env screen.Env, p *model.Problem) string {
	args := make([]any, 0, 2*len(p.Args))
	for name, v := range p.Args {
		args = append(args, name, v)
	}
	if key := text.Key("shops.fault." + p.Code); env.Text.Has(key) {
		return env.T(key, args...)
	}
	return env.Text.Sentence(p)
}

// values are what a record answers, fact by fact.
func values[T any](facts []fact[T], v T) map[string][]string {
	out := make(map[string][]string, len(facts))
	for _, f := range facts {
		out[f.id] = f.get(v)
	}
	return out
}

// differences are the facts in which two versions differ.
func differences[T any](facts []fact[T], a, b T) []fact[T] {
	return slices.DeleteFunc(slices.Clone(facts), func(f fact[T]) bool { return f.same(a, b) })
}

// pair is a label and what stands beside it.
type pair struct {
	label, value string
	tone         theme.Tone
}

// pairs draws labels and values; in senior mode with an empty row between.
// Without a label the value stands alone.
func (s *Screen) pairs(width int, list []pair) widget.Block {
	th, label := s.Env.Theme, 0
	for _, p := range list {
		label = max(label, widget.Width(p.label))
	}
	label = min(label+2, max(1, width*2/5))
	var blocks []widget.Block
	for _, p := range list {
		if p.label == "" {
			blocks = append(blocks, widget.Para(th.Of(p.tone), p.value, width))
		} else {
			value := widget.Para(th.Of(p.tone), p.value, width-label)
			head := widget.Para(th.Label, p.label, label-1)
			_, a := widget.Size(value)
			_, b := widget.Size(head)
			rows := max(a, b)
			blocks = append(blocks, widget.Beside(widget.Fit(head, label, rows), widget.Fit(value, width-label, rows)))
		}
		if s.Env.Senior {
			blocks = append(blocks, widget.Blank(width, 1))
		}
	}
	return widget.Stack(blocks...)
}
