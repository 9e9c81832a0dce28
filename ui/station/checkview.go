package station

import (
	"strings"

	"heshi/model"
	"heshi/model/check"
	"heshi/ui/paper"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// View draws the list, one item, or the evidence being written.
func (c *Check) View(width, height int) screen.Block {
	*c.drawn = widget.Spot{X: width, Y: height}
	switch {
	case c.note != nil:
		return c.note.View(c.env.Theme, width, height)
	case !c.ready:
		return widget.Blank(width, height)
	case c.item != "":
		return c.viewItem(width, height)
	}
	head := c.head(width)
	_, y := widget.Size(head)
	if len(c.checks) == 0 {
		menu := widget.Pad(c.start.View(c.env.Theme, width-4, max(1, height-y)), 0, 2, 0, 2)
		return widget.Fit(widget.Stack(head, menu), width, height)
	}
	body := widget.Pad(c.table(width-4, c.listRows(width, height)), 0, 2, 0, 2)
	return widget.Fit(widget.Stack(head, body), width, height)
}

func (c *Check) listRows(width, height int) int {
	_, y := widget.Size(c.head(width))
	return max(1, height-y)
}

// head tells whose check it is and how it came out.
func (c *Check) head(width int) widget.Block {
	th := c.env.Theme
	said, style := c.env.T("check.never"), th.Text
	if now, ok := c.shown(); ok {
		s := c.list.Score(now)
		result := c.list.Result(s)
		said = c.env.T("check.head", "day", model.DayOf(now.At, now.At.Location()), "by", actor(c.env.Text, now.By),
			"percent", s.Percent, "result", c.env.T(text.Key("check.result."+result)), "n", s.Answered, "of", s.Of)
		style = th.Of(toneOf(result))
		if c.at > 0 {
			said += "  " + c.env.T("check.before", "percent", c.list.Score(c.checks[c.at-1]).Percent)
		}
	}
	return widget.Pad(widget.Stack(widget.Blank(width-4, 1), widget.Para(style, widget.Clean(said), width-4), widget.Blank(width-4, 1)), 0, 2, 0, 2)
}

func toneOf(result string) theme.Tone {
	switch result {
	case check.Pass:
		return theme.Good
	case check.Fair:
		return theme.Warn
	case check.Poor:
		return theme.Bad
	}
	return theme.Normal
}

func answerTone(answer string) theme.Tone {
	switch answer {
	case model.CheckMet:
		return theme.Good
	case model.CheckPartly:
		return theme.Warn
	case model.CheckNotMet:
		return theme.Bad
	}
	return theme.Muted
}

// word is an answer in a word with its mark.
func (c *Check) word(answer string) string {
	w := c.env.T(text.Key("check.word." + answer))
	if answer == "" {
		w = c.env.T("check.word.open")
	}
	if m := c.env.Theme.Mark(answerTone(answer)); m != "" {
		w += " " + m
	}
	return w
}

func (c *Check) table(width, height int) widget.Block {
	now, _ := c.shown()
	l := c.rows
	l.Columns = []widget.Column{{Width: 10}, {Min: 24}, {Width: 26, Drop: 1}}
	l.Rows = make([]widget.Row, len(c.rows.Rows))
	for i, r := range c.rows.Rows {
		if r.Whole {
			r.Tone = theme.Strong
			l.Rows[i] = r
			continue
		}
		it, x := c.find(r.ID), now.Item(r.ID)
		more := x.Note
		if more == "" {
			more = c.figure(it, x)
		}
		l.Rows[i] = widget.Row{
			ID: r.ID, Tone: answerTone(x.Answer),
			Cells: []string{c.word(x.Answer), it.In(c.env.Text.Lang()), more},
		}
	}
	return l.View(c.env.Theme, width, height)
}

// figure says what the store could tell on that day.
func (c *Check) figure(it check.Item, x model.CheckItem) string {
	return figure(c.env.Text, it, x)
}

func figure(words *text.Catalogue, it check.Item, x model.CheckItem) string {
	switch {
	case x.Figure == nil:
		return ""
	case *x.Figure < 0:
		return words.T(text.Key("check.nothing." + it.Fact))
	}
	return words.T(text.Key("check.figure."+it.Fact), "n", *x.Figure, "target", it.Target)
}

// said is one item in full.
func (c *Check) said(width int) widget.Block {
	th, w := c.env.Theme, width-4
	now, _ := c.shown()
	it, x := c.find(c.item), now.Item(c.item)
	place := 1
	for i, other := range c.list.Items {
		if other.ID == it.ID {
			place = i + 1
		}
	}
	blocks := []widget.Block{
		widget.Blank(w, 1),
		widget.Line(th, th.Muted, c.env.T(text.Key("check.group."+it.Group))+"  "+c.env.T("check.place", "n", place, "of", len(c.list.Items)), w),
		widget.Para(th.Title, it.In(c.env.Text.Lang()), w),
		widget.Para(th.Muted, c.env.T("check.source", "source", who(it.Source)), w),
	}
	if f := c.figure(it, x); f != "" {
		blocks = append(blocks, widget.Para(th.Text, c.env.T("check.store_says", "what", who(f)), w))
	}
	blocks = append(blocks, widget.Para(th.Of(answerTone(x.Answer)), c.env.T("check.now", "answer", who(c.word(x.Answer))), w))
	if x.Note != "" {
		blocks = append(blocks, widget.Para(th.Text, c.env.T("check.note")+" "+widget.Clean(x.Note), w))
	}
	return widget.Stack(blocks...)
}

// menuTop is the row in which the answers begin.
func (c *Check) menuTop(width, height int) int {
	_, rows := widget.Size(c.said(width))
	return min(rows+1, max(0, height-c.menu.Height(width-4)))
}

func (c *Check) viewItem(width, height int) widget.Block {
	top := c.menuTop(width, height)
	said := widget.Fit(widget.Pad(c.said(width), 0, 2, 0, 2), width, max(1, top))
	menu := widget.Pad(c.menu.View(c.env.Theme, width-4, max(1, height-top)), 0, 2, 0, 2)
	return widget.Fit(widget.Stack(said, menu), width, height)
}

// CheckPaper is a self-check as a paper.
func CheckPaper(words *text.Catalogue, station string, l check.List, c model.SelfCheck) paper.Document {
	s := l.Score(c)
	d := paper.Document{
		Kind: "selfcheck", Edition: c.Edition, Org: station, Title: words.T("station.page.check"),
		No: model.DayOf(c.At, c.At.Location()).String(),
	}
	d.Blocks = append(d.Blocks, paper.Fields{Items: []paper.Field{
		{Label: words.T("check.paper.day"), Text: words.ShortDay(model.DayOf(c.At, c.At.Location()))},
		{Label: words.T("check.paper.by"), Text: string(actor(words, c.By))},
		{Label: words.T("check.paper.score"), Text: words.T("check.percent", "n", s.Percent)},
		{Label: words.T("check.paper.result"), Text: words.T(text.Key("check.result." + l.Result(s)))},
	}})
	for _, g := range check.Groups() {
		t := paper.Table{Columns: []paper.Column{
			{Head: words.T(text.Key("check.group." + g)), Share: 8},
			{Head: words.T("check.paper.answer"), Share: 2},
			{Head: words.T("check.note"), Share: 5},
		}}
		for _, it := range l.Items {
			if it.Group != g {
				continue
			}
			x := c.Item(it.ID)
			answer := words.T("check.word.open")
			if x.Answer != "" {
				answer = words.T(text.Key("check.word." + x.Answer))
			}
			shown := []string{figure(words, it, x), x.Note}
			t.Rows = append(t.Rows, []string{it.In(words.Lang()), answer, strings.TrimSpace(strings.Join(shown, "\n"))})
		}
		d.Blocks = append(d.Blocks, t)
	}
	sign := paper.Signatures{Items: []paper.Signature{
		{Label: words.T("paper.sign.issuer"), Date: words.T("paper.ink_date")},
		{Label: words.T("paper.sign.station"), Date: words.T("paper.ink_date"), Seal: true},
	}}
	d.Blocks = append(d.Blocks, sign)
	return d
}
