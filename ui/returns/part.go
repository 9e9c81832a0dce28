package returns

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/ident"
	engine "heshi/model/returns"
	"heshi/store/find"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// part is the widget that answers one question. The screen keeps Esc, Tab and
// the keys of its own; every other key is the part's.
type part interface {
	// update takes a key or a paste; true says that the answer is complete.
	update(tea.Msg) bool
	// click takes a press of the mouse as View drew the part.
	click(th theme.Theme, at spot) bool
	view(th theme.Theme, width, height int) widget.Block
	height(width int) int
	typing() bool
	// digits is how many digits choose here.
	digits() int
	// answer is what was answered, or the sentence that says what is wrong.
	answer() (answer, string)
	// entry is everything typed and marked, complete or not.
	entry() entry
	// refuse shows a sentence until the answer changes.
	refuse(string)
}

// spot is a press of the mouse in a part drawn width x height cells.
type spot struct{ x, y, width, height int }

// Values of options that are no answers of the rules.
const (
	unknownValue = "?"
	noneValue    = "-"
)

// questionShop is the question for the shop, which a shop's record answers.
const questionShop = "shop"

// longList is from how many options on a list is filtered by typing.
const longList = 10

// partFor makes the part for a question and fills in what was answered before.
func (s *Screen) partFor(q engine.Question, e entry) part {
	switch q.Kind {
	case engine.Date:
		return s.datePart(e)
	case engine.Amount:
		return s.moneyPart(e)
	case engine.Items:
		return s.itemsPart(e)
	case engine.Prices:
		return newPrices(s.env, s.st.facts.Bundle, e)
	case engine.Several:
		return newMarks(s.env, q, s.perPage(), e)
	}
	if q.ID == questionShop {
		return newShop(s.env, q, s.perPage(), e)
	}
	return newPick(s.env, q, s.perPage(), false, e)
}

// none stands where there is nothing to answer.
type none struct{}

func newNone() none                                    { return none{} }
func (none) update(tea.Msg) bool                       { return false }
func (none) click(theme.Theme, spot) bool              { return false }
func (none) view(_ theme.Theme, w, h int) widget.Block { return widget.Blank(w, h) }
func (none) height(int) int                            { return 0 }
func (none) typing() bool                              { return false }
func (none) digits() int                               { return 0 }
func (none) answer() (answer, string)                  { return answer{}, "" }
func (none) entry() entry                              { return entry{} }
func (none) refuse(string)                             {}

// pick chooses one option by digit. A long list is filtered by what is typed:
// Chinese, pinyin, initials, or another word for the same thing.
type pick struct {
	env    screen.Env
	q      engine.Question
	choice widget.Choice
	field  widget.Field
	filter bool
	sure   bool // "do not know" is no answer
	moved  bool // the arrows have left their first place: Enter picks
}

func newPick(env screen.Env, q engine.Question, perPage int, sure bool, e entry) *pick {
	p := &pick{env: env, q: q, filter: len(q.Options) >= longList}
	p.sure = sure || p.filter
	p.choice.PerPage, p.choice.Spaced, p.choice.More = perPage, env.Senior, env.T("check.more")
	p.choice.Focus()
	p.field.Max = 40
	p.field.Hint = env.T("check.filter.hint")
	if p.filter {
		p.field.Focus()
		p.field.SetValue(e.text)
	}
	p.offer()
	p.choice.SetValues(e.chosen...)
	p.moved = len(e.chosen) > 0
	return p
}

// offer lists the options that fit what was typed.
func (p *pick) offer() {
	p.choice.Options = nil
	for _, o := range p.q.Options {
		if p.fits(o) {
			p.choice.Options = append(p.choice.Options, widget.Option{Value: o.ID, Label: o.Text})
		}
	}
	if !p.sure {
		p.choice.Options = append(p.choice.Options, widget.Option{Value: unknownValue, Label: p.env.T("check.unknown")})
	}
	p.choice.SetValues()
	p.choice, _ = p.choice.Update(tea.KeyPressMsg{Code: tea.KeyHome})
}

