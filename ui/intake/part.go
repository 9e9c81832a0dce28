package intake

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// The parts of the form, named like the fields of a case in problems and in
// the catalogue.
const (
	idName    = "complainant.name"
	idShop    = "shop"
	idWhat    = "what"
	idAnswer  = "answer"
	idPhone   = "complainant.phone"
	idRequest = "request"
	idAmount  = "amount_fen"
	idClass   = "class"
	idNature  = "nature"
	idBought  = "purchased_on"
	idChannel = "channel"
	idGoods   = "goods"
	idProofs  = "proofs"
	idNotice  = "notice_given_at"
	idConsent = "consent.form"
	idUrgent  = "urgent"
	idCard    = "complainant.id_number"
	idDialect = "dialect"
	idSave    = "save"
)

// part is one thing the form asks. The screen keeps Enter, Tab, Esc and the
// keys of its own; every other key is the part's.
type part interface {
	id() string
	// words takes labels, options and layout from the Env, for this kind of
	// case, and keeps what was typed.
	words(screen.Env, model.CaseKind)
	focus(on bool)
	typing() bool
	// wants reports that the part uses the arrow itself.
	wants(arrow string) bool
	// update takes a key or a paste.
	update(tea.Msg) effect
	click(canvas, int, int) effect
	block(canvas) widget.Block
	// wrong is what stands against saving; nil when nothing does.
	wrong() *model.Problem
	// refuse shows a problem at the part until it is changed.
	refuse(*model.Problem)
	// said is the value in words, "" when there is none.
	said() string
	write(*facts)
	read(facts)
	put(*model.Case)
	get(model.Case)
}

// effect is what a key or click did to a part.
type effect struct {
	changed bool // its value is another one
	next    bool // the answer is complete: go on
}

// canvas is what a part draws on.
type canvas struct {
	env    screen.Env
	width  int
	height int // rows at most; 0 is as many as wanted
	labels int // cells of the label left of the value; 0 is no label
}

// base is what all parts have.
type base struct {
	name    string
	label   string
	hint    string
	focused bool
	fault   *model.Problem
	env     screen.Env
}

func (b *base) id() string              { return b.name }
func (b *base) wants(string) bool       { return false }
func (b *base) wrong() *model.Problem   { return nil }
func (b *base) refuse(p *model.Problem) { b.fault = p }

// worded takes the label and the hint.
func (b *base) worded(env screen.Env, kind model.CaseKind) {
	b.env = env
	b.label = label(env, kind, b.name)
	b.hint = hint(env, kind, b.name)
}

// label is what a part is called here; most are called as everywhere.
func label(env screen.Env, kind model.CaseKind, id string) string {
	own, general := text.Key("intake.label."+string(kind)+"."+id), text.Key("intake.label."+id)
	switch {
	case env.Text.Has(own):
		return env.T(own)
	case env.Text.Has(general):
		return env.T(general)
	}
	return env.T(text.Key("field." + id))
}

// hint says what to write; not every part needs one.
func hint(env screen.Env, kind model.CaseKind, id string) string {
	own, general := text.Key("intake.hint."+string(kind)+"."+id), text.Key("intake.hint."+id)
	switch {
	case env.Text.Has(own):
		return env.T(own)
	case env.Text.Has(general):
		return env.T(general)
	}
	return ""
}

// shownHint is the hint while the part has the focus; in senior mode it stands
// under the question instead.
func (b *base) shownHint() string {
	if b.focused && !b.env.Senior {
		return b.hint
	}
	return ""
}

// note is the fault as a note, or else what the widget says itself.
func (b *base) note(own widget.Note) widget.Note {
	if b.fault != nil {
		return widget.Note{Text: b.env.Text.Sentence(b.fault), Tone: theme.Bad}
	}
	return own
}

// labelled draws the label left of a block.
func (b *base) labelled(d canvas, body widget.Block) widget.Block {
	if d.labels == 0 {
		return body
	}
	style := d.env.Theme.Label
	if b.focused {
		style = d.env.Theme.Strong
	}
	_, rows := widget.Size(body)
	head := widget.Fit(widget.Line(d.env.Theme, style, b.label, d.labels), d.labels, rows)
	return widget.Fit(widget.Beside(head, body), d.width, rows)
}

// line is a part of one line of text.
type line struct {
	base
	field widget.Field
	cells int
	of    func(*model.Case) *string
}

func newLine(name string, cells int, of func(*model.Case) *string) *line {
	l := &line{base: base{name: name}, cells: cells, of: of}
	l.field.Max = 100
	return l
}

func (l *line) words(env screen.Env, kind model.CaseKind) {
	l.worded(env, kind)
	l.field.Full = env.T("intake.full", "max", l.field.Max)
}

func (l *line) focus(on bool) {
	l.focused = on
	if on {
		l.field.Focus()
	} else {
		l.field.Blur()
	}
}

func (l *line) typing() bool { return true }

func (l *line) update(msg tea.Msg) effect {
	l.field, _ = l.field.Update(msg)
	return l.effect(l.field.Changed())
}

