package station

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/widget"
)

// act does what a binding says.
func (c *Check) act(id keys.ID) tea.Cmd {
	switch {
	case c.note != nil && id == keys.Back:
		return c.leaveNote()
	case c.note != nil:
		next := c.note.Do(id)
		c.note = &next
		return c.afterNote()
	case id == keys.Back:
		return c.back()
	case !c.ready:
		return nil
	case len(c.checks) == 0:
		return c.begin()
	case c.item != "":
		return c.actItem(id)
	}
	return c.actList(id)
}

// back leaves the item, then the page.
func (c *Check) back() tea.Cmd {
	if c.item != "" {
		c.item = ""
		return nil
	}
	return screen.Send(screen.Back{})
}

func (c *Check) actList(id keys.ID) tea.Cmd {
	switch id {
	case keys.Add:
		return c.begin()
	case keys.Print:
		return c.askPrint()
	case keys.CheckBefore, keys.CheckAfter:
		by := 1
		if id == keys.CheckBefore {
			by = -1
		}
		if at := c.at + by; at >= 0 && at < len(c.checks) {
			c.at = at
			return nil
		}
		return screen.Send(screen.Notice{Text: c.env.T("check.no_other")})
	case keys.Open:
		if row, ok := c.rows.Selected(); ok {
			c.ask(row.ID)
		}
		return nil
	}
	c.rows.Resize(c.listRows(c.drawn.X, c.drawn.Y))
	c.rows, _ = c.rows.Update(move(id))
	return nil
}

// move is the key of a movement or digit.
func move(id keys.ID) tea.KeyPressMsg {
	if n, ok := keys.Number(id); ok {
		return tea.KeyPressMsg{Code: rune('0' + n), Text: strconv.Itoa(n)}
	}
	return tea.KeyPressMsg{Code: map[keys.ID]rune{
		keys.Up: tea.KeyUp, keys.Down: tea.KeyDown, keys.PageUp: tea.KeyPgUp, keys.PageDown: tea.KeyPgDown,
		keys.First: tea.KeyHome, keys.Last: tea.KeyEnd, keys.Open: tea.KeyEnter,
	}[id]}
}

func (c *Check) actItem(id keys.ID) tea.Cmd {
	if id == keys.Edit {
		return c.openNote()
	}
	c.menu, _ = c.menu.Update(move(id))
	return c.chosen()
}

// chosen keeps the answer that was picked and goes on.
func (c *Check) chosen() tea.Cmd {
	o, ok := c.menu.Picked()
	if !ok {
		return nil
	}
	if o.Value == "note" {
		return c.openNote()
	}
	now, _ := c.shown()
	return c.answer(o.Value, now.Item(c.item).Note, true)
}

// question is what is asked about the evidence.
func (c *Check) question() sheet.Question {
	return sheet.Question{ID: "note", Kind: sheet.Text, Max: 500, Label: c.env.T("check.note"), Hint: c.env.T("check.note.hint")}
}

// openNote lets the evidence be written.
func (c *Check) openNote() tea.Cmd {
	now, ok := c.shown()
	switch {
	case !ok:
		return nil
	case c.at != len(c.checks)-1:
		return screen.Send(screen.Notice{Bad: true, Text: c.env.T("check.old")})
	}
	s := sheet.Blank(c.env.Text, c.env.Senior, c.question())
	s.Set("note", now.Item(c.item).Note)
	c.note = &s
	return c.keeps.Open(c.desk, "form/check/"+string(now.ID)+"/"+c.item, s)
}

// closeNote forgets what was typed: it was saved, or let go.
func (c *Check) closeNote() tea.Cmd {
	c.note = nil
	return c.keeps.Drop()
}

func (c *Check) write(msg tea.Msg) tea.Cmd {
	if c.saving {
		return nil
	}
	next := c.note.Update(c.env.Keys, msg)
	c.note = &next
	return c.afterNote()
}

func (c *Check) afterNote() tea.Cmd {
	if c.note.Saved() {
		return c.saveNote()
	}
	return c.keeps.Typed(*c.note, c.env)
}

func (c *Check) saveNote() tea.Cmd {
	if c.note == nil {
		return nil
	}
	if len(c.note.Changed()) == 0 {
		return c.closeNote()
	}
	now, _ := c.shown()
	return c.answer(now.Item(c.item).Answer, c.note.Value("note"), false)
}

// leaveNote closes the evidence; what was typed is asked about first.
func (c *Check) leaveNote() tea.Cmd {
	if c.note.Back() {
		return nil
	}
	if len(c.note.Changed()) == 0 {
		return c.closeNote()
	}
	return screen.Send(sheet.Leaving(c.env.Text, keepNote{}, dropNote{}))
}

// askPrint asks how large the print should be.
func (c *Check) askPrint() tea.Cmd {
	return screen.Send(screen.Ask{
		Title: c.env.T("check.print.title"), Body: c.env.T("check.print.body"),
		Options: []screen.Option{
			{Label: c.env.T("check.print.normal"), Answer: printAs{}},
			{Label: c.env.T("check.print.large"), Answer: printAs{large: true}},
		},
	})
}

func (c *Check) print(large bool) tea.Cmd {
	now, ok := c.shown()
	if !ok {
		return nil
	}
	from, words, d := c.from, c.env.Text, CheckPaper(c.env.Text, c.env.Station.Name, c.list, now)
	return func() tea.Msg {
		path, err := from.Print(d, words, large)
		return printed{path, err}
	}
}

// click serves the mouse.
func (c *Check) click(m screen.Click) tea.Cmd {
	switch {
	case c.note != nil:
		next := c.note.Click(c.env.Theme, m.Width, m.Height, m.X, m.Y)
		c.note = &next
		return c.afterNote()
	case !c.ready:
		return nil
	case len(c.checks) == 0:
		_, y := widget.Size(c.head(m.Width))
		if _, ok := c.start.At(m.Width-4, max(1, m.Height-y), m.X-2, m.Y-y); ok {
			return c.begin()
		}
		return nil
	case c.item != "":
		top := c.menuTop(m.Width, m.Height)
		if i, ok := c.menu.At(m.Width-4, max(1, m.Height-top), m.X-2, m.Y-top); ok {
			c.menu.Press(i)
			return c.chosen()
		}
		return nil
	}
	_, y := widget.Size(c.head(m.Width))
	c.rows.Click(c.listRows(m.Width, m.Height), m.Y-y)
	if row, ok := c.rows.Opened(); ok {
		c.ask(row.ID)
	}
	return nil
}
