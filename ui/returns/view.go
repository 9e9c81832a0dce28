package returns

import (
	tea "charm.land/bubbletea/v2"

	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// Widths of the screen, in cells.
const (
	formWidth  = 100 // the widest a form gets
	questWidth = 72  // the widest a single question gets
	wide       = 110 // from here on answers and verdict stand side by side
	besideCols = 38  // what the answers take there
	margin     = 2
)

// View draws the screen.
func (s *Screen) View(width, height int) screen.Block {
	s.width, s.height = width, height
	if width <= 0 || height <= 0 {
		return widget.Block{}
	}
	foot := s.foot(width, height)
	_, rows := widget.Size(foot)
	body := s.drawn(width, max(1, height-rows))
	return widget.Fit(widget.Stack(widget.Fit(body, width, max(1, height-rows)), foot), width, height)
}

func (s *Screen) drawn(width, height int) widget.Block {
	switch {
	case s.rules == nil:
		words := text.Key("check.loading")
		if !s.loading {
			words = "check.no_rules"
		}
		return widget.Pad(widget.Para(s.env.Theme.Text, s.env.T(words), max(2, width-2*margin)), 1, 0, 0, margin)
	case s.page == asking || s.page == extra:
		return s.askingView(width, height)
	case s.page == verdict:
		return s.verdictView(width, height)
	case s.page == clause:
		return s.readerView()
	}
	return s.menuView(width, height)
}

// foot says what went wrong, and what was saved where.
func (s *Screen) foot(width, height int) widget.Block {
	th, inner := s.env.Theme, max(2, width-2*margin)
	var b widget.Block
	put := func(style theme.Style, words string) {
		b = widget.Stack(b, widget.Para(style, words, inner))
	}
	if s.failure != nil {
		put(th.Bad, th.Marks.Bad+" "+s.env.Text.Problem(s.failure))
	}
	if s.page == verdict && s.saved.no != "" {
		put(th.Good, th.Marks.Good+" "+s.env.T("check.counted", "no", s.saved.no))
	}
	if made := s.saved.slip; s.page == verdict && made.Printer != "" {
		put(th.Good, th.Marks.Good+" "+s.env.T("check.slip.printed", "printer", made.Printer))
	} else if s.page == verdict && made.File != "" {
		put(th.Good, th.Marks.Good+" "+s.env.T("check.slip.saved", "path", made.File))
	}
	if b.Text == "" {
		return b
	}
	_, rows := widget.Size(b)
	rows = min(rows, max(1, height/3))
	return widget.Fit(widget.Pad(widget.Fit(b, inner, rows), 0, 0, 0, margin), width, rows)
}

// layout is the page with a question laid out: all its rows, of which a window
// shows.
type layout struct {
	rows  widget.Block
	spots []spotOf
	top   int
	part  spot // where the part is drawn: x, y in rows, and its size
	inner int
}

// spotOf is the row of an answer that was given.
type spotOf struct{ step, y int }

func (s *Screen) askingView(width, height int) widget.Block {
	sh := s.sheet(width, height)
	return widget.Pad(widget.Window(sh.rows, sh.top, height), 0, 0, 0, margin)
}

// sheet lays out the question with the focus and, but in senior mode, the
// answers around it.
func (s *Screen) sheet(width, height int) layout {
	if s.env.Senior || s.page == extra {
		return s.single(width, height)
	}
	sh := layout{inner: max(2, min(formWidth, width-2*margin))}
	y := 0
	put := func(b widget.Block) {
		_, rows := widget.Size(b)
		sh.rows = widget.Stack(sh.rows, b)
		y += rows
	}
	answer := func(i int) {
		sh.spots = append(sh.spots, spotOf{i, y})
		put(s.answerRow(i, sh.inner))
	}
	if s.more.Shop != nil {
		put(s.toldRow(s.env.T("check.label.shop"), s.more.Shop.Name, sh.inner))
	}
	for i := range min(s.at, len(s.st.steps)) {
		answer(i)
	}
	if y > 0 {
		put(widget.Blank(sh.inner, 1))
	}
	from := y
	put(s.questionHead(sh.inner))
	room := max(1, height-(y-from))
	sh.part = spot{0, y, sh.inner, max(1, min(s.part.height(sh.inner), room))}
	put(s.part.view(s.env.Theme, sh.inner, sh.part.height))
	to := y
	for i := s.at + 1; i < len(s.st.steps); i++ {
		if i == s.at+1 {
			put(widget.Blank(sh.inner, 1))
		}
		answer(i)
	}
	sh.top = max(0, min(from, to-height))
	return sh
}

// single lays out one question alone.
func (s *Screen) single(width, height int) layout {
	sh := layout{inner: max(2, min(questWidth, width-2*margin))}
	th := s.env.Theme
	head := widget.Line(th, th.Muted, s.progress(), sh.inner)
	if height >= 12 {
		head = widget.Stack(head, widget.Blank(sh.inner, 1))
	}
	head = widget.Stack(head, s.questionTitle(sh.inner))
	_, y := widget.Size(head)
	if want := s.part.height(sh.inner); height-y > want {
		head = widget.Stack(head, widget.Blank(sh.inner, 1))
		y++
	}
	sh.part = spot{0, y, sh.inner, max(1, height-y)}
	sh.rows = widget.Stack(head, s.part.view(th, sh.inner, sh.part.height))
	return sh
}

// progress says which question this is. How many there will be nobody knows.
func (s *Screen) progress() string {
	q, _ := s.current()
	if s.page == extra || isExtra(q) {
		return s.env.T("check.progress.extra")
	}
	return s.env.T("check.progress", "n", s.nth())
}

// nth is the number of the question with the focus.
func (s *Screen) nth() int {
	n := 1
	for i := range min(s.at, len(s.st.steps)) {
		if !isExtra(s.st.steps[i].q) {
			n++
		}
	}
	return n
}

func (s *Screen) questionHead(width int) widget.Block {
	th := s.env.Theme
	return widget.Para(th.Title, s.progress()+"  "+s.questionText(), width)
}

func (s *Screen) questionTitle(width int) widget.Block {
	return widget.Question(s.env.Theme, s.questionText(), width)
}

func (s *Screen) questionText() string {
	if s.page == extra {
		return s.env.T(text.Key("check.ask." + s.asked))
	}
	q, _ := s.current()
	return q.Text
}

func (s *Screen) answerRow(i, width int) widget.Block {
	return s.toldRow(s.label(s.st.steps[i].q), s.words(s.st.steps[i]), width)
}

// labelCols is what the label of an answer takes.
const labelCols = 12

func (s *Screen) toldRow(label, words string, width int) widget.Block {
	th := s.env.Theme
	head := widget.Line(th, th.Label, label, min(labelCols, width))
	return widget.Fit(widget.Beside(head, widget.Line(th, th.Text, words, max(1, width-labelCols))), width, 1)
}

// sheaf is the page of the verdict laid out.
type sheaf struct {
	left, inner  int
	head, body   widget.Block
	bodyY, bodyH int
	menuY, menuH int
	rows         int // of the whole body
}

func (s *Screen) sheaf(width, height int) sheaf {
	p := sheaf{left: margin, inner: max(2, min(formWidth, width-2*margin))}
	if width >= wide && !s.env.Senior {
		p.left += besideCols
		p.inner = max(2, min(formWidth, width-margin-p.left))
	}
	th := s.env.Theme
	for i, r := range s.head() {
		style := th.Of(r.tone)
		if i == 0 {
			style = style.Heavier()
		}
		p.head = widget.Stack(p.head, paragraph(style, r, p.inner))
	}
	for i, r := range s.body(p.left == margin) {
		if r.indent == 0 && i > 0 {
			p.body = widget.Stack(p.body, widget.Blank(p.inner, 1))
		}
		p.body = widget.Stack(p.body, paragraph(th.Of(r.tone), r, p.inner))
	}
	_, headH := widget.Size(p.head)
	_, p.rows = widget.Size(p.body)
	p.bodyY = headH + 1
	p.menuH = min(s.menu.Height(p.inner), max(1, height-p.bodyY-3))
	p.bodyH = max(0, height-p.bodyY-p.menuH-1)
	p.menuY = height - p.menuH
	return p
}

// paragraph draws a row of the verdict.
func paragraph(style theme.Style, r row, width int) widget.Block {
	lines := r.lines(width)
	for i, l := range lines {
		lines[i] = style.Render(l)
	}
	return widget.Lines(lines...)
}

func (s *Screen) verdictView(width, height int) widget.Block {
	if s.st.err != nil {
		return widget.Pad(widget.Para(s.env.Theme.Bad, s.env.Text.Problem(s.st.err), max(2, width-2*margin)), 1, 0, 0, margin)
	}
	p := s.sheaf(width, height)
	out := widget.Overlay(widget.Blank(width, height), p.head, widget.Spot{X: p.left})
	out = widget.Overlay(out, s.window(p), widget.Spot{X: p.left, Y: p.bodyY})
	out = widget.Overlay(out, s.menu.View(s.env.Theme, p.inner, p.menuH), widget.Spot{X: p.left, Y: p.menuY})
	if p.left > margin {
		out = widget.Overlay(out, s.beside(besideCols-2, height), widget.Spot{X: margin})
	}
	return out
}

// window shows the part of the body there is room for, and says that there is
// more.
func (s *Screen) window(p sheaf) widget.Block {
	if p.bodyH <= 1 || p.rows <= p.bodyH {
		return widget.Fit(p.body, p.inner, p.bodyH)
	}
	top := min(s.scroll, p.rows-p.bodyH+1)
	th := s.env.Theme
	key := text.Key("check.scroll")
	if top >= p.rows-p.bodyH+1 {
		key = "check.scroll.end"
	}
	words := s.env.T(key, "up", keys.Label(s.env.Text, "pgup"), "down", keys.Label(s.env.Text, "pgdown"))
	return widget.Stack(widget.Window(p.body, top, p.bodyH-1), widget.Line(th, th.Muted, words, p.inner))
}

// beside lists the answers left of the verdict.
func (s *Screen) beside(width, height int) widget.Block {
	th := s.env.Theme
	b := widget.Line(th, th.Strong, s.env.T("check.told"), width)
	for _, t := range s.told() {
		line := s.env.T("check.told.line", "label", t.label, "words", t.words)
		b = widget.Stack(b, widget.Para(th.Text, line, width))
	}
	return widget.Fit(b, width, height)
}

// leafHead is what stands above a menu.
func (s *Screen) leafHead(width int) widget.Block {
	key := map[page]text.Key{changes: "check.changes", clauses: "check.clauses", extras: "check.extras"}[s.page]
	return widget.Stack(widget.Para(s.env.Theme.Title, s.env.T(key), width), widget.Blank(width, 1))
}

func (s *Screen) menuView(width, height int) widget.Block {
	inner := max(2, min(formWidth, width-2*margin))
	head := s.leafHead(inner)
	_, rows := widget.Size(head)
	menu := s.menu.View(s.env.Theme, inner, max(1, height-rows))
	return widget.Pad(widget.Stack(head, menu), 0, 0, 0, margin)
}

func (s *Screen) readerView() widget.Block {
	w, h := s.readerSize()
	return widget.Pad(s.reader.View(s.env.Theme, w, h), 1, 0, 0, margin)
}

// readerSize is the room for a clause in the window as last drawn.
func (s *Screen) readerSize() (width, height int) {
	return max(2, min(questWidth, s.width-2*margin)), max(1, s.height-1)
}

// turn scrolls by a page.
func (s *Screen) turn(id keys.ID) tea.Cmd {
	switch s.page {
	case verdict:
		by := max(1, s.sheaf(s.width, s.height).bodyH-2)
		if id == keys.PageUp {
			by = -by
		}
		s.scrollBy(by)
	case clause:
		name := tea.KeyPressMsg{Code: tea.KeyPgDown}
		if id == keys.PageUp {
			name.Code = tea.KeyPgUp
		}
		s.reader.Resize(s.readerSize())
		s.reader, _ = s.reader.Update(name)
	case asking, extra:
		name := tea.KeyPressMsg{Code: tea.KeyPgDown}
		if id == keys.PageUp {
			name.Code = tea.KeyPgUp
		}
		return s.apply(s.part.update(name))
	}
	return nil
}

func (s *Screen) scrollBy(rows int) {
	_, foot := widget.Size(s.foot(s.width, s.height))
	p := s.sheaf(s.width, max(1, s.height-foot))
	s.scroll = max(0, min(s.scroll+rows, p.rows-p.bodyH+1))
}

func (s *Screen) wheel(lines int) tea.Cmd {
	switch s.page {
	case verdict:
		s.scrollBy(lines)
	case clause:
		s.reader.Resize(s.readerSize())
		s.reader.Wheel(lines)
	}
	return nil
}

// click serves the mouse.
func (s *Screen) click(c screen.Click) tea.Cmd {
	_, foot := widget.Size(s.foot(c.Width, c.Height))
	height := max(1, c.Height-foot)
	if c.Y >= height || s.rules == nil {
		return nil
	}
	switch s.page {
	case asking, extra:
		return s.clickSheet(c, height)
	case verdict:
		p := s.sheaf(c.Width, height)
		s.menu.Click(p.inner, p.menuH, c.X-p.left, c.Y-p.menuY)
		return s.picked()
	case clause:
		return nil
	}
	inner := max(2, min(formWidth, c.Width-2*margin))
	_, rows := widget.Size(s.leafHead(inner))
	s.menu.Click(inner, max(1, height-rows), c.X-margin, c.Y-rows)
	return s.picked()
}

func (s *Screen) clickSheet(c screen.Click, height int) tea.Cmd {
	sh := s.sheet(c.Width, height)
	x, y := c.X-margin, c.Y+sh.top
	for _, at := range sh.spots {
		if y == at.y {
			s.goTo(at.step)
			return nil
		}
	}
	p := sh.part
	if y < p.y || y >= p.y+p.height || x < 0 || x >= p.width {
		return nil
	}
	return s.apply(s.part.click(s.env.Theme, spot{x, y - p.y, p.width, p.height}))
}
