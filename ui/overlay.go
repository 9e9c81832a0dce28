package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// overlay lies over the screens and takes the keys. done closes it; then is
// what follows.
type overlay interface {
	update(r *Root, msg tea.Msg) (o overlay, done bool, then tea.Cmd)
	click(r *Root, base widget.Block, x, y int) (o overlay, done bool, then tea.Cmd)
	over(r *Root, base widget.Block) widget.Block
	bar() []keys.ID
}

func (r *Root) open(o overlay) { r.over = append(r.over, o) }

func (r *Root) overlayKey(msg tea.KeyPressMsg) tea.Cmd {
	if id, ok := r.env.Keys.MatchTyping(msg, keys.Language, keys.Quit); ok {
		return r.do(id)
	}
	return r.overlayMsg(msg)
}

func (r *Root) overlayMsg(msg tea.Msg) tea.Cmd {
	return r.settle(r.over[len(r.over)-1].update(r, msg))
}

// settle keeps or closes the overlay on top after it took a message, and takes
// at once what it sends.
func (r *Root) settle(o overlay, done bool, then tea.Cmd) tea.Cmd {
	if done {
		r.over = r.over[:len(r.over)-1]
	} else {
		r.over[len(r.over)-1] = o
	}
	said, rest := screen.Sent(then)
	cmds := []tea.Cmd{rest}
	for _, msg := range said {
		cmds = append(cmds, r.route(msg))
	}
	return tea.Batch(cmds...)
}

// dialog is a question over everything.
type dialog struct {
	d      widget.Dialog
	answer func(option int, text string) tea.Cmd
}

// newAsk is a question that the screen id asked.
func newAsk(id int, a screen.Ask) overlay {
	labels := make([]string, len(a.Options))
	for i, o := range a.Options {
		labels[i] = o.Label
	}
	return dialog{d: widget.NewDialog(a.Title, a.Body, labels...), answer: func(i int, _ string) tea.Cmd {
		if a.Options[i].Answer == nil {
			return nil
		}
		return screen.Send(routed{id, a.Options[i].Answer})
	}}
}

func newAskText(id int, a screen.AskText) overlay {
	return dialog{d: widget.NewTextDialog(a.Title, a.Body, a.Need), answer: func(_ int, s string) tea.Cmd {
		return screen.Send(routed{id, a.Answer(s)})
	}}
}

// newSure asks before something typed would be left. key names the sentences.
func newSure(r *Root, key text.Key, yes func() tea.Cmd) overlay {
	d := widget.NewDialog(r.env.T(key), r.env.T(key+".body"), r.env.T(key+".no"), r.env.T(key+".yes"))
	return dialog{d: d, answer: func(i int, _ string) tea.Cmd {
		if i == 1 {
			return yes()
		}
		return nil
	}}
}

func (o dialog) update(r *Root, msg tea.Msg) (overlay, bool, tea.Cmd) {
	d, cmd := o.d.Update(msg, r.env.Now())
	o.d = d
	return o.after(cmd)
}

func (o dialog) click(r *Root, base widget.Block, x, y int) (overlay, bool, tea.Cmd) {
	o.d = o.d.Click(r.env.Theme, base, x, y)
	return o.after(nil)
}

func (o dialog) after(cmd tea.Cmd) (overlay, bool, tea.Cmd) {
	if o.d.Cancelled() {
		return o, true, nil
	}
	if o.d.AsksText() {
		if s, ok := o.d.Text(); ok {
			return o, true, o.answer(0, s)
		}
		return o, false, cmd
	}
	if i, ok := o.d.Answer(); ok {
		return o, true, o.answer(i, "")
	}
	return o, false, cmd
}

func (o dialog) over(r *Root, base widget.Block) widget.Block { return o.d.Over(base, r.env.Theme) }

func (o dialog) bar() []keys.ID { return []keys.ID{keys.Confirm, keys.Back} }

// finder is the ? page and the palette: a list of actions that narrows while
// typing and runs the one chosen.
type finder struct {
	title string
	p     widget.Picker
}

// newHelp lists the keys that work here and now.
func newHelp(r *Root) overlay {
	here := r.top().s.Keys()
	ids := append(append([]keys.ID{}, here...), r.env.Keys.Globals()...)
	const most = 12 // cells: the words need the room of a narrow terminal
	widest := 0     // what the keys do stands in a column
	for _, id := range ids {
		if _, digit := keys.Number(id); !digit {
			widest = max(widest, min(most, widget.Width(r.keyNames(r.env.Keys.Binding(id)))))
		}
	}
	return r.finder("root.help", ids, func(b keys.Binding) widget.Item {
		names := r.keyNames(b)
		return widget.Item{Value: string(b.ID), Label: names + strings.Repeat(" ", max(0, widest-widget.Width(names))+2) + r.env.T(b.Help)}
	})
}

