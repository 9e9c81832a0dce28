package roster

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// The answers to one half-day of the week, in the order the space bar shows
// them.
const (
	never  = "never"
	able   = "able"
	liked  = "liked"
	rather = "rather" // only at need
)

func asks() []string { return []string{never, able, liked, rather} }

// times is the page on which a volunteer says when he can come: weekdays below
// one another, morning beside afternoon. Digits answer for a weekday, in the
// half the arrows stand on.
type times struct {
	on    *Screen
	who   model.Volunteer
	began map[string]string // slot -> answer
	now   map[string]string
	day   int // 0 is Monday
	half  int
}

func (s *Screen) newTimes(v model.Volunteer) *times {
	t := &times{on: s, who: v, began: map[string]string{}, now: map[string]string{}}
	for _, slot := range model.Slots() {
		a := never
		switch {
		case !slices.Contains(v.Avail, slot):
		case slices.Contains(v.Prefer, slot):
			a = liked
		case slices.Contains(v.Dislike, slot):
			a = rather
		default:
			a = able
		}
		t.began[slot], t.now[slot] = a, a
	}
	return t
}

// slot is the half-day the arrows stand on.
func (t *times) slot() string { return slotAt(t.day, t.half) }

func slotAt(day, half int) string { return model.Slots()[2*day+half] }

// Title is whose week it is.
func (t *times) Title() string { return t.on.Env.T("roster.title.times", "name", t.who.Name) }

// Typing is never: the page has no text field.
func (t *times) Typing() bool { return false }

// Dirty reports whether an answer was changed.
func (t *times) Dirty() bool {
	for slot, a := range t.now {
		if t.began[slot] != a {
			return true
		}
	}
	return false
}

// Reword does nothing: every word is made when it is drawn.
func (t *times) Reword() {}

// Wheel moves along the weekdays.
func (t *times) Wheel(lines int) { t.day = max(0, min(6, t.day+lines)) }

// Keys lists what works here.
func (t *times) Keys() []keys.ID {
	return append([]keys.ID{keys.Save, keys.Toggle, keys.Up, keys.Down, keys.Left, keys.Right}, keys.Digits(7)...)
}

// Press takes a key. Enter saves, as at the end of a form.
func (t *times) Press(msg tea.Msg) tea.Cmd {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	ids := append(t.Keys(), keys.Back, keys.Next, keys.NextTab)
	if id, ok := t.on.Env.Keys.Match(press, ids...); ok {
		return t.Do(id)
	}
	return nil
}

// Do does what a binding says.
func (t *times) Do(id keys.ID) tea.Cmd {
	if n, ok := keys.Number(id); ok && n >= 1 && n <= 7 {
		t.day = n - 1
		t.turn()
		return nil
	}
	switch id {
	case keys.Back:
		if t.Dirty() {
			return t.on.Leave("")
		}
		return t.on.Pop()
	case keys.Save, keys.Next:
		return t.save()
	case keys.Toggle:
		t.turn()
	case keys.Up:
		t.day = (t.day + 6) % 7
	case keys.Down:
		t.day = (t.day + 1) % 7
	case keys.Left, keys.Right, keys.NextTab:
		t.half = 1 - t.half
	}
	return nil
}

// turn goes to the next answer of the half-day.
func (t *times) turn() {
	list := asks()
	t.now[t.slot()] = list[(slices.Index(list, t.now[t.slot()])+1)%len(list)]
}

func (t *times) save() tea.Cmd {
	if !t.Dirty() {
		return t.on.Pop()
	}
	v, ok := t.on.volunteer(t.who.ID)
	if !ok {
		v = t.who
	}
	if !t.same(v) { // somebody else has answered meanwhile: the store says so, once
		v.Rev, t.who = t.who.Rev, v
	}
	return t.on.change(v, func(v *model.Volunteer) {
		v.Avail, v.Prefer, v.Dislike = nil, nil, nil
		for _, slot := range model.Slots() {
			switch t.now[slot] {
			case liked:
				v.Prefer = append(v.Prefer, slot)
			case rather:
				v.Dislike = append(v.Dislike, slot)
			case never:
				continue
			}
			v.Avail = append(v.Avail, slot)
		}
	}, t.on.Pop)
}

// same reports whether the answers of v are those the page began with.
func (t *times) same(v model.Volunteer) bool {
	return slices.Equal(v.Avail, t.who.Avail) && slices.Equal(v.Prefer, t.who.Prefer) && slices.Equal(v.Dislike, t.who.Dislike)
}

// Keep saves, when leaving asked about it.
func (t *times) Keep() tea.Cmd { return t.save() }

// The cells of the grid.
const (
	timesLabel = 14
	timesCell  = 16
)

// step is how many rows a day takes: two in senior mode, where all seven fit so.
func (t *times) step(head, height int) int {
	if t.on.Env.Senior && head+2*7 <= height {
		return 2
	}
	return 1
}

// head is what stands above the grid.
func (t *times) head(width int) widget.Block {
	env, th := t.on.Env, t.on.Env.Theme
	return widget.Stack(widget.Blank(width, 1),
		widget.Para(th.Title, env.T("roster.times.ask"), width),
		widget.Para(th.Text, env.T("roster.times.how"), width),
		widget.Blank(width, 1),
		widget.Line(th, th.Columns, strings.Repeat(" ", timesLabel)+cells(env.T("roster.am"), timesCell)+cells(env.T("roster.pm"), timesCell), min(width, timesLabel+2*timesCell)))
}

// cells pads a word to a width.
func cells(s string, width int) string {
	s = widget.Truncate(s, width-1)
	return s + strings.Repeat(" ", max(0, width-widget.Width(s)))
}

// View draws the week.
func (t *times) View(width, height int) widget.Block {
	env, th := t.on.Env, t.on.Env.Theme
	w := width - 4
	blocks := []widget.Block{t.head(w)}
	_, head := widget.Size(blocks[0])
	step := t.step(head, height)
	for day, name := range model.Weekdays() {
		row := []widget.Block{widget.Line(th, th.Label, string(rune('1'+day))+"  "+env.T(text.Key("weekday.name."+name)), timesLabel)}
		for half := range 2 {
			a := t.now[slotAt(day, half)]
			style := th.Text
			switch {
			case day == t.day && half == t.half:
				style = th.Selected
			case a == never:
				style = th.Muted
			}
			row = append(row, widget.Line(th, style, env.T(text.Key("roster.times."+a)), timesCell-1), widget.Blank(1, 1))
		}
		blocks = append(blocks, widget.Beside(row...))
		if step == 2 {
			blocks = append(blocks, widget.Blank(w, 1))
		}
	}
	return widget.Pad(widget.Follow(widget.Stack(blocks...), head+t.day*step, height), 0, 2, 0, 2)
}

// Click answers for the half-day that is pressed.
func (t *times) Click(c screen.Click) tea.Cmd {
	w := c.Width - 4
	_, head := widget.Size(t.head(w))
	step := t.step(head, c.Height)
	all := head + 7*step
	y := c.Y + widget.FollowTop(widget.Blank(w, all), head+t.day*step, c.Height) - head
	x := c.X - 2 - timesLabel
	if y < 0 || y/step > 6 || x < 0 || x >= 2*timesCell {
		return nil
	}
	t.day, t.half = y/step, x/timesCell
	t.turn()
	return nil
}
