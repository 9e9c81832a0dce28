package casework

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"heshi/model/clock"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// voice puts clocks into words.
func (s Screen) voice() clock.Voice {
	c := s.env.Text
	return clock.Voice{Lang: c.Lang(), Say: func(key string, args ...any) string { return c.T(text.Key(key), args...) }}
}

// clockStanding says by when a clock wants something, in words and colour.
func (s Screen) clockStanding(st clock.State) (theme.Tone, string) {
	day := s.env.Text.ShortDay(st.Last)
	switch {
	case !st.Ended.IsZero() && st.Late(s.env.Now()):
		return theme.Muted, s.env.T("casework.clock.late_done", "day", day)
	case !st.Ended.IsZero():
		return theme.Good, s.env.T("casework.clock.done", "day", day)
	case st.Last.IsZero():
		return theme.Muted, s.env.T("casework.clock.stopped")
	case st.Late(s.env.Now()):
		return theme.Bad, s.env.T("casework.clock.late", "day", day, "n", int(s.today()-st.Last))
	case st.Last == s.today():
		return theme.Warn, s.env.T("casework.clock.today", "day", day)
	}
	return theme.Normal, s.env.T("casework.clock.until", "day", day, "when", s.env.Text.Relative(st.Last, s.today()))
}

// clocksBlock lists the clocks of the case, each with how binding it is.
func (s Screen) clocksBlock(width int) widget.Block {
	th, w := s.env.Theme, s.inset(width)
	var blocks []widget.Block
	for _, st := range s.states {
		tone, word := s.clockStanding(st)
		blocks = append(blocks,
			widget.Para(th.Text, s.env.T("casework.clock", "name", st.Name, "label", s.env.T(text.Key("clock.label."+string(st.Label)))), w),
			widget.Pad(widget.Fit(widget.Lines(th.Status(tone, word)), w-2, 1), 0, 0, 0, 2))
	}
	if p := s.c.Paused(); p != nil {
		blocks = append(blocks, widget.Para(th.Warn, s.env.T("casework.paused", "reason", p.Reason, "day", s.env.Text.ShortDay(p.Look)), w))
	}
	if len(s.states) == 0 {
		return widget.Stack(append(blocks, widget.Para(th.Muted, s.env.T("casework.no_clocks"), w))...)
	}
	return widget.Stack(append(blocks, widget.Para(th.Muted, s.env.T("casework.clock.hint", "n", int(clocks)+1), w))...)
}

// openSums shows how the deadlines were counted, day by day.
func (s *Screen) openSums() tea.Cmd {
	if !s.loaded {
		return nil
	}
	s.sums, s.top = true, 0
	return nil
}

// sumsBlock is the arithmetic of every clock, as high as it is.
func (s Screen) sumsBlock(width int) widget.Block {
	th, w := s.env.Theme, max(20, width-4)
	blocks := []widget.Block{widget.Blank(w, 1)}
	for _, st := range s.states {
		tone, word := s.clockStanding(st)
		label := s.env.T(text.Key("clock.label." + string(st.Label)))
		source := s.env.T("casework.clock.source", "source", st.Source)
		if st.Article != "" {
			source = s.env.T("casework.clock.article", "law", s.env.Text.Article(st.Source, st.Article))
		}
		blocks = append(blocks,
			widget.Para(th.Title, s.env.T("casework.clock", "name", st.Name, "label", label), w),
			widget.Fit(widget.Lines(th.Status(tone, word)), w, 1),
			widget.Para(th.Text, st.Text, w), widget.Para(th.Muted, source, w))
		if st.Provisional {
			blocks = append(blocks, widget.Para(th.Warn, s.env.T("clock.provisional"), w))
		}
		if st.RawLast != st.Last && !st.Last.IsZero() {
			blocks = append(blocks, widget.Para(th.Text, s.env.T("casework.clock.rolled", "raw", st.RawLast, "last", st.Last), w))
		}
		blocks = append(blocks, s.daysBlock(st, w), widget.Blank(w, 1))
	}
	if len(s.states) == 0 {
		blocks = append(blocks, widget.Para(th.Muted, s.env.T("casework.no_clocks"), w))
	}
	return widget.Pad(widget.Stack(blocks...), 0, 2, 0, 2)
}

func (s Screen) daysBlock(st clock.State, width int) widget.Block {
	th := s.env.Theme
	blocks := []widget.Block{widget.Line(th, th.Muted, s.env.T("casework.clock.from", "moment", st.From), width)}
	for _, d := range st.Days {
		n, style := "-", th.Muted
		if d.N > 0 {
			n, style = strconv.Itoa(int(d.N)), th.Text
		}
		line := s.env.Text.Day(d.Date)
		if d.Why != "" {
			line += "  " + d.Why
		}
		blocks = append(blocks, widget.Beside(widget.Line(th, style, n, 5), widget.Line(th, style, line, width-5)))
	}
	return widget.Stack(blocks...)
}

// sumsView draws the arithmetic.
func (s Screen) sumsView(width, height int) screen.Block {
	body := s.sumsBlock(width)
	_, rows := widget.Size(body)
	return widget.Fit(s.hinted(widget.Window(body, s.top, height), rows, width, height), width, height)
}

// actSums does what a binding says while the arithmetic shows.
func (s *Screen) actSums(id keys.ID) tea.Cmd {
	if id == keys.Back || id == keys.Digit(int(clocks)+1) {
		s.sums, s.top = false, 0
		return nil
	}
	return s.move(id)
}
