package casework

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// wide is the width from which the page has two columns.
const wide = 110

// View draws the case, the form, or the two versions of a clash.
func (s Screen) View(width, height int) screen.Block {
	*s.drawn = widget.Spot{X: width, Y: height}
	th := s.env.Theme
	switch {
	case s.clash != nil:
		return s.clashView(width, height)
	case s.editing:
		return s.form.View(th, width, height)
	case s.step.filled:
		return s.step.form.View(th, width, height)
	case s.step.kind != noMenu:
		return s.menuView(width, height)
	case s.sums:
		return s.sumsView(width, height)
	case s.gone:
		return widget.Fit(widget.Pad(widget.Para(th.Text, s.env.T("casework.gone"), width-4), 1, 2, 0, 2), width, height)
	case !s.loaded:
		return widget.Fit(widget.Pad(widget.Para(th.Muted, s.env.T("casework.reading"), width-4), 1, 2, 0, 2), width, height)
	}
	head := s.head(width)
	_, rows := widget.Size(head)
	room := max(1, height-rows)
	all := s.body(width)
	_, long := widget.Size(all)
	return widget.Fit(widget.Stack(head, s.hinted(widget.Window(all, s.top, room), long, width, room)), width, height)
}

// hinted puts a mark on the last row while there is more of all rows below.
func (s Screen) hinted(body widget.Block, rows, width, room int) widget.Block {
	if s.top+room >= rows {
		return body
	}
	th := s.env.Theme
	mark := widget.Lines(th.Muted.Render(th.Marks.Down + " " + s.env.T("casework.below")))
	w, _ := widget.Size(mark)
	return widget.Overlay(body, mark, widget.Spot{X: max(0, width-w-1), Y: room - 1})
}

// head is what always stays in sight: who against whom, where the case stands,
// by when it has to be seen to, and the topics.
func (s Screen) head(width int) widget.Block {
	return widget.Stack(s.headTop(width), s.topicsRow(width), widget.Blank(width, 1))
}

// headTop is the head above the topics. Where the case stands and what is due
// share a row where there is room for both.
func (s Screen) headTop(width int) widget.Block {
	th := s.env.Theme
	rows := []widget.Block{widget.Line(th, th.Title, " "+s.headline(width-2), width)}
	state, due := s.standing(), s.dueWords()
	both := widget.Lines(strings.TrimRight(" "+state+"  "+due, " "))
	if w, _ := widget.Size(both); w <= width || due == "" {
		rows = append(rows, widget.Fit(both, width, 1))
	} else {
		rows = append(rows, widget.Fit(widget.Lines(" "+state, " "+due), width, 2))
	}
	if s.env.Senior {
		rows = append(rows, widget.Blank(width, 1))
	}
	return widget.Stack(rows...)
}

// headline is who complains about whom; of a name too long for width cells so
// much stays that the shop can be read.
func (s Screen) headline(width int) string {
	name := s.c.Complainant.Name
	if over := widget.Width(s.headlineOf(name)) - width; over > 0 {
		const least = 12
		name = widget.Truncate(widget.Clean(name), max(least, widget.Width(name)-over))
	}
	return s.headlineOf(name)
}

func (s Screen) headlineOf(name string) string {
	switch {
	case name == "" && s.c.Shop == "":
		return s.env.T(text.Key("casework.kind." + string(s.c.Kind)))
	case name == "":
		return s.env.T("casework.headline.shop", "kind", s.env.T(text.Key("casework.kind."+string(s.c.Kind))), "shop", s.c.Shop)
	case s.c.Shop == "":
		return s.env.T("casework.headline.name", "kind", s.env.T(text.Key("casework.kind."+string(s.c.Kind))), "name", name)
	}
	return s.env.T("casework.headline", "name", name, "shop", s.c.Shop)
}

// standing is the state, as word, mark and colour.
func (s Screen) standing() string {
	th := s.env.Theme
	out := th.Status(stateTone(s.c.State), s.env.T(text.State(s.c.Kind, s.c.State)))
	switch {
	case s.c.MergedInto != "":
		out += "  " + th.Status(theme.Muted, s.env.T("casework.merged.into", "no", s.kin.into))
	case s.c.Over() != s.c.State.Over():
		out += "  " + th.Status(theme.Warn, s.env.T("casework.not_over"))
	}
	if s.c.Urgent {
		out += "  " + th.Status(theme.Warn, s.env.T("casework.urgent"))
	}
	return out
}

