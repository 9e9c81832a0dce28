package intake

import (
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/screen"
)

// caseSaved brings the case as the store has it.
type caseSaved struct {
	c   model.Case
	err error
}

// finish saves; in senior mode everything is read back first.
func (s *Screen) finish() tea.Cmd {
	if s.env.Senior && s.page != review {
		s.fixed = false
		s.show(review)
		return nil
	}
	return s.save()
}

func (s *Screen) save() tea.Cmd {
	if s.shopPart().waiting() {
		s.picking, s.saveNext = true, true
		return nil
	}
	for _, p := range s.order() {
		if fault := p.wrong(); fault != nil {
			q := *fault
			q.Field = p.id()
			s.refused(model.Problems{&q})
			return nil
		}
	}
	s.saving, s.failure = true, nil
	if s.draft.writing {
		return nil // onDraftKept goes on: the draft must not overtake the case
	}
	return s.add()
}

func (s *Screen) add() tea.Cmd {
	c, by := s.draftCase(), s.by()
	by.Draft = s.draft.name
	return func() tea.Msg {
		saved, err := s.desk.AddCase(context.Background(), by, c)
		return caseSaved{saved, err}
	}
}

func (s *Screen) onSaved(m caseSaved) tea.Cmd {
	s.saving = false
	if m.err != nil {
		s.refused(m.err)
		return screen.Batch(s.release(), s.keepLater())
	}
	s.saved = m.c
	s.draft.others = slices.DeleteFunc(s.draft.others, func(d store.Draft) bool { return d.Name == s.draft.name })
	s.show(done)
	// A second press of the key that saved is not an answer to what comes.
	s.held = slices.DeleteFunc(s.held, func(msg tea.Msg) bool {
		press, ok := msg.(tea.KeyPressMsg)
		return ok && (keys.Name(press) == "enter" || keys.Name(press) == "ctrl+s")
	})
	return s.release()
}

// keepLater goes on keeping the draft after a case was refused.
func (s *Screen) keepLater() tea.Cmd {
	if s.draft.typed == s.draft.kept {
		return nil
	}
	return s.wait(draftPause)
}

// refused shows problems at the fields they name, the rest below the form, and
// goes to the first field. Everything typed stays.
func (s *Screen) refused(err error) {
	var rest model.Problems
	at := -1
	order := s.order()
	for _, p := range problemsOf(err) {
		i := slices.IndexFunc(order, func(q part) bool { return q.id() == fieldOf(p) })
		if i < 0 {
			rest = append(rest, p)
			continue
		}
		order[i].refuse(p)
		if at < 0 || i < at {
			at = i
		}
	}
	if len(rest) > 0 {
		s.failure = rest
	} else if at < 0 {
		s.failure = err
	}
	if at >= 0 {
		s.show(asking)
		s.fixed = s.env.Senior
		s.focus(at)
	}
}

func problemsOf(err error) model.Problems {
	var ps model.Problems
	if errors.As(err, &ps) {
		return ps
	}
	var p *model.Problem
	if errors.As(err, &p) && p.Field != "" {
		return model.Problems{p}
	}
	return nil
}

func fieldOf(p *model.Problem) string {
	if p.Field == "shop_id" {
		return idShop
	}
	return p.Field
}