func (p *pick) fits(o engine.Option) bool {
	typed := strings.TrimSpace(p.field.Value())
	if !p.filter || typed == "" || find.Matches(typed, o.Text) {
		return true
	}
	also := text.Key("check.also." + o.ID)
	return p.env.Text.Has(also) && find.Matches(typed, p.env.T(also))
}

func (p *pick) update(msg tea.Msg) bool {
	p.choice.Note = widget.Note{}
	if p.filter && isText(msg) {
		return p.typed(msg)
	}
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return false
	}
	switch keys.Name(press) {
	case "up", "down", "home", "end", "pgup", "pgdown":
		if !p.moved && !p.narrowed() && keys.Name(press) == "down" {
			p.moved = true // the first press shows where the arrows stand
			return false
		}
		p.moved = true
	case "left", "right", "space":
		return false
	case "enter":
		if len(p.choice.Options) == 0 || !p.moved && !p.narrowed() {
			p.refuse(p.env.T("check.need.choice"))
			return false
		}
	}
	p.choice, _ = p.choice.Update(press)
	_, done := p.choice.Picked()
	return done
}

// narrowed reports that typing has left options of which the first is meant.
func (p *pick) narrowed() bool { return p.filter && strings.TrimSpace(p.field.Value()) != "" }

// isText tells what filters a list from the digits and keys that choose.
func isText(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		return true
	case tea.KeyPressMsg:
		name := keys.Name(msg)
		_, err := strconv.Atoi(name)
		edits := []string{"backspace", "delete", "ctrl+u", "ctrl+w", "left", "right", "ctrl+a", "ctrl+e"}
		return slices.Contains(edits, name) || keys.Typed(msg) != "" && err != nil
	}
	return false
}

func (p *pick) typed(msg tea.Msg) bool {
	p.field, _ = p.field.Update(msg)
	if p.field.Changed() {
		p.offer()
		p.moved = false
		if len(p.choice.Options) == 0 {
			p.refuse(p.env.T("check.filter.none"))
		}
	}
	return false
}

// fieldRows is what the filter takes above the list.
func (p *pick) fieldRows(width int) int {
	if !p.filter {
		return 0
	}
	return p.dressed().Height(width)
}

func (p *pick) dressed() widget.Field {
	f := p.field
	f.Cells = 24
	return f
}

// bright hides the bright line while Enter would not pick it.
func (p *pick) bright(th theme.Theme) theme.Theme {
	if !p.moved && !p.narrowed() {
		th.Selected = th.Text
	}
	return th
}

func (p *pick) view(th theme.Theme, width, height int) widget.Block {
	rows := min(p.fieldRows(width), height)
	list := p.choice.View(p.bright(th), width, max(1, height-rows))
	if rows == 0 {
		return widget.Fit(list, width, height)
	}
	return widget.Fit(widget.Stack(p.dressed().View(th, width, rows), list), width, height)
}

func (p *pick) height(width int) int { return p.fieldRows(width) + p.choice.Height(width) }

func (p *pick) click(th theme.Theme, at spot) bool {
	rows := min(p.fieldRows(at.width), at.height)
	if at.y < rows {
		p.field.Click(th, at.width, at.x, at.y)
		return false
	}
	p.choice.Note = widget.Note{}
	p.choice.Click(at.width, max(1, at.height-rows), at.x, at.y-rows)
	_, done := p.choice.Picked()
	return done
}

func (p *pick) typing() bool { return p.filter }
func (p *pick) digits() int  { return min(len(p.choice.Options), p.choice.PerPage) }

func (p *pick) answer() (answer, string) {
	v := p.choice.Value()
	switch v {
	case "":
		return answer{}, p.env.T("check.need.choice")
	case unknownValue:
		return answer{unknown: true, entry: p.entry()}, ""
	}
	return answer{Answer: engine.Answer{Options: []string{v}}, entry: entry{chosen: []string{v}}}, ""
}

func (p *pick) entry() entry {
	return entry{text: p.field.Value(), chosen: p.choice.Values()}
}

