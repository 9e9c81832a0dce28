package guide

import (
	"context"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"heshi/ui/keys"
	"heshi/ui/paper"
	"heshi/ui/paper/office"
	"heshi/ui/screen"
	"heshi/ui/text"
)

// Print makes a paper of blocks, on the printer or in a file.
type Print func(ctx context.Context, words *text.Catalogue, kind, title string, blocks []paper.Block) (office.Made, error)

// carded says what became of the card.
type carded struct {
	made office.Made
	err  error
}

// card prints the page that lies on the desk: what the first screen's digits
// do, the keys that work everywhere, and what to remember. It is made from the
// live tables, so that it cannot disagree with the program.
func (s *Screen) card() tea.Cmd {
	if s.printing {
		return nil
	}
	s.printing = true
	env, print := s.env, s.print
	return func() tea.Msg {
		made, err := print(context.Background(), env.Text, "card", env.T("guide.card.title"), cardBlocks(env))
		return carded{made, err}
	}
}

func (s *Screen) onCarded(msg carded) tea.Cmd {
	s.printing = false
	switch {
	case msg.err != nil:
		return screen.Send(screen.Failed{Err: msg.err})
	case msg.made.Printer != "":
		return screen.Send(screen.Notice{Text: s.env.T("printing.printed", "printer", msg.made.Printer, "n", msg.made.Pages)})
	}
	return screen.Send(screen.Notice{Text: s.env.T("printing.saved", "path", msg.made.File, "n", msg.made.Pages)})
}

// firstScreen lists what the digits of the first screen do, in their order.
func firstScreen() []keys.ID {
	return []keys.ID{
		keys.NewComplaint, keys.NewConsultation, keys.Find, keys.Returns, keys.Duty, keys.Shops, keys.Station, keys.Person,
	}
}

// everywhere lists the keys worth knowing by heart.
func everywhere() []keys.ID {
	return []keys.ID{
		keys.Back, keys.Home, keys.Save, keys.Undo, keys.Help, keys.Guide, keys.Palette,
		keys.Language, keys.Senior, keys.Person, keys.Quit,
	}
}

func cardBlocks(env screen.Env) []paper.Block {
	menu, all := cardTable(env), cardTable(env)
	for i, id := range firstScreen() {
		menu.Rows = append(menu.Rows, []string{strconv.Itoa(i + 1), env.T(env.Keys.Binding(id).Help)})
	}
	for _, id := range everywhere() {
		b := env.Keys.Binding(id)
		all.Rows = append(all.Rows, []string{keys.Label(env.Text, b.Keys[0]), env.T(b.Help)})
	}
	return []paper.Block{
		paper.Paragraph{Text: env.T("guide.card.calm")},
		paper.Heading{Text: env.T("guide.card.first")},
		menu,
		paper.Heading{Text: env.T("guide.card.everywhere")},
		all,
		paper.Paragraph{Text: env.T("guide.card.typing")},
		paper.Ruled{Label: env.T("guide.card.phones"), Lines: 2},
	}
}

// cardTable is a table of keys, close together: the card is one page.
func cardTable(env screen.Env) paper.Table {
	return paper.Table{Tight: true, Columns: []paper.Column{
		{Head: env.T("guide.card.press"), Share: 1}, {Head: env.T("guide.card.does"), Share: 7},
	}}
}
