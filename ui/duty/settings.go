package duty

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
)

// settings asks how long to wait for an answer, and when nobody is phoned.
type settings struct {
	targets model.Targets
	sheet   sheet.Sheet
	keeper  sheet.Keeper // what is typed outlives the program
	busy    bool
}

type (
	settingsSaved struct {
		targets model.Targets
		err     error
	}
	saveSettings struct{}
	dropSettings struct{}
)

func newSettings(env screen.Env, t model.Targets) *settings {
	wait, quiet := t.Calling()
	f := &settings{targets: t, sheet: sheet.New(env.Text, env.Senior, settingsQuestions(env)...)}
	f.sheet.Set("wait", strconv.Itoa(wait))
	f.sheet.Set("from", quiet.From)
	f.sheet.Set("to", quiet.To)
	return f
}

func settingsQuestions(env screen.Env) []sheet.Question {
	line := func(id string) sheet.Question {
		return sheet.Question{ID: id, Kind: sheet.Line, Max: 10, Label: env.T(text.Key("duty.field." + id)), Hint: env.T(text.Key("duty.hint." + id))}
	}
	return []sheet.Question{line("wait"), line("from"), line("to")}
}

func (f *settings) reword(env screen.Env) {
	if f != nil {
		f.sheet.Reword(env.Text, env.Senior, settingsQuestions(env)...)
	}
}

// take gives a message to the keeper.
func (f *settings) take(msg tea.Msg, env screen.Env) tea.Cmd {
	if f == nil {
		return nil
	}
	cmd, _ := f.keeper.Take(msg, &f.sheet, env)
	return cmd
}

func (f *settings) update(km *keys.Map, msg tea.Msg) {
	if f != nil {
		f.sheet = f.sheet.Update(km, msg)
	}
}

// openForm asks for the settings, beginning with what was typed before.
func (c *Calls) openForm() tea.Cmd {
	c.form = newSettings(c.env, c.got.targets)
	return c.form.keeper.Open(c.desk, sheet.DraftName(c.env, "calling"), c.form.sheet)
}

// closeForm lets go what was typed.
func (c *Calls) closeForm() tea.Cmd {
	if c.form == nil {
		return nil
	}
	cmd := c.form.keeper.Drop()
	c.form = nil
	return cmd
}

func (c *Calls) formKey(msg tea.KeyPressMsg) tea.Cmd {
	if _, ok := c.env.Keys.Match(msg, keys.Back); ok {
		return c.leaveForm()
	}
	c.form.update(c.env.Keys, msg)
	return c.afterForm()
}

func (c *Calls) formDo(id keys.ID) tea.Cmd {
	if id == keys.Back {
		return c.leaveForm()
	}
	c.form.sheet = c.form.sheet.Do(id)
	return c.afterForm()
}

func (c *Calls) leaveForm() tea.Cmd {
	switch {
	case c.form.sheet.Back():
	case len(c.form.sheet.Changed()) > 0:
		return screen.Send(sheet.Leaving(c.env.Text, saveSettings{}, dropSettings{}))
	default:
		return c.closeForm()
	}
	return nil
}

func (c *Calls) afterForm() tea.Cmd {
	if !c.form.sheet.Saved() {
		return c.form.keeper.Typed(c.form.sheet, c.env)
	}
	return c.saveForm()
}

// saveForm reads the answers and keeps them.
func (c *Calls) saveForm() tea.Cmd {
	f := c.form
	if f == nil || f.busy {
		return nil
	}
	t := f.targets
	n, err := strconv.Atoi(f.sheet.Value("wait"))
	if err != nil || n < 1 {
		f.sheet.Refuse("wait", c.env.T("problem.targets.wait", "min", 1, "max", 240))
		return nil
	}
	t.CallWait = n
	for _, q := range []struct {
		id string
		to *string
	}{{"from", &t.CallQuiet.From}, {"to", &t.CallQuiet.To}} {
		m, p := clock(f.sheet.Value(q.id))
		if p != nil {
			f.sheet.Refuse(q.id, c.env.Text.Sentence(p))
			return nil
		}
		*q.to = hhmm(m)
	}
	f.busy = true
	desk, by, keeper := c.desk, c.by(), f.keeper
	return func() tea.Msg {
		t, err := sheet.Save(keeper, by, func(by store.By) (model.Targets, error) { return desk.EditTargets(context.Background(), by, t) })
		return settingsSaved{t, err}
	}
}

func (c *Calls) onSettings(msg settingsSaved) tea.Cmd {
	if c.form == nil {
		return nil
	}
	c.form.busy = false
	var ps model.Problems
	switch {
	case errors.As(msg.err, &ps):
		c.form.sheet.Refuse("wait", c.env.Text.Problem(ps))
		return nil
	case msg.err != nil:
		return failed(msg.err)
	}
	c.got.targets = msg.targets
	return screen.Batch(c.closeForm(), notice(c.env.T("duty.calling.saved")), c.load())
}

// hhmm writes minutes since midnight as the records keep them.
func hhmm(m int) string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }
