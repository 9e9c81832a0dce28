// Package tour leads a newcomer through the desk by doing: a line says what to
// try, and the next comes when it was done. It is the desk itself that is
// used, on the throw-away store of --demo.
package tour

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"

	"heshi/ui/text"
)

// File is where the steps stand in the assets.
const File = "demo/tour.json"

// Step is one thing to try.
type Step struct {
	ID    string `json:"id"`
	Topic string `json:"topic"` // done when this screen is open (screen.Topical)
	Event string `json:"event"` // or when an event of this kind was written
	// On are the screens the step is about: its words are said there, and its
	// event counts there alone. Without any, that is everywhere.
	On []string `json:"on"`
}

// Say names the words of what to do for somebody who sees the screen topic: the
// step's own where it belongs, how to go on from that screen elsewhere.
func (s Step) Say(topic string, has func(text.Key) bool) text.Key {
	say := text.Key("tour.say." + s.ID)
	if s.here(topic) {
		return say
	}
	if from := say + text.Key("."+topic); has(from) {
		return from
	}
	return "tour.away"
}

func (s Step) here(topic string) bool { return len(s.On) == 0 || slices.Contains(s.On, topic) }

// Tour is where somebody stands. The zero Tour is over.
type Tour struct {
	steps []Step
	at    int
}

// Load reads the steps. Each has words and exactly one way to be done.
func Load(fsys fs.FS) (Tour, error) {
	data, err := fs.ReadFile(fsys, File)
	if err != nil {
		return Tour{}, fmt.Errorf("tour: %w", err)
	}
	var t Tour
	if err := json.Unmarshal(data, &t.steps); err != nil {
		return Tour{}, fmt.Errorf("tour: %w", err)
	}
	for i, s := range t.steps {
		if s.ID == "" || (s.Topic == "") == (s.Event == "") {
			return Tour{}, fmt.Errorf("tour: step %d needs words and one of topic and event", i+1)
		}
	}
	return t, nil
}

// Steps lists all steps.
func (t Tour) Steps() []Step { return slices.Clone(t.steps) }

// Now returns the step to do, its number from 1, and false when the tour is
// over.
func (t Tour) Now() (Step, int, bool) {
	if t.at >= len(t.steps) {
		return Step{}, 0, false
	}
	return t.steps[t.at], t.at + 1, true
}

// Saw goes on when the open screen or one of the events is what the step waits
// for. One look does one step.
func (t Tour) Saw(topic string, events ...string) Tour {
	s, _, on := t.Now()
	if on && (s.Topic != "" && s.Topic == topic || s.Event != "" && s.here(topic) && slices.Contains(events, s.Event)) {
		t.at++
	}
	return t
}