// dueWords tells by which day the case must be seen to, and what for.
func (s Screen) dueWords() string {
	tone, due := s.due()
	if due == "" {
		return ""
	}
	out := s.env.Theme.Status(tone, due)
	if why := s.c.DueFor; why != "" && why != model.DueOther {
		out += "  " + s.env.Theme.Text.Render(s.env.T(text.Key("due_for."+string(why))))
	}
	return out
}

func stateTone(state model.CaseState) theme.Tone {
	switch state {
	case model.Closed, model.Settled:
		return theme.Good
	case model.Declined, model.Terminated, model.Withdrawn, model.Referred:
		return theme.Muted
	}
	return theme.Strong
}

// due tells the day by which somebody must see to the case.
func (s Screen) due() (theme.Tone, string) {
	today := s.today()
	day := s.env.Text.ShortDay(s.c.DueOn)
	switch {
	case s.c.Over() || s.c.DueOn.IsZero():
		return theme.Normal, ""
	case s.c.DueOn < today:
		return theme.Bad, s.env.T("casework.overdue", "n", int(today-s.c.DueOn), "day", day)
	case s.c.DueOn == today:
		return theme.Warn, s.env.T("casework.due_today", "day", day)
	}
	return theme.Normal, s.env.T("casework.due", "when", s.env.Text.Relative(s.c.DueOn, today), "day", day)
}

// body is everything below the head, as high as it is: in senior mode the
// topic chosen alone.
func (s Screen) body(width int) widget.Block {
	switch {
	case s.page.width == width:
	case s.env.Senior:
		*s.page = page{width, widget.Pad(s.section(s.topic, width-4), 0, 2, 0, 2)}
	default:
		*s.page = page{width, s.sections(width)}
	}
	return s.page.block
}

// page is the body as it was drawn for a width, 0 for none: to know how far it
// scrolls is to draw it, and what only scrolls leaves it as it is.
type page struct {
	width int
	block widget.Block
}

// section draws one topic.
func (s Screen) section(t topic, width int) widget.Block {
	th := s.env.Theme
	head := widget.Para(th.Strong, s.env.T(topicWord(t)), width)
	var body widget.Block
	switch t {
	case what:
		body = s.whatBlock(width)
	case parties:
		body = s.partiesBlock(width)
	case details:
		body = s.lines(width, s.detailPairs())
	case next:
		body = s.nextBlock(width)
	case duties:
		body = s.dutiesBlock(width)
	case clocks:
		body = s.clocksBlock(width)
	case contacts:
		body = s.contactsBlock(width)
	default:
		body = s.historyBlock(width)
	}
	if s.env.Senior { // the row of topics names it already
		return widget.Stack(body, widget.Blank(width, 1))
	}
	return widget.Stack(head, widget.Pad(body, 0, 0, 0, 2), widget.Blank(width, 1))
}

func (s Screen) inset(width int) int {
	if s.env.Senior {
		return width
	}
	return width - 2
}

func (s Screen) whatBlock(width int) widget.Block {
	th, w := s.env.Theme, s.inset(width)
	blocks := []widget.Block{widget.Para(th.Text, s.c.What, w)}
	for _, p := range []pair{{s.label("answer"), s.c.Answer}, {s.label("note"), s.c.Note}} {
		if p.value != "" {
			blocks = append(blocks, widget.Blank(w, 1), widget.Para(th.Label, p.label, w), widget.Para(th.Text, p.value, w))
		}
	}
	return widget.Stack(blocks...)
}

// pair is a label and what stands beside it.
type pair struct{ label, value string }

func (s Screen) label(id string) string {
	f, _ := factOf(id)
	return f.label(s.env)
}

// pairs are some facts with their words; empty ones are left out.
func (s Screen) pairs(ids ...string) []pair {
	var out []pair
	all := facts() // once: they are many, and this draws
	for _, id := range ids {
		f, _ := among(all, id)
		v := f.words(s.env, s.c)
		switch id {
		case phoneID:
			v = s.phone()
		case "complainant.id_number":
			v = s.card()
		}
		if v != "" {
			out = append(out, pair{f.label(s.env), v})
		}
	}
	return out
}

