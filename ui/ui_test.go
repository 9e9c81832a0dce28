package ui_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store"
	"heshi/store/find"
	"heshi/store/storetest"
	"heshi/ui"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/widget"
)

// page is a screen that records what reaches it.
type page struct {
	name   string
	got    []tea.Msg
	typing bool
	dirty  bool
	fail   bool // panics in View
	waits  bool
	keeps  bool   // it can keep what was typed
	ask    string // a question drawn above the page's name
	env    screen.Env
	reply  tea.Cmd   // returned by the next Update
	moves  []keys.ID // keys beside those it always has
}

func (p *page) Init() tea.Cmd { return nil }

func (p *page) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	if e, ok := msg.(screen.EnvChanged); ok {
		p.env = e.Env
	}
	p.got = append(p.got, msg)
	switch msg.(type) {
	case keptNow:
		p.dirty = false
	case screen.Keep:
		if p.keeps {
			return p, screen.Send(keptNow{})
		}
	}
	cmd := p.reply
	p.reply = nil
	return p, cmd
}

func (p *page) View(w, h int) screen.Block {
	if p.fail {
		panic("bad view")
	}
	if p.ask != "" {
		return widget.Fit(widget.Stack(widget.Question(p.env.Theme, p.ask, w), widget.Lines("page "+p.name)), w, h)
	}
	return widget.Fit(widget.Lines("page "+p.name), w, h)
}

func (p *page) Title() string { return p.name }
func (p *page) Waiting() bool { return p.waits }
func (p *page) Topic() string {
	if strings.HasPrefix(p.name, "help") {
		return screen.OwnTopic
	}
	return p.name
}
func (p *page) Keys() []keys.ID { return append([]keys.ID{keys.Save, keys.Open}, p.moves...) }
func (p *page) Typing() bool    { return p.typing }
func (p *page) Dirty() bool     { return p.dirty }

// keptNow tells a page that what was typed is in the store.
type keptNow struct{}

// last returns the newest message that reached the page.
func (p *page) last() tea.Msg {
	if len(p.got) == 0 {
		return nil
	}
	return p.got[len(p.got)-1]
}

// bench is a root with pages in place of screens over a real store.
type bench struct {
	t     *testing.T
	root  *ui.Root
	store *storetest.Store
	home  *page
	pages map[string]*page
	quit  bool
	init  tea.Cmd // what the root begins with, not run
	crash []any
}

func sit(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, store: storetest.Open(t), home: &page{name: "home"}, pages: map[string]*page{}}
	open := func(name string) *page {
		b.pages[name] = &page{name: name}
		return b.pages[name]
	}
	var err error
	b.root, err = ui.New(context.Background(), ui.Options{
		Store: b.store.Store, Texts: screentest.Texts(t), Lang: "zh", Now: screentest.Now, Match: find.Matches, Large: true,
		Crash: func(what any) { b.crash = append(b.crash, what) },
		Screens: ui.Screens{
			Home:   func(env screen.Env) screen.Screen { b.home.env = env; return b.home },
			Intake: func(screen.Env, screen.OpenIntake) screen.Screen { return open("intake") },
			Lookup: func(screen.Env, string) screen.Screen { return open("lookup") },
			Case:   func(screen.Env, screen.OpenCase) screen.Screen { return open("case") },
			People: func(screen.Env, screen.OpenPeople) screen.Screen { return open("people") },
			Roster: func(screen.Env, screen.OpenRoster) screen.Screen { return open("roster") },
			Guide:  func(_ screen.Env, topic string) screen.Screen { return open("help for " + topic) },
		},
	})
	require.NoError(t, err)
	// Init also follows the store, which waits; the tests tell it themselves.
	b.init = b.root.Init()
	return b
}

// tell gives the root a message and runs what follows, but for what waits.
func (b *bench) tell(msg tea.Msg) *bench {
	_, cmd := b.root.Update(msg)
	b.run(cmd)
	return b
}

func (b *bench) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.QuitMsg:
		b.quit = true
	case tea.BatchMsg:
		for _, c := range msg {
			b.run(c)
		}
	default:
		b.tell(msg)
	}
}

func (b *bench) press(names ...string) *bench {
	for _, name := range names {
		b.tell(screentest.Key(name))
	}
	return b
}

// asks lets the page on top ask something of the root.
func (b *bench) asks(p *page, msg tea.Msg) *bench {
	p.reply = screen.Send(msg)
	return b.tell(screen.Changed{}).press("enter")
}

func (b *bench) view() string { return ansi.Strip(b.root.View().Content) }

func (b *bench) sees(words ...string) *bench {
	b.t.Helper()
	for _, w := range words {
		require.Contains(b.t, b.view(), w)
	}
	return b
}

