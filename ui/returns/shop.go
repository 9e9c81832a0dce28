package returns

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	engine "heshi/model/returns"
	"heshi/store/find"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// shopLimit is how many shops are offered.
const shopLimit = 8

// unlistedValue is the offer to go on without a shop of the list.
const unlistedValue = "+"

// shopPart asks for the shop: one of the list brings its own promise with it;
// for another the promise is asked.
type shopPart struct {
	env      screen.Env
	q        engine.Question
	perPage  int
	picker   widget.Picker
	promise  *pick // what an unlisted shop promises
	unlisted bool
	hits     []find.Hit
	got      string // the text the hits answer; what is typed may be newer
	asked    string // the text last looked up
	shop     *model.Shop
}

func newShop(env screen.Env, q engine.Question, perPage int, e entry) *shopPart {
	p := &shopPart{env: env, q: q, perPage: perPage, shop: e.shop, unlisted: e.unlisted}
	p.picker = widget.NewPicker("", nil)
	p.picker.Max, p.picker.Cells = 100, 40
	p.picker.Hint = env.T("check.shop.hint")
	p.picker.Focus()
	p.picker.SetQuery(e.text)
	p.promise = newPick(env, q, perPage, false, entry{chosen: e.chosen})
	if p.shop != nil {
		p.got, p.asked = p.query(), p.query()
		p.hits = []find.Hit{{Row: find.Row{ID: p.shop.ID, Name: p.shop.Name, Stall: p.shop.Stall}}}
	}
	p.offer()
	return p
}

func (p *shopPart) query() string { return strings.TrimSpace(p.picker.Query()) }

// waiting reports that what was typed has not been looked up yet.
func (p *shopPart) waiting() bool { return !p.unlisted && p.query() != "" && p.got != p.query() }

// offer lists the hits and the way on without one.
func (p *shopPart) offer() {
	var items []widget.Item
	if p.query() != "" && p.got == p.query() {
		for _, h := range p.hits {
			items = append(items, widget.Item{Value: string(h.ID), Label: h.Name, Detail: p.detail(h)})
		}
	}
	label := p.env.T("check.shop.unlisted")
	items = append(items, widget.Item{Value: unlistedValue, Label: label})
	p.picker.Rows = len(items)
	p.picker.SetItems(items)
}

func (p *shopPart) detail(h find.Hit) string {
	if h.Over {
		return p.env.T("check.shop.left")
	}
	return h.Stall
}

func (p *shopPart) found(m shopsFound) {
	if m.text == p.query() {
		p.got, p.hits = m.text, m.hits
		p.offer()
	}
}

// wants is the shop picked whose record is not read yet; "" is none.
func (p *shopPart) wants() model.ID {
	it, ok := p.picker.Current()
	if p.unlisted || !ok || it.Value == unlistedValue || p.shop != nil && string(p.shop.ID) == it.Value {
		return ""
	}
	return model.ID(it.Value)
}

func (p *shopPart) update(msg tea.Msg) bool {
	if p.unlisted {
		return p.promise.update(msg)
	}
	before := p.query()
	p.picker.Note = widget.Note{}
	p.picker, _ = p.picker.Update(msg)
	if p.picker.QueryChanged() && p.query() != before {
		p.shop = nil
		p.offer()
		return false
	}
	return p.follow()
}

// follow goes on with what was picked: a shop, or the promise of one that is
// not in the list.
func (p *shopPart) follow() bool {
	it, ok := p.picker.Picked()
	if !ok {
		return false
	}
	if it.Value != unlistedValue {
		return true
	}
	p.unlisted, p.shop = true, nil
	return false
}

// stepBack goes back from the promise to the list; false when it shows already.
func (p *shopPart) stepBack() bool {
	was := p.unlisted
	p.unlisted = false
	return was
}

