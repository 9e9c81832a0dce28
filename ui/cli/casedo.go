package cli

import (
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"heshi/model"
	"heshi/model/flow"
	"heshi/ui/text"
)

// caseDo takes one step of the flow. Its help tells what each step asks for,
// from the table of steps.
func (a *app) caseDo() *cobra.Command {
	cmd := a.command("do ID|NO ACTION", "cli.case.do", func(cmd *cobra.Command, args []string) error {
		return a.takeStep(cmd, args[0], args[1])
	})
	cmd.Args = args(2, 2)
	help := cmd.HelpFunc()
	cmd.SetHelpFunc(func(cmd *cobra.Command, words []string) {
		if step, ok := stepIn(words); ok {
			_, _ = io.WriteString(cmd.OutOrStdout(), a.stepHelp(step))
			return
		}
		help(cmd, words)
	})
	cmd.Long = a.tx.T("cli.case.do") + "\n\n" + a.tx.T("cli.case.do.long") + "\n\n" + a.stepList()
	return cmd
}

// stepIn finds the step that help is asked for among the words of the line.
func stepIn(words []string) (flow.Action, bool) {
	for _, w := range words {
		if step, ok := flow.Find(w); ok {
			return step, true
		}
	}
	return flow.Action{}, false
}

// done is what case do prints.
type done struct {
	ID     model.ID        `json:"id"`
	No     string          `json:"no"`
	State  model.CaseState `json:"state"`
	DueOn  model.Day       `json:"due_on"`
	DueFor model.DueReason `json:"due_for,omitempty"`
	Rev    uint64          `json:"rev"`
}

func (a *app) takeStep(cmd *cobra.Command, ref, action string) error {
	if _, ok := flow.Find(action); !ok {
		return usage(&model.Problem{Code: "cli.case.step", Args: map[string]any{"value": clip(action), "list": stepIDs()}})
	}
	args, err := a.readArgs(action)
	if err != nil {
		return usage(err)
	}
	return a.with(cmd.Context(), func(s *session) error {
		c, err := s.Case(cmd.Context(), ref)
		if err != nil {
			return err
		}
		c, err = s.Do(cmd.Context(), s.by(), c.ID, 0, action, args)
		if err != nil {
			return stepFault(err)
		}
		if a.json {
			return a.emit(done{c.ID, c.No, c.State, c.DueOn, c.DueFor, c.Rev})
		}
		return a.say("%s", a.tx.T("cli.case.done", "no", c.No, "step", action, "state", string(c.State)))
	})
}

// readArgs reads the details of a step. Nothing on standard input is nothing to
// say: many steps need no more than their name.
func (a *app) readArgs(action string) (flow.Args, error) {
	raw := map[string]json.RawMessage{}
	if a.json {
		err := a.readJSON(&raw)
		var p *model.Problem
		if err != nil && (!errors.As(err, &p) || p.Code != "input.empty") {
			return nil, err
		}
	}
	data, err := json.Marshal(raw)
	if err != nil {
		return nil, err
	}
	args, faults := flow.ReadArgs(action, data, zone())
	if len(faults) > 0 {
		return nil, faults
	}
	return args, nil
}

// stepFault tells bad input, which names its field, from a step the flow does
// not allow now.
func stepFault(err error) error {
	var ps model.Problems
	if errors.As(err, &ps) && len(ps) > 0 && ps[0].Field == "" {
		return err
	}
	return inputFault(err)
}

func stepIDs() string {
	var ids []string
	for _, step := range flow.Actions() {
		ids = append(ids, step.ID)
	}
	return strings.Join(ids, ", ")
}

// stepList is one line a step: its id and what it is.
func (a *app) stepList() string {
	var b strings.Builder
	for _, step := range flow.Actions() {
		b.WriteString("  " + step.ID + strings.Repeat(" ", max(1, 18-len(step.ID))) + a.tx.T(text.Key("step."+step.ID)) + "\n")
	}
	return b.String()
}

// stepHelp tells what a step needs, field by field, with an example.
func (a *app) stepHelp(step flow.Action) string {
	var b strings.Builder
	b.WriteString(step.ID + "  " + a.tx.T(text.Key("step."+step.ID)) + "\n" + a.tx.T(text.Key("step.needs."+step.ID)) + "\n\n")
	for _, f := range step.Asked() {
		b.WriteString("  " + f.Name + strings.Repeat(" ", max(1, 22-len(f.Name))) + a.tx.T(text.Key("field."+f.Name)))
		if f.Required && f.Begin == nil {
			b.WriteString("  " + a.tx.T("cli.case.do.required"))
		}
		if len(f.Choices) > 0 {
			b.WriteString("  " + strings.Join(f.Choices, " | "))
		}
		b.WriteString("\n")
	}
	b.WriteString("\n" + stepExample(step) + "\n")
	return b.String()
}

// stepExample is JSON that the step takes.
func stepExample(step flow.Action) string {
	out := []string{`"action": "` + step.ID + `"`}
	for _, f := range step.Fields {
		out = append(out, `"`+f.Name+`": `+fieldExample(f))
	}
	return "{" + strings.Join(out, ", ") + "}"
}

func fieldExample(f flow.Field) string {
	switch f.Kind {
	case flow.Choice:
		return `"` + f.Choices[0] + `"`
	case flow.Many:
		return `["` + f.Choices[0] + `"]`
	case flow.Names:
		return `["..."]`
	case flow.Bool:
		return "true"
	case flow.Money:
		return "29900"
	case flow.Day:
		return `"2026-11-30"`
	case flow.Moment:
		return `"2026-11-23T10:00:00+08:00"`
	case flow.Duty:
		return `"d1"`
	case flow.Duties:
		return `[{"what": "...", "amount_fen": 29900, "due": "2026-11-30", "manner": "..."}]`
	}
	return `"..."`
}
