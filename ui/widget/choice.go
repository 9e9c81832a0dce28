package widget

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/ui/keys"
	"heshi/ui/theme"
)

// Option is one line of a Choice.
type Option struct {
	Value  string // what the screen knows it by; not shown
	Label  string
	Detail string // more about it, less prominent
	Off    string // why it cannot be chosen now; "" when it can
	Tone   theme.Tone
}

// Choice is a list of options picked by digit, arrows and Enter, or mouse. It
// is also the menu of the desk. More options than PerPage are shown in pages.
type Choice struct {
	Label   string
	Options []Option
	Multi   bool   // several may be marked; Enter says done
	Inline  bool   // options run along the line instead of down
	Spaced  bool   // an empty row between options
	PerPage int    // at most 9, which is also what 0 means; senior mode takes 5
	More    string // word for the line that turns the page
	Note    Note

	cursor  int
	marked  []int
	menu    bool // what was picked is not marked: it is done at once
	focused bool
	picked  bool
	changed bool
}

// NewMenu returns the choice of a first screen: it has the focus from the
// start, and room between the options where spaced is set.
func NewMenu(spaced bool, options ...Option) Choice {
	return Choice{Options: options, Spaced: spaced, menu: true, focused: true}
}

// Focus gives the choice the keys.
func (c *Choice) Focus() { c.focused = true }

// Blur takes the focus away.
func (c *Choice) Blur() { c.focused = false }

// Focused reports whether the choice has the focus.
func (c Choice) Focused() bool { return c.focused }

// Picked returns the option picked by the last Update, and false when it picked
// none. With Multi it is the one Enter was pressed on.
func (c Choice) Picked() (Option, bool) {
	if !c.picked {
		return Option{}, false
	}
	return c.Current()
}

// Current returns the option the arrows stand on.
func (c Choice) Current() (Option, bool) {
	if c.cursor < 0 || c.cursor >= len(c.Options) {
		return Option{}, false
	}
	return c.Options[c.cursor], true
}

// Index returns the place of the option the arrows stand on.
func (c Choice) Index() int { return c.cursor }

// Changed reports whether the last Update marked, unmarked or picked something.
func (c Choice) Changed() bool { return c.changed || c.picked }

// Value returns the marked option's value, "" when none is marked.
func (c Choice) Value() string {
	if len(c.marked) == 0 || c.marked[0] >= len(c.Options) {
		return ""
	}
	return c.Options[c.marked[0]].Value
}

// Values returns the values of the marked options in the order of the options.
func (c Choice) Values() []string {
	var out []string
	for i, o := range c.Options {
		if c.isMarked(i) {
			out = append(out, o.Value)
		}
	}
	return out
}

// SetValues marks the options with these values and no others, and moves the
// arrows to the first of them.
func (c *Choice) SetValues(values ...string) {
	c.marked = nil
	for i, o := range c.Options {
		if slices.Contains(values, o.Value) && (c.Multi || len(c.marked) == 0) {
			c.marked = append(c.marked, i)
		}
	}
	if len(c.marked) > 0 {
		c.cursor = c.marked[0]
	}
}

func (c Choice) isMarked(i int) bool { return slices.Contains(c.marked, i) }

func (c Choice) showsMark(i int) bool { return c.isMarked(i) && !c.menu }

func (c Choice) perPage() int {
	if c.PerPage <= 0 || c.PerPage > 9 {
		return 9
	}
	return c.PerPage
}

// page returns the first option shown and the one after the last.
func (c Choice) page() (from, to int) {
	per := c.perPage()
	from = max(0, c.cursor) / per * per
	return from, min(len(c.Options), from+per)
}

// Fitting is how many options a page may have, at most PerPage and at least
// three, so that every page shows whole in width x height cells.
func (c Choice) Fitting(width, height int) int {
	for c.PerPage = c.perPage(); c.PerPage > 3; c.PerPage-- {
		fits := true
		for c.cursor = 0; c.cursor < len(c.Options) && fits; c.cursor += c.PerPage {
			fits = c.Height(width) <= height
		}
		if fits {
			break
		}
	}
	return c.PerPage
}

func (c Choice) paged() bool { return len(c.Options) > c.perPage() }

// Update moves, marks and picks. Digits are those shown; 0 turns the page.
func (c Choice) Update(msg tea.Msg) (Choice, tea.Cmd) {
	c.picked, c.changed = false, false
	press, ok := msg.(tea.KeyPressMsg)
	if !ok || !c.focused || len(c.Options) == 0 {
		return c, nil
	}
	name := keys.Name(press)
	switch name {
	case "up", "left":
		c.move(-1)
	case "down", "right":
		c.move(1)
	case "home":
		c.cursor = 0
	case "end":
		c.cursor = len(c.Options) - 1
	case "pgup":
		c.turn(-1)
	case "pgdown", "0":
		c.turn(1)
	case "enter":
		c.enter()
	case "space":
		c.mark(c.cursor)
	default:
		c.digit(name)
	}
	return c, nil
}

