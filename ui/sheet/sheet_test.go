package sheet_test

import (
	"os"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/sheet"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

func TestMain(m *testing.M) {
	widget.PinWidths()
	os.Exit(m.Run())
}

func questions(lang string) []sheet.Question {
	word := map[string]string{"zh": "问", "en": "Ask "}[lang]
	opts := []widget.Option{{Value: "a", Label: word + "甲"}, {Value: "b", Label: word + "乙"}, {Value: "c", Label: word + "丙"}}
	return []sheet.Question{
		{ID: "line", Kind: sheet.Line, Label: word + "1", Max: 20, Read: func(s string) widget.Note {
			if s == "坏" {
				return widget.Note{Text: "不行", Tone: theme.Bad}
			}
			return widget.Note{Text: "读作" + s, Tone: theme.Good}
		}},
		{ID: "text", Kind: sheet.Text, Label: word + "2"},
		{ID: "pick", Kind: sheet.Pick, Label: word + "3", Options: opts},
		{ID: "many", Kind: sheet.Many, Label: word + "4", Options: opts},
	}
}

// form is a sheet in front of a person.
type form struct {
	screentest.T
	env screen.Env
	s   sheet.Sheet
}

func open(t screentest.T, senior bool) *form {
	env := screentest.Env(t, "zh")
	f := &form{T: t, env: env, s: sheet.New(env.Text, senior, questions("zh")...)}
	f.s.Set("line", "旧")
	f.s.Set("pick", "b")
	return f
}

func (f *form) press(names ...string) *form {
	for _, n := range names {
		f.s = f.s.Update(f.env.Keys, screentest.Key(n))
	}
	return f
}

func (f *form) typed(s string) *form {
	for _, r := range s {
		f.s = f.s.Update(f.env.Keys, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return f
}

func (f *form) view(w, h int) string {
	b := f.s.View(f.env.Theme, w, h)
	rows := strings.Split(b.Text, "\n")
	require.Len(f, rows, h)
	for _, r := range rows {
		require.Equal(f, w, widget.Width(r))
	}
	require.Equal(f, f.s.Typing(), b.Cursor != nil)
	return ansi.Strip(b.Text)
}

func TestAnswersAndWhatChanged(t *testing.T) {
	f := open(t, false)
	require.Empty(t, f.s.Changed())
	f.typed("的").press("enter").typed("两行").press("tab", "3", "1", "3", "ctrl+s")
	require.True(t, f.s.Saved())
	require.Equal(t, "旧的", f.s.Value("line"))
	require.Equal(t, "两行", f.s.Value("text"))
	require.Equal(t, "c", f.s.Value("pick"))
	require.Equal(t, []string{"a", "c"}, f.s.Values("many"))
	require.Equal(t, []string{"line", "text", "pick", "many"}, f.s.Changed())
	f.s.Base("line", "旧的")
	require.Equal(t, []string{"text", "pick", "many"}, f.s.Changed())
}

func TestArrowsMoveBetweenQuestionsAndChooseWithin(t *testing.T) {
	f := open(t, false).press("down", "down")
	require.False(t, f.s.Typing())
	f.press("right")
	require.Equal(t, "c", f.s.Value("pick"))
	f.press("backspace")
	require.Empty(t, f.s.Value("pick"))
	f.press("up", "up")
	require.True(t, f.s.Typing())
	f.press("down", "down", "down", "down", "enter")
	require.True(t, f.s.Saved())
}

// TestARefusedChoiceKeepsItsMark: without the focus, too, and without colours;
// and all that is chosen is seen where there is room.
func TestARefusedChoiceKeepsItsMark(t *testing.T) {
	f := open(t, false)
	f.s.Refuse("pick", "这一项要填。")
	require.Contains(t, f.view(80, 20), "✗ 这一项要填。")
	f.press("tab")
	require.Contains(t, f.view(80, 20), "✗ 这一项要填。")
	qs := questions("zh")
	for i := range qs[3].Options {
		qs[3].Options[i].Label = strings.Repeat("长", 10)
	}
	f.s = sheet.New(f.env.Text, false, qs...)
	f.s.Set("many", "a", "b", "c")
	require.Equal(t, 3, strings.Count(f.view(80, 20), strings.Repeat("长", 10)))
	require.Contains(t, f.view(60, 20), "…")
}

func TestWhatIsWrongStandsAtItsQuestion(t *testing.T) {
	f := open(t, false)
	require.Contains(t, f.view(80, 20), "读作旧")
	f.press("ctrl+u").typed("坏").press("tab", "tab")
	require.Contains(t, f.view(80, 20), "不行")
	f.s.Refuse("line", "这样不行呀")
	require.Contains(t, f.view(80, 20), "这样不行呀")
	require.True(t, f.s.Typing())
	f.typed("好")
	require.NotContains(t, f.view(80, 20), "这样不行呀")
}

func TestSeniorPicksAsksAndReadsBack(t *testing.T) {
	f := open(t, true)
	require.Contains(t, f.view(60, 18), "问3  问乙")
	f.press("3")
	require.NotContains(t, f.view(60, 18), "问1")
	f.press("1")
	require.Contains(t, f.view(60, 18), "问3  问甲")
	require.False(t, f.s.Saved())
	f.press("2", "1")
	require.True(t, f.s.Typing())
	require.True(t, f.s.Back())
	require.False(t, f.s.Back())
	f.press("ctrl+s")
	require.False(t, f.s.Saved())
	f.press("1")
	require.True(t, f.s.Saved())
	require.Equal(t, []string{"pick"}, f.s.Changed())
}

func TestAClickAnswers(t *testing.T) {
	f := open(t, false).press("tab", "tab")
	rows := strings.Split(f.view(80, 20), "\n")
	for y, row := range rows {
		if before, _, ok := strings.Cut(row, "3 问丙"); ok {
			f.s = f.s.Click(f.env.Theme, 80, 20, widget.Width(before), y)
		}
	}
	require.Equal(t, "c", f.s.Value("pick"))
	for y, row := range strings.Split(f.view(80, 20), "\n") {
		if before, _, ok := strings.Cut(row, "保存"); ok {
			f.s = f.s.Click(f.env.Theme, 80, 20, widget.Width(before), y)
		}
	}
	require.True(t, f.s.Saved())
}

func TestNothingIsLostByKeysSizesAndLanguages(t *testing.T) {
	en := screentest.Env(t, "en")
	rapid.Check(t, func(t *rapid.T) {
		f := open(t, rapid.Bool().Draw(t, "senior"))
		keys := []string{"tab", "shift+tab", "up", "down", "left", "right", "1", "2", "0", "enter", "啊", "backspace", "ctrl+s", "home"}
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			f.press(rapid.SampledFrom(keys).Draw(t, "key"))
			f.view(rapid.IntRange(30, 120).Draw(t, "w"), rapid.IntRange(8, 40).Draw(t, "h"))
		}
		was := map[string][]string{}
		for _, q := range questions("zh") {
			was[q.ID] = f.s.Values(q.ID)
		}
		changed := f.s.Changed()
		f.s.Reword(en.Text, rapid.Bool().Draw(t, "other"), questions("en")...)
		f.view(60, 18)
		require.Equal(t, changed, f.s.Changed())
		for id, v := range was {
			require.Equal(t, v, f.s.Values(id))
		}
	})
}

// TestAloneAQuestionIsNotLeftWithAnAnswerThatCannotBeRead: in senior mode nobody
// would see the sentence any more. Tab goes on all the same, and what is read back
// says it.
func TestAloneAQuestionIsNotLeftWithAnAnswerThatCannotBeRead(t *testing.T) {
	env := screentest.Env(t, "zh")
	f := &form{T: t, env: env, s: sheet.Blank(env.Text, true, questions("zh")...)}
	require.Contains(t, f.typed("坏").press("enter", "enter").view(80, 24), "不行")
	require.Contains(t, f.view(80, 24), "问1")
	require.Contains(t, f.press("backspace").typed("好").press("enter").view(80, 24), "问2")
	f.press("shift+tab", "backspace").typed("坏").press("tab", "ctrl+s")
	require.Regexp(t, `问1\s+坏\s*\n\s+.*不行`, f.view(80, 24))
	side := &form{T: t, env: env, s: sheet.Blank(env.Text, false, questions("zh")...)}
	require.True(t, side.typed("坏").press("enter").s.Typing())
	require.Contains(t, side.press("enter", "enter").view(80, 24), "不行", "below one another it stays in sight")
}

// TestHowAChoiceIsTakenBackIsSaid: once it was made here, and of the only one
// there is, which has no other to change it for.
func TestHowAChoiceIsTakenBackIsSaid(t *testing.T) {
	for _, senior := range []bool{true, false} {
		begin := sheet.Blank
		at := func(began string, opts ...widget.Option) *form {
			env := screentest.Env(t, "zh")
			f := &form{T: t, env: env, s: begin(env.Text, senior, sheet.Question{ID: "pick", Kind: sheet.Pick, Label: "问", Options: opts})}
			f.s.Set("pick", began)
			return f
		}
		a, b := widget.Option{Value: "a", Label: "甲"}, widget.Option{Value: "b", Label: "乙"}
		require.NotContains(t, at("", a, b).view(60, 20), "退格", "nothing to take back")
		require.NotContains(t, at("a", a, b).view(60, 20), "退格", "as it was")
		require.NotContains(t, at("a", a).view(60, 20), "退格", "nothing was chosen here")
		f := at("a", a, b).press("2", "shift+tab")
		require.Contains(t, f.view(60, 20), "退格")
		require.NotContains(t, f.press("backspace").view(60, 20), "退格")
		require.Empty(t, f.s.Value("pick"))

		begin = sheet.New
		f = at("a", a)
		if senior {
			f.press("1")
		}
		require.Contains(t, f.view(60, 20), "退格", "a record that says yes has no other answer")
	}
}

// TestArrowsMoveByTheRowsOnTheScreen: however wide it is drawn.
func TestArrowsMoveByTheRowsOnTheScreen(t *testing.T) {
	env := screentest.Env(t, "zh")
	f := &form{T: t, env: env, s: sheet.Blank(env.Text, false,
		sheet.Question{ID: "text", Kind: sheet.Text, Label: "问"}, sheet.Question{ID: "line", Kind: sheet.Line, Label: "答"})}
	f.typed(strings.Repeat("字", 40)).view(100, 20)
	require.Equal(t, "甲", f.press("down").typed("甲").s.Value("line"), "one row of eighty cells: down leaves it")

	f = &form{T: t, env: env, s: sheet.Blank(env.Text, true, sheet.Question{ID: "text", Kind: sheet.Text, Label: "问"})}
	f.typed(strings.Repeat("字", 40)).view(40, 20)
	f.press("up", "up").typed("甲")
	require.Equal(t, strings.Repeat("字", 10)+"甲"+strings.Repeat("字", 30), f.s.Value("text"))
}
