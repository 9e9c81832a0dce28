// Package deskcard is the page that lies on the desk: what the first screen's
// digits do, the keys that work everywhere, and what to remember. It is made from
// the live tables, so that it cannot disagree with the program.
package deskcard

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

// Made says what became of the card. The screen that asked for it gets it.
type Made struct {
	made office.Made
	err  error
}

// Make prints the card, or puts it into a file where there is no printer.
func Make(env screen.Env, print Print) tea.Cmd {
	return func() tea.Msg {
		made, err := print(context.Background(), env.Text, "card", env.T("guide.card.title"), blocks(env))
		return Made{made, err}
	}
}

// Say tells where the card went, or what went wrong.
func (m Made) Say(env screen.Env) tea.Cmd {
	switch {
	case m.err != nil:
		return screen.Send(screen.Failed{Err: m.err})
	case m.made.Printer != "":
		return screen.Send(screen.Notice{Text: env.T("printing.printed", "printer", m.made.Printer, "n", m.made.Pages)})
	}
	return screen.Send(screen.Notice{Text: env.T("printing.saved", "path", m.made.File, "n", m.made.Pages)})
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

func blocks(env screen.Env) []paper.Block {
	menu, all := table(env), table(env)
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

// table is a table of keys, close together: the card is one page.
func table(env screen.Env) paper.Table {
	return paper.Table{Tight: true, Columns: []paper.Column{
		{Head: env.T("guide.card.press"), Share: 1}, {Head: env.T("guide.card.does"), Share: 7},
	}}
}