func (c *Choice) move(by int) {
	n := len(c.Options)
	c.cursor = ((c.cursor+by)%n + n) % n
}

// turn shows another page, going round.
func (c *Choice) turn(by int) {
	if !c.paged() {
		return
	}
	per := c.perPage()
	pages := (len(c.Options) + per - 1) / per
	c.cursor = ((c.cursor/per + by + pages) % pages) * per
}

func (c *Choice) digit(name string) {
	n, err := strconv.Atoi(name)
	if err != nil || len(name) != 1 {
		return
	}
	from, to := c.page()
	if i := from + n - 1; n >= 1 && i < to {
		c.Press(i)
	}
}

// Press does what the digit of option i does: pick it, or with Multi mark it.
// The screen calls it for a click.
func (c *Choice) Press(i int) {
	if i < 0 || i >= len(c.Options) {
		return
	}
	c.cursor = i
	if c.Multi {
		c.mark(i)
		return
	}
	c.enter()
}

func (c *Choice) enter() {
	if c.Multi {
		c.picked = true
		return
	}
	if c.Options[c.cursor].Off != "" {
		return
	}
	c.marked = []int{c.cursor}
	c.picked = true
}

func (c *Choice) mark(i int) {
	if c.Options[i].Off != "" {
		return
	}
	c.changed = true
	if !c.Multi {
		c.marked = []int{i}
		return
	}
	if at := slices.Index(c.marked, i); at >= 0 {
		c.marked = slices.Delete(slices.Clone(c.marked), at, at+1)
		return
	}
	c.marked = append(slices.Clone(c.marked), i)
	slices.Sort(c.marked)
}

// placed is an option on the screen: its rows and where they stand.
type placed struct {
	index int // -1 for the line that turns the page
	spot  Spot
	width int
	rows  []string
	gap   int // empty rows below that belong to it: large letters fill them
}

func (p placed) holds(x, y int) bool {
	return x >= p.spot.X && x < p.spot.X+p.width && y >= p.spot.Y && y < p.spot.Y+len(p.rows)+p.gap
}

// layout places the options of the page in width cells and returns the height.
func (c Choice) layout(width int) ([]placed, int) {
	if c.Inline {
		return c.layoutInline(width)
	}
	var out []placed
	from, to := c.page()
	y := c.headRows(width)
	gap := 0
	if c.Spaced {
		gap = 1
	}
	for i := from; i < to; i++ {
		rows := c.optionRows(i, width)
		out = append(out, placed{i, Spot{0, y}, width, rows, gap})
		y += len(rows) + gap
	}
	if c.paged() {
		out = append(out, placed{-1, Spot{0, y}, width, []string{" " + c.lead("0", false) + " " + c.moreWord()}, gap})
		y += 1 + gap
	}
	return out, max(0, y-gap)
}

func (c Choice) layoutInline(width int) ([]placed, int) {
	const between = 2
	var out []placed
	from, to := c.page()
	x, y := 0, c.headRows(width)
	place := func(i int, s string) {
		w := min(width, Width(s))
		if x > 0 && x+w > width {
			x, y = 0, y+1
		}
		out = append(out, placed{i, Spot{x, y}, w, []string{s}, 0})
		x += w + between
	}
	for i := from; i < to; i++ {
		place(i, c.lead(strconv.Itoa(i-from+1), c.showsMark(i))+Clean(c.Options[i].Label))
	}
	if c.paged() {
		place(-1, c.lead("0", false)+c.moreWord())
	}
	if len(out) == 0 {
		return out, y
	}
	return out, y + 1
}

func (c Choice) moreWord() string {
	if c.More == "" {
		return "..."
	}
	return Clean(c.More)
}

func (c Choice) headRows(width int) int {
	if c.Label == "" {
		return 0
	}
	return len(Wrap(c.Label, width))
}

// lead is what stands before a label: the mark, then the digit.
func (c Choice) lead(digit string, marked bool) string {
	switch {
	case c.Multi && digit != "0" && marked:
		return digit + " [x] "
	case c.Multi && digit != "0":
		return digit + " [ ] "
	case marked && digit != "0":
		return digit + "*"
	}
	return digit + " "
}

