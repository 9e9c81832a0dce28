package intake

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/widget"
)

func keyName(msg tea.KeyPressMsg) string { return keys.Name(msg) }

// pick is a part answered by choosing.
type pick struct {
	base
	choice widget.Choice
	list   string   // the code list its words stand under
	codes  []string // in the order offered
	stamps bool     // keep when it was chosen
	at     time.Time
	take   func(model.Case) []string
	give   func(*model.Case, []string, time.Time)
}

func newPick(name string, codes []string, of func(*model.Case) *string) *pick {
	return &pick{
		base: base{name: name}, list: name, codes: codes,
		take: func(c model.Case) []string { return some(*of(&c)) },
		give: func(c *model.Case, v []string, _ time.Time) { *of(c) = first(v) },
	}
}

func newProofs() *pick {
	p := &pick{
		base: base{name: idProofs}, list: idProofs, codes: model.Proofs(),
		take: func(c model.Case) []string { return c.Proofs },
		give: func(c *model.Case, v []string, _ time.Time) { c.Proofs = v },
	}
	p.choice.Multi = true
	return p
}

// The choices that are no codes of the model.
const (
	given = "given"
	yes   = "yes"
)

func newNotice() *pick {
	return &pick{
		base: base{name: idNotice}, list: "notice", codes: []string{given}, stamps: true,
		take: func(c model.Case) []string {
			if c.NoticeAt == nil {
				return nil
			}
			return []string{given}
		},
		give: func(c *model.Case, v []string, at time.Time) {
			if len(v) > 0 {
				c.NoticeAt = &at
			}
		},
	}
}

func newConsent() *pick {
	return &pick{
		base: base{name: idConsent}, list: "consent", codes: []string{"oral", "written", "platform"}, stamps: true,
		take: func(c model.Case) []string {
			if c.Consent == nil {
				return nil
			}
			return some(c.Consent.Form)
		},
		give: func(c *model.Case, v []string, at time.Time) {
			if len(v) > 0 {
				c.Consent = &model.Consent{At: at, Form: v[0]}
			}
		},
	}
}

func newUrgent() *pick {
	return &pick{
		base: base{name: idUrgent}, list: idUrgent, codes: []string{yes},
		take: func(c model.Case) []string {
			if !c.Urgent {
				return nil
			}
			return []string{yes}
		},
		give: func(c *model.Case, v []string, _ time.Time) { c.Urgent = len(v) > 0 },
	}
}

func some(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func first(v []string) string {
	if len(v) == 0 {
		return ""
	}
	return v[0]
}

func (p *pick) words(env screen.Env, kind model.CaseKind) {
	p.worded(env, kind)
	kept := p.choice.Values()
	p.choice.Options = nil
	for _, code := range p.codes {
		p.choice.Options = append(p.choice.Options, widget.Option{Value: code, Label: p.word(code)})
	}
	p.choice.Inline, p.choice.Spaced, p.choice.PerPage = !env.Senior, env.Senior, 9
	if env.Senior {
		p.choice.PerPage = 5
	}
	p.choice.More = env.T("intake.more_choices")
	p.choice.SetValues(kept...)
}

func (p *pick) word(code string) string {
	return p.env.T(text.Key("code." + p.list + "." + code))
}

func (p *pick) focus(on bool) {
	p.focused = on
	if on {
		p.choice.Focus()
	} else {
		p.choice.Blur()
	}
}

func (p *pick) typing() bool { return false }

func (p *pick) wants(arrow string) bool {
	upDown := arrow == "up" || arrow == "down"
	return upDown != p.choice.Inline
}

// update chooses. The option the arrows stand on is chosen at once, so that
// what is marked and what is bright are always the same; Backspace takes the
// choice back.
func (p *pick) update(msg tea.Msg) effect {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return effect{}
	}
	before, chosen := p.choice.Values(), false
	switch keyName(press) {
	case "backspace", "delete":
		p.choice.SetValues()
	case "up", "down", "left", "right", "home", "end":
		p.arrow(press)
	default:
		p.choice, _ = p.choice.Update(msg)
		_, chosen = p.choice.Picked()
	}
	return p.settle(before, chosen)
}

func (p *pick) arrow(press tea.KeyPressMsg) {
	if len(p.choice.Values()) > 0 || p.choice.Multi {
		p.choice, _ = p.choice.Update(press)
	}
	if now, ok := p.choice.Current(); ok && !p.choice.Multi {
		p.choice.SetValues(now.Value)
	}
}

func (p *pick) settle(before []string, chosen bool) effect {
	e := p.effect(!slices.Equal(before, p.choice.Values()))
	if e.changed {
		p.at = p.env.Now()
	}
	e.next = chosen && !p.choice.Multi
	return e
}

// bright hides the bright line where it would stand on something not chosen.
func (p *pick) bright(d canvas) canvas {
	now, ok := p.choice.Current()
	if !p.choice.Multi && (!ok || !slices.Contains(p.choice.Values(), now.Value)) {
		d.env.Theme.Selected = d.env.Theme.Text
	}
	return d
}

func (p *pick) block(d canvas) widget.Block {
	th, width := d.env.Theme, d.width-d.labels
	if !p.focused {
		b := widget.Line(th, th.Field, p.said(), min(width, 40))
		if n := p.note(widget.Note{}); n.Text != "" {
			b = widget.Stack(b, widget.Para(th.Bad, n.Text, width))
		}
		return p.labelled(d, b)
	}
	c := p.choice
	c.Note = p.note(p.choice.Note)
	height := c.Height(width)
	if d.height > 0 {
		height = min(height, d.height)
	}
	body := c.View(p.bright(d).env.Theme, width, height)
	hint := p.shownHint()
	if hint == "" && !p.choice.Multi && len(p.choice.Values()) > 0 && c.Note.Text == "" {
		hint = p.env.T("sheet.unpick")
	}
	if hint != "" {
		body = widget.Stack(body, widget.Para(th.Muted, hint, width))
	}
	return p.labelled(d, body)
}

func (p *pick) click(d canvas, x, y int) effect {
	width := d.width - d.labels
	height := p.choice.Height(width)
	if d.height > 0 {
		height = min(height, d.height)
	}
	before := p.choice.Values()
	p.choice.Click(width, height, x-d.labels, y)
	_, chosen := p.choice.Picked()
	return p.settle(before, chosen)
}

func (p *pick) said() string {
	words := make([]string, 0, len(p.choice.Values()))
	for _, v := range p.choice.Values() {
		words = append(words, p.word(v))
	}
	return p.env.Text.List(words)
}

func (p *pick) write(f *facts) {
	if v := p.choice.Values(); len(v) > 0 {
		f.Picks[p.name] = v
		if p.stamps {
			f.Times[p.name] = p.at
		}
	}
}

func (p *pick) read(f facts) {
	p.set(f.Picks[p.name])
	p.at = f.Times[p.name]
}

// set marks values; before the first words the options are not there yet.
func (p *pick) set(values []string) {
	if len(p.choice.Options) == 0 {
		for _, code := range p.codes {
			p.choice.Options = append(p.choice.Options, widget.Option{Value: code})
		}
	}
	p.choice.SetValues(values...)
}

func (p *pick) put(c *model.Case) { p.give(c, p.choice.Values(), p.at) }

func (p *pick) get(c model.Case) {
	p.set(p.take(c))
	switch {
	case p.name == idNotice && c.NoticeAt != nil:
		p.at = *c.NoticeAt
	case p.name == idConsent && c.Consent != nil:
		p.at = c.Consent.At
	}
}
