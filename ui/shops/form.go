package shops

import (
	tea "charm.land/bubbletea/v2"

	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// form is a page of questions.
type form struct {
	name      func(*Screen) string
	questions func(*Screen, *form) []sheet.Question
	word      text.Key // what the button says; "" is that of the sheet
	fresh     bool     // about a new record
	sheet     sheet.Sheet
	save      func(*Screen, *form) tea.Cmd
	// live has the questions asked anew after every change, where what one
	// answer means hangs on another.
	live bool
	// draft is what typed answers are kept under; "" keeps none.
	draft  string
	keeper sheet.Keeper
	asked  bool // for what was kept before
}

// Messages of the question what to do with changes.
type (
	saveForm struct{}
	dropForm struct{}
)

// start makes the sheet and fills in what is known.
func (f *form) start(s *Screen, values map[string][]string) *form {
	made := sheet.New
	if f.fresh {
		made = sheet.Blank
	}
	f.sheet = made(s.env.Text, s.env.Senior, f.questions(s, f)...)
	f.sheet.Word = f.word
	for id, v := range values {
		f.sheet.Set(id, v...)
	}
	f.reword(s)
	return f
}

func (f *form) reword(s *Screen) {
	f.sheet.Reword(s.env.Text, s.env.Senior, f.questions(s, f)...)
}

func (f *form) title(s *Screen) string { return f.name(s) }
func (f *form) typing() bool           { return f.sheet.Typing() }
func (f *form) dirty() bool            { return len(f.sheet.Changed()) > 0 && !f.keeper.Kept(f.sheet) }
func (f *form) keys(*Screen) []keys.ID { return f.sheet.Keys() }
func (f *form) wheel(*Screen, int)     {}

func (f *form) view(s *Screen, width, height int) widget.Block {
	return f.sheet.View(s.env.Theme, width, height)
}

func (f *form) press(s *Screen, msg tea.Msg) tea.Cmd {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		if _, ok := s.env.Keys.Match(press, keys.Back); ok {
			return f.leave(s)
		}
	}
	f.sheet = f.sheet.Update(s.env.Keys, msg)
	return f.after(s)
}

// leave goes back within the sheet, then a page; what was changed is asked about first.
func (f *form) leave(s *Screen) tea.Cmd {
	if f.sheet.Back() {
		return nil
	}
	if len(f.sheet.Changed()) == 0 {
		return screen.Batch(f.keeper.Drop(), s.pop())
	}
	return s.leaving(f.word, saveForm{}, dropForm{})
}

func (f *form) after(s *Screen) tea.Cmd {
	if f.sheet.Saved() {
		return f.save(s, f)
	}
	if f.live && f.sheet.Typing() {
		f.reword(s)
	}
	return nil
}

func (f *form) do(s *Screen, id keys.ID) tea.Cmd {
	if id == keys.Back {
		return f.leave(s)
	}
	f.sheet = f.sheet.Do(id)
	return f.after(s)
}

func (f *form) click(s *Screen, c screen.Click) tea.Cmd {
	f.sheet = f.sheet.Click(s.env.Theme, c.Width, c.Height, c.X, c.Y)
	return f.after(s)
}

// keep saves what was typed.
func (f *form) keep(s *Screen) tea.Cmd { return f.save(s, f) }
