package returns

import (
	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/ident"
	engine "heshi/model/returns"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// prices asks what each item that stays cost singly. Enter takes over the
// price before, because things sold in a set mostly cost the same.
type prices struct {
	env    screen.Env
	inputs []widget.Money
	places []int // of the items in the bundle
	at     int
	said   string
}

func newPrices(env screen.Env, b *engine.Bundle, e entry) *prices {
	p := &prices{env: env}
	if b == nil {
		return p
	}
	for i, item := range b.Items {
		if item.Returned == engine.Yes {
			continue
		}
		in := widget.NewInput(env.T("check.item", "i", i+1), widget.Reading[model.Money]{
			Parse: ident.Money, Show: env.Text.Money, Say: env.Text.Sentence,
		})
		in.LabelWidth, in.Cells, in.Max = 10, 20, 40
		in.SetValue(e.prices[i])
		p.inputs, p.places = append(p.inputs, in), append(p.places, i)
	}
	p.focus(0)
	return p
}

func (p *prices) focus(i int) {
	if len(p.inputs) == 0 {
		return
	}
	p.inputs[p.at].Blur()
	p.at = max(0, min(i, len(p.inputs)-1))
	p.inputs[p.at].Focus()
}

func (p *prices) update(msg tea.Msg) bool {
	if len(p.inputs) == 0 {
		return true
	}
	name := ""
	if press, ok := msg.(tea.KeyPressMsg); ok {
		name = keys.Name(press)
	}
	switch name {
	case "up":
		p.focus(p.at - 1)
	case "down":
		p.focus(p.at + 1)
	case "enter":
		return p.enter()
	default:
		p.said = ""
		p.inputs[p.at], _ = p.inputs[p.at].Update(msg)
	}
	return false
}

func (p *prices) enter() bool {
	in := &p.inputs[p.at]
	if in.Empty() && p.at > 0 {
		in.SetValue(p.inputs[p.at-1].Value())
	}
	if _, ok := in.Parsed(); !ok {
		p.refuse(p.env.T("check.need.money"))
		return false
	}
	if p.at == len(p.inputs)-1 {
		return true
	}
	p.focus(p.at + 1)
	return false
}

// rows are the places where each input is drawn.
func (p *prices) rows(width int) []int {
	out := make([]int, 0, len(p.inputs)+1)
	y := 0
	for _, in := range p.inputs {
		out = append(out, y)
		y += max(1, in.Height(width))
	}
	return append(out, y)
}

func (p *prices) view(th theme.Theme, width, height int) widget.Block {
	var b widget.Block
	at := 0
	rows := p.rows(width)
	for i, in := range p.inputs {
		b = widget.Stack(b, in.View(th, width, max(1, in.Height(width))))
		if i == p.at {
			at = rows[i]
		}
	}
	b = widget.Stack(b, p.foot(th, width))
	return widget.Fit(widget.Follow(b, at, height), width, height)
}

func (p *prices) foot(th theme.Theme, width int) widget.Block {
	if p.said != "" {
		return widget.Para(th.Warn, th.Marks.Warn+" "+p.said, width)
	}
	return widget.Para(th.Muted, p.env.T("check.hint.prices"), width)
}

func (p *prices) height(width int) int {
	rows := p.rows(width)
	_, foot := widget.Size(p.foot(p.env.Theme, width))
	return rows[len(rows)-1] + foot
}

func (p *prices) click(th theme.Theme, at spot) bool {
	rows := p.rows(at.width)
	if len(p.inputs) == 0 {
		return false
	}
	y := at.y + widget.FollowTop(widget.Blank(1, p.height(at.width)), rows[p.at], at.height)
	for i := range p.inputs {
		if y >= rows[i] && y < rows[i+1] {
			p.focus(i)
		}
	}
	return false
}

func (p *prices) typing() bool    { return true }
func (p *prices) digits() int     { return 0 }
func (p *prices) refuse(s string) { p.said = s }

func (p *prices) entry() entry {
	e := entry{prices: map[int]string{}}
	for i, in := range p.inputs {
		e.prices[p.places[i]] = in.Value()
	}
	return e
}

func (p *prices) answer() (answer, string) {
	a := answer{Answer: engine.Answer{Prices: map[int]model.Money{}}}
	for i := range p.inputs {
		v, ok := p.inputs[i].Parsed()
		if !ok {
			p.focus(i)
			return answer{}, p.env.T("check.need.money")
		}
		a.Prices[p.places[i]] = v
	}
	a.entry = p.entry()
	return a, ""
}
