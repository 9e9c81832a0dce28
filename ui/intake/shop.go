package intake

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store/find"
	"heshi/ui/screen"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// shopLimit is how many shops are offered.
const shopLimit = 9

// newShopValue is the offer to make a shop of the name typed.
const newShopValue = "+"

// shopPart asks for the shop: Chinese, full pinyin or initials find it, and a
// name nobody knows becomes a new shop when that is chosen.
type shopPart struct {
	base
	picker widget.Picker
	shop   model.ID // the shop picked
	fresh  bool     // a new shop is to be made
	hits   []find.Hit
	got    string // the text the hits answer; what is typed may be newer
	asked  string // the text last looked up
}

func newShop() *shopPart {
	p := &shopPart{base: base{name: idShop}, picker: widget.NewPicker("", nil)}
	p.picker.Max = 100
	return p
}

func (p *shopPart) words(env screen.Env, kind model.CaseKind) {
	p.worded(env, kind)
	p.picker.Full = env.T("intake.full", "max", p.picker.Max)
	p.offer()
}

// offer lists the hits and the new shop while nothing is settled.
func (p *shopPart) offer() {
	name := p.query()
	if p.settled() || name == "" || p.got != name {
		if p.settled() || name == "" {
			p.picker.SetItems(nil)
		}
		return
	}
	var items []widget.Item
	for _, h := range p.hits {
		items = append(items, widget.Item{Value: string(h.ID), Label: h.Name, Detail: p.detail(h)})
	}
	items = append(items, widget.Item{Value: newShopValue, Label: p.env.T("intake.shop.new", "name", name)})
	p.picker.Rows = min(len(items), 6)
	p.picker.SetItems(items)
}

func (p *shopPart) detail(h find.Hit) string {
	if h.Over {
		return p.env.T("intake.shop.left")
	}
	return h.Stall
}

// settled reports that it is clear which shop is meant.
func (p *shopPart) settled() bool { return p.shop != "" || p.fresh }

func (p *shopPart) query() string { return strings.TrimSpace(p.picker.Query()) }

// waiting reports that what was typed has not been looked up yet.
func (p *shopPart) waiting() bool { return !p.settled() && p.query() != "" && p.got != p.query() }

func (p *shopPart) focus(on bool) {
	p.focused = on
	if on {
		p.picker.Focus()
		return
	}
	p.picker.Blur()
	p.fresh = p.fresh || p.unknown()
}

// unknown reports that no shop matches what was typed: nothing to choose
// between, so leaving the field settles it.
func (p *shopPart) unknown() bool {
	return p.shop == "" && p.query() != "" && p.got == p.query() && len(p.hits) == 0
}

func (p *shopPart) typing() bool { return true }

// wants keeps the arrows while shops are offered; above the first the form
// takes over.
func (p *shopPart) wants(arrow string) bool {
	items := p.picker.Items()
	if len(items) == 0 {
		return false
	}
	now, _ := p.picker.Current()
	return arrow != "up" || now.Value != items[0].Value
}

func (p *shopPart) update(msg tea.Msg) effect {
	before := p.query()
	p.picker, _ = p.picker.Update(msg)
	if p.picker.QueryChanged() && p.query() != before {
		p.shop, p.fresh = "", false
		p.offer()
		return p.effect(true)
	}
	if it, ok := p.picker.Picked(); ok {
		return p.choose(it)
	}
	return effect{}
}

// enter picks what the arrows stand on; true when the shop is settled or left
// open because nothing was typed.
func (p *shopPart) enter() effect {
	if it, ok := p.picker.Current(); ok && !p.settled() {
		return p.choose(it)
	}
	return effect{next: true}
}

func (p *shopPart) choose(it widget.Item) effect {
	p.fault = nil
	if it.Value == newShopValue {
		p.fresh = true
	} else {
		p.shop = model.ID(it.Value)
		p.picker.SetQuery(it.Label)
	}
	p.offer()
	return effect{changed: true, next: true}
}

// found takes the answer to a look-up. An answer to an older text is dropped.
func (p *shopPart) found(text string, hits []find.Hit) (changed bool) {
	if text != p.query() || p.settled() {
		return false
	}
	p.got, p.hits = text, hits
	for _, h := range hits {
		if find.Fold(h.Name) == find.Fold(text) {
			p.shop = h.ID
		}
	}
	p.fresh = !p.focused && p.unknown()
	p.offer()
	return p.settled()
}

