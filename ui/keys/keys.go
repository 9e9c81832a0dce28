// Package keys holds every binding of the desk as data. One table feeds the
// dispatch of keys, the key bar, the ? page, the palette and the printed card,
// so they cannot disagree.
//
// Two rules shape the table. An input method swallows letters, so every action
// has a key that is no letter. And while a text field has the focus every
// printable key is text, so only bindings marked WhileTyping work there, and
// of those only the keys that do not print.
package keys

import (
	"fmt"
	"slices"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"heshi/ui/text"
)

// ID names an action.
type ID string

// Binding ties an action to its keys and words.
type Binding struct {
	ID          ID
	Keys        []string // as Bubble Tea writes them: "ctrl+s", "f2", "esc", "1"; the first is the one shown
	Word        text.Key // a word or two for the key bar
	Help        text.Key // a sentence for ?
	Scope       string   // where it works, one of the Scope constants
	Global      bool     // works on every screen
	WhileTyping bool     // its unprintable keys also work while a text field has the focus
}

// Map is a checked table. It never changes, so terminals share it.
type Map struct {
	byID  map[ID]Binding
	order []ID
}

// New checks a table and makes it ready for matching. It refuses an id that
// stands twice, a binding without keys, words or scope, one whose keys are all
// letters, a key an old terminal cannot send, and clashes: one key twice in a
// scope, or in a scope and in the global one.
func New(table []Binding) (*Map, error) {
	m := &Map{byID: make(map[ID]Binding, len(table))}
	taken := map[string]ID{}
	for _, b := range table {
		if err := b.check(); err != nil {
			return nil, err
		}
		if _, ok := m.byID[b.ID]; ok {
			return nil, fmt.Errorf("keys: %s stands twice", b.ID)
		}
		for _, k := range b.Keys {
			at := b.Scope + " " + k
			if other, ok := taken[at]; ok {
				return nil, fmt.Errorf("keys: %s and %s both want %q in %s", other, b.ID, k, b.Scope)
			}
			taken[at] = b.ID
		}
		m.byID[b.ID] = b
		m.order = append(m.order, b.ID)
	}
	return m, m.clashes(taken)
}

// clashes refuses a global key that some other scope uses too.
func (m *Map) clashes(taken map[string]ID) error {
	for _, id := range m.order {
		b := m.byID[id]
		if b.Scope == ScopeGlobal {
			continue
		}
		for _, k := range b.Keys {
			if other, ok := taken[ScopeGlobal+" "+k]; ok {
				return fmt.Errorf("keys: %s in %s wants %q, which is %s everywhere", b.ID, b.Scope, k, other)
			}
		}
	}
	return nil
}

func (b Binding) check() error {
	switch {
	case b.ID == "" || b.Word == "" || b.Help == "" || b.Scope == "" || len(b.Keys) == 0:
		return fmt.Errorf("keys: %q lacks an id, word, help, scope or key", b.ID)
	case b.Global && b.Scope != ScopeGlobal:
		return fmt.Errorf("keys: %s is global but stands in %s", b.ID, b.Scope)
	case !slices.ContainsFunc(b.Keys, reachable):
		return fmt.Errorf("keys: %s has only letters, which an input method swallows", b.ID)
	}
	for _, k := range b.Keys {
		if needsEnhancement(k) {
			return fmt.Errorf("keys: %s: old terminals cannot send %q", b.ID, k)
		}
	}
	return nil
}

// reachable reports whether a key gets through an input method: anything but a
// bare letter.
func reachable(k string) bool {
	r, size := utf8.DecodeRuneInString(k)
	return size < len(k) || !isLetter(r)
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// needsEnhancement lists keys that reach the program as another key, or not at
// all, unless the terminal speaks the newer keyboard protocols.
func needsEnhancement(k string) bool {
	switch k {
	case "ctrl+i", "ctrl+m", "ctrl+j", "ctrl+h", "ctrl+[", "shift+enter", "ctrl+enter", "alt+enter",
		"shift+space", "ctrl+space", "shift+backspace", "ctrl+backspace", "shift+esc", "ctrl+tab":
		return true
	}
	return false
}

// All returns every binding in the table's order.
func (m *Map) All() []Binding {
	out := make([]Binding, len(m.order))
	for i, id := range m.order {
		out[i] = m.byID[id]
	}
	return out
}

// Globals lists the actions that work on every screen.
func (m *Map) Globals() []ID {
	var ids []ID
	for _, id := range m.order {
		if m.byID[id].Global {
			ids = append(ids, id)
		}
	}
	return ids
}

// Binding returns the binding of an action; the zero Binding when the table has
// none.
func (m *Map) Binding(id ID) Binding { return m.byID[id] }

// Match returns the first of ids whose keys hold the key pressed. Use it where
// no text field has the focus.
func (m *Map) Match(msg tea.KeyPressMsg, ids ...ID) (ID, bool) {
	name := Name(msg)
	for _, id := range ids {
		if slices.Contains(m.byID[id].Keys, name) {
			return id, true
		}
	}
	return "", false
}

// MatchTyping is Match while a text field has the focus: printable keys are
// text, and only bindings marked WhileTyping work.
func (m *Map) MatchTyping(msg tea.KeyPressMsg, ids ...ID) (ID, bool) {
	if Typed(msg) != "" {
		return "", false
	}
	id, ok := m.Match(msg, ids...)
	if !ok || !m.byID[id].WhileTyping {
		return "", false
	}
	return id, true
}
