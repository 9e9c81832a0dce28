package answers_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/model"
	"heshi/model/answers"
)

func starters(t *testing.T) []answers.Starter {
	list, err := answers.Load(assets.Files())
	require.NoError(t, err)
	return list
}

func TestTheProgramBringsAnswers(t *testing.T) {
	list := starters(t)
	require.GreaterOrEqual(t, len(list), 20)
	for _, s := range list {
		require.True(t, strings.ContainsAny(s.ZH.Ground, "条法章定释"), s.ID)
	}
	for _, bad := range []string{
		`{`, `{"answers":[{"id":""}]}`,
		`{"answers":[{"id":"a","checked":"sure","zh":{"question":"q","answer":"a","ground":"g"},"en":{"question":"q","answer":"a","ground":"g"}}]}`,
		`{"answers":[{"id":"a","checked":"source_read","zh":{"question":"q","answer":"a","ground":"g"}}]}`,
	} {
		_, err := answers.Load(fstest.MapFS{answers.File: {Data: []byte(bad)}})
		require.Error(t, err, bad)
	}
	_, err := answers.Load(fstest.MapFS{})
	require.Error(t, err)
}

func TestTheStationsOwnTakeTheirPlace(t *testing.T) {
	list := starters(t)
	own := []model.Answer{
		{ID: "l-1", Question: "几点关门", Text: "晚上九点"},
		{ID: "l-2", Starter: list[0].ID, Question: "网上买的能退吗", Text: "能"},
		{ID: "l-3", Question: "旧的", Text: "旧的", Off: true},
	}
	used := map[string]int{"l-1": 2, model.StarterRef(list[0].ID): 5, model.StarterRef(list[3].ID): 3}
	lib := answers.Library(list, own, used, "zh")
	require.Len(t, lib, len(list)+2)
	require.Equal(t, model.ID("l-2"), lib[0].ID)
	require.Equal(t, 5, lib[0].Used)
	require.Equal(t, list[3].ID, lib[1].Starter)
	require.Equal(t, list[3].Checked, lib[1].Checked)
	require.Equal(t, model.ID("l-1"), lib[2].ID)
	require.True(t, lib[len(lib)-1].Off)
	require.Equal(t, list[3].EN.Question, answers.Library(list, own, used, "en")[1].Question)
}

func TestFind(t *testing.T) {
	lib := []answers.Entry{
		{Answer: model.Answer{Question: "b", Text: "运费"}},
		{Answer: model.Answer{Question: "运费谁出", Text: "a"}},
		{Answer: model.Answer{Question: "c", Text: "c"}},
	}
	got := answers.Find(lib, "运费", func(q, l string) bool { return strings.Contains(l, q) })
	require.Len(t, got, 2)
	require.Equal(t, "运费谁出", got[0].Question)
	require.Len(t, answers.Find(lib, " ", nil), 3)
}
