package returns

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// days is the field for a day with the last days below it: the arrow down and
// Enter answer most questions without typing.
type days struct {
	*line[model.Day]
	list   widget.Choice
	today  model.Day
	inList bool
}

// recent is how many days are offered: those a seven-day promise may turn on.
const recent = 9

func newDays(env screen.Env, l *line[model.Day], today model.Day) *days {
	d := &days{line: l, today: today}
	d.list.PerPage, d.list.More = min(recent, 9), env.T("check.more")
	if env.Senior {
		d.list.PerPage = 5
	}
	longest := 0
	for i := range model.Day(d.list.PerPage) {
		longest = max(longest, widget.Width(env.Text.Relative(today-i, today)))
	}
	for i := range model.Day(d.list.PerPage) {
		day := today - i
		word := env.Text.Relative(day, today)
		word += strings.Repeat(" ", longest-widget.Width(word))
		d.list.Options = append(d.list.Options, widget.Option{
			Value: day.String(), Label: env.T("check.day", "word", word, "day", env.Text.MonthDay(day), "weekday", env.Text.Weekday(day.Weekday())),
		})
	}
	d.list.Focus()
	return d
}

func (d *days) update(msg tea.Msg) bool {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return d.line.update(msg)
	}
	switch name := keys.Name(press); {
	case name == "down" && !d.inList:
		d.inList = true
		return false
	case name == "up" && d.inList && d.list.Index() == 0:
		d.inList = false
		return false
	case d.inList && (name == "up" || name == "down" || name == "enter" || isDigit(name)):
		d.list, _ = d.list.Update(press)
		return d.take()
	}
	d.inList = false
	return d.line.update(msg)
}

func isDigit(name string) bool { return len(name) == 1 && name[0] >= '1' && name[0] <= '9' }

// take puts the day picked into the field.
func (d *days) take() bool {
	o, ok := d.list.Picked()
	if ok {
		d.input.SetValue(o.Value)
		d.said, d.inList = "", false
	}
	return ok
}

func (d *days) view(th theme.Theme, width, height int) widget.Block {
	rows := min(d.line.height(width), height)
	b := d.line.view(th, width, rows)
	if room := height - rows - 1; room > 0 {
		list := th
		if !d.inList {
			list.Selected = th.Muted
		}
		b = widget.Stack(b, widget.Blank(width, 1), d.listBlock(list, width, room))
	}
	return widget.Fit(b, width, height)
}

// listBlock shows the days with digits only while digits choose them; in the
// field a digit is text.
func (d *days) listBlock(th theme.Theme, width, height int) widget.Block {
	if d.inList {
		return d.list.View(th, width, height)
	}
	var rows []widget.Block
	for _, o := range d.list.Options {
		rows = append(rows, widget.Line(th, th.Muted, "   "+o.Label, width))
	}
	return widget.Fit(widget.Stack(rows...), width, height)
}

func (d *days) height(width int) int { return d.line.height(width) + 1 + len(d.list.Options) }

func (d *days) typing() bool { return !d.inList }

func (d *days) click(th theme.Theme, at spot) bool {
	rows := min(d.line.height(at.width), at.height)
	if at.y <= rows {
		return d.line.click(th, at)
	}
	d.list.Click(at.width, max(1, at.height-rows-1), at.x, at.y-rows-1)
	return d.take()
}

func (d *days) digits() int {
	if d.inList {
		return len(d.list.Options)
	}
	return 0
}
