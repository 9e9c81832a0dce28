package intake

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/ident"
	"heshi/store/find"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// A case counts as possibly the same for similarDays; similarLimit of them are
// named.
const (
	similarDays  = 30
	similarLimit = 5
)

// similarState is what is known of earlier cases that may be the same.
type similarState struct {
	asked similarKey // what was last looked for
	rows  []find.Row
}

// similarKey is what tells cases apart.
type similarKey struct{ phone, shop, name string }

func (k similarKey) enough() bool { return k.phone != "" || k.shop != "" && k.name != "" }

// similarFound brings earlier cases.
type similarFound struct {
	key  similarKey
	rows []find.Row
}

// openEarlier opens one of several earlier cases.
type openEarlier struct{ id model.ID }

func (s *Screen) similarKey() similarKey {
	var c model.Case
	var k similarKey
	for _, id := range []string{idPhone, idShop, idName} {
		s.part(id).put(&c)
	}
	k.phone = c.Complainant.Phone
	if s.shopPart().settled() && s.current().id() != idName {
		k.shop, k.name = c.Shop, c.Complainant.Name
	}
	return k
}

// lookSimilar looks for earlier cases when phone, or shop and name, have
// become known or changed.
func (s *Screen) lookSimilar() tea.Cmd {
	if s.page == done || s.page == offer || s.page == discard {
		return nil
	}
	k := s.similarKey()
	if k == s.similar.asked {
		return nil
	}
	s.similar.asked = k
	if !k.enough() {
		s.similar.rows = nil
		return nil
	}
	c := model.Case{Shop: k.shop, Complainant: model.Party{Name: k.name, Phone: k.phone}}
	since := s.env.Now().Add(-similarDays * 24 * time.Hour)
	return func() tea.Msg {
		// A search that fails only costs the warning; the store says the same
		// again when the case is saved.
		rows, err := s.desk.Similar(context.Background(), c, since, similarLimit)
		if err != nil {
			rows = nil
		}
		return similarFound{key: k, rows: rows}
	}
}

func (s *Screen) onSimilarFound(m similarFound) {
	if m.key == s.similar.asked {
		s.similar.rows = m.rows
	}
}

// similarLine warns of the newest earlier case and says how to open it.
func (s *Screen) similarLine(width int) widget.Block {
	rows := s.similar.rows
	if len(rows) == 0 {
		return widget.Block{}
	}
	r := rows[0]
	day := model.DayOf(r.At, s.env.Now().Location())
	words := s.env.T("intake.similar", "n", len(rows), "no", r.No,
		"day", s.env.Text.Relative(day, s.today()), "key", keys.Label(s.env.Text, "f7"))
	th := s.env.Theme
	return widget.Para(th.Of(theme.Warn), th.Mark(theme.Warn)+" "+words, width)
}

// openSimilar opens the earlier case, or asks which of several.
func (s *Screen) openSimilar() tea.Cmd {
	rows := s.similar.rows
	switch len(rows) {
	case 0:
		return nil
	case 1:
		return screen.Send(screen.OpenCase{ID: rows[0].ID})
	}
	ask := screen.Ask{Title: s.env.T("intake.similar.title"), Body: s.env.T("intake.similar.body")}
	for _, r := range rows {
		label := r.No + "  " + ident.MaskName(r.Name) + "  " + r.Shop
		ask.Options = append(ask.Options, screen.Option{Label: label, Answer: openEarlier{r.ID}})
	}
	return screen.Send(ask)
}