func (p *pick) refuse(s string) { p.choice.Note = widget.Note{Text: s, Tone: theme.Warn} }

// marks marks any of several options. Nothing marked counts as none of them
// only when that was said: a second press of Enter must not answer by chance.
type marks struct {
	env     screen.Env
	choice  widget.Choice
	warned  bool
	seen    int // options looked at
	offered []string
	empty   string // the sentence for Enter with nothing marked
	items   bool   // the options are items of a bundle
}

func newMarks(env screen.Env, q engine.Question, perPage int, e entry) *marks {
	m := &marks{env: env, empty: env.T("check.need.marks")}
	for _, o := range q.Options {
		m.offered = append(m.offered, o.ID)
		m.choice.Options = append(m.choice.Options, widget.Option{Value: o.ID, Label: o.Text})
	}
	m.choice.Options = append(m.choice.Options, widget.Option{Value: noneValue, Label: env.T("check.none_of_these")})
	m.ready(perPage, e)
	return m
}

// itemsPart asks which items of the bundle go back.
func (s *Screen) itemsPart(e entry) *marks {
	m := &marks{env: s.env, items: true, empty: s.env.T("check.need.items")}
	if b := s.st.facts.Bundle; b != nil {
		for i := range b.Items {
			m.choice.Options = append(m.choice.Options, widget.Option{
				Value: strconv.Itoa(i), Label: s.env.T("check.item", "i", i+1),
			})
		}
	}
	m.ready(s.perPage(), e)
	return m
}

func (m *marks) ready(perPage int, e entry) {
	m.choice.Multi, m.choice.PerPage, m.choice.Spaced = true, perPage, m.env.Senior
	m.choice.More = m.env.T("check.more")
	m.choice.SetValues(e.chosen...)
	m.choice.Focus()
	m.seen = m.pageEnd()
	if len(e.chosen) > 0 {
		m.seen = len(m.choice.Options)
	}
}

func (m *marks) update(msg tea.Msg) bool {
	m.choice.Note = widget.Note{}
	was := m.choice.Values()
	if press, ok := msg.(tea.KeyPressMsg); ok && keys.Name(press) == "enter" && m.unseen() {
		msg = tea.KeyPressMsg{Code: tea.KeyPgDown}
	}
	m.choice, _ = m.choice.Update(msg)
	m.seen = max(m.seen, m.pageEnd())
	return m.follow(was)
}

// unseen reports that a page of options has not been looked at: Enter shows it
// before it answers.
func (m *marks) unseen() bool { return m.seen < len(m.choice.Options) }

// pageEnd is the place behind the last option on the page.
func (m *marks) pageEnd() int {
	per := max(1, min(m.choice.PerPage, 9))
	return (m.choice.Index()/per + 1) * per
}

// follow finishes when "none of these" was chosen or Enter pressed.
func (m *marks) follow(was []string) bool {
	now := m.choice.Values()
	if slices.Contains(now, noneValue) && !slices.Contains(was, noneValue) {
		m.choice.SetValues(noneValue)
		return true
	}
	if len(now) > 1 {
		m.choice.SetValues(slices.DeleteFunc(now, func(v string) bool { return v == noneValue })...)
	}
	if _, enter := m.choice.Picked(); !enter {
		m.warned = m.warned && slices.Equal(was, now)
		return false
	}
	if len(now) == 0 && (m.items || !m.warned) {
		m.warned = true
		m.refuse(m.empty)
		return false
	}
	return true
}

func (m *marks) click(_ theme.Theme, at spot) bool {
	m.choice.Note = widget.Note{}
	was := m.choice.Values()
	m.choice.Click(at.width, at.height, at.x, at.y)
	return m.follow(was)
}

func (m *marks) view(th theme.Theme, width, height int) widget.Block {
	return m.choice.View(th, width, height)
}

func (m *marks) height(width int) int { return m.choice.Height(width) }
func (m *marks) typing() bool         { return false }
func (m *marks) digits() int          { return min(len(m.choice.Options), m.choice.PerPage) }
func (m *marks) refuse(s string)      { m.choice.Note = widget.Note{Text: s, Tone: theme.Warn} }
func (m *marks) entry() entry         { return entry{chosen: m.choice.Values()} }

