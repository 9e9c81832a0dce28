package shops

import (
	"context"
	"errors"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/returns"
	"heshi/store"
	"heshi/ui/pages"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// newVersions lists the versions of the charter, the newest first.
func (s *Screen) newVersions() *pages.Board {
	return &pages.Board{
		On:   &s.Stack,
		Name: func() string { return s.Env.T("shops.title.charter") },
		Body: s.versionsBody,
		Options: func() []widget.Option {
			var out []widget.Option
			all := s.versions()
			for i, c := range slices.Backward(all) {
				tone, when := s.versionState(c)
				out = append(out, widget.Option{Value: strconv.Itoa(i), Label: s.versionWords(c), Detail: when, Tone: tone})
			}
			if s.coordinates() && len(all) > 0 {
				out = append(out, widget.Option{Value: "write", Label: s.Env.T("shops.write")})
			}
			return out
		},
		Pick: func(value string) tea.Cmd {
			if value == "write" {
				s.write(s.newest())
				return nil
			}
			if i, err := strconv.Atoi(value); err == nil && i < len(s.versions()) {
				s.Push(s.newVersion(s.versions()[i]))
			}
			return nil
		},
	}
}

// newest is the version a new one begins from.
func (s *Screen) newest() charter {
	all := s.versions()
	return all[len(all)-1]
}

func (s *Screen) versionsBody(width int) widget.Block {
	th := s.Env.Theme
	blocks := []widget.Block{widget.Para(th.Text, s.Env.T("shops.versions.ask"), width)}
	if len(s.held) == 0 {
		blocks = append(blocks, widget.Para(th.Warn, s.Env.T("shops.versions.sample"), width))
	}
	if !s.coordinates() {
		blocks = append(blocks, widget.Para(th.Muted, s.onlyCoordinators(), width))
	}
	return widget.Stack(blocks...)
}

// versionWords is a version in a line.
func (s *Screen) versionWords(c charter) string {
	key := text.Key("shops.version")
	if c.Sample {
		key = "shops.version.sample"
	}
	return s.Env.T(key, "day", s.Env.Text.ShortDay(c.EffectiveFrom), "n", c.TermDays)
}

// versionState says whether a version governs today.
func (s *Screen) versionState(c charter) (theme.Tone, string) {
	today := s.today()
	switch {
	case c.EffectiveFrom > today:
		return theme.Normal, s.Env.T("shops.version.future")
	case !c.EffectiveTo.IsZero() && c.EffectiveTo < today:
		return theme.Muted, s.Env.T("shops.version.past", "day", s.Env.Text.ShortDay(c.EffectiveTo))
	case !c.EffectiveTo.IsZero():
		return theme.Strong, s.Env.T("shops.version.until", "day", s.Env.Text.ShortDay(c.EffectiveTo))
	}
	return theme.Strong, s.Env.T("shops.version.now")
}

// newVersion shows one version in full.
func (s *Screen) newVersion(c charter) *pages.Board {
	return &pages.Board{
		On:   &s.Stack,
		Name: func() string { return s.Env.T("shops.title.version") },
		Body: func(width int) widget.Block { return s.versionBody(c, width) },
		Options: func() []widget.Option {
			var out []widget.Option
			if s.coordinates() {
				if c.EffectiveFrom > s.today() && !c.Sample {
					out = append(out, widget.Option{Value: "correct", Label: s.Env.T("shops.version.correct")})
				}
				out = append(out, widget.Option{Value: "write", Label: s.Env.T("shops.version.write")})
			}
			return append(out, widget.Option{Value: "back", Label: s.Env.T("shops.version.back")})
		},
		Pick: func(value string) tea.Cmd {
			switch value {
			case "write":
				s.write(c)
			case "correct":
				s.correct(c)
			default:
				return s.Pop()
			}
			return nil
		},
	}
}

func (s *Screen) versionBody(c charter, width int) widget.Block {
	th := s.Env.Theme
	_, state := s.versionState(c)
	blocks := []widget.Block{
		widget.Para(th.Strong, c.Name.In(s.Env.Text.Lang()), width),
		widget.Para(th.Text, s.versionWords(c)+"  "+state, width),
	}
	if c.Sample {
		blocks = append(blocks, widget.Para(th.Warn, s.Env.T("shops.versions.sample"), width))
	}
	if !s.coordinates() {
		blocks = append(blocks, widget.Para(th.Muted, s.onlyCoordinators(), width))
	}
	for _, part := range parts() {
		var list []pair
		for _, f := range partOf(terms(), part) {
			list = append(list, pair{termLabel(s.Env, f.id), s.orNone(f.words(s.Env, c)), theme.Normal})
		}
		blocks = append(blocks, widget.Blank(width, 1),
			widget.Para(th.Strong, s.Env.T(text.Key("shops.part."+part)), width),
			widget.Pad(s.pairs(width-2, list), 0, 0, 0, 2))
	}
	return widget.Stack(blocks...)
}

// previewed brings what a version does to the example situations.
type previewed struct {
	draft   *draft
	base    *charter
	next    charter
	changes []returns.Change
	all     int
	err     error
}

// preview tries the version on the examples, against the one that it follows.
func (s *Screen) preview() tea.Cmd {
	d := s.draft
	if d == nil {
		return nil
	}
	if faults := s.checkDraft(d.c); len(faults) > 0 {
		return s.Warn(s.Env.T("shops.write.faults"))
	}
	rest, next, _ := slotted(s.held, d.was, d.c, s.today())
	p := previewed{draft: d, next: next, base: returns.CharterOn(rest, next.EffectiveFrom)}
	for _, c := range rest { // the one in force the day before
		if c.EffectiveFrom < next.EffectiveFrom && (p.base == nil || c.EffectiveFrom > p.base.EffectiveFrom) {
			p.base = &c
		}
	}
	if len(s.held) == 0 && len(s.sample) > 0 {
		p.base = &s.sample[0]
	}
	s.Hold()
	supply, now := s.supply, returns.Env{Now: s.Env.Now(), Lang: s.Env.Text.Lang()}
	return func() tea.Msg { return p.try(supply, now) }
}

// try judges every example under the version before and under the new one, as
// if each had always been in force.
func (p previewed) try(supply Supply, now returns.Env) previewed {
	rules, env, err := supply.Rules()
	if err != nil {
		p.err = err
		return p
	}
	examples, err := supply.Examples()
	if err != nil {
		p.err = err
		return p
	}
	env.Now, env.Lang, env.Charters = now.Now, now.Lang, nil
	for _, x := range examples { // told in a future the clock has not reached yet
		if x.Facts.AskedAt.After(env.Now) {
			env.Now = x.Facts.AskedAt.Time
		}
	}
	if p.base != nil {
		base := *p.base
		base.EffectiveFrom, base.EffectiveTo = 1, 0
		env.Charters = []charter{base}
	}
	p.all = len(examples)
	p.changes, p.err = rules.Preview(examples, env, p.next)
	return p
}

func (s *Screen) onPreviewed(p previewed) tea.Cmd {
	if p.draft != s.draft {
		return nil
	}
	if p.err != nil {
		return screen.Send(screen.Failed{Err: p.err})
	}
	s.Push(s.newPreview(p))
	return nil
}

// newPreview shows what a version does, and asks whether to save it.
func (s *Screen) newPreview(p previewed) *pages.Board {
	return &pages.Board{
		On:   &s.Stack,
		Name: func() string { return s.Env.T("shops.title.preview") },
		Body: func(width int) widget.Block { return s.previewBody(p, width) },
		Options: func() []widget.Option {
			edit := widget.Option{Value: "edit", Label: s.Env.T("shops.preview.edit")}
			save := widget.Option{Value: "save", Label: s.Env.T("shops.preview.save")}
			if !s.firstOwn(p.next) {
				return []widget.Option{save, edit}
			}
			save.Label = s.Env.T("shops.preview.save_sample", "day", s.Env.Text.ShortDay(p.next.EffectiveFrom))
			alone := widget.Option{Value: "alone", Label: s.Env.T("shops.preview.save_alone", "day", s.Env.Text.ShortDay(p.next.EffectiveFrom))}
			return []widget.Option{save, alone, edit}
		},
		Pick: func(value string) tea.Cmd {
			if value == "edit" || s.draft == nil {
				return s.Pop()
			}
			s.draft.alone = value == "alone"
			return s.saveDraft(p.next)
		},
	}
}

// firstOwn reports that the station adopts its first version, and that the
// sample has governed until then.
func (s *Screen) firstOwn(c charter) bool {
	return len(s.held) == 0 && len(s.sample) > 0 && s.sample[0].EffectiveFrom < c.EffectiveFrom
}

func (s *Screen) previewBody(p previewed, width int) widget.Block {
	th := s.Env.Theme
	blocks := []widget.Block{widget.Para(th.Strong, s.Env.T("shops.preview.from", "day", p.next.EffectiveFrom), width)}
	blocks = append(blocks, s.changedTerms(p, width)...)
	blocks = append(blocks, s.shortPromises(p.next, width)...)
	said := s.Env.T("shops.preview.changes", "n", len(p.changes), "all", p.all)
	if len(p.changes) == 0 {
		said = s.Env.T("shops.preview.same", "all", p.all)
	}
	blocks = append(blocks, widget.Blank(width, 1), widget.Para(th.Strong, said, width))
	for _, c := range p.changes {
		blocks = append(blocks,
			widget.Para(th.Text, c.Example.Title.In(s.Env.Text.Lang()), width),
			widget.Pad(widget.Stack(
				widget.Para(th.Muted, s.Env.T("shops.preview.before", "verdict", s.verdict(c.Before)), width-2),
				widget.Para(verdictStyle(th, c.After), s.Env.T("shops.preview.after", "verdict", s.verdict(c.After)), width-2),
			), 0, 0, 0, 2))
		if s.Env.Senior {
			blocks = append(blocks, widget.Blank(width, 1))
		}
	}
	return widget.Stack(blocks...)
}

// changedTerms says which terms differ from those before.
func (s *Screen) changedTerms(p previewed, width int) []widget.Block {
	if p.base == nil {
		return nil
	}
	th := s.Env.Theme
	var out []widget.Block
	for _, f := range differences(terms(), *p.base, p.next) {
		if f.id == "effective_from" {
			continue
		}
		said := s.Env.T("shops.preview.term", "label", termLabel(s.Env, f.id),
			"was", s.orNone(f.words(s.Env, *p.base)), "is", s.orNone(f.words(s.Env, p.next)))
		if f.id == "excluded" {
			said = s.Env.T("shops.preview.excluded")
		}
		out = append(out, widget.Para(th.Text, said, width))
	}
	return out
}

// shortPromises says which members have promised less than the new charter.
func (s *Screen) shortPromises(c charter, width int) []widget.Block {
	n := 0
	for _, shop := range s.shops {
		if m := shop.Member; m != nil && m.Left.IsZero() && len(c.ImproveOnly(returns.Promise{TermDays: m.TermDays})) > 0 {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return []widget.Block{widget.Para(s.Env.Theme.Warn, s.Env.T("shops.preview.members", "n", n, "days", c.TermDays), width)}
}

func verdictStyle(th theme.Theme, v returns.Verdict) theme.Style {
	if v.Verdict.Carried() {
		return th.Good
	}
	return th.Bad
}

// verdict is a verdict in a line: the word, the money, the last day.
func (s *Screen) verdict(v returns.Verdict) string {
	said := s.Env.T(text.Key("verdict." + string(v.Verdict)))
	if v.RefundFen != nil {
		said = s.Env.T("shops.preview.refund", "verdict", said, "amount", *v.RefundFen)
	}
	if v.Window != nil && !v.Window.Last.IsZero() {
		said = s.Env.T("shops.preview.last", "verdict", said, "day", s.Env.Text.Day(v.Window.Last))
	}
	return said
}

// chartersSaved is what the store has answered.
type chartersSaved struct {
	next charter
	err  error
}

// saveDraft adopts the version; only a coordinator may.
func (s *Screen) saveDraft(next charter) tea.Cmd {
	if !s.coordinates() {
		return s.Warn(s.onlyCoordinators())
	}
	rest, next, p := slotted(s.held, s.draft.was, next, s.today())
	if p != nil {
		return s.Warn(sentence(s.Env, p))
	}
	if s.firstOwn(next) && !s.draft.alone {
		rest = slices.Clone(s.sample)
	}
	list, err := returns.Adopt(rest, next)
	if err != nil {
		return screen.Send(screen.Failed{Err: err})
	}
	s.Hold()
	desk, by, rev := s.desk, s.by(), s.draft.rev
	return func() tea.Msg {
		_, err := desk.SaveCharters(context.Background(), by, list, rev)
		return chartersSaved{next, err}
	}
}

func (s *Screen) onChartersSaved(msg chartersSaved) tea.Cmd {
	if s.draft == nil {
		return nil
	}
	var stale *store.Stale[returns.Charter]
	var list *store.Stale[[]returns.Charter]
	switch {
	case errors.As(msg.err, &list):
		return s.staleDraft(list.By.By, list.By.Actor)
	case errors.As(msg.err, &stale):
		return s.staleDraft(stale.By.By, stale.By.Actor)
	case msg.err != nil:
		return screen.Send(screen.Failed{Err: msg.err})
	}
	s.draft = nil
	s.PopUntil(func(p pages.Page) bool { return p == s.charters })
	return screen.Batch(s.load(), s.Say(s.Env.T("shops.adopted", "day", msg.next.EffectiveFrom)))
}

// staleDraft keeps what was written, reads what somebody else has saved and
// goes back to the contents, so that the preview is seen anew.
func (s *Screen) staleDraft(by model.ID, actor string) tea.Cmd {
	s.draft.renew = true
	s.Pop()
	return screen.Batch(s.load(), s.Warn(s.Env.T("shops.stale", "actor", s.Env.Text.Actor(by, actor))))
}
