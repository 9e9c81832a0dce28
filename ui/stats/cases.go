package stats

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/ident"
	"heshi/model/stats"
	"heshi/store"
	"heshi/store/find"
	"heshi/ui/keys"
	"heshi/ui/report"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// cases is the list behind a number.
type cases struct {
	about  string
	filter stats.Filter
	list   widget.List
	rows   []find.Row
	end    store.Place
	all    bool // there are no more
	busy   bool
}

// pageOf is how many cases are fetched at once.
const pageOf = 100

// fetched is a page of cases.
type fetched struct {
	asked int
	rows  []find.Row
	end   store.Place
	err   error
}

// behind opens the list of the cases behind a figure.
func (s *Screen) behind(it report.Item) tea.Cmd {
	if len(it.Where) == 0 {
		return screen.Send(screen.Notice{Text: s.env.T("stats.no_cases")})
	}
	c := &cases{about: it.Label, filter: stats.Of(s.month, it.Where...)}
	c.list.Focus()
	c.reword(s.env)
	s.cases = c
	return s.fetch()
}

// fetch reads the next page.
func (s *Screen) fetch() tea.Cmd {
	s.cases.busy = true
	s.fetches++
	desk, asked, f, now, end := s.desk, s.fetches, s.cases.filter, s.env.Now(), s.cases.end
	return func() tea.Msg {
		rows, end, err := desk.MonthCases(context.Background(), f, now, end, pageOf)
		return fetched{asked, rows, end, err}
	}
}

func (s *Screen) onFetched(msg fetched) tea.Cmd {
	c := s.cases
	if c == nil || msg.asked != s.fetches {
		return nil
	}
	c.busy = false
	if msg.err != nil {
		return screen.Send(screen.Failed{Err: msg.err})
	}
	c.rows = append(c.rows[:len(c.rows):len(c.rows)], msg.rows...)
	c.all = len(msg.rows) < pageOf
	if len(msg.rows) > 0 {
		c.end = msg.end
	}
	c.reword(s.env)
	return nil
}

// reword fills in the words of the list.
func (c *cases) reword(env screen.Env) {
	c.list.Spaced, c.list.Digits = env.Senior, env.Senior
	c.list.Header = !env.Senior
	c.list.Empty = env.T("stats.no_cases")
	c.list.Columns = []widget.Column{
		{Title: env.T("stats.col.day"), Width: 14},
		{Title: env.T("stats.col.name"), Width: 8},
		{Title: env.T("stats.col.shop"), Min: 10},
		{Title: env.T("stats.col.state"), Width: 12, Drop: 1},
		{Title: env.T("stats.col.amount"), Width: 12, Right: true, Drop: 2},
		{Title: env.T("stats.col.no"), Width: 20, Drop: 3},
	}
	rows := make([]widget.Row, len(c.rows))
	for i, r := range c.rows {
		amount := ""
		if r.Amount > 0 {
			amount = env.Text.Money(r.Amount)
		}
		rows[i] = widget.Row{ID: string(r.ID), Cells: []string{
			env.Text.ShortDay(model.DayOf(r.At, r.At.Location())), ident.MaskName(r.Name), r.Shop,
			env.T(text.State(r.CaseKind, r.State)), amount, r.No,
		}}
	}
	c.list.SetRows(rows)
}

// actCases does what a binding says in the list of cases.
func (s *Screen) actCases(id keys.ID) tea.Cmd {
	c := s.cases
	if id == keys.Back {
		s.cases = nil
		return nil
	}
	press := move(id)
	if id == keys.Open {
		press.Code = tea.KeyEnter
	}
	if n, ok := keys.Number(id); ok {
		press = tea.KeyPressMsg{Code: rune('0' + n), Text: string(rune('0' + n))}
	}
	c.list.Resize(max(1, s.drawn.Y-s.casesHead(s.drawn.X)))
	c.list, _ = c.list.Update(press)
	return s.afterCases()
}

// afterCases opens the case that was picked, or reads on near the end.
func (s *Screen) afterCases() tea.Cmd {
	c := s.cases
	if row, ok := c.list.Opened(); ok {
		return screen.Send(screen.OpenCase{ID: model.ID(row.ID)})
	}
	if !c.all && !c.busy && c.list.AtEnd(pageOf/2) {
		return s.fetch()
	}
	return nil
}
