package keys

import (
	"slices"

	"heshi/ui/text"
)

// The actions of the desk.
const (
	Help     ID = "help"
	Palette  ID = "palette"
	Guide    ID = "guide"
	Tour     ID = "tour"
	Undo     ID = "undo"
	Redo     ID = "redo"
	Language ID = "language"
	Senior   ID = "senior"
	Person   ID = "person"
	Home     ID = "home"
	Back     ID = "back"
	Quit     ID = "quit"

	Up       ID = "up"
	Down     ID = "down"
	PageUp   ID = "page_up"
	PageDown ID = "page_down"
	First    ID = "first"
	Last     ID = "last"
	Left     ID = "left"
	Right    ID = "right"
	Open     ID = "open"
	Filter   ID = "filter"
	Toggle   ID = "toggle"
	Lift     ID = "lift"

	Next     ID = "next"
	NextTab  ID = "next_field"
	Previous ID = "previous_field"
	Save     ID = "save"
	Skip     ID = "skip"

	Confirm ID = "confirm"

	NewComplaint    ID = "new_complaint"
	NewConsultation ID = "new_consultation"
	Find            ID = "find"
	Returns         ID = "returns"
	Shops           ID = "shops"
	Roster          ID = "roster"
	Platform        ID = "platform"

	Duty     ID = "duty"
	CallOut  ID = "call_out"
	Hours    ID = "service_hours"
	TakeDesk ID = "take_desk"
	CallIn   ID = "call_in" // from a case that cannot wait

	Station     ID = "station"
	MonthBefore ID = "month_before"
	MonthAfter  ID = "month_after"
	CheckBefore ID = "check_before"
	CheckAfter  ID = "check_after"
	Answers     ID = "answers"

	Reveal ID = "reveal"
	Edit   ID = "edit"
	Add    ID = "add"
	Remove ID = "remove"
	Print  ID = "print"

	Step    ID = "step"
	Contact ID = "contact"
)

// Digit returns the action of a digit: 1 to 9, or 0 for the tenth. Any other
// number has no action and gives "".
func Digit(n int) ID {
	if n < 0 || n > 9 {
		return ""
	}
	return ID("digit_" + string(rune('0'+n)))
}

// Number returns the number of a digit's action, and false for other actions.
func Number(id ID) (int, bool) {
	for n := range 10 {
		if id == Digit(n) {
			return n, true
		}
	}
	return 0, false
}

// Digits lists the actions of 1 to n, n at most 10: 0 is the tenth.
func Digits(n int) []ID {
	var ids []ID
	for i := 1; i <= min(n, 10); i++ {
		ids = append(ids, Digit(i%10))
	}
	return ids
}

// The scopes: where on the desk a binding works. Bindings of one scope never
// share a key, and none shares a key with Global.
const (
	ScopeGlobal = "global"
	ScopeList   = "list"
	ScopeForm   = "form"
	ScopeDialog = "dialog"
	ScopeHome   = "home"
	ScopeStats  = "stats"
	ScopeCheck  = "check"
	ScopeCase   = "case"
	ScopeGrid   = "grid"
	ScopeTour   = "tour"
	ScopeDuty   = "duty"
)

// Table returns every binding of the desk, in the order ? shows them.
func Table() []Binding {
	return slices.Concat(globals(), digits(), lists(), forms(), dialogs(), screens())
}

func globals() []Binding {
	return []Binding{
		global(Help, true, "?", "ctrl+g"),
		global(Guide, true, "f1"),
		global(Palette, true, "ctrl+k"),
		global(Back, true, "esc"),
		global(Home, true, "f9"),
		global(Undo, false, "ctrl+z"),
		global(Redo, false, "ctrl+y"),
		global(Language, true, "f2"),
		global(Senior, true, "f3"),
		global(Person, true, "f4"),
		global(Quit, true, "ctrl+q", "ctrl+c"),
	}
}