// wrong asks to choose where several shops may be meant.
func (p *shopPart) wrong() *model.Problem {
	if p.settled() || p.query() == "" || len(p.hits) == 0 || p.got != p.query() {
		return nil
	}
	return &model.Problem{Code: "shop.choose", Field: idShop}
}

func (p *shopPart) dressed(d canvas) widget.Picker {
	k := p.picker
	k.Field = dress(k.Field, &p.base, d, 40)
	if k.Field.Note.Text == "" {
		k.Field.Note = p.standing()
	}
	if k.Field.Note.Text == "" && len(k.Items()) > 0 {
		k.Field.Hint = ""
	}
	return k
}

// standing says what is known of the name typed.
func (p *shopPart) standing() widget.Note {
	switch {
	case p.query() == "" || p.shop != "":
		return widget.Note{}
	case p.fresh:
		return widget.Note{Text: p.env.T("intake.shop.fresh"), Tone: theme.Muted}
	case !p.focused && p.wrong() != nil:
		return widget.Note{Text: p.env.Text.Sentence(p.wrong()), Tone: theme.Warn}
	}
	return widget.Note{}
}

func (p *shopPart) block(d canvas) widget.Block {
	k := p.dressed(d)
	if len(k.Items()) == 0 {
		return k.Field.View(d.env.Theme, d.width, k.Field.Height(d.width))
	}
	height := k.Height(d.width)
	if d.height > 0 {
		height = min(height, d.height)
	}
	return k.View(d.env.Theme, d.width, height)
}

func (p *shopPart) click(d canvas, x, y int) effect {
	k := p.dressed(d)
	height := k.Height(d.width)
	if d.height > 0 {
		height = min(height, d.height)
	}
	k.Click(d.env.Theme, d.width, height, x, y)
	it, picked := k.Picked()
	k.Field.Note = widget.Note{}
	p.picker = k
	if picked && len(k.Items()) > 0 {
		return p.choose(it)
	}
	return effect{}
}

func (p *shopPart) said() string {
	if p.fresh {
		return p.env.T("intake.shop.said_new", "name", p.query())
	}
	return p.query()
}

func (p *shopPart) write(f *facts) {
	f.text(p.name, p.picker.Query())
	f.ShopID, f.Fresh = p.shop, p.fresh
}

func (p *shopPart) read(f facts) {
	p.picker.SetQuery(f.Text[p.name])
	p.shop, p.fresh, p.got, p.asked, p.hits = f.ShopID, f.Fresh, "", "", nil
	p.picker.SetItems(nil)
}

func (p *shopPart) put(c *model.Case) { c.Shop, c.ShopID = p.query(), p.shop }

func (p *shopPart) get(c model.Case) {
	p.picker.SetQuery(c.Shop)
	p.shop = c.ShopID
}

// shopsFound brings the shops that match a text.
type shopsFound struct {
	text string
	hits []find.Hit
	err  error
}

func (s *Screen) shopPart() *shopPart {
	p, _ := s.part(idShop).(*shopPart)
	return p
}

// lookUp asks for the shops that match what was typed, once for each text.
func (s *Screen) lookUp() tea.Cmd {
	p := s.shopPart()
	q := p.query()
	if !p.waiting() || p.asked == q {
		return nil
	}
	p.asked = q
	return func() tea.Msg {
		res, err := s.desk.Search(context.Background(), find.Query{Text: q, Kinds: []find.Kind{find.Shop}, Limit: shopLimit})
		return shopsFound{text: q, hits: res.Hits, err: err}
	}
}

// onShopsFound shows them. Where the store cannot look, the name is taken as
// typed: the store ties it to a shop of that name when it saves.
func (s *Screen) onShopsFound(m shopsFound) tea.Cmd {
	p := s.shopPart()
	var cmd tea.Cmd
	if m.err != nil {
		s.failure = m.err
	}
	if p.found(m.text, m.hits) {
		cmd = s.edited()
	}
	if !s.picking || p.waiting() {
		return cmd
	}
	s.picking = false
	if s.saveNext {
		s.saveNext = false
		return screen.Batch(cmd, s.save(), s.release())
	}
	return screen.Batch(cmd, s.apply(p.enter()), s.release())
}
