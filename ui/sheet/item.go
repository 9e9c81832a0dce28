package sheet

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/ui/keys"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// item is a question with its widget and the answer it began with.
type item struct {
	Question
	field  widget.Field
	area   widget.Area
	choice widget.Choice
	began  []string
	fault  string
	unpick string // how a choice is taken back
	fresh  bool   // of a new record
}

func (it *item) dress(c *text.Catalogue, senior bool) {
	it.field.Max, it.field.Full = it.Max, c.T("sheet.full")
	it.area.Full, it.area.Rows = c.T("sheet.full"), 3
	it.unpick = c.T("sheet.unpick")
	kept := it.choice.Values()
	it.choice.Options = it.Options
	it.choice.Multi = it.Kind == Many
	it.choice.Inline, it.choice.Spaced = !senior, senior
	it.choice.PerPage, it.choice.More = 9, c.T("sheet.more")
	if senior {
		it.choice.PerPage, it.area.Rows = 5, 6
	}
	it.choice.SetValues(kept...)
}

// put makes values the answer.
func (it *item) put(values []string) {
	switch it.Kind {
	case Line:
		it.field.SetValue(strings.Join(values, ""))
	case Text:
		it.area.SetValue(strings.Join(values, ""))
	default:
		it.choice.SetValues(values...)
	}
}

func (it item) values() []string {
	switch it.Kind {
	case Line:
		return drop([]string{strings.TrimSpace(it.field.Value())})
	case Text:
		return drop([]string{strings.TrimSpace(it.area.Value())})
	}
	return it.choice.Values()
}

func (it *item) focus() {
	it.field.Focus()
	it.area.Focus()
	it.choice.Focus()
}

func (it *item) blur() {
	it.field.Blur()
	it.area.Blur()
	it.choice.Blur()
}

// choose moves and chooses. An arrow chooses what it comes to, so that what is
// bright is what is chosen; Backspace takes the choice back.
func (it *item) choose(msg tea.Msg) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return
	}
	switch keys.Name(press) {
	case "backspace", "delete":
		it.choice.SetValues()
		return
	case "left", "right", "up", "down":
		if it.Kind == Pick && len(it.choice.Values()) > 0 || it.Kind == Many {
			it.choice, _ = it.choice.Update(press)
		}
		if o, ok := it.choice.Current(); ok && it.Kind == Pick {
			it.choice.SetValues(o.Value)
		}
		return
	}
	it.choice, _ = it.choice.Update(press)
}

// read is what Read says of a Line that is not empty.
func (it item) read() widget.Note {
	if it.Kind != Line || it.Read == nil || strings.TrimSpace(it.field.Value()) == "" {
		return widget.Note{}
	}
	return it.Read(it.field.Value())
}

// takesBack reports a choice that was made here, or of a record that is there
// already the only one there is: it is said how it is taken back, since no option
// does that.
func (it item) takesBack() bool {
	chosen := it.choice.Values()
	return it.Kind == Pick && len(chosen) > 0 && (!it.fresh && len(it.Options) == 1 || !slices.Equal(chosen, it.began))
}

// note is what stands at the question: what was refused, or what was
// understood.
func (it item) note(focused bool) widget.Note {
	if it.fault != "" {
		return widget.Note{Text: it.fault, Tone: theme.Bad}
	}
	if focused && it.takesBack() {
		return widget.Note{Text: it.unpick, Tone: theme.Muted}
	}
	n := it.read()
	if focused && n.Tone == theme.Bad { // still being typed
		n.Tone = theme.Muted
	}
	if !focused && n.Tone == theme.Good {
		return widget.Note{}
	}
	return n
}