func (m *marks) answer() (answer, string) {
	a := answer{entry: m.entry(), offered: m.offered}
	for _, v := range m.choice.Values() {
		if m.items {
			i, _ := strconv.Atoi(v)
			a.Back = append(a.Back, i)
		} else if v != noneValue {
			a.Options = append(a.Options, v)
		}
	}
	return a, ""
}

// line reads one day or one amount.
type line[T any] struct {
	input widget.Input[T]
	need  string // the sentence for Enter with nothing typed
	said  string // a sentence shown instead of what was understood
	sure  string // the sentence that refuses what is doubtful; "" takes it
	say   func(*model.Problem) string
	put   func(*engine.Answer, T)
	plain func(T) string
}

func (s *Screen) datePart(e entry) part {
	today := s.today()
	l := &line[model.Day]{
		need: s.env.T("check.need.day"), say: s.env.Text.Sentence, plain: model.Day.String,
		put: func(a *engine.Answer, d model.Day) { a.Day = d }, sure: s.env.T("check.need.past"),
	}
	l.input.SetReading(widget.Reading[model.Day]{
		Parse: func(t string) (model.Day, *model.Problem) { return ident.Day(t, today) },
		Show:  s.env.Text.Day, Say: s.env.Text.Sentence,
	})
	l.ready(s.env.T("check.hint.day"), e)
	return newDays(s.env, l, today)
}

func (s *Screen) moneyPart(e entry) *line[model.Money] {
	l := &line[model.Money]{
		need: s.env.T("check.need.money"), say: s.env.Text.Sentence, plain: model.Money.Yuan,
		put: func(a *engine.Answer, m model.Money) { a.Amount = m },
	}
	l.input.SetReading(widget.Reading[model.Money]{Parse: ident.Money, Show: s.env.Text.Money, Say: s.env.Text.Sentence})
	l.ready(s.env.T("check.hint.money"), e)
	return l
}

func (l *line[T]) ready(hint string, e entry) {
	l.input.Hint, l.input.Cells = hint, 24
	l.input.Max = 40
	l.input.SetValue(e.text)
	l.input.Focus()
}

// mark marks what stands there: what is typed next takes its place.
func (l *line[T]) mark() { l.input.Mark() }

func (l *line[T]) update(msg tea.Msg) bool {
	if press, ok := msg.(tea.KeyPressMsg); ok && keys.Name(press) == "enter" {
		return true
	}
	l.input, _ = l.input.Update(msg)
	if l.input.Changed() {
		l.said = ""
	}
	return false
}

// field is the input as it is drawn: what was refused stands out.
func (l *line[T]) field() widget.Field {
	f := l.input.Field
	if l.said != "" {
		f.Note = widget.Note{Text: l.said, Tone: theme.Bad}
	}
	return f
}

func (l *line[T]) click(th theme.Theme, at spot) bool {
	note := l.input.Note
	l.input.Field.Click(th, at.width, at.x, at.y)
	l.input.Note = note
	return false
}

func (l *line[T]) view(th theme.Theme, width, height int) widget.Block {
	return l.field().View(th, width, height)
}

func (l *line[T]) height(width int) int { return l.field().Height(width) }
func (l *line[T]) typing() bool         { return true }
func (l *line[T]) digits() int          { return 0 }
func (l *line[T]) refuse(s string)      { l.said = s; l.mark() }
func (l *line[T]) entry() entry         { return entry{text: l.input.Value()} }

// answer keeps the value instead of words such as "yesterday", which mean
// another day tomorrow.
func (l *line[T]) answer() (answer, string) {
	v, ok := l.input.Parsed()
	switch p := l.input.Problem(); {
	case l.input.Empty():
		return answer{}, l.need
	case !ok:
		return answer{}, l.say(p)
	case p != nil && l.sure != "":
		return answer{}, l.sure
	}
	a := answer{entry: entry{text: l.plain(v)}}
	l.put(&a.Answer, v)
	return a, ""
}
