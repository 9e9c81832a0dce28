package keys_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/assets"
	"heshi/ui/keys"
	"heshi/ui/text"
	"heshi/ui/widget"
)

func table(t require.TestingT) *keys.Map {
	m, err := keys.New(keys.Table())
	require.NoError(t, err)
	return m
}

// words loads the area of the keys.
func words(t *testing.T) *text.Set {
	fsys := fstest.MapFS{}
	for _, lang := range text.Langs() {
		name := "locale/" + lang + "/keys.json"
		data, err := fs.ReadFile(assets.Files(), name)
		require.NoError(t, err)
		fsys[name] = &fstest.MapFile{Data: data}
	}
	set, err := text.Load(fsys)
	require.NoError(t, err)
	return set
}

func TestADigitBehindANamePicksUnlessTheNameGoesOn(t *testing.T) {
	fits := func(name string) bool { return strings.HasPrefix("店2号", name) }
	for _, tc := range []struct {
		digit, name string
		lines       int
		want        bool
	}{
		{"1", "店", 2, true}, {"2", "店", 2, false}, {"3", "店", 2, false}, {"1", "", 2, false}, {"1", "店2", 2, false}, {"0", "店", 9, false}, {"a", "店", 2, false},
	} {
		msg := tea.KeyPressMsg{Code: rune(tc.digit[0]), Text: tc.digit}
		require.Equal(t, tc.want, keys.Behind(msg, tc.name, tc.lines, fits), tc)
	}
}

func TestTheTableHasNoClash(t *testing.T) {
	m := table(t)
	require.Equal(t, len(keys.Table()), len(m.All()))
	require.Contains(t, m.Globals(), keys.Help)
	require.NotContains(t, m.Globals(), keys.Save)
	require.NotContains(t, m.Globals(), keys.Digit(1))
}

func TestEveryBindingHasItsWords(t *testing.T) {
	set := words(t)
	for _, lang := range text.Langs() {
		c := set.Lang(lang)
		for _, b := range keys.Table() {
			require.True(t, c.Has(b.Word), "%s %s", lang, b.Word)
			require.True(t, c.Has(b.Help), "%s %s", lang, b.Help)
			require.LessOrEqual(t, widget.Width(c.T(b.Word)), 16, "%s %s fits a key bar", lang, b.Word)
			for _, k := range b.Keys {
				require.NotEmpty(t, keys.Label(c, k))
				require.NotContains(t, keys.Label(c, k), "[", k)
			}
		}
	}
}

