package intake

import (
	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// questionWidth is the widest a question gets, for large letters and short
// ways.
const questionWidth = 72

// ask shows the question at i.
func (s *Screen) ask(i int) tea.Cmd {
	s.show(asking)
	s.focus(i)
	return nil
}

// answered goes on from a question once its answer can be read; the three
// facts cannot be left out.
func (s *Screen) answered() tea.Cmd {
	p := s.current()
	if fault := p.wrong(); fault != nil {
		p.refuse(fault)
		return nil
	}
	if s.at < len(required(s.kind)) && p.said() == "" {
		p.refuse(needed(p.id()))
		return nil
	}
	return s.nextQuestion()
}

// needed is the problem of a required answer that is missing.
func needed(id string) *model.Problem {
	code := "need." + id
	if id == idName {
		code = "need.name"
	}
	return &model.Problem{Code: code, Field: id}
}

func (s *Screen) nextQuestion() tea.Cmd {
	last := len(s.order()) - 2 // the button is no question
	facts := len(required(s.kind)) - 1
	switch {
	case s.fixed:
		s.fixed = false
		s.show(review)
	case s.at == facts && s.kind == model.Complaint:
		s.show(more)
	case s.at == facts, s.at >= last:
		s.show(review)
	default:
		s.focus(s.at + 1)
	}
	return nil
}

func (s *Screen) previousQuestion() tea.Cmd {
	switch {
	case s.fixed:
		s.fixed = false
		s.show(review)
	case s.at == len(required(s.kind)):
		return s.beforeReview()
	case s.at > 0:
		s.focus(s.at - 1)
	}
	return nil
}

// beforeReview goes back from what is read back to what led there.
func (s *Screen) beforeReview() tea.Cmd {
	if s.kind == model.Complaint && s.page == review || s.kind == model.Complaint && s.page == asking {
		s.show(more)
		return nil
	}
	return s.ask(len(required(s.kind)) - 1)
}

// questionView draws one question: how far, the question, its hint, the
// answer.
func (s *Screen) questionView(width, height int) widget.Block {
	foot := s.foot(width, height)
	_, footRows := widget.Size(foot)
	head, d := s.question(width, height-footRows)
	answer := widget.Pad(s.current().block(d), 0, 0, 0, 2*margin)
	room := max(1, height-footRows)
	return widget.Stack(widget.Fit(widget.Stack(head, answer), width, room), foot)
}

// question is everything above the answer, and the canvas the answer gets.
func (s *Screen) question(width, height int) (widget.Block, canvas) {
	d := s.canvas(width)
	inner, th, p := d.width, s.env.Theme, s.current()
	head := widget.Stack(
		widget.Line(th, th.Muted, s.progress(), inner), widget.Blank(inner, 1),
		widget.Question(th, s.env.T(s.questionKey(p.id())), inner),
	)
	if words := hint(s.env, s.kind, p.id()); words != "" && height >= 10 {
		head = widget.Stack(head, widget.Para(th.Text, words, inner))
	}
	head = widget.Pad(widget.Stack(head, widget.Blank(inner, 1)), 0, 0, 0, 2*margin)
	_, rows := widget.Size(head)
	d.height = max(1, height-rows)
	return head, d
}

func (s *Screen) questionKey(id string) text.Key {
	own := text.Key("intake.ask." + string(s.kind) + "." + id)
	if s.env.Text.Has(own) {
		return own
	}
	return text.Key("intake.ask." + id)
}

// progress says how far one has come.
func (s *Screen) progress() string {
	n := len(required(s.kind))
	switch {
	case s.fixed:
		return s.env.T("intake.progress.fixing")
	case s.at < n:
		return s.env.T("intake.progress.needed", "step", s.at+1, "steps", n)
	}
	return s.env.T("intake.progress.optional", "step", s.at+1-n, "steps", len(optional(s.kind)))
}

func (s *Screen) clickQuestion(at screen.Click) tea.Cmd {
	_, footRows := widget.Size(s.foot(at.Width, at.Height))
	head, d := s.question(at.Width, at.Height-footRows)
	_, rows := widget.Size(head)
	if at.Y < rows {
		return nil
	}
	return s.apply(s.current().click(d, at.X-2*margin, at.Y-rows))
}

// leaf is a page with a menu: what it says above, and where the menu stands.
type leaf struct {
	text  widget.Block
	inner int // cells of the menu
	menuY int
	menuH int
}

// leaf lays out a page with a menu: its words first, as far as there is room.
// It also returns how far the words can be scrolled.
func (s *Screen) leaf(width, height int) (l leaf, most int) {
	inner := max(1, min(questionWidth, width-4*margin))
	words := s.leafText(inner)
	_, rows := widget.Size(words)
	want := s.menu.Height(inner)
	if s.env.Theme.Large > 0 && rows+want < height {
		want++ // the lower half of the last choice
	}
	menuH := max(1, min(want, height-min(rows, height/3)))
	room := max(0, height-menuH)
	if rows > room {
		most = rows - max(0, room-1) // the last row of room says that there is more
		words = s.window(words, widget.Spot{X: inner, Y: room}, min(s.scroll, most))
		rows = room
	}
	return leaf{text: words, inner: inner, menuY: rows, menuH: menuH}, most
}

// window shows part of a long text and says that there is more.
func (s *Screen) window(words widget.Block, size widget.Spot, top int) widget.Block {
	if size.Y <= 1 {
		return widget.Window(words, top, size.Y)
	}
	note := widget.Line(s.env.Theme, s.env.Theme.Muted, s.env.T("intake.review.scroll"), size.X)
	return widget.Stack(widget.Window(words, top, size.Y-1), note)
}

func (s *Screen) menuView(width, height int) widget.Block {
	foot := s.foot(width, height)
	_, footRows := widget.Size(foot)
	room := max(1, height-footRows)
	l, _ := s.leaf(width, room)
	menu := s.menu.View(s.env.Theme, l.inner, l.menuH)
	body := widget.Pad(widget.Stack(l.text, menu), 0, 0, 0, 2*margin)
	return widget.Stack(widget.Fit(body, width, room), foot)
}

func (s *Screen) clickMenu(at screen.Click) tea.Cmd {
	_, footRows := widget.Size(s.foot(at.Width, at.Height))
	l, _ := s.leaf(at.Width, max(1, at.Height-footRows))
	s.menu.Click(l.inner, l.menuH, at.X-2*margin, at.Y-l.menuY)
	if o, ok := s.menu.Picked(); ok {
		return s.picked(o.Value)
	}
	return nil
}

// leafText is what a page says above its menu.
func (s *Screen) leafText(width int) widget.Block {
	th := s.env.Theme
	title := func(key text.Key, args ...any) widget.Block {
		return widget.Question(th, s.env.T(key, args...), width)
	}
	plain := func(key text.Key, args ...any) widget.Block {
		return widget.Para(th.Text, s.env.T(key, args...), width)
	}
	gap := widget.Blank(width, 1)
	switch s.page {
	case offer:
		return widget.Stack(title("intake.offer.title", "n", len(s.draft.others)), gap)
	case discard:
		return widget.Stack(title("intake.discard.title"), gap)
	case more:
		return widget.Stack(title("intake.more.title"), plain("intake.more.body"), gap)
	case review:
		return widget.Stack(title("intake.review.title"), s.readBack(width), gap)
	case fixing:
		return widget.Stack(title("intake.fixing.title"), gap)
	}
	return s.savedText(width)
}

// readBack lists every answer, and the required ones that are missing.
func (s *Screen) readBack(width int) widget.Block {
	var b widget.Block
	needs := len(required(s.kind))
	for i, p := range s.order() {
		style, words := s.env.Theme.Text, p.said()
		switch {
		case words == "" && i < needs:
			style, words = s.env.Theme.Bad, s.env.T("intake.review.missing")
		case words == "":
			continue
		}
		line := s.env.T("intake.review.line", "label", s.label(p), "value", widget.Clean(words))
		b = widget.Stack(b, widget.Para(style, line, width))
	}
	return b
}

// savedText says what the desk now knows the case by.
func (s *Screen) savedText(width int) widget.Block {
	th, c := s.env.Theme, s.saved
	b := widget.Stack(
		widget.Line(th, th.Good, s.env.T("intake.done.saved")+" "+th.Marks.Good, width),
		widget.Blank(width, 1),
		widget.Para(th.Strong, s.env.T("intake.done.no", "no", c.No), width),
	)
	for _, fact := range []string{c.Complainant.Name, c.Shop} {
		if fact != "" {
			b = widget.Stack(b, widget.Line(th, th.Text, fact, width))
		}
	}
	if !c.DueOn.IsZero() {
		why := c.DueFor
		if why == "" {
			why = model.DueOther
		}
		due := s.env.T("intake.done.due", "day", s.env.Text.Day(c.DueOn), "what", s.env.T(text.Key("due_for."+string(why))))
		b = widget.Stack(b, widget.Para(th.Text, due, width))
	}
	return widget.Stack(b, widget.Blank(width, 1))
}
