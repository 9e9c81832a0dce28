package shops

import (
	"reflect"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/returns"
	"heshi/model/workday"
	"heshi/ui/pages"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// draft is a version of the charter being written. Nothing of it is kept until
// the preview was seen and it is saved.
type draft struct {
	c     charter
	began charter
	was   *charter // the coming version it corrects; nil writes a new one
	rev   uint64   // of the charters it builds on
	renew bool     // somebody else was faster: build on what is read next
	// alone leaves the sample out when the first version is adopted.
	alone bool
}

func (d *draft) changed() bool { return !reflect.DeepEqual(d.c, d.began) }

// write begins a new version from another one.
func (s *Screen) write(from charter) {
	c := copied(from)
	c.ID, c.Sample, c.Version, c.EffectiveTo = s.charterID(from), false, "", 0
	c.Name = unmarked(c.Name, from.Sample)
	c.EffectiveFrom = s.freeDay()
	s.draft = &draft{c: c, began: copied(c), rev: s.rev}
	s.Push(s.newParts())
}

// freeDay is the first day from tomorrow on that no version begins.
func (s *Screen) freeDay() model.Day {
	day := s.today() + 1
	for slices.ContainsFunc(s.held, func(c charter) bool { return c.EffectiveFrom == day }) {
		day++
	}
	return day
}

// correct goes on with a version that is still to come.
func (s *Screen) correct(c charter) {
	was := copied(c)
	s.draft = &draft{c: copied(c), began: copied(c), was: &was, rev: s.rev}
	s.Push(s.newParts())
}

// charterID is the id of new versions: that of the charter they replace, or
// the station's for its first own one.
func (s *Screen) charterID(from charter) string {
	if !from.Sample {
		return from.ID
	}
	return "charter-" + strings.ToLower(s.Env.Station.Code)
}

// unmarked drops the bracket by which the sample names itself a sample.
func unmarked(n workday.Name, sample bool) workday.Name {
	if !sample {
		return n
	}
	cut := func(s string) string {
		if i := strings.IndexAny(s, "（("); i > 0 {
			return strings.TrimSpace(s[:i])
		}
		return s
	}
	return workday.Name{ZH: cut(n.ZH), EN: cut(n.EN)}
}

// copied is a charter that shares no list with another.
func copied(c charter) charter {
	c.Channels, c.Categories = slices.Clone(c.Channels), slices.Clone(c.Categories)
	c.Members, c.Excluded = slices.Clone(c.Members), slices.Clone(c.Excluded)
	for i := range c.Excluded {
		c.Excluded[i].Categories = slices.Clone(c.Excluded[i].Categories)
	}
	return c
}

// slotted finds the place of a version among those held: where it takes the
// place of one it corrects, the one before goes on until the new beginning; it
// ends the day before the next one begins. returns.Adopt then ends the one in
// force. What cannot be is a problem of effective_from.
func slotted(held []charter, was *charter, c charter, today model.Day) ([]charter, charter, *model.Problem) {
	rest := slices.Clone(held)
	if was != nil {
		rest = without(rest, *was)
	}
	if len(held) > 0 && c.EffectiveFrom <= today {
		return nil, c, &model.Problem{Code: "charter.begins_late", Field: "effective_from", Args: map[string]any{"day": today + 1}}
	}
	c.EffectiveTo = 0
	for i, h := range rest {
		switch {
		case h.EffectiveFrom == c.EffectiveFrom:
			return nil, c, &model.Problem{Code: "charter.same_day", Field: "effective_from", Args: map[string]any{"day": c.EffectiveFrom}}
		case h.EffectiveFrom > c.EffectiveFrom:
			if c.EffectiveTo.IsZero() || h.EffectiveFrom <= c.EffectiveTo {
				c.EffectiveTo = h.EffectiveFrom - 1
			}
		case h.EffectiveTo >= c.EffectiveFrom:
			rest[i].EffectiveTo = 0
		}
	}
	c.Version = versionName(rest, c)
	return rest, c, nil
}

// without takes a coming version out; the one before it lasts as long as it
// would have.
func without(held []charter, was charter) []charter {
	var rest []charter
	for _, h := range held {
		if h.ID == was.ID && h.Version == was.Version {
			continue
		}
		if h.EffectiveTo == was.EffectiveFrom-1 {
			h.EffectiveTo = was.EffectiveTo
		}
		rest = append(rest, h)
	}
	return rest
}

// versionName names a version after the day it begins.
func versionName(rest []charter, c charter) string {
	name := c.EffectiveFrom.String()
	for slices.ContainsFunc(rest, func(h charter) bool { return h.ID == c.ID && h.Version == name }) {
		name += "-2"
	}
	return name
}

// checkDraft returns what is wrong with a version as it stands, field by field.
func (s *Screen) checkDraft(c charter) model.Problems {
	c.Version = "-" // named when its day is known
	ps := c.Check()
	if s.draft == nil || c.EffectiveFrom.IsZero() {
		return ps
	}
	if _, _, p := slotted(s.held, s.draft.was, c, s.today()); p != nil {
		ps = append(ps, p)
	}
	return ps
}

// faultsOf are the problems of one part of the charter.
func faultsOf(ps model.Problems, part string) model.Problems {
	var out model.Problems
	for _, p := range ps {
		field := p.Field
		if strings.HasPrefix(field, "excluded") {
			field = "excluded"
		}
		if f, ok := factOf(terms(), field); ok && f.part == part {
			out = append(out, p)
		}
	}
	return out
}

// newParts is the table of contents of the version being written.
func (s *Screen) newParts() *pages.Board {
	return &pages.Board{
		On: &s.Stack,
		Name: func() string {
			if s.draft != nil && s.draft.was != nil {
				return s.Env.T("shops.title.correct")
			}
			return s.Env.T("shops.title.write")
		},
		Body:    s.partsBody,
		Options: s.partOptions,
		Pick:    s.onPart,
		Leave: func() tea.Cmd {
			if s.draft == nil || !s.draft.changed() {
				return s.leaveDraft()
			}
			return s.Leaving("shops.write.preview", showPreview{}, dropDraft{})
		},
	}
}

// dropDraft lets the version being written go, showPreview shows what it does.
type (
	dropDraft   struct{}
	showPreview struct{}
)

func (s *Screen) leaveDraft() tea.Cmd {
	s.draft = nil
	return s.Pop()
}

func (s *Screen) partsBody(width int) widget.Block {
	th := s.Env.Theme
	if s.draft == nil {
		return widget.Blank(width, 1)
	}
	blocks := []widget.Block{widget.Para(th.Text, s.Env.T("shops.write.from", "day", s.draft.c.EffectiveFrom), width)}
	for _, p := range s.checkDraft(s.draft.c) {
		field := p.Field
		if f, ok := factOf(terms(), field); ok {
			field = termLabel(s.Env, f.id)
		}
		blocks = append(blocks, widget.Para(th.Bad, s.Env.T("shops.fault.at", "field", field, "fault", sentence(s.Env, p)), width))
	}
	return widget.Stack(blocks...)
}

func termLabel(env screen.Env, id string) string { return env.T(text.Key("shops.term." + id)) }

func (s *Screen) partOptions() []widget.Option {
	if s.draft == nil {
		return nil
	}
	faults := s.checkDraft(s.draft.c)
	out := make([]widget.Option, 0, len(parts())+1)
	for _, part := range parts() {
		o := widget.Option{Value: part, Label: s.Env.T(text.Key("shops.part." + part))}
		switch {
		case len(faultsOf(faults, part)) > 0:
			o.Tone, o.Detail = theme.Bad, s.Env.T("shops.part.wrong")
		case len(differences(partOf(terms(), part), s.draft.c, s.draft.began)) > 0:
			o.Detail = s.Env.T("shops.part.changed")
		}
		out = append(out, o)
	}
	return append(out, widget.Option{Value: "preview", Label: s.Env.T("shops.write.preview")})
}

func (s *Screen) onPart(value string) tea.Cmd {
	switch value {
	case "preview":
		return s.preview()
	case partExcluded:
		s.Push(s.newExclusions())
		return nil
	}
	s.Push(s.newTermForm(value))
	return nil
}

// newTermForm asks about one part of the charter.
func (s *Screen) newTermForm(part string) *pages.Form {
	f := &pages.Form{On: &s.Stack, Word: "shops.keep", Live: true}
	f.Name = func() string { return s.Env.T(text.Key("shops.part." + part)) }
	f.Questions = func() []sheet.Question {
		c := s.draft.c
		for _, t := range partOf(terms(), part) { // the other answers as they are now
			if len(f.Sheet.Values(t.id)) > 0 && t.set(&c, f.Sheet.Values(t.id), s.today()) != nil {
				continue
			}
		}
		var out []sheet.Question
		for _, t := range partOf(terms(), part) {
			out = append(out, t.question(s, "shops.term.", c, s.checkDraft))
		}
		return out
	}
	f.Save = func() tea.Cmd { return s.keepTerms(f, part) }
	return f.Start(values(partOf(terms(), part), s.draft.c))
}

// keepTerms takes answers into the draft; what is wrong stands at its question.
func (s *Screen) keepTerms(f *pages.Form, part string) tea.Cmd {
	c, p := applied(terms(), s.draft.c, f.Sheet.Changed(), f.Sheet.Values, s.today())
	if p == nil {
		if faults := faultsOf(s.checkDraft(c), part); len(faults) > 0 {
			p = faults[0]
		}
	}
	if p != nil {
		f.Sheet.Refuse(p.Field, sentence(s.Env, p))
		return nil
	}
	same := len(f.Sheet.Changed()) == 0
	s.draft.c = c
	cmd := s.Pop()
	if same {
		return cmd
	}
	return screen.Batch(cmd, s.Say(s.Env.T("shops.kept")))
}

// newExclusions lists what the charter leaves out.
func (s *Screen) newExclusions() *pages.Board {
	return &pages.Board{
		On:   &s.Stack,
		Name: func() string { return s.Env.T("shops.part.excluded") },
		Body: func(width int) widget.Block {
			return widget.Para(s.Env.Theme.Text, s.Env.T("shops.excluded.ask"), width)
		},
		Options: func() []widget.Option {
			if s.draft == nil {
				return nil
			}
			var out []widget.Option
			for i, e := range s.draft.c.Excluded {
				out = append(out, widget.Option{Value: string(rune('a' + i)), Label: exclusionWords(s.Env, e)})
			}
			return append(out, widget.Option{Value: "", Label: s.Env.T("shops.excluded.add")})
		},
		Pick:   s.onExclusionPicked,
		Remove: s.removeExclusion,
	}
}

// exclusionAt is the place of an exclusion by the value of its option; false is
// the line to add.
func (s *Screen) exclusionAt(value string) (int, bool) {
	if value == "" || s.draft == nil {
		return 0, false
	}
	i := int([]rune(value)[0] - 'a')
	return i, i < len(s.draft.c.Excluded)
}

// exclusionAct is what was chosen to do with an exclusion.
type exclusionAct struct {
	at     int
	remove bool
}

func (s *Screen) onExclusionPicked(value string) tea.Cmd {
	i, ok := s.exclusionAt(value)
	if !ok {
		s.Push(s.newExclusionForm(-1))
		return nil
	}
	return screen.Send(screen.Ask{
		Title: s.Env.T("shops.excluded.what"), Body: exclusionWords(s.Env, s.draft.c.Excluded[i]),
		Options: []screen.Option{
			{Label: s.Env.T("shops.excluded.edit"), Answer: exclusionAct{at: i}},
			{Label: s.Env.T("shops.excluded.remove"), Answer: exclusionAct{at: i, remove: true}},
		},
	})
}

func (s *Screen) onExclusion(act exclusionAct) tea.Cmd {
	if s.draft == nil || act.at >= len(s.draft.c.Excluded) {
		return nil
	}
	if !act.remove {
		s.Push(s.newExclusionForm(act.at))
		return nil
	}
	return s.dropExclusion(act.at)
}

func (s *Screen) removeExclusion(value string) tea.Cmd {
	i, ok := s.exclusionAt(value)
	if !ok {
		return nil
	}
	return s.dropExclusion(i)
}

func (s *Screen) dropExclusion(i int) tea.Cmd {
	s.draft.c.Excluded = slices.Delete(slices.Clone(s.draft.c.Excluded), i, i+1)
	s.RewordAll()
	return s.Say(s.Env.T("shops.kept"))
}

// exclusionFacts are what one exclusion says.
func exclusionFacts() []fact[returns.Exclusion] {
	goods := fact[returns.Exclusion]{
		id: "categories", kind: sheet.Many, options: categoryOptions,
		get: func(e returns.Exclusion) []string { return wordsOf(e.Categories) },
		set: func(e *returns.Exclusion, a []string, _ model.Day) *model.Problem {
			e.Categories = wordsTo(returns.Categories(), a)
			return nil
		},
	}
	return []fact[returns.Exclusion]{
		coded("when", "shops.when.", returns.Whens(), func(e *returns.Exclusion) *returns.When { return &e.When }), goods,
	}
}

// newExclusionForm asks about the exclusion at a place, -1 about a new one.
func (s *Screen) newExclusionForm(at int) *pages.Form {
	e := returns.Exclusion{Categories: []returns.Category{}}
	if at >= 0 {
		e = s.draft.c.Excluded[at]
	}
	f := &pages.Form{On: &s.Stack, Word: "shops.keep", Fresh: at < 0}
	f.Name = func() string { return s.Env.T("shops.title.exclusion") }
	f.Questions = func() []sheet.Question {
		var out []sheet.Question
		for _, t := range exclusionFacts() {
			out = append(out, t.question(s, "shops.exclusion.", e, func(returns.Exclusion) model.Problems { return nil }))
		}
		return out
	}
	f.Save = func() tea.Cmd { return s.keepExclusion(f, at, e) }
	return f.Start(values(exclusionFacts(), e))
}

func (s *Screen) keepExclusion(f *pages.Form, at int, e returns.Exclusion) tea.Cmd {
	if f.Sheet.Value("when") == "" {
		f.Sheet.Refuse("when", s.Env.T("shops.fault.returns.key_missing"))
		return nil
	}
	e, _ = applied(exclusionFacts(), e, []string{"when", "categories"}, f.Sheet.Values, s.today())
	if e.When == returns.Always && len(e.Categories) == 0 {
		f.Sheet.Refuse("categories", s.Env.T("shops.fault.excludes_all"))
		return nil
	}
	list := slices.Clone(s.draft.c.Excluded)
	if at < 0 {
		list = append(list, e)
	} else {
		list[at] = e
	}
	s.draft.c.Excluded = list
	return screen.Batch(s.Pop(), s.Say(s.Env.T("shops.kept")))
}