// TestEveryActionIsReachable: an input method swallows letters, and a digit, a
// slash or a question mark may be text; so every action but choosing has a key
// that does not print, and every global one works while typing or says why not.
func TestEveryActionIsReachable(t *testing.T) {
	for _, b := range keys.Table() {
		if _, digit := keys.Number(b.ID); digit || b.ID == keys.Toggle {
			continue
		}
		unprintable := false
		for _, k := range b.Keys {
			require.False(t, len(k) == 1 && unicode.IsLetter(rune(k[0])), "%s: %s", b.ID, k)
			unprintable = unprintable || len(k) > 1 && k != "space"
		}
		require.True(t, unprintable, b.ID)
		if b.Global && b.ID != keys.Undo && b.ID != keys.Redo {
			require.True(t, b.WhileTyping, b.ID)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	ok := func(id keys.ID, scope string, ks ...string) keys.Binding {
		return keys.Binding{ID: id, Scope: scope, Keys: ks, Word: "w", Help: "h"}
	}
	global := ok("g", keys.ScopeGlobal, "f5")
	global.Global = true
	lost := ok("x", keys.ScopeList, "f6")
	lost.Global = true
	noWord := ok("x", keys.ScopeList, "f6")
	noWord.Word = ""
	for want, table := range map[string][]keys.Binding{
		`a and b both want "f5" in list`:       {ok("a", keys.ScopeList, "f5"), ok("b", keys.ScopeList, "f6", "f5")},
		`a and a both want "f5" in list`:       {ok("a", keys.ScopeList, "f5", "f5")},
		`a in list wants "f5", which is g`:     {ok("a", keys.ScopeList, "f5"), global},
		`g and h both want "f5" in global`:     {global, ok("h", keys.ScopeGlobal, "f5")},
		"a stands twice":                       {ok("a", keys.ScopeList, "f5"), ok("a", keys.ScopeForm, "f6")},
		"a has only letters":                   {ok("a", keys.ScopeList, "x", "Y")},
		`a: old terminals cannot send "ctrl+i`: {ok("a", keys.ScopeList, "ctrl+i")},
		`x is global but stands in list`:       {lost},
		`"x" lacks`:                            {noWord},
		`"a" lacks`:                            {ok("a", keys.ScopeList)},
	} {
		_, err := keys.New(table)
		require.ErrorContains(t, err, want)
	}
	m, err := keys.New([]keys.Binding{ok("a", keys.ScopeList, "f5"), ok("b", keys.ScopeForm, "f5"), ok("c", keys.ScopeForm, "c", "f6")})
	require.NoError(t, err, "screens may share keys")
	require.Equal(t, keys.ID("b"), m.All()[1].ID)
	require.Empty(t, m.Binding("nobody").Keys)
}

func text1(s string) tea.KeyPressMsg {
	return tea.KeyPressMsg{Text: s, Code: []rune(s)[0]}
}

func TestNameUnderstandsWhatIsMeant(t *testing.T) {
	for want, msgs := range map[string][]tea.KeyPressMsg{
		"1":         {text1("1"), text1("１"), {Code: tea.KeyKp1}, {Code: tea.KeyKp1, Text: "1"}, {Code: tea.KeyKp1, Mod: tea.ModNumLock}},
		"0":         {text1("0"), text1("０"), {Code: tea.KeyKp0}},
		"?":         {text1("?"), text1("？"), {Code: '/', Mod: tea.ModShift, Text: "?"}},
		"/":         {text1("/"), text1("／"), text1("、"), {Code: tea.KeyKpDivide}},
		".":         {text1("."), text1("。"), text1("．"), {Code: tea.KeyKpDecimal}},
		"a":         {text1("a"), text1("ａ")},
		"Z":         {text1("Z"), text1("Ｚ")},
		"[":         {text1("["), text1("【"), text1("［")},
		"space":     {{Code: tea.KeySpace, Text: " "}, text1("\u3000")},
		"张":         {text1("张")},
		"ctrl+s":    {{Code: 's', Mod: tea.ModCtrl}},
		"shift+tab": {{Code: tea.KeyTab, Mod: tea.ModShift}},
		"enter":     {{Code: tea.KeyEnter}, {Code: tea.KeyKpEnter}},
		"f2":        {{Code: tea.KeyF2}},
		"esc":       {{Code: tea.KeyEscape}},
		"alt+1":     {{Code: '1', Mod: tea.ModAlt}},
		"👍🏽":        {{Code: tea.KeyExtended, Text: "👍🏽"}},
	} {
		for _, m := range msgs {
			require.Equal(t, want, keys.Name(m), "%#v", m)
		}
	}
}

func TestTyped(t *testing.T) {
	for want, msg := range map[string]tea.KeyPressMsg{
		"１": text1("１"), "7": {Code: tea.KeyKp7}, "-": {Code: tea.KeyKpMinus}, "+": {Code: tea.KeyKpPlus},
		"*": {Code: tea.KeyKpMultiply}, "/": {Code: tea.KeyKpDivide}, ",": {Code: tea.KeyKpComma}, "=": {Code: tea.KeyKpEqual}, " ": {Code: tea.KeySpace, Text: " "},
	} {
		require.Equal(t, want, keys.Typed(msg))
	}
	for _, msg := range []tea.KeyPressMsg{{Code: tea.KeyEnter}, {Code: tea.KeyKpEnter}, {Code: tea.KeyUp}, {Code: 's', Mod: tea.ModCtrl}, {Code: tea.KeyKp1, Mod: tea.ModCtrl}, {Code: tea.KeyTab}} {
		require.Empty(t, keys.Typed(msg), "%#v", msg)
	}
}

func TestMatch(t *testing.T) {
	m := table(t)
	match := func(msg tea.KeyPressMsg, ids ...keys.ID) keys.ID {
		id, _ := m.Match(msg, ids...)
		return id
	}
	require.Equal(t, keys.Help, match(text1("？"), m.Globals()...))
	require.Equal(t, keys.Filter, match(text1("、"), keys.Up, keys.Filter))
	require.Empty(t, match(text1("/"), keys.Up), "only what was asked for")
	require.Equal(t, keys.Digit(3), match(text1("３"), keys.Digits(5)...))
	require.Empty(t, match(text1("6"), keys.Digits(5)...))
	require.Empty(t, match(text1("x"), m.Globals()...))
}

func TestMatchWhileTyping(t *testing.T) {
	m := table(t)
	for _, c := range []struct {
		msg  tea.KeyPressMsg
		want keys.ID
	}{
		{text1("?"), ""},
		{text1("？"), ""},
		{text1("1"), ""},
		{tea.KeyPressMsg{Code: tea.KeyKp1}, ""},
		{tea.KeyPressMsg{Code: tea.KeyF1}, keys.Guide},
		{tea.KeyPressMsg{Code: 'k', Mod: tea.ModCtrl}, keys.Palette},
		{tea.KeyPressMsg{Code: 'z', Mod: tea.ModCtrl}, ""},
		{tea.KeyPressMsg{Code: tea.KeyEscape}, keys.Back},
		{tea.KeyPressMsg{Code: 's', Mod: tea.ModCtrl}, keys.Save},
		{tea.KeyPressMsg{Code: tea.KeyHome}, ""},
	} {
		ids := append(m.Globals(), keys.Save, keys.First, keys.Digit(1))
		got, ok := m.MatchTyping(c.msg, ids...)
		require.Equal(t, c.want, got)
		require.Equal(t, c.want != "", ok)
	}
}

func TestTypingNeverRunsAnAction(t *testing.T) {
	m := table(t)
	var all []keys.ID
	for _, b := range m.All() {
		all = append(all, b.ID)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringN(1, 3, -1).Draw(t, "text")
		_, ok := m.MatchTyping(text1(s), all...)
		require.False(t, ok)
	})
}

func TestDigits(t *testing.T) {
	require.Equal(t, []keys.ID{keys.Digit(1), keys.Digit(2)}, keys.Digits(2))
	require.Len(t, keys.Digits(20), 10)
	require.Equal(t, keys.Digit(0), keys.Digits(10)[9], "0 is the tenth")
	require.Empty(t, keys.Digits(0))
	require.Empty(t, keys.Digit(10))
	require.Empty(t, keys.Digit(-1))
	for n := range 10 {
		got, ok := keys.Number(keys.Digit(n))
		require.True(t, ok)
		require.Equal(t, n, got)
	}
	_, ok := keys.Number(keys.Help)
	require.False(t, ok)
}

func TestLabel(t *testing.T) {
	set := words(t)
	zh, en := set.Lang("zh"), set.Lang("en")
	for key, want := range map[string][2]string{
		"ctrl+s": {"Ctrl+S", "Ctrl+S"}, "enter": {"回车", "Enter"}, "f2": {"F2", "F2"}, "?": {"?", "?"}, "shift+tab": {"Shift+Tab", "Shift+Tab"},
		"space": {"空格", "Space"}, "+": {"+", "+"}, "up": {"上", "Up"}, "esc": {"Esc", "Esc"}, "1": {"1", "1"},
	} {
		require.Equal(t, want[0], keys.Label(zh, key))
		require.Equal(t, want[1], keys.Label(en, key))
	}
}

// TestWidgetsObeyTheTable: the widgets know the keys of lists by themselves, so
// the table must say the same.
func TestWidgetsObeyTheTable(t *testing.T) {
	m := table(t)
	press := map[string]tea.KeyPressMsg{
		"up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown},
		"home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd}, "enter": {Code: tea.KeyEnter},
	}
	for id, want := range map[keys.ID]int{keys.Up: 49, keys.Down: 51, keys.PageUp: 40, keys.PageDown: 60, keys.First: 0, keys.Last: 99, keys.Open: 50} {
		for _, k := range m.Binding(id).Keys {
			l := widget.List{Rows: make([]widget.Row, 100)}
			l.Focus()
			l.Select(50)
			msg, known := press[k]
			require.True(t, known, k)
			l, _ = l.Update(msg)
			require.Equal(t, want, l.Index(), k)
			_, opened := l.Opened()
			require.Equal(t, id == keys.Open, opened)
		}
	}
}
