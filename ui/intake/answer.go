package intake

import (
	"slices"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/ui/screen"
)

// queryRunes is how much of a question the ready answers are looked through
// for: a few words find something, a whole story finds nothing.
const queryRunes = 12

// askAnswer opens the ready answers, beginning with what was asked.
func (s *Screen) askAnswer() tea.Cmd {
	if s.kind != model.Consultation {
		return nil
	}
	query := strings.Join(strings.Fields(s.part(idWhat).said()), " ")
	if utf8.RuneCountInString(query) > queryRunes {
		query = ""
	}
	return screen.Send(screen.OpenStation{Page: screen.StationAnswers, Pick: true, Query: query})
}

// onAnswerPicked writes a ready answer into the form, below what stands there,
// and its question where nothing was asked yet.
func (s *Screen) onAnswerPicked(m screen.AnswerPicked) tea.Cmd {
	if s.page != asking || s.kind != model.Consultation {
		return nil
	}
	c := s.draftCase()
	c.Answer = strings.TrimSpace(c.Answer + "\n" + m.Text)
	s.part(idAnswer).get(c)
	if s.part(idWhat).said() == "" {
		c.What = m.Question
		s.part(idWhat).get(c)
	}
	s.answer = m.Ref
	if s.env.Senior { // nothing else is needed: it is read back
		s.show(review)
		return s.edited()
	}
	s.focus(slices.IndexFunc(s.order(), func(p part) bool { return p.id() == idAnswer }))
	return s.edited()
}