// effect forgets the fault when the value changed.
func (b *base) effect(changed bool) effect {
	if changed {
		b.fault = nil
	}
	return effect{changed: changed}
}

func (l *line) dressed(d canvas) widget.Field {
	return dress(l.field, &l.base, d, l.cells)
}

// dress readies a copy of a field for drawing.
func dress(f widget.Field, b *base, d canvas, cells int) widget.Field {
	f.Label, f.LabelWidth = b.label, d.labels
	if d.labels == 0 {
		f.Label = ""
	}
	if !b.env.Senior {
		f.Cells = cells
	}
	f.Hint = b.shownHint()
	f.Note = b.note(f.Note)
	return f
}

func (l *line) block(d canvas) widget.Block {
	f := l.dressed(d)
	return f.View(d.env.Theme, d.width, f.Height(d.width))
}

func (l *line) click(d canvas, x, y int) effect {
	f := l.dressed(d)
	f.Click(d.env.Theme, d.width, x, y)
	l.field = f
	l.field.Note = widget.Note{}
	return effect{}
}

func (l *line) said() string      { return strings.TrimSpace(l.field.Value()) }
func (l *line) write(f *facts)    { f.text(l.name, l.field.Value()) }
func (l *line) read(f facts)      { l.field.SetValue(f.Text[l.name]) }
func (l *line) put(c *model.Case) { *l.of(c) = l.field.Value() }
func (l *line) get(c model.Case)  { l.field.SetValue(*l.of(&c)) }

// story is a part of several lines: the facts, the answer.
type story struct {
	base
	area widget.Area
	rows int
	of   func(*model.Case) *string
}

// storyLimit is the most characters a story takes, the store's own limit.
const storyLimit = 20_000

// storyRows is the most rows a story takes; more scrolls within them.
const storyRows = 6

func newStory(name string, rows int, of func(*model.Case) *string) *story {
	return &story{base: base{name: name}, area: widget.NewArea("", storyLimit), rows: rows, of: of}
}

func (t *story) words(env screen.Env, kind model.CaseKind) {
	t.worded(env, kind)
	t.area.Full = env.T("intake.full", "max", storyLimit)
	t.area.Rows = t.rows
	if env.Senior {
		t.area.Rows = t.rows + 2
	}
}

func (t *story) focus(on bool) {
	t.focused = on
	if on {
		t.area.Focus()
	} else {
		t.area.Blur()
	}
}

func (t *story) typing() bool { return true }

func (t *story) wants(arrow string) bool {
	switch arrow {
	case "up":
		return !t.area.AtTop()
	case "down":
		return !t.area.AtBottom()
	}
	return true
}

func (t *story) update(msg tea.Msg) effect {
	t.area, _ = t.area.Update(msg)
	return t.effect(t.area.Changed())
}

func (t *story) click(d canvas, x, y int) effect {
	width := d.width - d.labels
	a := t.dressed(width)
	a.Click(width, a.Height(width), x-d.labels, y)
	own := t.area.Note
	t.area = a
	t.area.Note = own
	return effect{}
}

// dressed readies a copy for drawing. A long story gets more rows, up to
// storyRows.
func (t *story) dressed(width int) widget.Area {
	a := t.area
	a.Rows = max(a.Rows, min(storyRows, a.Lines(width)))
	a.Hint, a.Note = t.shownHint(), t.note(a.Note)
	return a
}

func (t *story) block(d canvas) widget.Block {
	width := d.width - d.labels
	a := t.dressed(width)
	return t.labelled(d, a.View(d.env.Theme, width, a.Height(width)))
}

func (t *story) said() string      { return strings.TrimSpace(t.area.Value()) }
func (t *story) write(f *facts)    { f.text(t.name, t.area.Value()) }
func (t *story) read(f facts)      { t.area.SetValue(f.Text[t.name]) }
func (t *story) put(c *model.Case) { *t.of(c) = t.area.Value() }
func (t *story) get(c model.Case)  { t.area.SetValue(*t.of(&c)) }

// button is the last stop of the form: Enter saves.
type button struct{ base }

func (b *button) words(env screen.Env, kind model.CaseKind) {
	b.worded(env, kind)
	b.label = env.T("intake.save", "key", keys.Label(env.Text, "ctrl+s"))
}
func (b *button) focus(on bool)                 { b.focused = on }
func (b *button) typing() bool                  { return false }
func (b *button) update(tea.Msg) effect         { return effect{} }
func (b *button) click(canvas, int, int) effect { return effect{next: true} }
func (b *button) said() string                  { return "" }
func (b *button) write(*facts)                  {}
func (b *button) read(facts)                    {}
func (b *button) put(*model.Case)               {}
func (b *button) get(model.Case)                {}

func (b *button) block(d canvas) widget.Block {
	style := d.env.Theme.Field
	if b.focused {
		style = d.env.Theme.Selected
	}
	words := " " + b.label + " "
	face := widget.Line(d.env.Theme, style, words, min(d.width-d.labels, widget.Width(words)))
	b2 := *b
	b2.label = ""
	return b2.labelled(d, face)
}