func TestEveryFrameIsExact(t *testing.T) {
	b := sit(t)
	for _, size := range [][2]int{{60, 20}, {80, 24}, {200, 60}, {59, 20}, {20, 5}, {1, 1}} {
		b.tell(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		rows := strings.Split(b.root.View().Content, "\n")
		require.Len(t, rows, size[1])
		for _, row := range rows {
			require.Equal(t, size[0], ansi.StringWidth(row))
		}
	}
}

// TestALongTitleIsCutWithAMark, and a gap before who sits here.
func TestALongTitleIsCutWithAMark(t *testing.T) {
	b := sit(t)
	b.home.name = strings.Repeat("很长的标题", 20)
	b.tell(tea.WindowSizeMsg{Width: 60, Height: 20}).sees("很长… 前台")
}

func TestSmallWindowSaysSoAndKeepsEverything(t *testing.T) {
	b := sit(t)
	b.tell(tea.WindowSizeMsg{Width: 40, Height: 12}).sees("窗口太小", "60列20行")
	b.tell(tea.WindowSizeMsg{Width: 80, Height: 24}).sees("page home")
}

func TestLettersAreTextWhileTyping(t *testing.T) {
	b := sit(t)
	b.home.typing = true
	b.press("?", "/", "q", "1")
	for _, msg := range b.home.got[len(b.home.got)-4:] {
		require.IsType(t, tea.KeyPressMsg{}, msg)
	}
	b.press("f2")
	require.Equal(t, "en", b.home.env.Text.Lang())
}

func TestHelpListsWhatWorksHereAndRunsIt(t *testing.T) {
	b := sit(t)
	b.press("?").sees("这里能用的键", "Ctrl+S", "?、Ctrl+G")
	b.press("esc")
	require.NotContains(t, b.view(), "这里能用的键")
	b.press("?")
	b.tell(tea.PasteMsg{Content: "bc"}) // initials of 保存
	b.press("enter")
	require.Equal(t, screen.Do{ID: keys.Save}, b.home.last())
}

// TestEveryDigitOfTheKeysShown: each line shown is run by the digit before it, and a
// page is as many lines as show.
func TestEveryDigitOfTheKeysShown(t *testing.T) {
	for i := range 9 {
		digit := strconv.Itoa(i + 1)
		b := sit(t)
		b.press("?").sees("│ " + digit + " ").press(digit)
		require.NotContains(t, b.view(), "没有找到", digit)
	}
	b := sit(t)
	first := b.press("?").view()
	require.Contains(t, first, "↓")
	require.Contains(t, b.press("pgdown").view(), "↑")
	require.Equal(t, first, b.press("pgup").view())
}

func TestPaletteMatchesChinesePinyinAndEnglish(t *testing.T) {
	for _, query := range []string{"大字", "dzms", "Easy"} {
		b := sit(t)
		b.press("ctrl+k").tell(tea.PasteMsg{Content: query})
		b.press("enter")
		require.True(t, b.home.env.Senior, query)
	}
}

// TestThePaletteLeadsEverywhere: from any screen to any part of the desk and
// back, but not into one that lies open below.
func TestThePaletteLeadsEverywhere(t *testing.T) {
	b := sit(t)
	b.asks(b.home, screen.OpenRoster{})
	b.press("ctrl+k").tell(tea.PasteMsg{Content: "登记一件"})
	b.press("enter").sees("page intake")
	b.press("ctrl+k").tell(tea.PasteMsg{Content: "找案件"})
	b.press("enter").sees("page lookup")
	b.press("ctrl+k").tell(tea.PasteMsg{Content: "登记一件"}).sees("没有找到").press("esc")
	b.asks(b.pages["lookup"], screen.Back{}).sees("page intake")
	b.asks(b.pages["intake"], screen.Back{}).sees("page roster")
}

func TestUndoSaysWhatAndHoldsKeysMeanwhile(t *testing.T) {
	b := sit(t)
	ctx := context.Background()
	_, err := b.store.AddCase(ctx, store.By{At: screentest.Now()}, model.Case{Kind: model.Consultation, What: "能退吗"})
	require.NoError(t, err)
	_, cmd := b.root.Update(screentest.Key("ctrl+z"))
	before := len(b.home.got)
	b.root.Update(screentest.Key("1"))
	require.Len(t, b.home.got, before, "the key waits for the undo")
	b.run(cmd)
	require.Equal(t, screentest.Key("1"), b.home.last())
	b.press("ctrl+z").sees("没有可以撤销的")
	b.press("ctrl+y").sees("已重做", "-20261123-0001")
}

// TestUndoOfABatchSaysWhatItWas: its last event only says that it is done.
func TestUndoOfABatchSaysWhatItWas(t *testing.T) {
	b := sit(t)
	ctx, by := context.Background(), store.By{At: screentest.Now()}
	var ids []model.ID
	for range 3 {
		c, err := b.store.AddCase(ctx, by, model.Case{Kind: model.Complaint, Complainant: model.Party{Name: "张三"}, Shop: "百味轩", What: "开胶"})
		require.NoError(t, err)
		ids = append(ids, c.ID)
	}
	require.NoError(t, b.store.DoMany(ctx, by, ids, "accept", nil))
	b.press("ctrl+z").sees("已撤销：受理 共3项")
	b.press("ctrl+y").sees("已重做：受理 共3项")
	mixed := []store.Item{{Shop: &model.Shop{Name: "新天服饰"}}, {Case: &model.Case{Kind: model.Consultation, What: "能退吗"}}}
	require.NoError(t, b.store.AddBatch(ctx, by, 2, func(i int) (store.Item, error) { return mixed[i], nil }, nil))
	b.press("ctrl+z").sees("已撤销：一批改动 共2项")
}

func TestAnswersComeBackToWhoAsked(t *testing.T) {
	b := sit(t)
	type chosen struct{ n int }
	b.asks(b.home, screen.Ask{Title: "问", Body: "选一个", Options: []screen.Option{
		{Label: "甲", Answer: chosen{1}}, {Label: "乙", Answer: chosen{2}},
	}}).sees("选一个", "乙")
	b.press("2")
	require.Equal(t, chosen{2}, b.home.last())

	b.asks(b.home, screen.AskText{Title: "理由", Need: "请写理由", Answer: func(s string) tea.Msg { return s }})
	b.press("enter").sees("请写理由")
	b.tell(tea.PasteMsg{Content: "回访"}).press("enter")
	require.Equal(t, "回访", b.home.last())
}

func TestScreensStackAndLeave(t *testing.T) {
	b := sit(t)
	b.asks(b.home, screen.OpenLookup{}).sees("page lookup")
	b.asks(b.pages["lookup"], screen.OpenCase{ID: "c-1"}).sees("page case")
	b.asks(b.pages["case"], screen.Back{}).sees("page lookup")
	require.Equal(t, screen.Shown{}, b.pages["lookup"].last())
	b.press("f9").sees("page home")
}

func TestLeavingAsksOnlyWhenSomethingWouldBeLost(t *testing.T) {
	b := sit(t)
	b.home.dirty = true
	b.press("ctrl+q").sees("还有内容没保存")
	b.press("1")
	require.False(t, b.quit)
	b.press("ctrl+c", "2")
	require.True(t, b.quit)

	b = sit(t)
	b.press("ctrl+q")
	require.True(t, b.quit)
}

// TestWhatCanBeKeptIsKeptBeforeLeaving: nobody is asked about it, however fast F9
// follows upon the last letter.
func TestWhatCanBeKeptIsKeptBeforeLeaving(t *testing.T) {
	b := sit(t).press("f4").sees("page people")
	b.pages["people"].dirty, b.pages["people"].keeps = true, true
	b.press("f9").sees("page home")

	b = sit(t).press("f4")
	b.pages["people"].dirty, b.pages["people"].keeps = true, true
	b.home.dirty = true // and this one cannot
	b.press("f9").sees("还有内容没保存").press("2").sees("page home")
}

func TestPersonBringsLanguageAndLayout(t *testing.T) {
	b := sit(t)
	p, err := b.store.AddPerson(context.Background(), store.By{At: screentest.Now()}, model.Person{Name: "李阿姨", Role: model.Mediator, Language: "en", Senior: true})
	require.NoError(t, err)
	b.asks(b.home, screen.PersonPicked{Person: p}).sees("Now at the desk: 李阿姨")
	require.True(t, b.home.env.Senior)
	b.tell(tea.WindowSizeMsg{Width: 160, Height: 24}).sees("F3 Normal view")
	b.press("f3").sees("F3 Easy view")
	kept, err := b.store.Person(context.Background(), "李阿姨")
	require.NoError(t, err)
	require.False(t, kept.Senior, "the layout is kept for the next time")
	b.press("ctrl+z").sees("nothing left to undo") // the layout is no change that undo turns back
}

func TestFaultsAreSaidAndCostNothing(t *testing.T) {
	b := sit(t)
	b.asks(b.home, screen.Failed{Err: &model.Problem{Code: "store.disk_full", Args: map[string]any{"free_mib": 3, "need_mib": 256}}}).sees("256")
	b.asks(b.home, screen.Failed{Err: errors.New("raw words of an engine")})
	require.NotContains(t, b.view(), "raw words")

	b.home.fail = true
	b.sees("出了意外")
	require.NotEmpty(t, b.crash)
	b.home.fail = false
	b.sees("page home")

	b.home.reply = func() tea.Msg { panic("in a command") }
	b.press("enter").sees("出了意外")
}

func TestGuideOpensOnThePageOfTheScreenAndOnlyOnce(t *testing.T) {
	b := sit(t)
	b.press("f1").sees("page help for home")
	b.press("f1").sees("page help for home")
	b.home.reply = nil
	b.pages["help for home"].reply = screen.Send(screen.Back{})
	b.press("enter").sees("page home")
}

func TestKeysTypedAheadWaitForTheScreen(t *testing.T) {
	b := sit(t)
	b.home.waits = true
	b.press("1", "2")
	require.NotEqual(t, screentest.Key("2"), b.home.last(), "held until the store has answered")
	b.home.waits = false
	b.tell(screen.Notice{Text: "x"}) // anything that comes
	require.Equal(t, []tea.Msg{screentest.Key("1"), screentest.Key("2")}, b.home.got[len(b.home.got)-2:])

	b.home.waits = true
	b.tell(tea.PasteMsg{Content: "x"}).press("4")
	b.home.waits = false
	b.tell(screen.Notice{Text: "x"})
	require.Equal(t, []tea.Msg{tea.PasteMsg{Content: "x"}, screentest.Key("4")}, b.home.got[len(b.home.got)-2:], "what is pasted waits, too")

	b.home.waits = true
	b.press("3", "f1").sees("page help for home") // what works everywhere does not wait
	b.tell(screen.Notice{Text: "x"})
	require.Nil(t, b.pages["help for home"].last(), "3 was not meant for the help")
}

// TestKeysAfterOneThatOpensAScreenReachThatScreen: even when they come before
// any command has run.
func TestKeysAfterOneThatOpensAScreenReachThatScreen(t *testing.T) {
	b := sit(t)
	b.home.reply = screen.Batch(func() tea.Msg { return nil }, screen.Send(screen.OpenLookup{}))
	b.root.Update(screentest.Key("3"))
	b.root.Update(screentest.Key("z"))
	require.Equal(t, screentest.Key("z"), b.pages["lookup"].last())

	b.pages["lookup"].reply = screen.Send(screen.Ask{Title: "Sure?", Options: []screen.Option{{Label: "no"}, {Label: "yes", Answer: keptNow{}}}})
	b.root.Update(screentest.Key("x"))
	b.root.Update(screentest.Key("2"))
	require.Equal(t, keptNow{}, b.pages["lookup"].last(), "answered")
	b.pages["lookup"].reply = screen.Send(screen.Back{})
	b.root.Update(screentest.Key("esc"))
	b.root.Update(screentest.Key("4"))
	require.Equal(t, screentest.Key("4"), b.home.last())
}

func TestAScreenThatWasRefusedDoesNotWait(t *testing.T) {
	b := sit(t)
	b.home.waits = true
	b.home.reply = screen.Send(screen.Failed{Err: errors.New("x")})
	b.tell(tea.MouseWheelMsg{}) // makes it answer
	b.press("1")
	require.Equal(t, screentest.Key("1"), b.home.last())
}

func TestMouseOnTheKeyBar(t *testing.T) {
	b := sit(t)
	rows := strings.Split(b.view(), "\n")
	bar := rows[len(rows)-1]
	at := ansi.StringWidth(bar[:strings.Index(bar, "按键")])
	b.tell(tea.MouseClickMsg{X: at, Y: len(rows) - 1, Button: tea.MouseLeft}).sees("这里能用的键")
	b.press("esc")
	b.tell(tea.MouseClickMsg{X: 5, Y: 3, Button: tea.MouseLeft})
	require.Equal(t, screen.Click{X: 5, Y: 2, Width: 80, Height: 21}, b.home.last())
	b.tell(tea.MouseWheelMsg{X: 5, Y: 3, Button: tea.MouseWheelUp})
	require.Equal(t, screen.Wheel{Lines: -3}, b.home.last())
}

// TestTheKeyBarLeavesOutTheArrows, however wide the window is; the help has them.
func TestTheKeyBarLeavesOutTheArrows(t *testing.T) {
	b := sit(t)
	b.home.moves = []keys.ID{keys.Up, keys.Down, keys.Left, keys.Right, keys.PageDown}
	b.tell(tea.WindowSizeMsg{Width: 240, Height: 40})
	rows := strings.Split(b.view(), "\n")
	bar := rows[len(rows)-1]
	require.Contains(t, bar, "下一页")
	for _, word := range []string{"向上", "向下", "向左", "向右"} {
		require.NotContains(t, bar, word)
	}
	b.press("?").sees("上移一行", "下移一行", "上            上移一行", "PgDn          下翻一页")
}

func TestNoColourTerminal(t *testing.T) {
	b := sit(t)
	b.tell(tea.ColorProfileMsg{Profile: colorprofile.Ascii})
	require.Nil(t, b.root.View().BackgroundColor)
	b.tell(tea.ColorProfileMsg{Profile: colorprofile.TrueColor})
	require.NotNil(t, b.root.View().BackgroundColor)
}
