package intake

import (
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/ident"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// reading is a part whose text means a value: a phone, an amount, a day.
type reading[T any] struct {
	base
	input widget.Input[T]
	cells int
	parse func(string, model.Day) (T, *model.Problem)
	show  func(*text.Catalogue, T) string
	plain func(T) string // back to text that parses again
	of    func(*model.Case) *T
}

func newPhone() *reading[string] {
	return &reading[string]{
		base: base{name: idPhone}, cells: 24,
		parse: func(s string, _ model.Day) (string, *model.Problem) { return ident.Phone(s) },
		show:  func(_ *text.Catalogue, v string) string { return inGroups(v, 3, 4, 4) },
		plain: func(v string) string { return v },
		of:    func(c *model.Case) *string { return &c.Complainant.Phone },
	}
}

func newAmount() *reading[model.Money] {
	return &reading[model.Money]{
		base: base{name: idAmount}, cells: 24,
		parse: func(s string, _ model.Day) (model.Money, *model.Problem) { return ident.Money(s) },
		show:  func(c *text.Catalogue, v model.Money) string { return c.Money(v) },
		plain: func(v model.Money) string {
			if v == 0 {
				return ""
			}
			return v.Yuan()
		},
		of: func(c *model.Case) *model.Money { return &c.Amount },
	}
}

func newBought() *reading[model.Day] {
	return &reading[model.Day]{
		base: base{name: idBought}, cells: 24,
		parse: ident.Day,
		show:  func(c *text.Catalogue, v model.Day) string { return c.Day(v) },
		plain: model.Day.String,
		of:    func(c *model.Case) *model.Day { return &c.PurchasedOn },
	}
}

// inGroups writes a number of exactly as many digits as the groups have
// together in these groups, and any other as it is.
func inGroups(s string, groups ...int) string {
	sum := 0
	for _, n := range groups {
		sum += n
	}
	if len(s) != sum {
		return s
	}
	var out []string
	for _, n := range groups {
		out, s = append(out, s[:n]), s[n:]
	}
	return strings.Join(out, " ")
}

func (r *reading[T]) words(env screen.Env, kind model.CaseKind) {
	r.worded(env, kind)
	now := env.Now()
	today := model.DayOf(now, now.Location())
	r.input.SetReading(widget.Reading[T]{
		Parse: func(s string) (T, *model.Problem) { return r.parse(s, today) },
		Show:  func(v T) string { return r.show(env.Text, v) },
		Say:   env.Text.Sentence,
	})
}

func (r *reading[T]) focus(on bool) {
	r.focused = on
	if on {
		r.input.Focus()
		return
	}
	r.input.Blur()
	if v, ok := r.understood(); ok {
		r.input.SetValue(r.plain(v))
	}
}

// understood returns the value where it is beyond doubt.
func (r *reading[T]) understood() (T, bool) {
	v, ok := r.input.Parsed()
	return v, ok && r.input.Problem() == nil && r.plain(v) != ""
}

// lasting is the text a draft keeps: words such as "yesterday" mean another
// day tomorrow, so what was understood takes their place.
func (r *reading[T]) lasting() string {
	t := r.input.Value()
	if v, ok := r.understood(); ok && !strings.ContainsFunc(t, unicode.IsDigit) {
		return r.plain(v)
	}
	return t
}

func (r *reading[T]) typing() bool { return true }

func (r *reading[T]) update(msg tea.Msg) effect {
	r.input, _ = r.input.Update(msg)
	return r.effect(r.input.Changed())
}

// dressed shows what was understood only while the part has the focus, so that
// the form stays short.
func (r *reading[T]) dressed(d canvas) widget.Field {
	f := dress(r.input.Field, &r.base, d, r.cells)
	if !r.focused && f.Note.Tone == theme.Good {
		f.Note = widget.Note{}
	}
	return f
}

func (r *reading[T]) block(d canvas) widget.Block {
	f := r.dressed(d)
	return f.View(d.env.Theme, d.width, f.Height(d.width))
}

func (r *reading[T]) click(d canvas, x, y int) effect {
	note := r.input.Note
	f := r.dressed(d)
	f.Click(d.env.Theme, d.width, x, y)
	f.Note = note
	r.input.Field = f
	return effect{}
}

// wrong is a value that cannot be read; a doubtful one may be kept.
func (r *reading[T]) wrong() *model.Problem {
	p := r.input.Problem()
	if p == nil || p.Doubt {
		return nil
	}
	return p
}

func (r *reading[T]) said() string {
	if v, ok := r.input.Parsed(); ok {
		return r.show(r.env.Text, v)
	}
	return strings.TrimSpace(r.input.Value())
}

func (r *reading[T]) write(f *facts) { f.text(r.name, r.lasting()) }
func (r *reading[T]) read(f facts)   { r.input.SetValue(f.Text[r.name]) }

func (r *reading[T]) put(c *model.Case) {
	if v, ok := r.input.Parsed(); ok {
		*r.of(c) = v
	}
}

func (r *reading[T]) get(c model.Case) { r.input.SetValue(r.plain(*r.of(&c))) }

// card is the identity card number. It is not asked for until somebody says
// that it is needed (domain.md section 5: least data).
type card struct {
	reading[string]
	open bool
}

func newCard() *card {
	return &card{reading: reading[string]{
		base: base{name: idCard}, cells: 24,
		parse: ident.Card,
		show:  func(_ *text.Catalogue, v string) string { return inGroups(v, 6, 8, 4) },
		plain: func(v string) string { return v },
		of:    func(c *model.Case) *string { return &c.Complainant.IDNumber },
	}}
}

func (k *card) typing() bool { return k.isOpen() }

func (k *card) isOpen() bool { return k.open || !k.input.Empty() }

// focus closes an empty field again when it is left.
func (k *card) focus(on bool) {
	k.open = k.open && on
	k.reading.focus(on)
}

func (k *card) update(msg tea.Msg) effect {
	if k.isOpen() {
		return k.reading.update(msg)
	}
	if press, ok := msg.(tea.KeyPressMsg); ok && keyName(press) == "1" {
		k.open = true
	}
	return effect{}
}

func (k *card) click(d canvas, x, y int) effect {
	if k.isOpen() {
		return k.reading.click(d, x, y)
	}
	k.open = true
	return effect{}
}

func (k *card) block(d canvas) widget.Block {
	if k.isOpen() {
		return k.reading.block(d)
	}
	th, width := d.env.Theme, d.width-d.labels
	style := th.Muted
	if k.focused {
		style = th.Text
	}
	return k.labelled(d, widget.Para(style, k.env.T("intake.card.closed"), width))
}
