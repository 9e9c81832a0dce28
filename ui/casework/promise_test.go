package casework_test

import (
	"context"
	"flag"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store"
	"heshi/store/storetest"
	"heshi/ui/casework"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/screentest"
)

// promised registers a complaint with two open promises in a real store.
func promised(t require.TestingT, s *storetest.Store) model.Case {
	by := store.By{ID: "p-1", Actor: "李阿姨", Role: model.Mediator, At: screentest.Now().Add(-time.Hour)}
	c, err := s.AddCase(context.Background(), by, model.Case{Complainant: model.Party{Name: "张三"}, Shop: "华兴鞋行", What: "开胶"})
	require.NoError(t, err)
	today := model.DayOf(screentest.Now(), screentest.Now().Location())
	for _, step := range []struct {
		id   string
		args flow.Args
	}{
		{"accept", nil},
		{"settle", flow.Args{"duties": []model.Duty{{What: "退款", Amount: 29900, Due: today + 2}, {What: "道歉", Due: today + 3}}}},
	} {
		c, err = s.Do(context.Background(), by, c.ID, 0, step.id, step.args)
		require.NoError(t, err)
	}
	return c
}

// fillIn answers what is asked with something that often fits: a digit goes on
// by itself, words are followed by a key.
func fillIn(t *rapid.T, d *screentest.Driver) {
	for range rapid.IntRange(1, 3).Draw(t, "answers") {
		if !d.S.Typing() {
			d.Press(rapid.SampledFrom([]string{"1", "1", "2", "3"}).Draw(t, "answer"))
			continue
		}
		d.Type(rapid.SampledFrom([]string{"转账单号 77", "转账单号 77", "299", "2026-12-01", "王建国"}).Draw(t, "text"))
		d.Press(rapid.SampledFrom([]string{"tab", "enter"}).Draw(t, "on"))
	}
	d.Press("ctrl+s")
	d.Press(rapid.SampledFrom([]string{"1", "esc"}).Draw(t, "then"))
}

// TestNoKeysEndACaseOverAPromise presses keys at the real case screen over a
// real store, between undo and redo: whatever they are, a case that has ended
// owes nothing, unless somebody else has taken it over.
func TestNoKeysEndACaseOverAPromise(t *testing.T) {
	s := storetest.Open(t, storetest.Clocks(t))
	env := screentest.Env(t, "zh")
	by := store.By{ID: "p-1", Actor: "李阿姨", Role: model.Mediator, At: screentest.Now()}
	seen := map[model.CaseState]int{}
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == "100" { // nobody asked for another number
		require.NoError(t, checks.Value.Set("40")) // each is a long story
		t.Cleanup(func() { _ = checks.Value.Set("100") })
	}
	rapid.Check(t, func(t *rapid.T) {
		c := promised(t, s)
		env := env
		env.Person.Role = rapid.SampledFrom([]model.Role{model.Mediator, model.Coordinator, ""}).Draw(t, "role")
		d := screentest.Start(t, env, casework.New(env, s.Store, c.ID)).Senior(rapid.Bool().Draw(t, "senior"))
		for range rapid.IntRange(1, 12).Draw(t, "moves") {
			switch rapid.IntRange(0, 9).Draw(t, "move") {
			case 0:
				_, _, _ = s.Undo(context.Background(), by)
				d.Tell(screen.Changed{Subjects: []string{"case/" + string(c.ID)}})
			case 1:
				_, _, _ = s.Redo(context.Background(), by)
				d.Tell(screen.Changed{Subjects: []string{"case/" + string(c.ID)}})
			case 2:
				d.Press("esc", "esc", "esc")
			case 3:
				d.Storm(t, screen.Shown{})
			case 4, 5: // the palette
				d.Press("esc", "esc")
				d.Tell(screen.Do{ID: keys.ID("step/" + rapid.SampledFrom(flow.Actions()).Draw(t, "action").ID)})
				fillIn(t, d)
			case 6:
				d.Press("esc", "esc")
				d.Tell(screen.Do{ID: keys.ID("step/" + rapid.SampledFrom([]string{"perform-duty", "fail-duty", "follow-up", "close"}).Draw(t, "towards"))})
				fillIn(t, d)
			default:
				d.Press("esc", "enter")
				for range rapid.IntRange(0, 2).Draw(t, "pages") {
					d.Press("0")
				}
				d.Press(rapid.SampledFrom([]string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}).Draw(t, "step"))
				fillIn(t, d)
			}
			now, err := s.Case(context.Background(), string(c.ID))
			if err != nil { // its registration was undone
				return
			}
			seen[now.State]++
			require.Empty(t, flow.Sound(now))
			if now.Over() && now.State != model.Referred {
				require.Empty(t, now.OpenDuties())
			}
			require.Equal(t, now.Over(), now.DueOn.IsZero())
		}
	})
	t.Log(seen) // how far the keys led
}