func (s Screen) partiesBlock(width int) widget.Block {
	him := s.pairs("complainant.name", phoneID, "complainant.id_number", "complainant.address", "notice_given_at", "consent.form")
	if s.secret() {
		key := text.Key("casework.masked")
		if s.revealed {
			key = "casework.unmasked"
		}
		him = append(him, pair{"", s.env.T(key, "key", keys.Label(s.env.Text, s.env.Keys.Binding(keys.Reveal).Keys[0]))})
	}
	if len(him) == 0 {
		him = []pair{{"", s.env.T("casework.no_name")}}
	}
	shop := s.pairs("shop")
	if len(shop) == 0 {
		shop = []pair{{"", s.env.T("casework.no_shop")}}
	}
	shop = append(shop, s.kinPairs()...)
	return widget.Stack(s.lines(width, him), widget.Blank(width, 1), s.lines(width, shop))
}

func (s Screen) detailPairs() []pair {
	out := s.pairs("goods", "class", "nature", "request", "amount_fen", "purchased_on", "channel", "proofs", "dialect", "urgent")
	return append(out,
		pair{s.env.T("casework.registered"), s.env.Text.Moment(s.c.RegisteredAt.In(s.env.Now().Location()))},
		pair{s.label("receiver"), s.env.Text.Actor("", s.c.Receiver)})
}

// lines draws labels and values; in senior mode with an empty row between.
func (s Screen) lines(width int, pairs []pair) widget.Block {
	th, w := s.env.Theme, s.inset(width)
	label := 0
	for _, p := range pairs {
		label = max(label, widget.Width(p.label))
	}
	label = min(label+2, w/2)
	var blocks []widget.Block
	for i, p := range pairs {
		if p.value == "" {
			continue
		}
		if i > 0 && s.env.Senior {
			blocks = append(blocks, widget.Blank(w, 1))
		}
		style := th.Text
		if p.label == "" {
			style = th.Muted
		}
		value := widget.Para(style, p.value, w-label)
		_, rows := widget.Size(value)
		blocks = append(blocks, widget.Beside(widget.Fit(widget.Line(th, th.Label, p.label, label), label, rows), value))
	}
	return widget.Stack(blocks...)
}

func (s Screen) historyBlock(width int) widget.Block {
	th, w := s.env.Theme, s.inset(width)
	var blocks []widget.Block
	for i, e := range s.entries {
		if i > 0 && s.env.Senior {
			blocks = append(blocks, widget.Blank(w, 1))
		}
		blocks = append(blocks, s.entryBlock(e, w))
	}
	if s.older {
		blocks = append(blocks, widget.Para(th.Muted, s.env.T("casework.older"), w))
	}
	return widget.Stack(blocks...)
}

// entryBlock tells when, who and what; one that was taken back says so.
func (s Screen) entryBlock(e entry, width int) widget.Block {
	th := s.env.Theme
	style := th.Text
	line := s.env.T("casework.entry",
		"when", s.env.Text.Since(e.At.In(s.env.Now().Location()), s.env.Now()), "who", s.env.Text.Actor(e.By, e.Actor), "did", s.deed(e))
	if e.undone {
		style = th.Muted
		line += s.env.T("casework.undone")
	}
	blocks := []widget.Block{widget.Para(style, line, width)}
	details := s.changes(e)
	if e.Reason != "" && e.Kind != store.KindPrinted {
		details = append(details, s.env.T("casework.reason", "reason", e.Reason))
	}
	for _, d := range details {
		blocks = append(blocks, widget.Pad(widget.Para(th.Muted, d, width-2), 0, 0, 0, 2))
	}
	return widget.Stack(blocks...)
}

// clashView shows both versions beside one another, and what can be done.
func (s Screen) clashView(width, height int) screen.Block {
	th, w := s.env.Theme, max(20, width-4)
	rows := s.choice.Height(w)
	body := s.clashBody(width)
	room := max(1, height-rows-2)
	return widget.Fit(widget.Stack(
		widget.Window(body, s.top, room), widget.Blank(width, 1),
		widget.Pad(s.choice.View(th, w, rows), 0, 2, 0, 2),
	), width, height)
}

