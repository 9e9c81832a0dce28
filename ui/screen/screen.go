// Package screen holds what every screen of the desk has in common: the
// Screen interface, the Block a screen draws, the Env it is given and the
// messages screens send one another through the root. No screen imports
// another screen.
package screen

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/ui/keys"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// Block is a drawn rectangle and the place of the real cursor in it.
type Block = widget.Block

// Screen is one page of the desk: a small value. Only the root is a tea.Model.
type Screen interface {
	// Init starts the screen: usually one store call.
	Init() tea.Cmd
	// Update takes a message meant for this screen. It never touches disk
	// and never blocks; results of its commands come back to it alone.
	Update(tea.Msg) (Screen, tea.Cmd)
	// View draws exactly width x height cells. It is pure.
	View(width, height int) Block
	// Title is the heading the root shows.
	Title() string
	// Keys lists the bindings that work here and now, most useful first; the
	// key bar, ? and the palette show them.
	Keys() []keys.ID
	// Typing reports that a text field has the focus: printable keys are text.
	Typing() bool
	// Dirty reports that leaving would lose what was typed.
	Dirty() bool
}

// Topical is a screen with a page of its own in the help.
type Topical interface {
	// Topic names the page, as the files of assets/help do.
	Topic() string
}

// Commander is a screen with actions of its own that no key stands for: the
// palette offers them beside the bindings, and sends the chosen one as a Do.
type Commander interface {
	Commands() []Command
}

// Command is such an action, and the sentence it is called by.
type Command struct {
	ID   keys.ID
	Word text.Key
}

// Waiting is a screen that cannot serve keys before the store has answered. The
// root holds them until then, so that who types ahead of the screen is
// understood; Esc and what works everywhere do not wait.
type Waiting interface {
	// Waiting reports that the first answer has not come yet. A Failed ends
	// the waiting, too.
	Waiting() bool
}

// OwnTopic is the topic of the help itself.
const OwnTopic = "help"

// Env is what a screen may know of its surroundings. It is a value: when the
// language, the theme or the person changes, the root hands out a new one in
// an EnvChanged.
type Env struct {
	Text    *text.Catalogue  // words in the current language
	Theme   theme.Theme      // named styles
	Keys    *keys.Map        // every binding
	Now     func() time.Time // the clock, in the station's zone
	Person  model.Person     // who sits at the desk; the zero Person when nobody was picked
	Senior  bool             // senior mode: one question a screen
	Station model.Station
	// After is tea.Tick, which nil stands for; tests put their own.
	After func(time.Duration, func(time.Time) tea.Msg) tea.Cmd
}

// Wait sends a message when some time has passed.
func (e Env) Wait(d time.Duration, msg tea.Msg) tea.Cmd {
	after := e.After
	if after == nil {
		after = tea.Tick
	}
	return after(d, func(time.Time) tea.Msg { return msg })
}

// T is short for Env.Text.T.
func (e Env) T(key text.Key, args ...any) string { return e.Text.T(key, args...) }

// Messages from the root to a screen.
type (
	// EnvChanged brings a new Env; the screen keeps everything typed.
	EnvChanged struct{ Env Env }
	// Do runs a binding chosen by palette, help or mouse, as if its key had
	// been pressed.
	Do struct{ ID keys.ID }
	// Click is a mouse press at cell X, Y of the screen's own block, which
	// was drawn Width x Height cells.
	Click struct{ X, Y, Width, Height int }
	// Wheel is a turn of the mouse wheel; Lines is negative upwards.
	Wheel struct{ Lines int }
	// Changed says that the store has moved on to Seq: what is shown may be
	// old. Subjects are the records that changed.
	Changed struct {
		Seq      uint64
		Subjects []string
	}
	// Shown says that the screen is on top again after another was left.
	Shown struct{}
)

