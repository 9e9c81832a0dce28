package sheet

import (
	"slices"

	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// The cells of a sheet: the margin on either side, the widest a question gets.
const (
	margin    = 2
	widest    = 96
	mostLabel = 36
	labelGap  = 2
)

// frame is one drawn question: where it stands among the rows of the sheet.
type frame struct{ top, rows int }

// View draws width x height cells.
func (s Sheet) View(th theme.Theme, width, height int) widget.Block {
	if s.senior {
		return widget.Fit(s.one(th, width, height), width, height)
	}
	all, at := s.all(th, width)
	top := widget.FollowTop(all, at[s.at].top+at[s.at].rows/2, height)
	return widget.Fit(widget.Window(all, top, height), width, height)
}

func inner(width int) int { return max(1, min(widest, width-2*margin)) }

// labels is how many cells the labels take.
func (s Sheet) labels(width int) int {
	n := 0
	for _, it := range s.items {
		n = max(n, widget.Width(it.Label))
	}
	return min(n+labelGap, mostLabel, max(1, inner(width)/2))
}

// all draws every question below one another, and the button.
func (s Sheet) all(th theme.Theme, width int) (widget.Block, []frame) {
	w, labels := inner(width), s.labels(width)
	blocks := []widget.Block{widget.Blank(width, 1)}
	var at []frame
	y := 1
	for i, it := range s.items {
		focused := i == s.at
		style := th.Label
		if focused {
			style = th.Strong
		}
		body := s.view(it, th, w-labels, 0, focused)
		_, rows := widget.Size(body)
		head := widget.Para(style, it.Label, max(1, labels-labelGap))
		_, high := widget.Size(head)
		rows = max(rows, high)
		body = widget.Beside(widget.Fit(head, labels, rows), widget.Fit(body, w-labels, rows))
		blocks = append(blocks, widget.Pad(body, 0, 0, 0, margin))
		at = append(at, frame{y, rows})
		y += rows
	}
	blocks = append(blocks, widget.Blank(width, 1), widget.Pad(s.button(th), 0, 0, 0, margin+labels))
	return widget.Stack(blocks...), append(at, frame{y + 1, 1})
}

func (s Sheet) button(th theme.Theme) widget.Block {
	style := th.Field
	if s.at == len(s.items) {
		style = th.Selected
	}
	words := " " + s.text.T(s.word()) + " "
	return widget.Line(th, style, words, widget.Width(words))
}

// view draws the answer in width cells, at most height rows where height is not
// 0.
func (s Sheet) view(it item, th theme.Theme, width, height int, focused bool) widget.Block {
	switch {
	case it.Kind == Line:
		f := it.field
		f.Cells = 48
		f.Note = it.note(focused)
		if !focused && f.Value() == "" && it.Known != "" {
			return widget.Line(th, th.Field, it.Known, min(width, f.Cells))
		}
		if focused && f.Note.Text == "" && !s.senior {
			f.Hint = it.Hint
		}
		return f.View(th, width, f.Height(width))
	case it.Kind == Text:
		a := it.area
		a.Note = it.note(focused)
		if height > 0 {
			return a.View(th, width, min(height, a.Height(width)))
		}
		return a.View(th, width, a.Height(width))
	case focused:
		c := it.choice
		c.Note = it.note(focused)
		rows := c.Height(width)
		if height > 0 {
			rows = min(rows, height)
		}
		return c.View(it.bright(th), width, rows)
	}
	said := s.said(it)
	b := widget.Line(th, th.Field, said, min(width, max(48, widget.Width(said))))
	if n := it.note(focused); n.Text != "" {
		b = widget.Stack(b, widget.NoteBlock(th, n, width))
	}
	return b
}

// bright hides the bright line where it would stand on an option that is not
// chosen.
func (it item) bright(th theme.Theme) theme.Theme {
	if it.Kind == Pick && len(it.choice.Values()) == 0 {
		th.Selected = th.Text
	}
	return th
}

// one draws the question with the focus alone, or what is read back.
func (s Sheet) one(th theme.Theme, width, height int) widget.Block {
	switch {
	case s.picking:
		return widget.Stack(s.menuHead(th, width), s.menuBlock(th, width, height))
	case s.at == len(s.items):
		return s.readBack(th, width, height)
	}
	head, w := s.question(th, width)
	_, rows := widget.Size(head)
	body := s.view(s.items[s.at], th, w-2*margin, max(1, height-rows), true)
	return widget.Stack(head, widget.Pad(body, 0, 0, 0, 2*margin))
}

// question is what stands above a single answer.
func (s Sheet) question(th theme.Theme, width int) (widget.Block, int) {
	w, it := inner(width), s.items[s.at]
	head := widget.Blank(w, 1)
	if s.fresh {
		step := s.text.T("sheet.progress", "n", s.at+1, "of", len(s.items))
		head = widget.Stack(head, widget.Line(th, th.Muted, step, w), widget.Blank(w, 1))
	}
	head = widget.Stack(head, widget.Question(th, it.Label, w))
	if it.Hint != "" {
		head = widget.Stack(head, widget.Para(th.Text, it.Hint, w))
	}
	return widget.Pad(widget.Stack(head, widget.Blank(w, 1)), 0, 0, 0, margin), w
}

func (s Sheet) menuHead(th theme.Theme, width int) widget.Block {
	w := inner(width)
	return widget.Pad(widget.Stack(widget.Blank(w, 1), widget.Question(th, s.text.T("sheet.which"), w), widget.Blank(w, 1)), 0, 0, 0, margin)
}

// menuBlock lists the questions with what they are answered now.
func (s Sheet) menuBlock(th theme.Theme, width, height int) widget.Block {
	w := inner(width)
	_, head := widget.Size(s.menuHead(th, width))
	return widget.Pad(s.answers(w).View(th, w, max(1, height-head)), 0, 0, 0, margin)
}

// answers is the menu with the present answers behind the questions.
func (s Sheet) answers(width int) widget.Choice {
	m := s.menu
	m.Options = slices.Clone(m.Options)
	for i, it := range s.items {
		said := s.said(it)
		if said == "" {
			said = it.Known
		}
		label := widget.Clean(it.Label + "  " + said)
		m.Options[i].Label = widget.TruncateWith(label, max(10, width-8), "…")
	}
	return m
}

// readBack shows what was changed, and asks whether to keep it.
func (s Sheet) readBack(th theme.Theme, width, height int) widget.Block {
	w := inner(width)
	title, changed := text.Key("sheet.review"), s.Changed()
	if s.fresh {
		title, changed = "sheet.review.fresh", s.answered()
	}
	blocks := []widget.Block{widget.Blank(w, 1), widget.Question(th, s.text.T(title), w), widget.Blank(w, 1)}
	for _, id := range changed {
		it := s.items[s.index(id)]
		said := s.understood(it)
		if said == "" {
			said = s.text.T("sheet.emptied")
		}
		blocks = append(blocks, widget.Para(th.Strong, it.Label+"  "+said, w))
		if n := it.read(); n.Tone == theme.Bad {
			blocks = append(blocks, widget.NoteBlock(th, n, w))
		}
	}
	if len(changed) == 0 {
		none := text.Key("sheet.same")
		if s.fresh {
			none = "sheet.none"
		}
		blocks = append(blocks, widget.Para(th.Text, s.text.T(none), w))
	}
	rows := s.review.Height(w)
	said := widget.Stack(blocks...)
	_, have := widget.Size(said)
	said = widget.Fit(said, w, max(1, min(have, height-rows-1)))
	return widget.Pad(widget.Stack(said, widget.Blank(w, 1), s.review.View(th, w, rows)), 0, 0, 0, margin)
}

// understood is the answer as it will be kept: a day or an amount in full, not
// as it was typed.
func (s Sheet) understood(it item) string {
	said := s.said(it)
	if n := it.read(); n.Tone == theme.Good && n.Text != "" {
		return n.Text
	}
	return said
}

// Click serves a press at x, y of the sheet as drawn width x height cells: it
// goes to the question there, and chooses or puts the cursor.
func (s Sheet) Click(th theme.Theme, width, height, x, y int) Sheet {
	s.saved = false
	if s.senior {
		s.clickOne(th, width, height, x, y)
		return s
	}
	all, at := s.all(th, width)
	y += widget.FollowTop(all, at[s.at].top+at[s.at].rows/2, height)
	x -= margin + s.labels(width)
	for i, f := range at {
		if y < f.top || y >= f.top+f.rows {
			continue
		}
		was := s.at
		s.focus(i)
		switch {
		case i == len(s.items):
			s.saved = x >= 0
		case i == was || s.items[i].Kind == Line:
			s.press(th, inner(width)-s.labels(width), 0, x, y-f.top)
		}
		return s
	}
	return s
}

func (s *Sheet) clickOne(th theme.Theme, width, height, x, y int) {
	if s.picking {
		w := inner(width)
		_, head := widget.Size(s.menuHead(th, width))
		m := s.answers(w)
		m.Click(w, max(1, height-head), x-margin, y-head)
		s.menu = m
		s.afterMenu()
		return
	}
	if s.at == len(s.items) {
		w := inner(width)
		rows := s.review.Height(w)
		top := s.reviewTop(th, width, height)
		s.review.Click(w, rows, x-margin, y-top)
		s.afterReview()
		return
	}
	head, w := s.question(th, width)
	_, rows := widget.Size(head)
	s.press(th, w-2*margin, max(1, height-rows), x-2*margin, y-rows)
}

// reviewTop is the row in which the choices below what is read back begin.
func (s Sheet) reviewTop(th theme.Theme, width, height int) int {
	_, all := widget.Size(s.readBack(th, width, height))
	return all - s.review.Height(inner(width))
}

// press works the answer with the mouse.
func (s *Sheet) press(th theme.Theme, width, height, x, y int) {
	it := &s.items[s.at]
	switch it.Kind {
	case Line:
		f := it.field
		f.Cells = 48
		f.Click(th, width, x, y)
		f.Cells = 0
		it.field = f
	case Text:
	default:
		rows := it.choice.Height(width)
		if height > 0 {
			rows = min(rows, height)
		}
		it.choice.Click(width, rows, x, y)
		it.fault = ""
		if _, picked := it.choice.Picked(); picked && it.Kind == Pick {
			s.step(1)
		}
	}
}

// answered lists the questions that have an answer.
func (s Sheet) answered() []string {
	var ids []string
	for _, it := range s.items {
		if len(it.values()) > 0 {
			ids = append(ids, it.ID)
		}
	}
	return ids
}
