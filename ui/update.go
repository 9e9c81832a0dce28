package ui

import (
	"errors"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"heshi/model"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/tour"
)

// crashed says that a command panicked.
type crashed struct{ what any }

// Update routes: what the terminal says, what screens ask, what the store did.
// A panic in a screen costs the key that led to it, not the desk: what was
// typed is still in the screen and in its draft.
func (r *Root) Update(msg tea.Msg) (_ tea.Model, cmd tea.Cmd) {
	defer func() {
		if what := recover(); what != nil {
			cmd = r.crash(what)
		}
	}()
	cmd = r.route(msg)
	switch msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg:
	default:
		cmd = tea.Batch(cmd, r.release())
	}
	if _, came := msg.(followed); !came {
		r.o.Tour = r.o.Tour.Saw(r.topic())
	}
	return r, cmd
}

func (r *Root) crash(what any) tea.Cmd {
	if r.o.Crash != nil {
		r.o.Crash(what)
	}
	r.notice = screen.Notice{Text: r.env.T("problem.internal"), Bad: true}
	return nil
}

func (r *Root) route(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case crashed:
		return r.crash(msg.what)
	case tea.WindowSizeMsg:
		return r.resized(msg)
	case tea.BackgroundColorMsg:
		r.dark = msg.IsDark()
		return r.repaint()
	case tea.ColorProfileMsg:
		r.colours, r.full = msg.Profile > colorprofile.Ascii, msg.Profile == colorprofile.TrueColor
		return r.repaint()
	case tea.TerminalVersionMsg:
		r.large = r.o.Large && enlarges(msg.Name)
		return r.repaint()
	case tea.KeyPressMsg:
		return r.key(msg)
	case tea.PasteMsg:
		return r.paste(msg)
	case tea.MouseClickMsg:
		return r.click(msg.Mouse())
	case tea.MouseWheelMsg:
		return r.wheel(msg.Mouse())
	case routed:
		return r.asked(msg.id, msg.msg)
	case followed:
		return r.onFollowed(msg)
	case stationed:
		return r.onStationed(msg)
	case turned:
		return r.onTurned(msg)
	case preferred:
		return r.onPreferred(msg)
	case leaving:
		return r.onLeaving(msg)
	case run:
		for _, p := range r.places() {
			if p.ID == msg.id {
				return r.asked(0, p.Open)
			}
		}
		return r.do(msg.id)
	case screen.Notice, screen.Failed:
		return r.asked(0, msg)
	}
	return nil
}

func (r *Root) repaint() tea.Cmd {
	r.paint()
	return r.envChanged()
}

// key gives a key to its first taker: an overlay, a screen that is typing, the
// bindings that work everywhere, the screen.
func (r *Root) key(msg tea.KeyPressMsg) tea.Cmd {
	if r.busy {
		r.held = append(r.held, msg)
		return nil
	}
	r.notice = screen.Notice{}
	if len(r.over) > 0 {
		return r.overlayKey(msg)
	}
	if _, ok := r.env.Keys.MatchTyping(msg, keys.Tour); ok && r.touring() {
		return r.do(keys.Tour)
	}
	i := len(r.frames) - 1
	match := r.env.Keys.Match
	if r.frames[i].s.Typing() {
		match = r.env.Keys.MatchTyping
	}
	id, ok := match(msg, r.env.Keys.Globals()...)
	if ok && elsewhere(id) {
		r.held = nil // meant for a screen that is left before it could serve them
	}
	// What the lists of actions offer depends on what the screen has read.
	offers := id == keys.Help || id == keys.Palette
	switch {
	case (!ok || offers) && r.waiting():
		r.held = append(r.held, msg)
		return nil
	case ok && id != keys.Back:
		return r.do(id)
	}
	return r.tell(i, msg)
}

// elsewhere reports whether a key that works everywhere leads to another screen.
func elsewhere(id keys.ID) bool {
	switch id {
	case keys.Back, keys.Home, keys.Person, keys.Guide:
		return true
	}
	return false
}

// waiting reports whether the screen on top still waits for its first answer.
func (r *Root) waiting() bool {
	s, ok := r.top().s.(screen.Waiting)
	return ok && s.Waiting() && !r.top().failed
}

