package ui_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store"
	"heshi/ui/screen"
	"heshi/ui/screentest"
)

// TestChangesAreToldTogether holds that hundreds of changes a second do not
// make the screens read and draw hundreds of times, and that none is missed.
func TestChangesAreToldTogether(t *testing.T) {
	b := sit(t)
	messages := make(chan tea.Msg, 1000)
	run := func(cmd tea.Cmd) {
		if cmd != nil {
			go func() { messages <- cmd() }()
		}
	}
	run(b.init)
	begin := time.Now()
	const changes = 300
	go func() {
		for i := range changes {
			_, err := b.store.AddPerson(context.Background(), store.By{At: screentest.Now()}, model.Person{Name: fmt.Sprint("值台人", i), Role: model.Mediator})
			if err != nil {
				t.Error(err)
			}
		}
	}()
	told, subjects := 0, map[string]bool{}
	for patience := time.After(time.Minute); len(subjects) < changes; {
		select {
		case <-patience:
			require.Len(t, subjects, changes, "the changes that were told")
		case msg := <-messages:
			if batch, ok := msg.(tea.BatchMsg); ok {
				for _, cmd := range batch {
					run(cmd)
				}
				continue
			}
			_, cmd := b.root.Update(msg)
			run(cmd)
			if changed, ok := b.home.last().(screen.Changed); ok && len(b.home.got) > told {
				told = len(b.home.got)
				for _, s := range changed.Subjects {
					subjects[s] = true
				}
			}
		}
	}
	require.LessOrEqual(t, told, 3+int(time.Since(begin)/(100*time.Millisecond)))
}
