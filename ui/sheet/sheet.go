// Package sheet is a page of questions about one record: all below one another,
// or in senior mode one at a time with everything read back before it is saved.
// In senior mode a record that is there already is not gone through question by
// question: a menu asks which answer to change.
// It knows questions and cells; what they are about, and the store, are the
// screen's. Screens that change a record share it.
package sheet

import (
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// Kind is how a question is answered.
type Kind int

// The kinds.
const (
	Line Kind = iota // one line of text
	Text             // several lines
	Pick             // one of the options
	Many             // any number of the options
)

// Question is one thing the sheet asks. Its words come from the screen; those of
// the sheet itself stand in the catalogue under "sheet.".
type Question struct {
	ID      string
	Kind    Kind
	Label   string
	Hint    string
	Known   string // what is known but not put into the field, such as a masked number
	Max     int    // most characters of a Line or Text; 0 is the widget's own limit
	Options []widget.Option
	// Read says of a Line what was understood or what is wrong; nil is any
	// text.
	Read func(string) widget.Note
}

// Sheet is the page. Make it with New; Set fills in what is known.
type Sheet struct {
	// Word is what keeping the answers is called; "" is to save them. It shows
	// from the next Reword on.
	Word    text.Key
	fresh   bool // a new record: every question is asked, every answer read back
	senior  bool
	picking bool // senior mode: the menu of questions shows
	menu    widget.Choice
	text    *text.Catalogue
	items   []item
	at      int // the question with the focus; len(items) is the button or review
	review  widget.Choice
	saved   bool
	beyond  Answers // restored, of questions it does not ask
}

// New returns a sheet that changes a record, with the focus on the first
// question.
func New(c *text.Catalogue, senior bool, qs ...Question) Sheet {
	s := Sheet{picking: true}
	s.Reword(c, senior, qs...)
	s.focus(0)
	return s
}

// Blank returns a sheet for a new record.
func Blank(c *text.Catalogue, senior bool, qs ...Question) Sheet {
	s := Sheet{fresh: true}
	s.Reword(c, senior, qs...)
	s.focus(0)
	return s
}

// chooses reports that the menu of questions shows.
func (s Sheet) chooses() bool { return s.senior && s.picking }

// Reword gives the sheet the words of another language or layout. The
// questions are the same ones; everything typed and chosen stays.
func (s *Sheet) Reword(c *text.Catalogue, senior bool, qs ...Question) {
	s.senior, s.text = senior, c
	items := make([]item, len(qs))
	for i, q := range qs {
		if old := slices.IndexFunc(s.items, func(it item) bool { return it.ID == q.ID }); old >= 0 {
			items[i] = s.items[old]
		} else if q.Kind == Text {
			items[i].area = widget.NewArea("", q.Max)
		}
		items[i].Question, items[i].fresh = q, s.fresh
		items[i].dress(c, senior)
		if kept, ok := s.beyond[q.ID]; ok {
			items[i].put(kept)
			s.beyond = maps.Clone(s.beyond)
			delete(s.beyond, q.ID)
		}
	}
	s.items = items
	s.at = min(s.at, len(items))
	at := s.menu.Index()
	s.menu = widget.NewMenu(true)
	s.menu.PerPage, s.menu.More = 5, c.T("sheet.more")
	for _, q := range qs {
		s.menu.Options = append(s.menu.Options, widget.Option{Value: q.ID, Label: q.Label})
	}
	if at < len(qs) {
		s.menu.SetValues(qs[at].ID)
	}
	s.review = widget.NewMenu(senior,
		widget.Option{Value: "save", Label: c.T(s.word())},
		widget.Option{Value: "again", Label: c.T("sheet.again")})
}

func (s Sheet) word() text.Key {
	if s.Word != "" {
		return s.Word
	}
	return "sheet.save"
}

// Set fills in what is known of a question; that is what Changed compares with.
func (s *Sheet) Set(id string, values ...string) {
	if i := s.index(id); i >= 0 {
		s.items[i].began = drop(values)
		s.items[i].put(values)
	}
}

// drop leaves out empty values.
func drop(values []string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
}

func (s Sheet) index(id string) int {
	return slices.IndexFunc(s.items, func(it item) bool { return it.ID == id })
}

// Value returns the answer of a question, "" when there is none.
func (s Sheet) Value(id string) string {
	if v := s.Values(id); len(v) > 0 {
		return v[0]
	}
	return ""
}

// Values returns every chosen value of a question.
func (s Sheet) Values(id string) []string {
	if i := s.index(id); i >= 0 {
		return s.items[i].values()
	}
	return nil
}

// Changed lists the questions whose answer is another one than at the
// beginning.
func (s Sheet) Changed() []string {
	var ids []string
	for _, it := range s.items {
		if !slices.Equal(it.values(), it.began) {
			ids = append(ids, it.ID)
		}
	}
	return ids
}

// Refuse goes to a question and says what is wrong with its answer.
func (s *Sheet) Refuse(id, sentence string) {
	if i := s.index(id); i >= 0 {
		s.items[i].fault = sentence
		s.picking = false
		s.focus(i)
	}
}

// Saved reports that the last message asked to save.
func (s Sheet) Saved() bool { return s.saved }

// Typing reports that a text field has the focus.
func (s Sheet) Typing() bool {
	return !s.chooses() && s.at < len(s.items) && s.items[s.at].Kind <= Text
}

// Keys lists what works here.
func (s Sheet) Keys() []keys.ID {
	ids := []keys.ID{keys.Save, keys.Next, keys.NextTab, keys.Previous}
	if n := s.choices(); n > 0 {
		ids = append(ids, keys.Digits(n)...)
	}
	return ids
}

// choices is how many digits choose here.
func (s Sheet) choices() int {
	switch {
	case s.chooses():
		return min(5, len(s.items))
	case s.at >= len(s.items) && s.senior:
		return 2
	case s.at >= len(s.items) || s.Typing():
		return 0
	}
	return min(9, len(s.items[s.at].Options))
}

func (s *Sheet) focus(i int) {
	if s.at < len(s.items) {
		s.items[s.at].blur()
	}
	s.at = max(0, min(i, len(s.items)))
	if s.at < len(s.items) {
		s.items[s.at].focus()
	}
}

// Update takes a key or a paste. Enter and Tab go on, Shift+Tab goes back,
// Ctrl+S saves, everything else is the question's.
func (s Sheet) Update(km *keys.Map, msg tea.Msg) Sheet {
	s.saved = false
	s.items = slices.Clone(s.items)
	press, isKey := msg.(tea.KeyPressMsg)
	if !isKey {
		s.give(msg)
		return s
	}
	match := km.Match
	if s.Typing() {
		match = km.MatchTyping
	}
	if id, ok := match(press, keys.Save, keys.Next, keys.NextTab, keys.Previous); ok {
		return s.Do(id)
	}
	if by, ok := s.leaves(keys.Name(press)); ok {
		s.focus(min(s.at+by, len(s.items)))
		return s
	}
	s.give(msg)
	return s
}

// Back goes back within the sheet, as Esc does in senior mode: to the menu, or
// to the question before. It reports false where Esc leaves the sheet.
func (s *Sheet) Back() bool {
	s.saved = false
	switch {
	case !s.senior || s.picking:
		return false
	case !s.fresh:
		s.picking = true
		return true
	case s.at == 0:
		return false
	}
	s.focus(s.at - 1)
	return true
}

// leaves reports whether an arrow goes to another question instead of working
// within this one.
func (s Sheet) leaves(name string) (by int, ok bool) {
	by = map[string]int{"up": -1, "down": 1}[name]
	if by == 0 || s.chooses() || s.at == len(s.items) {
		return by, by != 0 && !s.senior
	}
	it := s.items[s.at]
	switch {
	case it.Kind == Line:
		return by, !s.senior
	case it.Kind == Text && by < 0:
		return by, it.area.AtTop() && !s.senior
	case it.Kind == Text:
		return by, it.area.AtBottom() && !s.senior
	}
	return by, it.choice.Inline
}

// Do does what a binding says.
func (s Sheet) Do(id keys.ID) Sheet {
	s.saved = false
	switch id {
	case keys.Save:
		s.save()
	case keys.Next:
		s.enter()
	case keys.NextTab, keys.Down:
		s.step(1)
	case keys.Previous, keys.Up:
		s.step(-1)
	default:
		if n, ok := keys.Number(id); ok {
			r := rune('0' + n)
			s.give(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
	}
	return s
}

// step goes to another question; in the menu to another line of it.
func (s *Sheet) step(by int) {
	switch {
	case s.chooses() && by > 0:
		s.menu, _ = s.menu.Update(tea.KeyPressMsg{Code: tea.KeyDown})
	case s.chooses():
		s.menu, _ = s.menu.Update(tea.KeyPressMsg{Code: tea.KeyUp})
	case s.senior && !s.fresh && by > 0:
		s.focus(len(s.items))
	case s.senior && !s.fresh:
		s.picking = true
	default:
		s.focus(s.at + by)
	}
}

// save asks to save; in senior mode the first time shows everything once more.
func (s *Sheet) save() {
	if s.senior && (s.picking || s.at < len(s.items)) {
		s.picking = false
		s.focus(len(s.items))
		return
	}
	s.saved = true
}

// enter goes on; at the end it saves.
func (s *Sheet) enter() {
	switch {
	case s.chooses():
	case s.at < len(s.items):
		if !s.refuses() {
			s.step(1)
		}
		return
	case !s.senior:
		s.saved = true
		return
	}
	s.give(tea.KeyPressMsg{Code: tea.KeyEnter})
}

// refuses keeps the question with the focus, and says why, when its answer cannot
// be read and senior mode shows it alone: once it is gone nobody sees what is
// wrong with it.
func (s *Sheet) refuses() bool {
	it := &s.items[s.at]
	n := it.read()
	if !s.senior || n.Tone != theme.Bad {
		return false
	}
	it.fault = n.Text
	return true
}

// give hands a message to the question with the focus, or to the review.
func (s *Sheet) give(msg tea.Msg) {
	if s.chooses() {
		s.menu, _ = s.menu.Update(msg)
		s.afterMenu()
		return
	}
	if s.at >= len(s.items) {
		s.reviewed(msg)
		return
	}
	it := &s.items[s.at]
	before := it.values()
	switch it.Kind {
	case Line:
		it.field, _ = it.field.Update(msg)
	case Text:
		it.area, _ = it.area.Update(msg)
	default:
		it.choose(msg)
	}
	if !slices.Equal(before, it.values()) {
		it.fault = ""
	}
	if _, picked := it.choice.Picked(); picked && it.Kind == Pick {
		s.step(1)
	}
}

// afterMenu asks the question that was picked.
func (s *Sheet) afterMenu() {
	if _, ok := s.menu.Picked(); ok {
		s.picking = false
		s.focus(s.menu.Index())
	}
}

func (s *Sheet) reviewed(msg tea.Msg) {
	if !s.senior {
		return
	}
	s.review, _ = s.review.Update(msg)
	s.afterReview()
}

func (s *Sheet) afterReview() {
	o, ok := s.review.Picked()
	switch {
	case !ok:
	case o.Value == "save":
		s.saved = true
	case s.fresh:
		s.focus(0)
	default:
		s.picking = true
	}
}

// said is the answer in words.
func (s Sheet) said(it item) string {
	if it.Kind <= Text {
		return strings.Join(it.values(), "")
	}
	var words []string
	for _, o := range it.Options {
		if slices.Contains(it.choice.Values(), o.Value) {
			words = append(words, o.Label)
		}
	}
	return s.text.List(words)
}

// Base changes what Changed compares a question with and keeps the answer, as
// when somebody else has changed the record meanwhile.
func (s *Sheet) Base(id string, values ...string) {
	if i := s.index(id); i >= 0 {
		s.items[i].began = drop(values)
	}
}

// Leaving asks what to do with changes that are not saved: save is sent back to
// keep them, drop to let them go.
func Leaving(c *text.Catalogue, save, drop tea.Msg) screen.Ask {
	return screen.Ask{
		Title: c.T("sheet.leave.title"),
		Body:  c.T("sheet.leave.body"),
		Options: []screen.Option{
			{Label: c.T("sheet.leave.save"), Answer: save},
			{Label: c.T("sheet.leave.stay")},
			{Label: c.T("sheet.leave.drop"), Answer: drop},
		},
	}
}
