package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store"
	"heshi/store/storetest"
)

func TestAUseCountsWithItsConsultation(t *testing.T) {
	s := storetest.Open(t)
	own, err := s.AddAnswer(ctx, by("a", 0), model.Answer{Question: "几点关门", Text: "晚上九点"})
	require.NoError(t, err)
	ask := func(ref string) {
		_, err := s.AddCase(ctx, by("a", 0), model.Case{Kind: model.Consultation, What: "几点关门", Answer: "九点", AnswerRef: ref})
		require.NoError(t, err)
	}
	used := func() map[string]int {
		_, used, err := s.Answers(ctx)
		require.NoError(t, err)
		return used
	}
	require.Empty(t, used())
	ask(own.Ref())
	ask(own.Ref())
	ask(model.StarterRef("online_seven_days"))
	require.Equal(t, map[string]int{string(own.ID): 2, "starter:online_seven_days": 1}, used())
	undo(t, s, "a")
	require.Equal(t, map[string]int{string(own.ID): 2}, used(), "what is undone was not used")
	redo(t, s, "a")
	s.Reopen()
	require.Equal(t, 1, used()["starter:online_seven_days"])
}

func TestAnswersAreChangedLikeEverythingElse(t *testing.T) {
	s := storetest.Open(t)
	a, err := s.AddAnswer(ctx, by("a", 0), model.Answer{Starter: "online_seven_days", Question: "网上买的能退吗", Text: "能"})
	require.NoError(t, err)
	_, err = s.AddAnswer(ctx, by("a", 0), model.Answer{Starter: "online_seven_days", Question: "又一条", Text: "能"})
	require.Equal(t, store.CodeNameTaken, code(t, err))
	_, err = s.AddAnswer(ctx, by("a", 0), model.Answer{Question: " 网上买的能退吗 ", Text: "能"})
	require.Equal(t, store.CodeNameTaken, code(t, err))
	_, err = s.AddAnswer(ctx, by("a", 0), model.Answer{Question: "只有问题"})
	require.Error(t, err)
	stale := a
	a.Ground = "消费者权益保护法第25条"
	a, err = s.EditAnswer(ctx, by("a", 1), a)
	require.NoError(t, err)
	_, err = s.EditAnswer(ctx, by("a", 2), stale)
	var both *store.Stale[model.Answer]
	require.ErrorAs(t, err, &both)
	undo(t, s, "a")
	own, _, err := s.Answers(ctx)
	require.NoError(t, err)
	require.Empty(t, own[0].Ground)
	require.Equal(t, "starter:online_seven_days", own[0].Ref())
}
