package lookup

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store/find"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/widget"
)

// page says which page of the list is meant: the last rows of the pages before
// it, one for each. The list is read forwards only, so the way back is kept.
type page struct {
	way []uint64
	// end counts pages from the end, where the list was entered there: the last
	// one is 1. The way then begins somewhere, and what is before it is looked
	// for. 0 where pages are counted from the front.
	end int
}

// after is the ordinal of the last row before the page; 0 is the first page.
func (p page) after() uint64 {
	if len(p.way) == 0 {
		return 0
	}
	return p.way[len(p.way)-1]
}

// first says that nothing is before the page.
func (p page) first() bool { return len(p.way) == 0 }

// lost says that the way back from the page is not known.
func (p page) lost() bool { return p.end > 0 && len(p.way) == 1 }

// landing is where the selection goes on a page that arrives.
type landing int

const (
	landKeep landing = iota // the row it was on
	landFirst
	landLast
)

// listed brings a page.
type listed struct {
	asked int
	page  page
	land  landing
	floor uint64 // landLast: on the last row above this ordinal
	rows  []find.Row
	more  bool
	err   error
}

// query is the list as the tab shows it.
func (s Screen) query() find.ListQuery {
	q := find.ListQuery{Kind: find.Case}
	switch s.tab {
	case open:
		q.Open = true
	case complaints:
		q.CaseKind = model.Complaint
	case consultations:
		q.CaseKind = model.Consultation
	}
	return q
}

// read reads a screenful of the list, and one row more to know whether it goes
// on.
func (s Screen) read(p page, land landing) tea.Cmd {
	size := max(s.perPage(), 5)
	q := s.query()
	q.After, q.Limit = p.after(), size+1
	desk, asked := s.desk, s.asked
	return func() tea.Msg {
		rows, err := desk.List(context.Background(), q)
		more := len(rows) > size
		return listed{asked, p, land, 0, rows[:min(len(rows), size)], more, err}
	}
}

func (s *Screen) onListed(msg listed) tea.Cmd {
	if msg.asked != s.asked || s.found != nil {
		return nil
	}
	s.ready, s.making = true, making{} // the list has waited for the whole index
	if msg.err != nil {
		return screen.Send(screen.Failed{Err: msg.err})
	}
	if len(msg.rows) == 0 && !msg.page.first() { // everything on it has gone meanwhile
		return s.read(msg.page.before(), landLast)
	}
	if msg.land == landKeep && msg.more && s.pushedOff(msg.rows) {
		return s.read(follows(msg.page, msg.rows), landKeep)
	}
	s.rows, s.page, s.more = msg.rows, msg.page, msg.more
	s.land(msg.land, msg.floor)
	if s.more && len(s.rows) < s.perPage() { // the window is larger than was thought
		return s.read(s.page, landKeep)
	}
	return nil
}

// land takes over the rows into the list and puts the selection where it
// belongs.
func (s *Screen) land(land landing, floor uint64) {
	s.list.SetRows(idsOf(s.rows))
	switch land {
	case landFirst:
		s.list.Select(0)
	case landLast:
		last := len(s.rows) - 1
		for last > 0 && s.rows[last].Ord <= floor {
			last--
		}
		s.list.Select(last)
	}
}

func idsOf(rows []find.Row) []widget.Row {
	out := make([]widget.Row, len(rows))
	for i, r := range rows {
		out[i].ID = string(r.ID)
	}
	return out
}

// pushedOff reports whether newer rows have moved the selected one behind these.
func (s Screen) pushedOff(rows []find.Row) bool {
	was, ok := s.selected()
	return ok && was.Ord < rows[len(rows)-1].Ord
}

// follows is the page after the one that holds rows.
func follows(p page, rows []find.Row) page {
	out := page{append(slices.Clone(p.way), rows[len(rows)-1].Ord), p.end}
	if out.end > 1 {
		out.end--
	}
	return out
}

// before is the page that precedes p, as far as that is known.
func (p page) before() page {
	out := page{way: p.way[:max(0, len(p.way)-1)]}
	if p.end > 0 && len(out.way) > 0 {
		out.end = p.end + 1
	}
	return out
}