// release serves what was pressed and pasted while the store was asked.
func (r *Root) release() tea.Cmd {
	said := r.notice
	var cmds []tea.Cmd
	for len(r.held) > 0 && !r.busy && !r.waiting() {
		next := r.held[0]
		r.held = r.held[1:]
		cmds = append(cmds, r.route(next))
	}
	if len(cmds) == 0 || r.notice.Text == "" {
		r.notice = said
	}
	return tea.Batch(cmds...)
}

// do runs an action that works everywhere; others go to the screen on top.
func (r *Root) do(id keys.ID) tea.Cmd {
	switch id {
	case keys.Help:
		r.open(newHelp(r))
	case keys.Tour:
		r.o.Tour = tour.Tour{}
	case keys.Guide:
		return r.guide()
	case keys.Palette:
		r.open(newPalette(r))
	case keys.Undo:
		return r.turn(r.o.Store.Undo)
	case keys.Redo:
		return r.turn(r.o.Store.Redo)
	case keys.Language:
		return r.switchLanguage()
	case keys.Senior:
		return r.switchSenior()
	case keys.Person:
		return r.show(r.o.Screens.People(r.env, screen.OpenPeople{}))
	case keys.Home:
		return r.home()
	case keys.Quit:
		return r.quit()
	default:
		return r.tell(len(r.frames)-1, screen.Do{ID: id})
	}
	return nil
}

// topic is the page of the help about the screen on top, "" for none.
func (r *Root) topic() string {
	if page, ok := r.top().s.(screen.Topical); ok {
		return page.Topic()
	}
	return ""
}

// guide opens the help on the page of the screen on top. It does not open
// twice.
func (r *Root) guide() tea.Cmd {
	topic := r.topic()
	if topic == screen.OwnTopic {
		return nil
	}
	return r.show(r.o.Screens.Guide(r.env, topic))
}

func (r *Root) paste(msg tea.PasteMsg) tea.Cmd {
	if len(r.over) > 0 && !r.busy {
		return r.overlayMsg(msg)
	}
	if r.busy || r.waiting() {
		r.held = append(r.held, msg)
		return nil
	}
	return r.tell(len(r.frames)-1, msg)
}

// asked serves what a screen asks of the root; what is not for the root goes
// back to the screen whose command yielded it.
func (r *Root) asked(id int, msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.Back:
		return r.back(id)
	case screen.Home:
		return r.home()
	case screen.OpenCase:
		return r.show(r.o.Screens.Case(r.env, msg))
	case screen.OpenIntake:
		return r.show(r.o.Screens.Intake(r.env, msg))
	case screen.OpenLookup:
		return r.show(r.o.Screens.Lookup(r.env, msg.Query))
	case screen.OpenReturns:
		return r.show(r.o.Screens.Returns(r.env, msg))
	case screen.OpenStation:
		return r.show(r.o.Screens.Station(r.env, msg))
	case screen.OpenPapers:
		return r.show(r.o.Screens.Papers(r.env, msg.ID))
	case screen.AnswerPicked:
		return r.answered(id, msg)
	case screen.OpenShops:
		return r.show(r.o.Screens.Shops(r.env, msg))
	case screen.OpenPlatform:
		return r.show(r.o.Screens.Platform(r.env))
	case screen.OpenRoster:
		return r.show(r.o.Screens.Roster(r.env, msg))
	case screen.OpenSetup:
		return r.show(r.o.Screens.Setup(r.env))
	case screen.OpenTargets:
		return r.show(r.o.Screens.Targets(r.env))
	case screen.OpenDisplay:
		return r.show(r.o.Screens.Display(r.env))
	case screen.LikeTheme:
		return r.likeTheme(msg.Theme)
	case screen.OpenDuty:
		return r.show(r.o.Screens.Duty(r.env, msg))
	case screen.OpenPeople:
		return r.show(r.o.Screens.People(r.env, msg))
	case screen.Notice:
		r.notice = msg
	case screen.Failed:
		for i := range r.frames {
			r.frames[i].failed = r.frames[i].failed || r.frames[i].id == id
		}
		r.notice = screen.Notice{Text: r.env.Text.Problem(msg.Err), Bad: true}
	case screen.PersonPicked:
		return r.picked(msg)
	case screen.Ask:
		r.open(newAsk(id, msg))
	case screen.AskText:
		r.open(newAskText(id, msg))
	default:
		return r.deliver(id, msg)
	}
	return nil
}