// Messages from a screen to the root. A screen returns them through Send.
type (
	// Back leaves the screen. The root asks nothing: drafts are saved.
	Back struct{}
	// Home goes to the first screen.
	Home struct{}
	// OpenCase shows a case.
	OpenCase struct {
		ID   model.ID
		Step string // the step of model/flow to begin with; "" shows the case
	}
	// OpenIntake takes in a new case; From carries facts already known and
	// Draft the key of a saved draft to go on with.
	OpenIntake struct {
		From  *model.Case
		Draft string
	}
	// OpenLookup opens the list, with a query already typed.
	OpenLookup struct{ Query string }
	// OpenPeople picks or edits who sits at the desk; with Settings it opens the
	// station's settings behind that list.
	OpenPeople struct{ Settings bool }
	// OpenSetup leads through the first steps of a station.
	OpenSetup struct{}
	// OpenDisplay shows whether the screen lines up, and offers colours.
	OpenDisplay struct{}
	// OpenTargets sets what the station aims at.
	OpenTargets struct{}
	// LikeTheme shows the desk in other colours, one of model.Themes, and
	// keeps that for the person who sits there; "" follows the station.
	LikeTheme struct{ Theme string }
	// OpenReturns checks a no-reason return.
	OpenReturns struct{ Shop model.ID }
	// OpenStation opens a page about the station itself; "" is the way to the
	// others.
	OpenStation struct {
		Page string
		// Pick asks for one of the ready answers, beginning with Query; it
		// comes as AnswerPicked.
		Pick  bool
		Query string
	}
	// AnswerPicked hands a ready answer to the screen that asked for one.
	AnswerPicked struct{ Ref, Question, Text string }
	// OpenPapers prints the papers of a case.
	OpenPapers struct{ ID model.ID }
	// OpenShops edits shops, members and the charter. Import and Export begin
	// with a file of that kind of package trade.
	OpenShops struct{ Import, Export string }
	// OpenPlatform works through what the ODR platform sent.
	OpenPlatform struct{}
	// OpenRoster keeps volunteers and rosters; with a Volunteer, that one's
	// page.
	OpenRoster struct{ Volunteer model.ID }
	// OpenDuty opens a page about who is at the desk: Page names it, the rest
	// says what it is about.
	OpenDuty struct {
		Page      DutyPage
		Volunteer model.ID // DutySince, DutyHours
		Stint     model.ID // DutyOut
		Turn      string   // DutyCalls: a turn of the roster; "" is now
		Case      model.ID // DutyCalls: a case that cannot wait
	}
	// Keep asks the screens to keep now what was typed: they are about to be left.
	Keep struct{}
	// Notice shows a line in the status row until the next key.
	Notice struct {
		Text string
		Bad  bool
	}
	// Failed shows an error of the store as a sentence and what to do.
	Failed struct{ Err error }
	// PersonPicked says who sits at the desk now.
	PersonPicked struct{ Person model.Person }
	// Ask opens a dialog over everything. Answer returns what is sent back to
	// the screen for the option chosen; nothing is sent on Esc.
	Ask struct {
		Title   string
		Body    string
		Options []Option
	}
	// AskText opens a dialog with one text field; Answer makes the message for
	// the text entered. Empty text is refused with Need.
	AskText struct {
		Title, Body, Need string
		Answer            func(string) tea.Msg
	}
)

// DutyPage is a page about who is at the desk.
type DutyPage int

// The pages.
const (
	DutyBoard  DutyPage = iota // signing in and out
	DutySince                  // what happened since somebody's last duty
	DutyOut                    // the end of a stay
	DutyCalls                  // calling somebody out
	DutyHours                  // hours served
	DutyDoubts                 // stays that cannot count yet
)

// Pages of OpenStation.
const (
	StationReport  = "report"
	StationCheck   = "check"
	StationAnswers = "answers"
)

// Option is one answer of an Ask, chosen by its digit.
type Option struct {
	Label  string
	Answer tea.Msg // delivered to the screen that asked; nil just closes
}