// newPalette lists every action that can be done here, by its sentence: what the
// screen does, the parts of the desk that can be gone to (Esc comes back from
// there), what works everywhere, and last what moves about in a list.
func newPalette(r *Root) overlay {
	var does, moves, places []keys.ID
	for _, id := range r.top().s.Keys() {
		if r.env.Keys.Binding(id).Scope == keys.ScopeList {
			moves = append(moves, id)
		} else {
			does = append(does, id)
		}
	}
	for _, p := range r.places() {
		places = append(places, p.ID)
	}
	ids := slices.Concat(does, places, r.env.Keys.Globals(), moves)
	var own []screen.Command
	if s, ok := r.top().s.(screen.Commander); ok {
		own = s.Commands()
	}
	return r.finder("root.palette", ids, func(b keys.Binding) widget.Item {
		it := widget.Item{Value: string(b.ID), Label: r.env.T(b.Help)}
		if !slices.Contains(places, b.ID) { // the key of a place works on the first screen only
			it.Detail = r.keyNames(b)
		}
		return it
	}, own...)
}

// places are the parts of the desk to go to from the screen on top: all but
// those that lie open below it, where something may be half typed, and those the
// screen has a key for.
func (r *Root) places() []screen.Place {
	return slices.DeleteFunc(screen.Places(), func(p screen.Place) bool {
		return slices.Contains(r.top().s.Keys(), p.ID) || slices.ContainsFunc(r.frames, func(f frame) bool {
			s, ok := f.s.(screen.Topical)
			return ok && s.Topic() == p.Topic
		})
	})
}

// keyNames writes a binding's keys as people read them.
func (r *Root) keyNames(b keys.Binding) string {
	names := make([]string, 0, 2)
	for _, k := range b.Keys[:min(2, len(b.Keys))] {
		names = append(names, keys.Label(r.env.Text, k))
	}
	return r.env.Text.List(names)
}

func (r *Root) finder(title text.Key, ids []keys.ID, item func(keys.Binding) widget.Item, own ...screen.Command) overlay {
	var all []widget.Item
	other := r.o.Texts.Lang(text.Next(r.env.Text.Lang()))
	words := map[string]string{}
	for _, c := range own {
		all = append(all, widget.Item{Value: string(c.ID), Label: r.env.T(c.Word)})
		words[string(c.ID)] = r.env.T(c.Word) + " " + other.T(c.Word)
	}
	seen := map[keys.ID]bool{}
	for _, id := range ids {
		if _, digit := keys.Number(id); digit || seen[id] {
			continue
		}
		seen[id] = true
		b := r.env.Keys.Binding(id)
		all = append(all, item(b))
		words[string(id)] = r.env.T(b.Help) + " " + r.env.T(b.Word) + " " + other.T(b.Help) + " " + other.T(b.Word)
	}
	f := finder{title: r.env.T("root.listed", "title", r.env.T(title), "n", len(all))}
	f.p = widget.NewPicker(r.env.T(title+".hint"), func(query string) []widget.Item {
		var out []widget.Item
		for _, it := range all {
			if query == "" || r.o.Match(query, words[it.Value]) {
				out = append(out, it)
			}
		}
		return out
	})
	f.p.None = r.env.T("word.no_match")
	f.p.Rows = finderRows - 3 // a page is what shows
	f.p.Focus()
	f.p.SetQuery("")
	return f
}

func (f finder) update(r *Root, msg tea.Msg) (overlay, bool, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		if id, ok := r.env.Keys.MatchTyping(k, keys.Back, keys.Help, keys.Palette); ok && id != "" {
			return f, true, nil
		}
	}
	p, cmd := f.p.Update(msg)
	f.p = p
	return f.after(r, cmd)
}

func (f finder) after(r *Root, cmd tea.Cmd) (overlay, bool, tea.Cmd) {
	it, ok := f.p.Picked()
	if !ok {
		return f, false, cmd
	}
	id := keys.ID(it.Value)
	return f, true, screen.Send(run{id})
}

// run does an action chosen from a list, once the list is closed.
type run struct{ id keys.ID }

// finderRows is the height of a finder: its hint, what is typed, and as many
// actions as there are digits.
const finderRows = 12

func (f finder) size(r *Root, base widget.Block) (w, h int) {
	w, h = widget.Size(base)
	return max(20, min(w-8, 90)), max(5, min(h-6, finderRows))
}

func (f finder) box(r *Root, base widget.Block) widget.Block {
	w, h := f.size(r, base)
	return widget.Box(r.env.Theme, f.title, widget.Pad(f.p.View(r.env.Theme, w, h), 0, 1, 0, 1))
}

func (f finder) click(r *Root, base widget.Block, x, y int) (overlay, bool, tea.Cmd) {
	box := f.box(r, base)
	at := widget.Middle(base, box)
	w, h := f.size(r, base)
	f.p.Click(r.env.Theme, w, h, x-at.X-2, y-at.Y-1)
	return f.after(r, nil)
}

func (f finder) over(r *Root, base widget.Block) widget.Block {
	box := f.box(r, base)
	return widget.Overlay(base, box, widget.Middle(base, box))
}

func (f finder) bar() []keys.ID { return []keys.ID{keys.Confirm, keys.Back} }