// optionRows wraps one option below the other, its further rows under its
// label.
func (c Choice) optionRows(i, width int) []string {
	from, _ := c.page()
	lead := " " + c.lead(strconv.Itoa(i-from+1), c.showsMark(i)) + " "
	o := c.Options[i]
	words := Clean(o.Label)
	if detail := c.detail(o); detail != "" {
		if together := words + "  " + detail; Width(lead)+Width(together) <= width && !c.Spaced {
			words = together
		} else {
			words += "\n" + detail
		}
	}
	rows := Wrap(words, width-Width(lead))
	for n := range rows {
		if n > 0 {
			lead = strings.Repeat(" ", Width(lead))
		}
		rows[n] = lead + rows[n]
	}
	return rows
}

// detail of an option that cannot be chosen is the reason.
func (c Choice) detail(o Option) string {
	if o.Off != "" {
		return Clean(o.Off)
	}
	return Clean(o.Detail)
}

// Height returns how many rows the choice wants.
func (c Choice) Height(width int) int {
	_, rows := c.layout(width)
	if c.Note.Text != "" {
		rows += len(noteLines(c.Note, width))
	}
	return rows
}

// View draws the choice; where it is too high, the rows around the arrows show.
func (c Choice) View(th theme.Theme, width, height int) Block {
	if width <= 0 || height <= 0 {
		return Block{}
	}
	c = c.snug(width, height)
	all, at := c.draw(th, width, height)
	if more, ok := c.pinned(width, height); ok {
		return Fit(Stack(Follow(Fit(all, width, more), at, height-1), Window(all, more, 1)), width, height)
	}
	return Fit(Follow(all, at, height), width, height)
}

// snug gives up the room between the options where the page is too high for it.
func (c Choice) snug(width, height int) Choice {
	c.Spaced = c.Spaced && c.Height(width) <= height
	return c
}

// pinned reports that the page is too high for height rows even so, and in
// which of its rows the line that turns it stands: that one shows nevertheless,
// since nothing else tells that there are more pages.
func (c Choice) pinned(width, height int) (row int, ok bool) {
	options, _ := c.layout(width)
	if c.Inline || !c.paged() || height < 2 || c.Height(width) <= height {
		return 0, false
	}
	return options[len(options)-1].spot.Y, true
}

// draw draws the whole page and says in which row the arrows stand.
func (c Choice) draw(th theme.Theme, width, height int) (Block, int) {
	options, rows := c.layout(width)
	large := th.Large > 0 && c.enlarges(options, c.Height(width)+1, height)
	if large {
		rows++
	}
	canvas := Blank(width, rows)
	if c.Label != "" {
		style := th.Label
		if c.focused {
			style = th.Strong
		}
		canvas = Overlay(canvas, Para(style, c.Label, width), Spot{})
	}
	at := 0
	for _, p := range options {
		if p.index == c.cursor {
			at = p.spot.Y
		}
		style := c.styleOf(th, p.index)
		if large {
			canvas = Overlay(canvas, twice(style, p.rows[0], p.width), p.spot)
			continue
		}
		for y, row := range p.rows {
			canvas = Overlay(canvas, Block{Text: painted(th, style, row, p.width)}, Spot{p.spot.X, p.spot.Y + y})
		}
	}
	if c.Note.Text != "" {
		canvas = Stack(canvas, NoteBlock(th, c.Note, width))
	}
	return canvas, at
}

func (c Choice) styleOf(th theme.Theme, i int) theme.Style {
	switch {
	case i < 0:
		return th.Muted
	case i == c.cursor && c.focused:
		return th.Selected
	case c.Options[i].Off != "":
		return th.Muted
	case c.showsMark(i):
		return th.Strong
	}
	return th.Of(c.Options[i].Tone)
}

// At returns which option a click at x, y hits, as View drew it in width x
// height cells; -1 and true is the line that turns the page.
func (c Choice) At(width, height, x, y int) (int, bool) {
	c = c.snug(width, height)
	options, rows := c.layout(width)
	if c.Note.Text != "" {
		rows += len(noteLines(c.Note, width))
	}
	at := 0
	for _, p := range options {
		if p.index == c.cursor {
			at = p.spot.Y
		}
	}
	switch more, ok := c.pinned(width, height); {
	case ok && y == height-1:
		y = more
	case ok:
		y += topRow(at, more, height-1)
	default:
		y += topRow(at, rows, height)
	}
	for _, p := range options {
		if p.holds(x, y) {
			return p.index, true
		}
	}
	return 0, false
}

// Click presses the option at x, y, or turns the page.
func (c *Choice) Click(width, height, x, y int) {
	c.picked, c.changed = false, false
	switch i, ok := c.At(width, height, x, y); {
	case !ok:
	case i < 0:
		c.turn(1)
	default:
		c.Press(i)
	}
}