func (r *Root) deliver(id int, msg tea.Msg) tea.Cmd {
	for i, f := range r.frames {
		if f.id == id {
			return r.tell(i, msg)
		}
	}
	return nil
}

func (r *Root) show(s screen.Screen) tea.Cmd { return r.push(s) }

// back leaves the screen id, if it is still on top; home stays.
func (r *Root) back(id int) tea.Cmd {
	if len(r.frames) == 1 || r.top().id != id {
		return nil
	}
	r.frames = r.frames[:len(r.frames)-1]
	return r.tell(len(r.frames)-1, screen.Shown{})
}

// answered hands what the screen id was asked for to the screen below it.
func (r *Root) answered(id int, msg tea.Msg) tea.Cmd {
	if len(r.frames) == 1 || r.top().id != id {
		return nil
	}
	back := r.back(id)
	return tea.Batch(back, r.tell(len(r.frames)-1, msg))
}

// home leaves all screens but the first. A screen that would lose something
// is asked about first.
func (r *Root) home() tea.Cmd { return r.leave("root.leave", r.reallyHome) }

// leaving comes when the screens have kept what can be kept.
type leaving struct {
	said []tea.Msg // what they were answered
	ask  text.Key
	do   func() tea.Cmd
}

// leave has the screens keep what was typed, and then asks only about what
// cannot be kept. Keys wait meanwhile.
func (r *Root) leave(ask text.Key, do func() tea.Cmd) tea.Cmd {
	if !r.dirty() {
		return do()
	}
	kept := r.tellAll(screen.Keep{})
	if kept == nil {
		return r.onLeaving(leaving{nil, ask, do})
	}
	r.busy = true
	return func() tea.Msg { return leaving{outcomes(kept), ask, do} }
}

// outcomes runs a command and all it consists of, and returns what came of it.
func outcomes(cmd tea.Cmd) []tea.Msg {
	switch msg := cmd().(type) {
	case nil:
		return nil
	case tea.BatchMsg:
		var out []tea.Msg
		for _, c := range msg {
			if c != nil {
				out = append(out, outcomes(c)...)
			}
		}
		return out
	default:
		return []tea.Msg{msg}
	}
}

func (r *Root) onLeaving(l leaving) tea.Cmd {
	r.busy = false
	var cmds []tea.Cmd
	for _, msg := range l.said {
		cmds = append(cmds, r.route(msg))
	}
	if r.dirty() {
		r.open(newSure(r, l.ask, l.do))
		return tea.Batch(cmds...)
	}
	return tea.Batch(append(cmds, l.do())...)
}

func (r *Root) reallyHome() tea.Cmd {
	r.frames = r.frames[:1]
	return tea.Batch(r.tell(0, screen.Do{ID: keys.Home}), r.tell(0, screen.Shown{}))
}

func (r *Root) dirty() bool {
	for _, f := range r.frames {
		if f.s.Dirty() {
			return true
		}
	}
	return false
}

// quit ends the desk; it asks only when something would be lost.
func (r *Root) quit() tea.Cmd { return r.leave("root.quit", func() tea.Cmd { return tea.Quit }) }

func (r *Root) onFollowed(f followed) tea.Cmd {
	if f.err != nil {
		if errors.Is(f.err, r.ctx.Err()) || store.IsCode(f.err, store.CodeClosed) {
			return nil
		}
		return r.asked(0, screen.Failed{Err: f.err})
	}
	r.seq, r.told = f.seq, time.Now()
	r.o.Tour = r.o.Tour.Saw(r.topic(), f.kinds...)
	return tea.Batch(r.tellAll(screen.Changed{Seq: f.seq, Subjects: f.subjects}), r.follow(), r.renamed(f.subjects))
}

// stationed brings the station after somebody changed its name or code.
type stationed struct {
	station model.Station
	err     error
}

// renamed reads the station anew when it is among what changed.
func (r *Root) renamed(subjects []string) tea.Cmd {
	if !slices.ContainsFunc(subjects, func(s string) bool { return strings.HasPrefix(s, "station/") }) {
		return nil
	}
	return func() tea.Msg {
		st, err := r.o.Store.Station(r.ctx)
		return stationed{st, err}
	}
}

func (r *Root) onStationed(s stationed) tea.Cmd {
	if s.err != nil {
		return r.asked(0, screen.Failed{Err: s.err})
	}
	r.env.Station = s.station
	return r.repaint()
}
