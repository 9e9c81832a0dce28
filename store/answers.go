package store

import (
	"context"
	"errors"
	"strings"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store/record"
)

// Answers returns the ready answers the station wrote or changed, and how many
// cases each answer was given to, by its Ref, those of the program too. A use
// is a key that its case yields: it stands and falls with the case.
func (s *Store) Answers(ctx context.Context) (own []model.Answer, used map[string]int, err error) {
	if own, err = all[model.Answer](ctx, s, record.AnswerKind); err != nil {
		return nil, nil, err
	}
	used = map[string]int{}
	err = s.view(func(r *reader) error {
		c := r.raw(record.AnswerUses())
		defer c.Close()
		for c.Next() {
			used[record.AnswerOf(c.Key())]++
		}
		return errors.Join(c.Err(), ctx.Err())
	})
	return own, used, err
}

// AddAnswer adds a ready answer, or one in the place of an answer of the
// program. Faults are model.Problems; a question, or an answer of the program,
// that was taken already is CodeNameTaken.
func (s *Store) AddAnswer(ctx context.Context, by By, a model.Answer) (model.Answer, error) {
	a, faults := flow.CheckAnswer(a)
	if len(faults.Hard()) > 0 {
		return a, faults.Hard()
	}
	var added model.Answer
	err := s.write(ctx, func(tx *Tx) (err error) {
		next := a
		if next.ID, err = tx.newID(by, record.AnswerKind); err != nil {
			return err
		}
		added, err = add(tx, by, KindAnswerAdded, next.ID, next, 0)
		return err
	})
	if err != nil {
		return a, err
	}
	return added, nil
}

// EditAnswer replaces a ready answer by a newer version of itself; see
// EditCase.
func (s *Store) EditAnswer(ctx context.Context, by By, a model.Answer) (model.Answer, error) {
	a, faults := flow.CheckAnswer(a)
	if len(faults.Hard()) > 0 {
		return a, faults.Hard()
	}
	return editAs(ctx, s, by, KindAnswerEdited, a.ID, a)
}

// answerNames are what may exist once of an answer: its question, and what it
// takes the place of.
func answerNames(a model.Answer) []unique {
	out := []unique{{"answer", a.Question}}
	if a.Starter != "" {
		out = append(out, unique{"starter", strings.ToLower(a.Starter)})
	}
	return out
}
