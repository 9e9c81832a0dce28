package pages

import (
	tea "charm.land/bubbletea/v2"

	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// Form is a page of questions. Fill it in with Start.
type Form struct {
	On        *Stack
	Name      func() string
	Questions func() []sheet.Question
	Word      text.Key // what the button says; "" is that of the sheet
	Fresh     bool     // about a new record
	// Live has the questions asked anew after every change, where what one
	// answer means hangs on another.
	Live bool
	// Save keeps the answers, by sheet.Save with Stack.Saving where there is a
	// Draft. It leaves the page where it succeeds, or refuses an answer by
	// Sheet.Refuse.
	Save  func() tea.Cmd
	Sheet sheet.Sheet
	// Draft is what typed answers are kept under until they are saved or let go,
	// see Stack.Draft; "" keeps none.
	Draft string

	keeper sheet.Keeper
}

// Start makes the sheet and fills in what is known.
func (f *Form) Start(values map[string][]string) *Form {
	made := sheet.New
	if f.Fresh {
		made = sheet.Blank
	}
	f.Sheet = made(f.On.Env.Text, f.On.Env.Senior, f.Questions()...)
	f.Sheet.Word = f.Word
	for id, v := range values {
		f.Sheet.Set(id, v...)
	}
	f.Reword()
	return f
}

// Reword asks the questions in the words of now.
func (f *Form) Reword() { f.Sheet.Reword(f.On.Env.Text, f.On.Env.Senior, f.Questions()...) }

// Title is the heading.
func (f *Form) Title() string { return f.Name() }

// Typing reports whether a text field has the focus.
func (f *Form) Typing() bool { return f.Sheet.Typing() }

// Dirty reports whether an answer was changed that is not kept.
func (f *Form) Dirty() bool { return len(f.Sheet.Changed()) > 0 && !f.keeper.Kept(f.Sheet) }

// Keys lists what works here.
func (f *Form) Keys() []keys.ID { return f.Sheet.Keys() }

// Wheel does nothing: the focus decides what shows.
func (f *Form) Wheel(int) {}

// View draws the sheet.
func (f *Form) View(width, height int) widget.Block {
	return f.Sheet.View(f.On.Env.Theme, width, height)
}

// Press takes a key or a paste.
func (f *Form) Press(msg tea.Msg) tea.Cmd {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		if _, ok := f.On.Env.Keys.Match(press, keys.Back); ok {
			return f.leave()
		}
	}
	f.Sheet = f.Sheet.Update(f.On.Env.Keys, msg)
	return f.after()
}

// leave goes back within the sheet, then a page; what was changed is asked
// about first.
func (f *Form) leave() tea.Cmd {
	switch {
	case f.Sheet.Back():
		return nil
	case len(f.Sheet.Changed()) > 0:
		return f.On.Leave(f.Word)
	}
	return f.On.Pop()
}

func (f *Form) after() tea.Cmd {
	if f.Sheet.Saved() {
		return f.Save()
	}
	if f.Live && f.Sheet.Typing() {
		f.Reword()
	}
	return nil
}

// Do does what a binding says.
func (f *Form) Do(id keys.ID) tea.Cmd {
	if id == keys.Back {
		return f.leave()
	}
	f.Sheet = f.Sheet.Do(id)
	return f.after()
}

// Click serves the mouse.
func (f *Form) Click(c screen.Click) tea.Cmd {
	f.Sheet = f.Sheet.Click(f.On.Env.Theme, c.Width, c.Height, c.X, c.Y)
	return f.after()
}

// Keep saves what was typed, when leaving asked about it.
func (f *Form) Keep() tea.Cmd { return f.Save() }
