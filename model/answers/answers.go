// Package answers is the library of ready answers: those that come with the
// program, as data with their source, and those the station wrote or changed.
package answers

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"heshi/model"
)

// File is where the answers of the program stand in the assets.
const File = "station/answers.json"

// Words are an answer in one language.
type Words struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
	Ground   string `json:"ground"`
}

// Starter is an answer of the program.
type Starter struct {
	ID      string `json:"id"`
	Checked string `json:"checked"` // SourceRead or FromMemory
	ZH      Words  `json:"zh"`
	EN      Words  `json:"en"`
}

// How far the ground of a Starter was checked.
const (
	SourceRead = "source_read" // the text it names was read
	FromMemory = "from_memory" // nobody has read it for this; the station should
)

func (s Starter) in(lang string) Words {
	if lang == "en" {
		return s.EN
	}
	return s.ZH
}

// Load reads the answers of the program.
func Load(fsys fs.FS) ([]Starter, error) {
	b, err := fs.ReadFile(fsys, File)
	if err != nil {
		return nil, err
	}
	var file struct {
		Source  string    `json:"source"`
		Answers []Starter `json:"answers"`
	}
	if err := json.Unmarshal(b, &file); err != nil {
		return nil, fmt.Errorf("answers: %w", err)
	}
	seen := map[string]bool{}
	for _, s := range file.Answers {
		if s.ID == "" || seen[s.ID] {
			return nil, fmt.Errorf("answers: %q stands twice or has no id", s.ID)
		}
		seen[s.ID] = true
		if s.Checked != SourceRead && s.Checked != FromMemory {
			return nil, fmt.Errorf("answers: %s: checked is %q", s.ID, s.Checked)
		}
		for _, w := range []Words{s.ZH, s.EN} {
			if w.Question == "" || w.Answer == "" || w.Ground == "" {
				return nil, errors.New("answers: " + s.ID + ": words are missing")
			}
		}
	}
	return file.Answers, nil
}

// Entry is a line of the library.
type Entry struct {
	model.Answer
	Used    int    // how many consultations it answered
	Checked string // of an answer of the program that nobody has changed; "" otherwise
}

// Library puts the answers of the program, in a language, and those of the
// station together: the most used first, then as they stand in their lists.
func Library(starters []Starter, own []model.Answer, used map[string]int, lang string) []Entry {
	changed := map[string]bool{}
	out := make([]Entry, 0, len(starters)+len(own))
	for _, a := range own {
		changed[a.Starter] = a.Starter != ""
		out = append(out, Entry{Answer: a, Used: used[a.Ref()]})
	}
	for _, s := range starters {
		if changed[s.ID] {
			continue
		}
		w := s.in(lang)
		out = append(out, Entry{
			Answer: model.Answer{Starter: s.ID, Question: w.Question, Text: w.Answer, Ground: w.Ground},
			Used:   used[model.StarterRef(s.ID)], Checked: s.Checked,
		})
	}
	slices.SortStableFunc(out, func(a, b Entry) int {
		if a.Off != b.Off {
			if a.Off {
				return 1
			}
			return -1
		}
		return cmp.Compare(b.Used, a.Used)
	})
	return out
}

// Find returns the entries that match a question, those whose question matches
// first; match compares what was typed with a text.
func Find(list []Entry, query string, match func(query, label string) bool) []Entry {
	if strings.TrimSpace(query) == "" {
		return list
	}
	var first, rest []Entry
	for _, e := range list {
		switch {
		case match(query, e.Question):
			first = append(first, e)
		case match(query, e.Question+" "+e.Text+" "+e.Ground):
			rest = append(rest, e)
		}
	}
	return append(first, rest...)
}

// Said is the text a case is given: the answer and its ground.
func (e Entry) Said(ground string) string {
	if e.Ground == "" {
		return e.Text
	}
	return e.Text + "\n" + ground
}