// digits stand in the global scope, so that no screen can give one of them
// another meaning than choosing; only what offers choices matches them.
func digits() []Binding {
	out := make([]Binding, 0, 10)
	for n := range 10 {
		b := bind(ScopeGlobal, Digit(n), false, string(rune('0'+n)))
		b.Word, b.Help = "key.digit", "key.digit.help"
		out = append(out, b)
	}
	return out
}

func lists() []Binding {
	return []Binding{
		bind(ScopeList, Up, true, "up"),
		bind(ScopeList, Down, true, "down"),
		bind(ScopeList, PageUp, true, "pgup"),
		bind(ScopeList, PageDown, true, "pgdown"),
		bind(ScopeList, First, false, "home"),
		bind(ScopeList, Last, false, "end"),
		bind(ScopeList, Left, false, "left"),
		bind(ScopeList, Right, false, "right"),
		bind(ScopeList, Open, true, "enter"),
		bind(ScopeList, Filter, false, "/", "ctrl+f"),
		bind(ScopeList, Toggle, false, "space"),
	}
}

func forms() []Binding {
	return []Binding{
		bind(ScopeForm, Next, true, "enter"),
		bind(ScopeForm, NextTab, true, "tab"),
		bind(ScopeForm, Previous, true, "shift+tab"),
		bind(ScopeForm, Save, true, "ctrl+s"),
		bind(ScopeForm, Skip, true, "ctrl+n"),
		bind(ScopeForm, Answers, true, "f8"),
	}
}

func dialogs() []Binding {
	return []Binding{
		bind(ScopeDialog, Confirm, true, "enter"),
	}
}

func screens() []Binding {
	return []Binding{
		bind(ScopeTour, Tour, true, "ctrl+x"),
		bind(ScopeHome, NewComplaint, false, "f5"),
		bind(ScopeHome, NewConsultation, false, "f6"),
		bind(ScopeHome, Find, false, "f7", "/"),
		bind(ScopeHome, Returns, false, "f8"),
		bind(ScopeHome, Shops, false, "f12"),
		bind(ScopeCase, Reveal, false, "f5"),
		bind(ScopeCase, Edit, false, "f6"),
		bind(ScopeCase, Step, true, "enter"),
		bind(ScopeCase, Contact, false, "f7"),
		bind(ScopeCase, Print, false, "f8"),
		bind(ScopeCase, CallIn, false, "f10"),
		bind(ScopeCase, Add, false, "insert", "ctrl+a"),
		bind(ScopeCase, Remove, false, "delete"),
		bind(ScopeHome, Duty, false, "f10"),
		bind(ScopeHome, Roster, false, "ctrl+t"),
		bind(ScopeHome, Platform, false, "ctrl+p"),
		bind(ScopeHome, Station, false, "f11", "ctrl+r"),
		bind(ScopeStats, MonthBefore, false, "left"),
		bind(ScopeStats, MonthAfter, false, "right"),
		bind(ScopeCheck, CheckBefore, false, "left"),
		bind(ScopeCheck, CheckAfter, false, "right"),
		bind(ScopeDuty, CallOut, true, "f5"),
		bind(ScopeDuty, TakeDesk, true, "f6"),
		bind(ScopeDuty, Hours, true, "f7"),
		bind(ScopeGrid, Lift, false, "space", "f6"),
	}
}

func global(id ID, whileTyping bool, keys ...string) Binding {
	b := bind(ScopeGlobal, id, whileTyping, keys...)
	b.Global = true
	return b
}

// bind words a binding after its id: "key.save" is what the key bar says,
// "key.save.help" the sentence ? shows.
func bind(scope string, id ID, whileTyping bool, keys ...string) Binding {
	return Binding{
		ID: id, Scope: scope, Keys: keys, WhileTyping: whileTyping,
		Word: text.Key("key." + string(id)),
		Help: text.Key("key." + string(id) + ".help"),
	}
}
