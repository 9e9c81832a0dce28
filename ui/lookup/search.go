package lookup

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"heshi/store/find"
	"heshi/ui/screen"
	"heshi/ui/widget"
)

// found brings what a search found.
type found struct {
	asked int
	deep  bool // what would match but for a letter was looked for too
	res   find.Result
	more  bool // more were found than are shown
	err   error
	ctx   context.Context // of the question, for the second, deeper look
	making
}

// making says how many of how many records can be found, the newest first, while
// the index is made again; all is 0 when it is whole.
type making struct{ made, all int }

// grown says that more can be found, for a question that was asked before.
type grown struct{ asked int }

// askMaking asks how far the index is: the list waits for all of it.
func (s Screen) askMaking() tea.Cmd {
	desk := s.desk
	return func() tea.Msg {
		made, all := desk.Indexing()
		return making{made, all}
	}
}

// await waits for more of the index, to ask once more.
func (s Screen) await(ctx context.Context) tea.Cmd {
	desk, asked, made := s.desk, s.asked, s.making.made
	return func() tea.Msg {
		if desk.Grown(ctx, made) != nil {
			return nil
		}
		return grown{asked}
	}
}

func (s *Screen) onGrown(msg grown) tea.Cmd {
	switch {
	case msg.asked != s.asked:
		return nil
	case s.found == nil:
		return s.askMaking()
	}
	return s.search()
}

func (s *Screen) onMaking(msg making) tea.Cmd {
	if s.making = msg; s.found != nil || msg.all == 0 {
		return nil
	}
	return s.await(context.Background())
}

// hitsShown is how many hits a search brings: a screenful of a large window.
// Who sees that many types another letter.
const hitsShown = 40

// drop ends a search that is still under way.
func (s *Screen) drop() {
	s.asked++
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
	}
}

// search asks for what is in the box. An earlier question is given up.
func (s *Screen) search() tea.Cmd {
	s.drop()
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel, s.seeing = cancel, true
	return s.look(ctx, false)
}

// look is one pass over the store: first the quick one; where that left room, a
// second one adds what would match but for one letter of the pinyin.
func (s Screen) look(ctx context.Context, deep bool) tea.Cmd {
	q := find.Query{Text: s.box.Value(), Kinds: []find.Kind{find.Case, find.Shop, find.Volunteer}, Limit: hitsShown + 1}
	if s.shop != "" {
		q.Text, q.Kinds = s.shop, []find.Kind{find.Case}
	}
	q.Near = deep
	desk, asked := s.desk, s.asked
	return func() tea.Msg {
		made, all := desk.Indexing()
		res, err := desk.Search(ctx, q)
		more := len(res.Hits) > hitsShown
		res.Hits = res.Hits[:min(len(res.Hits), hitsShown)]
		return found{asked, deep, res, more, err, ctx, making{made, all}}
	}
}

func (s *Screen) onFound(msg found) tea.Cmd {
	if msg.asked != s.asked || errors.Is(msg.err, context.Canceled) {
		return nil
	}
	s.ready = true
	if msg.err != nil {
		s.seeing = false
		return screen.Send(screen.Failed{Err: msg.err})
	}
	first := s.found == nil
	s.found, s.making = &msg, msg.making
	rows := make([]widget.Row, len(msg.res.Hits))
	for i, h := range msg.res.Hits {
		rows[i].ID = string(h.ID)
	}
	s.list.SetRows(rows)
	if first {
		s.list.Select(0)
	}
	s.seeing = !msg.deep && s.shop == "" && len(rows) < hitsShown && find.MayErr(s.box.Value())
	switch {
	case s.wanted && len(rows) > 0:
		s.wanted = false
		return s.openSelected()
	case s.seeing:
		return s.look(msg.ctx, true)
	case s.making.all > 0:
		return s.await(msg.ctx)
	}
	return nil
}