func (s Screen) clashBody(width int) widget.Block {
	th, w := s.env.Theme, max(20, width-4)
	label := min(14, w/4)
	half := (w - label - 2) / 2
	row := func(a, b, c widget.Block) widget.Block {
		_, rb := widget.Size(b)
		_, rc := widget.Size(c)
		h := max(1, rb, rc)
		return widget.Beside(widget.Fit(a, label, h), widget.Fit(b, half, h), widget.Blank(2, h), widget.Fit(c, half, h))
	}
	blocks := []widget.Block{
		widget.Blank(w, 1),
		widget.Para(th.Warn, s.env.T("casework.clash", "actor", s.env.Text.Actor(s.clash.By.By, s.clash.By.Actor), "when", s.env.Text.Since(s.clash.By.At.In(s.env.Now().Location()), s.env.Now())), w),
		widget.Blank(w, 1),
		row(widget.Blank(label, 1), widget.Para(th.Columns, s.env.T("casework.clash.yours"), half), widget.Para(th.Columns, s.env.T("casework.clash.now"), half)),
	}
	changed := s.form.Changed()
	for _, f := range facts() {
		if f.same(s.clash.Mine, s.clash.Theirs) {
			continue
		}
		mine := widget.Para(th.Muted, s.env.T("casework.clash.kept"), half)
		if slices.Contains(changed, f.id) {
			mine = widget.Para(th.Strong, s.orNone(f.words(s.env, s.clash.Mine)), half)
		}
		blocks = append(blocks, row(
			widget.Para(th.Label, f.label(s.env), label),
			mine,
			widget.Para(th.Text, s.orNone(f.words(s.env, s.clash.Theirs)), half),
		))
		if s.env.Senior {
			blocks = append(blocks, widget.Blank(w, 1))
		}
	}
	return widget.Pad(widget.Stack(blocks...), 0, 2, 0, 2)
}

func (s Screen) orNone(v string) string {
	if v == "" {
		return s.env.T("casework.none")
	}
	return v
}

// content is how many rows scroll, and how many of them show.
func (s Screen) content() (rows, room int) {
	w, h := s.drawn.X, s.drawn.Y
	if s.clash != nil {
		_, rows = widget.Size(s.clashBody(w))
		return rows, max(1, h-s.choice.Height(max(20, w-4))-2)
	}
	if s.sums {
		_, rows = widget.Size(s.sumsBlock(w))
		return rows, max(1, h)
	}
	_, head := widget.Size(s.head(w))
	_, rows = widget.Size(s.body(w))
	return rows, max(1, h-head)
}

func (s *Screen) scrollTo(y int) {
	rows, room := s.content()
	s.top = max(0, min(y, rows-room))
}

// scroll moves by rows; at the end older events are read.
func (s *Screen) scroll(by int) tea.Cmd {
	s.page = s.was
	rows, room := s.content()
	return s.scrollIn(rows, room, by)
}

// scrollIn is scroll where it is known how many rows there are and show: to
// count them is to draw them.
func (s *Screen) scrollIn(rows, room, by int) tea.Cmd {
	if s.editing && s.clash == nil || s.stepping() || !s.loaded {
		return nil
	}
	was := s.top
	s.top = max(0, min(s.top+by, rows-room))
	if by > 0 && s.top == was && s.clash == nil {
		return s.readOn()
	}
	return nil
}

func (s *Screen) move(id keys.ID) tea.Cmd {
	s.page = s.was
	rows, room := s.content()
	switch id {
	case keys.Up:
		return s.scrollIn(rows, room, -1)
	case keys.Down:
		return s.scrollIn(rows, room, 1)
	case keys.PageUp:
		return s.scrollIn(rows, room, -max(1, room-1))
	case keys.PageDown:
		return s.scrollIn(rows, room, max(1, room-1))
	case keys.First:
		return s.scrollIn(rows, room, -rows)
	case keys.Last:
		return s.scrollIn(rows, room, rows)
	}
	return nil
}

// click serves the mouse: topics, the form, the choice of a clash.
func (s *Screen) click(c screen.Click) tea.Cmd {
	switch {
	case s.clash != nil:
		w := max(20, c.Width-4)
		rows := s.choice.Height(w)
		s.choice.Click(w, rows, c.X-2, c.Y-(max(1, c.Height-rows-2)+1))
		return s.settleClash()
	case s.editing:
		s.form = s.form.Click(s.env.Theme, c.Width, c.Height, c.X, c.Y)
		return s.afterForm()
	case s.stepping():
		return s.clickStep(c)
	case !s.loaded, s.sums:
		return nil
	}
	return s.clickTopics(c)
}
