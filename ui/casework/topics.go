package casework

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// topic is one part of the page, chosen by its digit.
type topic int

const (
	what topic = iota
	parties
	details
	history
	next
	duties
	clocks
	contacts
	topics // how many there are
)

// topicWord is the key of a topic's name.
func topicWord(t topic) text.Key {
	return []text.Key{
		"casework.what", "casework.parties", "casework.details", "casework.history",
		"casework.next", "casework.duties", "casework.clocks", "casework.contacts",
	}[t]
}

// columns are the topics of the page as they stand: side by side where there
// is room, else below one another. What is empty is left out.
func (s Screen) columns(width int) [][]topic {
	all := [][]topic{{what, next, parties, details, duties, clocks, contacts, history}}
	if width >= wide {
		all = [][]topic{{what, next, details, duties, contacts}, {parties, clocks, history}}
	}
	for i := range all {
		var kept []topic
		for _, t := range all[i] {
			if !s.empty(t) {
				kept = append(kept, t)
			}
		}
		all[i] = kept
	}
	return all
}

// empty reports that a topic has nothing to show.
func (s Screen) empty(t topic) bool {
	switch t {
	case next:
		return len(s.can) == 0
	case duties:
		return s.c.Agreement == nil && len(s.c.Duties) == 0 && len(s.c.Advances) == 0
	case clocks:
		return len(s.states) == 0
	case contacts:
		return !happened(s.c)
	}
	return false
}

// emptyWord is the key of what is said of a topic that has nothing to show.
func emptyWord(t topic) text.Key {
	if t == duties {
		return "casework.no_duties"
	}
	return "casework.no_contacts"
}

// spot is where the word of a topic stands in the row of topics.
type spot struct{ x, y, w int }

// topicSpots lays the words of the topics out in rows.
func (s Screen) topicSpots(width int) (words []string, spots []spot) {
	x, y := 1, 0
	for t := range topics {
		w := " " + strconv.Itoa(int(t)+1) + " " + s.env.T(topicWord(t)) + " "
		if x > 1 && x+widget.Width(w) > width {
			x, y = 1, y+1
		}
		words, spots = append(words, w), append(spots, spot{x, y, widget.Width(w)})
		x += widget.Width(w)
	}
	return words, spots
}

func (s Screen) topicsRow(width int) widget.Block {
	th := s.env.Theme
	words, spots := s.topicSpots(width)
	rows := make([]string, spots[len(spots)-1].y+1)
	for i, w := range words {
		style := th.Muted
		if topic(i) == s.topic && s.env.Senior {
			style = th.Selected
		}
		if rows[spots[i].y] == "" {
			rows[spots[i].y] = " "
		}
		rows[spots[i].y] += style.Render(w)
	}
	return widget.Fit(widget.Lines(rows...), width, len(rows))
}

// clickTopics serves a press on the row of topics.
func (s *Screen) clickTopics(c screen.Click) tea.Cmd {
	_, top := widget.Size(s.headTop(c.Width))
	_, spots := s.topicSpots(c.Width)
	for i, at := range spots {
		if c.Y-top == at.y && c.X >= at.x && c.X < at.x+at.w {
			return s.choose(topic(i))
		}
	}
	return nil
}

// choose goes to a topic: what can be done is a menu, and the deadlines are
// shown with their arithmetic.
func (s *Screen) choose(t topic) tea.Cmd {
	switch t {
	case next:
		return s.openSteps()
	case clocks:
		return s.openSums()
	}
	if !s.env.Senior && s.empty(t) { // it has no place on the page
		return screen.Send(screen.Notice{Text: s.env.T(emptyWord(t))})
	}
	return s.show(t)
}

// show scrolls to a topic; in senior mode it shows that one alone.
func (s *Screen) show(t topic) tea.Cmd {
	s.topic = t
	if s.env.Senior {
		s.scrollTo(0)
		return nil
	}
	s.scrollTo(s.rowOf(t))
	return nil
}

// rowOf is the row in which a topic begins.
func (s Screen) rowOf(t topic) int {
	columns := s.columns(s.drawn.X)
	for _, column := range columns {
		y := 0
		for _, other := range column {
			if other == t {
				return y
			}
			_, rows := widget.Size(s.section(other, s.columnWidth(s.drawn.X)))
			y += rows
		}
	}
	return s.top
}

// columnWidth is how wide a column of the page is.
func (s Screen) columnWidth(width int) int {
	if width >= wide {
		return (width - 6) / 2
	}
	return width - 4
}

// sections puts the columns together.
func (s Screen) sections(width int) widget.Block {
	var columns []widget.Block
	for i, column := range s.columns(width) {
		var blocks []widget.Block
		for _, t := range column {
			blocks = append(blocks, s.section(t, s.columnWidth(width)))
		}
		col := widget.Stack(blocks...)
		if i == 0 && width >= wide {
			col = widget.Pad(col, 0, 2, 0, 0)
		}
		columns = append(columns, col)
	}
	return widget.Pad(widget.Beside(columns...), 0, 2, 0, 2)
}
