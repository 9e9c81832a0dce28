package widget

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/ui/theme"
)

// Reading says how an Input understands what is typed. Parse reads it; Show
// writes a value for people; Say turns a problem into a sentence.
type Reading[T any] struct {
	Parse func(string) (T, *model.Problem)
	Show  func(T) string
	Say   func(*model.Problem) string
}

// Input is a Field whose text means a value: a day, an amount, a phone number.
// What was understood stands below as it is typed ("昨天" shows the date), and
// so does what is wrong: muted while the person is still typing, plainly once
// the focus has gone. Set Label, Hint and so on through Field; its Note is the
// Input's own.
type Input[T any] struct {
	Field
	reading Reading[T]
	value   T
	problem *model.Problem
}

// Date is a field for a day, Money one for an amount.
type (
	Date  = Input[model.Day]
	Money = Input[model.Money]
)

// NewInput returns a field with a label that reads its text with r.
func NewInput[T any](label string, r Reading[T]) Input[T] {
	return Input[T]{Field: NewField(label), reading: r}
}

// Update edits the text and reads it.
func (i Input[T]) Update(msg tea.Msg) (Input[T], tea.Cmd) {
	var cmd tea.Cmd
	i.Field, cmd = i.Field.Update(msg)
	if i.Changed() {
		i.read()
	}
	return i, cmd
}

// SetValue replaces the text and reads it.
func (i *Input[T]) SetValue(s string) {
	i.Field.SetValue(s)
	i.read()
}

// SetReading changes how text is understood, as after a change of language or
// of the day, and reads the text again.
func (i *Input[T]) SetReading(r Reading[T]) {
	i.reading = r
	i.read()
}

// Focus gives the input the keys and the cursor.
func (i *Input[T]) Focus() {
	i.Field.Focus()
	i.annotate()
}

// Blur takes the focus away; what is wrong is now said plainly.
func (i *Input[T]) Blur() {
	i.Field.Blur()
	i.annotate()
}

// Empty reports whether nothing was typed.
func (i Input[T]) Empty() bool { return strings.TrimSpace(i.Field.Value()) == "" }

// Parsed returns the value, and false when nothing was typed or it could not
// be read. A doubtful value counts as read.
func (i Input[T]) Parsed() (T, bool) {
	if i.Empty() || i.problem != nil && !i.problem.Doubt {
		var none T
		return none, false
	}
	return i.value, true
}

// Problem returns what is wrong or doubtful with the text; nil when it is fine
// or empty.
func (i Input[T]) Problem() *model.Problem { return i.problem }

func (i *Input[T]) read() {
	var none T
	i.value, i.problem = none, nil
	if !i.Empty() && i.reading.Parse != nil {
		i.value, i.problem = i.reading.Parse(i.Field.Value())
	}
	i.annotate()
}

func (i *Input[T]) annotate() {
	switch {
	case i.Empty() || i.reading.Parse == nil:
		i.Note = Note{}
	case i.problem == nil:
		i.Note = Note{i.reading.Show(i.value), theme.Good}
	case i.problem.Doubt:
		i.Note = Note{i.reading.Say(i.problem), theme.Warn}
	case i.Focused():
		i.Note = Note{i.reading.Say(i.problem), theme.Muted}
	default:
		i.Note = Note{i.reading.Say(i.problem), theme.Bad}
	}
}
