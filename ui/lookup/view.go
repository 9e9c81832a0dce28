package lookup

import (
	"strconv"
	"strings"

	"heshi/model"
	"heshi/model/ident"
	"heshi/store/find"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"

	tea "charm.land/bubbletea/v2"
)

// parts says how the rows of the screen are shared out: head (box and
// filters), list, foot (more about the selected row). With little room the
// foot gives way first.
type parts struct{ head, list, foot int }

func (s Screen) parts() parts { return s.shares(s.drawn.Y) }

func (s Screen) shares(height int) parts {
	p := parts{head: 2, foot: 3}
	if s.env.Senior {
		p = parts{head: 4, foot: 3}
	}
	if height < p.head+p.foot+3 {
		p.foot = 0
	}
	p.list = max(1, height-p.head-p.foot)
	return p
}

// View draws box, filters, list and what there is to say about the selected
// row.
func (s Screen) View(width, height int) screen.Block {
	*s.drawn = widget.Spot{X: width, Y: height}
	p := s.shares(height)
	rows := []widget.Block{s.boxBlock(width)}
	if s.env.Senior {
		rows = append(rows, widget.Blank(width, 1))
	}
	rows = append(rows, s.tabsBlock(width))
	if s.env.Senior {
		rows = append(rows, widget.Blank(width, 1))
	}
	rows = append(rows, s.listBlock(width, p.list))
	if p.foot > 0 {
		rows = append(rows, s.footBlock(width, p.foot))
	}
	return widget.Fit(widget.Stack(rows...), width, height)
}

// listBlock draws the rows, or what there is to say when there are none.
func (s Screen) listBlock(width, height int) widget.Block {
	l := s.filled()
	if len(l.Rows) > 0 {
		return l.View(s.env.Theme, width, height)
	}
	said := widget.Para(s.env.Theme.Text, s.empty(), width-4)
	return widget.Fit(widget.Pad(said, 1, 2, 0, 2), width, height)
}

// boxBlock is the search box with its label in front.
func (s Screen) boxBlock(width int) widget.Block {
	f := s.box
	f.Label = " " + s.env.T("lookup.box")
	f.LabelWidth = widget.Width(f.Label) + 1
	b := f.View(s.env.Theme, width-1, 1)
	if f.Value() == "" && !f.Focused() {
		th := s.env.Theme
		hint := widget.Line(th, th.Field, s.env.T("lookup.hint"), max(1, width-1-f.LabelWidth))
		b = widget.Overlay(b, hint, widget.Spot{X: f.LabelWidth})
	}
	return widget.Fit(b, width, 1)
}

// span is a clickable part of a row.
type span struct{ from, to int }

// tabWords are the filters as they are written, with their digit where digits
// choose them.
func (s Screen) tabWords() []string {
	out := make([]string, tabs)
	for i, key := range []text.Key{"lookup.all", "lookup.open", "lookup.complaints", "lookup.consultations"} {
		word := " " + s.env.T(key) + " "
		if !s.env.Senior {
			word = " " + strconv.Itoa(i+1) + word
		}
		out[i] = word
	}
	return out
}

// tabSpans are where the filters stand in their row.
func (s Screen) tabSpans() []span {
	x := 1
	out := make([]span, 0, tabs)
	for _, w := range s.tabWords() {
		out = append(out, span{x, x + widget.Width(w)})
		x += widget.Width(w) + 1
	}
	return out
}

// tabsBlock is the row of filters; while something is searched for, what came
// of it.
func (s Screen) tabsBlock(width int) widget.Block {
	th := s.env.Theme
	if s.found != nil || s.seeing {
		return widget.Line(th, th.Muted, " "+s.tally(), width)
	}
	var row strings.Builder
	for i, w := range s.tabWords() {
		style := th.Text
		if tab(i) == s.tab {
			style = th.Selected
		}
		row.WriteString(" " + style.Render(w))
	}
	right := s.pageWord()
	if hint := "  " + s.env.T("lookup.arrows"); s.env.Senior && widget.Width(row.String()+hint+right) < width {
		row.WriteString(th.Muted.Render(hint))
	}
	return widget.Split(widget.Lines(row.String()), widget.Lines(th.Muted.Render(right)), width)
}

