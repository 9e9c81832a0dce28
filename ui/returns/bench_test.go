package returns_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"heshi/ui/screentest"
)

// BenchmarkThink works out the verdict from all answers anew: what happens in
// a command after every answer.
func BenchmarkThink(b *testing.B) {
	r := openNow(b, "zh")
	r.answer(onsite("hx <enter>"))
	r.Slow = true
	b.ReportAllocs()
	for b.Loop() {
		r.Held = nil
		r.Lang("zh")
		for _, cmd := range r.Held {
			run(cmd)
		}
		b.StopTimer()
		r.Settle()
		r.Slow = true
		b.StartTimer()
	}
}

func run(cmd tea.Cmd) {
	if batch, ok := cmd().(tea.BatchMsg); ok {
		for _, c := range batch {
			if c != nil {
				run(c)
			}
		}
	}
}

// BenchmarkKey takes a key and draws the screen.
func BenchmarkKey(b *testing.B) {
	r := openNow(b, "zh")
	r.answer(onsite("hx <enter>"))
	b.ReportAllocs()
	for b.Loop() {
		r.S, _ = r.S.Update(screentest.Key("right"))
		r.S.View(80, 22)
	}
}

// BenchmarkFilter types into a long list and draws it.
func BenchmarkFilter(b *testing.B) {
	r := openNow(b, "zh")
	for b.Loop() {
		r.S, _ = r.S.Update(screentest.Key("y"))
		r.S.View(80, 22)
		r.S, _ = r.S.Update(screentest.Key("backspace"))
	}
}
