package guide_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/store/find"
	"heshi/ui/guide"
	"heshi/ui/keys"
	"heshi/ui/paper"
	"heshi/ui/paper/forms"
	"heshi/ui/paper/office"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/text"
)

func load(t *testing.T) *guide.Pages {
	t.Helper()
	pages, err := guide.Load(assets.Files())
	require.NoError(t, err)
	return pages
}

func TestEveryPageNamesRealKeys(t *testing.T) {
	pages := load(t)
	left := regexp.MustCompile(`\{[^}]*\}`)
	for _, lang := range []string{"zh", "en"} {
		env := screentest.Env(t, lang)
		require.NotEmpty(t, pages.Of(env.Text))
		for _, p := range pages.Of(env.Text) {
			words := p.Words(env.Text, env.Keys)
			require.Empty(t, left.FindAllString(words, -1), "%s %s", lang, p.Topic)
			require.NotContains(t, p.Title, "#", p.Topic)
		}
	}
}

func TestNoEnglishSentencesInTheChinesePages(t *testing.T) {
	words := regexp.MustCompile(`[a-z]{3,} [a-z]{3,}`)
	env := screentest.Env(t, "zh")
	for _, p := range load(t).Of(env.Text) {
		for _, m := range words.FindAllString(p.Words(env.Text, env.Keys), -1) {
			require.Empty(t, m, p.Topic)
		}
	}
}

func TestFaultyPagesAreRefused(t *testing.T) {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	good := "# T\n\nwords"
	for name, fsys := range map[string]fstest.MapFS{
		"none":             {},
		"one language":     {"help/zh/01-a.md": file(good)},
		"other topics":     {"help/zh/01-a.md": file(good), "help/en/01-b.md": file(good)},
		"no title":         {"help/zh/01-a.md": file("words\n\nwords"), "help/en/01-a.md": file(good)},
		"no words":         {"help/zh/01-a.md": file("# T"), "help/en/01-a.md": file(good)},
		"no topic in name": {"help/zh/01.md": file(good), "help/en/01.md": file(good)},
	} {
		_, err := guide.Load(fsys)
		require.Error(t, err, name)
	}
	_, err := guide.Load(fstest.MapFS{"help/zh/01-a.md": file(good), "help/en/01-a.md": file(good)})
	require.NoError(t, err)
}

func start(t *testing.T, lang, topic string) *screentest.Driver {
	env := screentest.Env(t, lang)
	return screentest.Start(t, env, guide.New(env, load(t), topic, find.Matches, nil))
}

func TestOpensOnItsTopicAndTurnsPages(t *testing.T) {
	d := start(t, "zh", "returns").Sees("能不能退")
	d.Press("right").Sees("商户、联盟、章程").Press("left").Press("left").Sees("期限是怎么算的")
	d.Press("esc")
	require.Equal(t, screen.Back{}, d.Sent[len(d.Sent)-1])
}

func TestAnUnknownTopicOpensTheFirstPage(t *testing.T) {
	start(t, "en", "nowhere").Sees("The first time")
}

func TestListOfTopicsNarrowsByPinyinAndEscGoesBackToThePage(t *testing.T) {
	d := start(t, "zh", "home").Press("enter").Sees("找哪一页").Type("qdh")
	d.Sees("签到和叫人").Press("enter").Sees("值班日记")
	d.Press("enter").Press("esc").Sees("值班日记")
	require.Empty(t, d.Sent)
}

func TestTurnsIntoTheOtherLanguageWhereItIs(t *testing.T) {
	d := start(t, "zh", "safe").Sees("资料放在哪里")
	env := screentest.Env(t, "en")
	d.Tell(screen.EnvChanged{Env: env}).Sees("Where things are kept")
	d.Tell(screen.EnvChanged{Env: env})
	require.False(t, d.S.Typing())
}

func TestTheCardNamesWhatTheKeysDoNow(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		env := screentest.Env(t, lang)
		var blocks []paper.Block
		print := func(_ context.Context, _ *text.Catalogue, kind, _ string, b []paper.Block) (office.Made, error) {
			require.Equal(t, "card", kind)
			blocks = b
			return office.Made{File: "/tmp/card.pdf", Pages: 1}, nil
		}
		d := screentest.Start(t, env, guide.New(env, load(t), "home", find.Matches, print)).Press("f8")
		require.Contains(t, screentest.Asked[screen.Notice](d).Text, "/tmp/card.pdf")
		doc, err := forms.New(assets.Files(), env.Text, env.Station.Name).Page("card", "t", "", blocks...)
		require.NoError(t, err)
		out, err := paper.NewPress(assets.Files()).Print(doc, paper.Options{Text: env.Text})
		require.NoError(t, err)
		require.Equal(t, 1, out.Pages, "one page, to lie on the desk")
		var said []string
		for _, line := range paper.Lines(paper.Document{Blocks: blocks}, 120, env.Theme.Marks) {
			said = append(said, line.Text)
		}
		all := strings.Join(said, "\n")
		for _, id := range []keys.ID{keys.NewComplaint, keys.Returns, keys.Undo, keys.Guide} {
			require.Contains(t, all, env.T(env.Keys.Binding(id).Help))
		}
	}
}

func TestALongPageScrollsAtSixtyByTwenty(t *testing.T) {
	d := start(t, "en", "start")
	d.Width, d.Height = 60, 18
	top := d.View()
	require.Contains(t, top, "One thing at a time")
	d.Press("end")
	require.NotEqual(t, top, d.View())
	require.True(t, strings.Contains(d.View(), "Too crowded"))
	d.Tell(screen.Do{ID: keys.First})
	require.Equal(t, top, d.View())
}