// pageWord says which page shows, where there are several.
func (s Screen) pageWord() string {
	switch {
	case s.page.end == 1:
		return s.env.T("lookup.page_last") + " "
	case s.page.end > 1:
		return s.env.T("lookup.page_end", "page", s.page.end) + " "
	case !s.page.first() || s.more:
		return s.env.T("lookup.page", "page", len(s.page.way)+1) + " "
	}
	return ""
}

// tally says how much was found.
func (s Screen) tally() string {
	if s.found == nil {
		return s.env.T("lookup.looking")
	}
	n := len(s.found.res.Hits)
	switch {
	case s.making.all > 0:
		return s.env.T("lookup.remade", "n", n, "made", s.making.made, "all", s.making.all)
	case n == 0 && !s.seeing:
		return s.env.T("lookup.none")
	case s.seeing:
		return s.env.T("lookup.looking_on", "n", n)
	case s.found.more:
		return s.env.T("lookup.many", "n", n)
	case s.shop != "":
		return s.env.T("lookup.of_shop", "n", n, "shop", s.shop)
	}
	return s.env.T("lookup.count", "n", n)
}

// reword sets what depends on language and layout.
func (s *Screen) reword() {
	s.box.Max = 100
	s.list.Header = !s.env.Senior
	s.list.Spaced, s.list.Digits = s.env.Senior, s.env.Senior
}

// filled is the list with its words. They are made here, because days are told
// as seen from today.
func (s Screen) filled() widget.List {
	l := s.list
	l.Columns = s.columns()
	if s.found != nil {
		l.Rows = make([]widget.Row, len(s.found.res.Hits))
		for i, h := range s.found.res.Hits {
			l.Rows[i] = s.hitRow(h)
		}
		return l
	}
	l.Rows = make([]widget.Row, len(s.rows))
	for i, r := range s.rows {
		l.Rows[i] = s.row(r)
	}
	return l
}

// empty is what stands where there are no rows: a sentence, and what to try.
func (s Screen) empty() string {
	switch {
	case s.found == nil && s.making.all > 0:
		return s.env.T("lookup.remade_list", "made", s.making.made, "all", s.making.all)
	case !s.ready:
		return s.env.T("lookup.looking")
	case s.found != nil && !s.seeing && find.Blank(s.box.Value()):
		return s.env.T("lookup.blank")
	case s.found != nil && !s.seeing && find.ShortNumber(s.box.Value()):
		return s.env.T("lookup.short")
	case s.found != nil && !s.seeing && s.making.all > 0:
		return s.env.T("lookup.remade_nothing", "query", s.box.Value(), "made", s.making.made, "all", s.making.all)
	case s.found != nil && !s.seeing:
		return s.env.T("lookup.nothing", "query", s.box.Value())
	case s.found != nil:
		return ""
	case s.tab == all:
		return s.env.T("lookup.no_cases")
	case s.tab == open:
		return s.env.T("lookup.none_open")
	}
	return s.env.T("lookup.none_here")
}

func (s Screen) columns() []widget.Column {
	t := s.env.T
	switch {
	case s.env.Senior && s.found != nil:
		return []widget.Column{{Width: 11}, {Min: 10}, {Min: 14}}
	case s.env.Senior:
		return []widget.Column{{Width: 10}, {Min: 12}, {Width: 14}}
	case s.found != nil:
		return []widget.Column{
			{Title: t("lookup.col.name"), Width: 12},
			{Title: t("lookup.col.shop"), Min: 12},
			{Title: t("lookup.col.why"), Min: 24},
			{Title: t("lookup.col.state"), Width: 12, Drop: 2},
			{Title: t("lookup.col.no"), Width: 18, Drop: 3},
			{Title: t("lookup.col.at"), Width: 20, Drop: 4},
		}
	}
	return []widget.Column{
		{Title: t("lookup.col.name"), Width: 12},
		{Title: t("lookup.col.shop"), Min: 12},
		{Title: t("lookup.col.goods"), Min: 12, Drop: 3},
		{Title: t("lookup.col.state"), Width: 14},
		{Title: t("lookup.col.due"), Width: 14},
		{Title: t("lookup.col.no"), Width: 18, Drop: 2},
		{Title: t("lookup.col.at"), Width: 20, Drop: 4},
	}
}