func (p *shopPart) view(th theme.Theme, width, height int) widget.Block {
	if !p.unlisted {
		return p.picker.View(th, width, height)
	}
	head := widget.Para(th.Text, p.env.T("check.shop.promise"), width)
	_, rows := widget.Size(head)
	return widget.Fit(widget.Stack(head, p.promise.view(th, width, max(1, height-rows))), width, height)
}

func (p *shopPart) headRows(width int) int {
	return len(widget.Wrap(p.env.T("check.shop.promise"), width))
}

func (p *shopPart) height(width int) int {
	if p.unlisted {
		return p.headRows(width) + p.promise.height(width)
	}
	return p.picker.Height(width)
}

func (p *shopPart) click(th theme.Theme, at spot) bool {
	if p.unlisted {
		rows := p.headRows(at.width)
		return p.promise.click(th, spot{at.x, at.y - rows, at.width, max(1, at.height-rows)})
	}
	p.picker.Click(th, at.width, at.height, at.x, at.y)
	return p.follow()
}

func (p *shopPart) typing() bool { return !p.unlisted }

func (p *shopPart) digits() int {
	if p.unlisted {
		return p.promise.digits()
	}
	return 0
}

func (p *shopPart) entry() entry {
	return entry{text: p.query(), chosen: p.promise.entry().chosen, shop: p.shop, unlisted: p.unlisted}
}

func (p *shopPart) answer() (answer, string) {
	if !p.unlisted {
		return answer{entry: entry{text: p.shop.Name, shop: p.shop}}, ""
	}
	a, said := p.promise.answer()
	a.entry = p.entry()
	a.entry.shop = nil
	return a, said
}

func (p *shopPart) refuse(s string) {
	p.picker.Note = widget.Note{Text: s, Tone: theme.Warn}
	p.promise.refuse(s)
}

// shopsFound brings the shops that match a text.
type shopsFound struct {
	text string
	hits []find.Hit
	err  error
}

// shopRead brings the record of the shop picked.
type shopRead struct {
	shop model.Shop
	err  error
}

func (s *Screen) shopPart() (*shopPart, bool) {
	p, ok := s.part.(*shopPart)
	return p, ok && s.page == asking
}

// lookUp asks for the shops that match what was typed, once for each text.
func (s *Screen) lookUp() tea.Cmd {
	p, ok := s.shopPart()
	if !ok || !p.waiting() || p.asked == p.query() {
		return nil
	}
	q := p.query()
	p.asked = q
	return func() tea.Msg {
		res, err := s.desk.Search(context.Background(), find.Query{Text: q, Kinds: []find.Kind{find.Shop}, Limit: shopLimit})
		return shopsFound{q, res.Hits, err}
	}
}

func (s *Screen) onShopsFound(m shopsFound) tea.Cmd {
	p, ok := s.shopPart()
	if !ok {
		return nil
	}
	s.failure = m.err
	p.found(m)
	if p.waiting() {
		return nil
	}
	s.waiting = false
	return s.release()
}

// readShop reads the record of the shop picked before it becomes the answer.
func (s *Screen) readShop(id model.ID) tea.Cmd {
	s.waiting = true
	return func() tea.Msg {
		shop, err := s.desk.Shop(context.Background(), string(id))
		return shopRead{shop, err}
	}
}

func (s *Screen) onShopRead(m shopRead) tea.Cmd {
	s.waiting = false
	p, ok := s.shopPart()
	if !ok {
		return s.release()
	}
	if m.err != nil {
		p.refuse(s.env.Text.Problem(m.err))
		return s.release()
	}
	p.shop = &m.shop
	return s.submit()
}

// enterWaits reports that Enter must wait for the shops that match what was
// typed: it would pick one that does not.
func (s *Screen) enterWaits(msg tea.Msg) bool {
	press, ok := msg.(tea.KeyPressMsg)
	p, isShop := s.shopPart()
	return ok && isShop && p.waiting() && keys.Name(press) == "enter"
}