// readBefore reads the page before the one shown.
func (s Screen) readBefore(land landing) tea.Cmd {
	if s.page.lost() && len(s.rows) > 0 {
		return s.readOver(s.rows[0].Ord, s.page.end+1, land)
	}
	return s.read(s.page.before(), land)
}

// readOver reads the page that ends just before the row of an ordinal, 0 for
// the last page of all; end is its number from the end.
func (s Screen) readOver(floor uint64, end int, land landing) tea.Cmd {
	size, q, desk, asked := max(s.perPage(), 5), s.query(), s.desk, s.asked
	return func() tea.Msg {
		rows, after, err := nearest(floor, size, func(after uint64) ([]find.Row, error) {
			q.After, q.Limit = after, size
			return desk.List(context.Background(), q)
		})
		p := page{}
		if after > 0 {
			p = page{[]uint64{after}, end}
		}
		return listed{asked, p, land, floor, rows, floor > 0, err}
	}
}

// nearest returns the size rows with the smallest ordinals above floor, and
// after which ordinal a list from the newest to the oldest has them; 0 when that
// is where it begins. It asks for about as many pages as the ordinals have
// binary digits.
func nearest(floor uint64, size int, list func(after uint64) ([]find.Row, error)) (rows []find.Row, after uint64, err error) {
	enough := func(rows []find.Row) bool { return len(rows) == size && rows[size-1].Ord > floor }
	first, err := list(0)
	if err != nil || !enough(first) {
		return first, 0, err
	}
	rows = first
	for lo, hi := floor+1, first[0].Ord+1; lo < hi; {
		mid := lo + (hi-lo)/2
		some, err := list(mid)
		switch {
		case err != nil:
			return nil, 0, err
		case enough(some):
			rows, after, hi = some, mid, mid
		default:
			lo = mid + 1
		}
	}
	return rows, after, nil
}

// show switches the tab.
func (s *Screen) show(t tab) tea.Cmd {
	if s.found != nil {
		return nil
	}
	s.tab = t
	s.asked++
	return s.read(page{}, landFirst)
}

// refresh reads again what is shown; the selection stays.
func (s *Screen) refresh() tea.Cmd {
	if s.box.Value() != "" {
		return s.search()
	}
	return s.read(s.page, landKeep)
}

// move moves the selection, over the end of the page too.
func (s *Screen) move(id keys.ID) tea.Cmd {
	switch id {
	case keys.Up:
		return s.step(-1)
	case keys.Down:
		return s.step(1)
	case keys.PageUp:
		return s.turn(-1)
	case keys.PageDown:
		return s.turn(1)
	case keys.First:
		if s.found == nil && !s.page.first() {
			return s.read(page{}, landFirst)
		}
		s.list.Select(0)
	case keys.Last:
		if s.found == nil && s.more {
			return s.readOver(0, 1, landLast)
		}
		s.list.Select(len(s.list.Rows) - 1)
	}
	return nil
}

// turn shows the page before or after; among rows at hand it moves by as many
// as show.
func (s *Screen) turn(by int) tea.Cmd {
	to := s.list.Index() + by*s.perPage()
	last := len(s.list.Rows) - 1
	switch {
	case s.found != nil || to >= 0 && to <= last:
	case by < 0 && !s.page.first():
		return s.readBefore(landFirst)
	case by > 0 && s.more && last >= 0:
		return s.read(follows(s.page, s.rows), landFirst)
	}
	s.list.Select(to)
	return nil
}

// step moves the selection by rows. At the end of the page it turns the page.
func (s *Screen) step(by int) tea.Cmd {
	i, last := s.list.Index(), len(s.list.Rows)-1
	switch {
	case s.found != nil || last < 0:
	case i == 0 && by < 0 && !s.page.first():
		return s.readBefore(landLast)
	case i == last && by > 0 && s.more:
		return s.read(follows(s.page, s.rows), landFirst)
	}
	s.list.Select(i + by)
	return nil
}

// perPage is how many rows show at once.
func (s Screen) perPage() int {
	h := s.parts().list - s.headRows()
	if s.env.Senior {
		return max(1, (h+1)/2)
	}
	return max(1, h)
}

func (s Screen) headRows() int {
	if s.list.Header {
		return 1
	}
	return 0
}