func (s Screen) row(r find.Row) widget.Row {
	tone, due := s.due(r)
	if s.env.Senior {
		return widget.Row{ID: string(r.ID), Tone: tone, Cells: []string{s.who(r), s.about(r), s.standing(r)}}
	}
	return widget.Row{ID: string(r.ID), Tone: tone, Cells: []string{
		s.who(r), s.about(r), r.Goods, s.state(r), due, r.No, s.at(r),
	}}
}

func (s Screen) hitRow(h find.Hit) widget.Row {
	tone, _ := s.due(h.Row)
	why := s.reasons(h.Kind, h.Why)
	if s.env.Senior {
		return widget.Row{ID: string(h.ID), Tone: tone, Cells: []string{s.who(h.Row), s.about(h.Row), why}}
	}
	return widget.Row{ID: string(h.ID), Tone: tone, Cells: []string{
		s.who(h.Row), s.about(h.Row), why, s.state(h.Row), h.No, s.at(h.Row),
	}}
}

// who is the shopper's name; a consultation may have none. A shop or a
// volunteer says what it is.
func (s Screen) who(r find.Row) string {
	switch {
	case r.Kind == find.Shop:
		return s.env.T("lookup.shop")
	case r.Kind == find.Volunteer:
		return s.env.T("lookup.volunteer")
	case r.Name == "":
		return s.env.T(text.Key("lookup.kind." + string(r.CaseKind)))
	}
	return r.Name
}

// about is the shop; of a shop its own name and stall, of a volunteer the name.
func (s Screen) about(r find.Row) string {
	switch {
	case r.Kind == find.Shop && r.Stall != "":
		return r.Name + " " + r.Stall
	case r.Kind != find.Case:
		return r.Name
	case r.Shop == "" && r.Goods == "" && r.Name != "" && r.CaseKind == model.Consultation:
		return s.env.T("lookup.kind.consultation")
	case r.Shop == "":
		return r.Goods
	}
	return r.Shop
}

// standing is the one word senior mode has room for: overdue before state.
func (s Screen) standing(r find.Row) string {
	if tone, due := s.due(r); tone == theme.Bad || tone == theme.Warn {
		return due
	}
	return s.state(r)
}

// state is the state as a word and a mark.
func (s Screen) state(r find.Row) string {
	switch {
	case r.Kind == find.Volunteer && r.Over:
		return s.env.T("lookup.left")
	case r.Kind != find.Case:
		return ""
	}
	return s.env.T(text.State(r.CaseKind, r.State)) + " " + s.stateMark(r.State)
}

// stateMark stands behind the state's word: settled well, ended otherwise,
// passed on, or still going.
func (s Screen) stateMark(state model.CaseState) string {
	m := s.env.Theme.Marks
	switch state {
	case model.Closed, model.Referred:
		return m.Good
	case model.Declined, model.Terminated, model.Withdrawn:
		return m.Bad
	}
	return m.Dot
}

// due tells in words when somebody must see to the case, and how the row is
// coloured for it.
func (s Screen) due(r find.Row) (theme.Tone, string) {
	today := s.today()
	switch {
	case r.Kind != find.Case && !r.Over:
		return theme.Normal, ""
	case r.Over || r.Due.IsZero():
		return theme.Muted, ""
	case r.Due < today:
		return theme.Bad, s.env.T("lookup.overdue", "n", int(today-r.Due)) + " " + s.env.Theme.Marks.Bad
	case r.Due == today:
		return theme.Warn, s.env.T("lookup.due_today") + " " + s.env.Theme.Marks.Warn
	}
	return theme.Normal, s.env.Text.Relative(r.Due, today)
}

func (s Screen) today() model.Day {
	now := s.env.Now()
	return model.DayOf(now, now.Location())
}

func (s Screen) at(r find.Row) string {
	if r.At.IsZero() {
		return ""
	}
	return s.env.Text.Since(r.At.In(s.env.Now().Location()), s.env.Now())
}

// reasons says in words why a row was found.
func (s Screen) reasons(kind find.Kind, why []find.Why) string {
	words := make([]string, 0, len(why))
	for _, w := range why {
		if kind == find.Shop && w.Field == "name" {
			w.Field = "shop"
		}
		words = append(words, s.reason(w))
	}
	return s.env.Text.List(words)
}

func (s Screen) reason(w find.Why) string {
	value := w.Text
	if w.Field == "phone" && w.How == find.Exact {
		value = ident.MaskPhone(value)
	}
	return s.env.T(text.Key("lookup.why."+string(w.How)),
		"part", s.env.T(text.Key("lookup.field."+w.Field)), "text", value)
}

// footBlock tells more about the selected row: number, phone (masked), days,
// and why it was found.
func (s Screen) footBlock(width, height int) widget.Block {
	th := s.env.Theme
	r, ok := s.selected()
	if !ok {
		return widget.Blank(width, height)
	}
	rule := widget.Line(th, th.Border, strings.Repeat(th.Frame.Top, width), width)
	body := widget.Para(th.Text, flowed(s.detail(r), width-2), width-2)
	return widget.Fit(widget.Stack(rule, widget.Pad(body, 0, 1, 0, 1)), width, height)
}

// flowed puts short texts beside one another and breaks lines only between
// them.
func flowed(texts []string, width int) string {
	var out strings.Builder
	x := 0
	for _, t := range texts {
		w := widget.Width(t)
		switch {
		case x > 0 && x+3+w <= width:
			out.WriteString("   ")
			x += 3
		case x > 0:
			out.WriteByte('\n')
			x = 0
		}
		out.WriteString(t)
		x += w
	}
	return out.String()
}

func (s Screen) detail(r find.Row) []string {
	parts := []string{}
	add := func(key text.Key, v string) {
		if v != "" {
			parts = append(parts, s.env.T(key, "v", v))
		}
	}
	switch r.Kind {
	case find.Shop:
		add("lookup.detail.shop", r.Name)
	case find.Volunteer:
		add("lookup.detail.volunteer", r.Name)
	}
	add("lookup.detail.why", s.reasons(r.Kind, s.why()))
	add("lookup.detail.no", r.No)
	add("lookup.detail.phone", ident.MaskPhone(r.Phone))
	add("lookup.detail.at", s.at(r))
	if _, due := s.due(r); due != "" {
		add("lookup.detail.due", due)
	}
	add("lookup.detail.goods", r.Goods)
	add("lookup.detail.receiver", s.env.Text.Actor("", r.Receiver))
	return parts
}

// click serves the mouse: box, filters, rows.
func (s *Screen) click(c screen.Click) tea.Cmd {
	p := s.shares(c.Height)
	tabsAt := 1
	if s.env.Senior {
		tabsAt = 2
	}
	switch y := c.Y; {
	case y == 0:
		s.focusBox()
		f := s.box
		f.Label = " " + s.env.T("lookup.box")
		f.LabelWidth = widget.Width(f.Label) + 1
		f.Click(s.env.Theme, c.Width-1, c.X, 0)
		f.Label, f.LabelWidth = "", 0
		s.box = f
	case y == tabsAt && s.found == nil:
		for i, at := range s.tabSpans() {
			if c.X >= at.from && c.X < at.to {
				return s.show(tab(i))
			}
		}
	case y >= p.head && y < p.head+p.list:
		s.list.Click(p.list, y-p.head)
		if _, ok := s.list.Opened(); ok {
			return s.openSelected()
		}
	}
	return nil
}
