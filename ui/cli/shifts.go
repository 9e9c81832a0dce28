package cli

import (
	"context"
	"errors"
	"math"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"heshi/model"
	"heshi/shifts"
	"heshi/store/exchange/strict"
	"heshi/ui/text"
)

func (a *app) shiftsCommands() *cobra.Command {
	return a.group("shifts", "cli.shifts", a.shiftsInstance(), a.shiftsPlan(), a.shiftsCheck(), a.shiftsRepair(), a.shiftsExplain(), a.shiftsHours())
}

// Bounds of a search: nobody waits longer than a year, and a budget of a thousand
// times the usual one is days.
const (
	mostEffort  = 1000
	mostSeconds = 366 * 24 * 60 * 60.0
)

// effort adds the flags that bound a search and returns the options they make. A
// search ends with its context, too: whoever stops the program should not wait.
func (a *app) effort(cmd *cobra.Command) func(context.Context) shifts.Options {
	var effort int
	var seconds float64
	cmd.Flags().IntVar(&effort, "effort", 1, a.tx.T("cli.flag.effort"))
	cmd.Flags().Float64Var(&seconds, "seconds", 0, a.tx.T("cli.flag.seconds"))
	cmd.PreRunE = func(*cobra.Command, []string) error {
		if math.IsNaN(seconds) || seconds < 0 {
			return usage(&model.Problem{Code: "cli.flag_bad", Args: map[string]any{"name": "--seconds", "value": seconds}})
		}
		if effort < 1 || effort > mostEffort {
			return usage(&model.Problem{Code: "cli.effort", Args: map[string]any{"value": effort, "max": mostEffort}})
		}
		return nil
	}
	return func(ctx context.Context) shifts.Options {
		opt := shifts.Options{Effort: effort, Stop: func() bool { return ctx.Err() != nil }}
		if seconds > 0 {
			end := time.Now().Add(time.Duration(min(seconds, mostSeconds) * float64(time.Second)))
			opt.Stop = func() bool { return ctx.Err() != nil || time.Now().After(end) }
		}
		return opt
	}
}

// sayCode renders the codes of a roster in the language of this run.
func (a *app) sayCode() shifts.Say {
	return func(code string, args map[string]any) string {
		list := make([]any, 0, 2*len(args))
		for k, v := range args {
			list = append(list, k, v)
		}
		return a.tx.T(text.Key(code), list...)
	}
}

func readInstance(path string) (*shifts.Instance, error) {
	b, err := readFile(path)
	if err != nil {
		return nil, err
	}
	if err := strict.Decode(b, new(shifts.Instance)); err != nil {
		return nil, inFile(path, err)
	}
	in, err := shifts.ReadInstance(b)
	return in, usage(err)
}

// inFile marks a fault of a JSON file as bad input and says in which file it is:
// a command may read three.
func inFile(path string, err error) error {
	var p *model.Problem
	if !errors.As(err, &p) {
		return err
	}
	return usage(&model.Problem{Code: "file.fault", Args: map[string]any{"name": clip(filepath.Base(path)), "fault": p}})
}

// readBoth reads an instance and a roster for it.
func readBoth(args []string) (*shifts.Instance, *shifts.Roster, error) {
	in, err := readInstance(args[0])
	if err != nil {
		return nil, nil, err
	}
	b, err := readFile(args[1])
	if err != nil {
		return nil, nil, err
	}
	if err := strict.Decode(b, new(shifts.Roster)); err != nil {
		return nil, nil, inFile(args[1], err)
	}
	r, err := shifts.ReadRoster(b)
	return in, r, usage(err)
}

func (a *app) shiftsPlan() *cobra.Command {
	var opt func(context.Context) shifts.Options
	cmd := a.command("plan INSTANCE", "cli.shifts.plan", func(cmd *cobra.Command, args []string) error {
		in, err := readInstance(args[0])
		if err != nil {
			return err
		}
		start := time.Now()
		r, err := shifts.Plan(in, opt(cmd.Context()))
		if err != nil {
			return usage(err)
		}
		if err := cmd.Context().Err(); err != nil {
			return err
		}
		r.MS = time.Since(start).Milliseconds()
		r.Say(a.sayCode())
		if a.json {
			return a.emit(r)
		}
		return a.printRoster(in, r)
	})
	cmd.Args = args(1, 1)
	opt = a.effort(cmd)
	return cmd
}

// printRoster tells a roster in words: who comes when, what stays empty, how
// good it is.
func (a *app) printRoster(in *shifts.Instance, r *shifts.Roster) error {
	names := map[string][]string{}
	for _, x := range r.Assignments {
		names[x.Shift] = append(names[x.Shift], x.Volunteer)
	}
	for _, s := range in.Shifts {
		if err := a.say("%s  %s-%s  %s", s.Date, s.Start, s.End, joined(names[s.ID])); err != nil {
			return err
		}
	}
	for _, goal := range []string{shifts.Unfilled, shifts.SkillShort, shifts.Spread, shifts.Pref} {
		status := a.tx.T(text.Key("cli.shifts.status." + r.Status[goal]))
		if err := a.say("%s", a.tx.T(text.Key("cli.shifts.goal."+goal), "n", r.Objective[goal], "status", status)); err != nil {
			return err
		}
	}
	for _, p := range r.Problems {
		a.tell(p.Text.Text)
	}
	return nil
}

func (a *app) shiftsCheck() *cobra.Command {
	cmd := a.command("check INSTANCE ROSTER", "cli.shifts.check", func(_ *cobra.Command, args []string) error {
		in, r, err := readBoth(args)
		if err != nil {
			return err
		}
		rep := shifts.Check(in, r)
		if a.json {
			err = a.emit(rep)
		} else {
			err = a.say("%s", a.tx.T("cli.shifts.checked", "n", len(rep.Violations), "assigned", rep.Assigned, "seats", rep.Seats))
		}
		if err == nil && !rep.OK {
			return errFaults
		}
		return err
	})
	cmd.Args = args(2, 2)
	return cmd
}

func (a *app) shiftsRepair() *cobra.Command {
	var opt func(context.Context) shifts.Options
	cmd := a.command("repair INSTANCE ROSTER CHANGE", "cli.shifts.repair", func(cmd *cobra.Command, args []string) error {
		in, r, err := readBoth(args)
		if err != nil {
			return err
		}
		b, err := readFile(args[2])
		if err != nil {
			return err
		}
		if err := strict.Decode(b, new(shifts.Change)); err != nil {
			return inFile(args[2], err)
		}
		ch, err := shifts.ReadChange(b)
		if err != nil {
			return usage(err)
		}
		start := time.Now()
		done, err := shifts.Repair(in, r, ch, opt(cmd.Context()))
		if err != nil {
			return usage(err)
		}
		if err := cmd.Context().Err(); err != nil {
			return err
		}
		done.Roster.MS = time.Since(start).Milliseconds()
		done.Say(a.sayCode())
		if a.json {
			return a.emit(done)
		}
		if done.Further != nil {
			if err := a.say("%s", done.Further.Text); err != nil {
				return err
			}
		}
		for _, p := range done.Phone {
			if err := a.say("%s  %s", p.Volunteer, p.About.Text); err != nil {
				return err
			}
		}
		return a.printRoster(done.Instance, done.Roster)
	})
	cmd.Args = args(3, 3)
	opt = a.effort(cmd)
	return cmd
}

func (a *app) shiftsExplain() *cobra.Command {
	var opt func(context.Context) shifts.Options
	cmd := a.command("explain INSTANCE ROSTER SHIFT", "cli.shifts.explain", func(cmd *cobra.Command, args []string) error {
		in, r, err := readBoth(args)
		if err != nil {
			return err
		}
		entries, err := shifts.Explain(in, r, args[2], opt(cmd.Context()))
		if err != nil {
			return usage(err)
		}
		if err := cmd.Context().Err(); err != nil {
			return err
		}
		for i := range entries {
			entries[i].Say(a.sayCode())
			if err := a.printEntry(entries[i]); err != nil {
				return err
			}
		}
		return nil
	})
	cmd.Args = args(3, 3)
	opt = a.effort(cmd)
	return cmd
}

func (a *app) printEntry(e shifts.Entry) error {
	if a.json {
		return a.emit(e)
	}
	for _, b := range e.BlockedBy {
		if err := a.say("  %s  %s", b.Volunteer, joined(b.Rules)); err != nil {
			return err
		}
	}
	for _, w := range e.WouldFill {
		if err := a.say("  + %s: %s", w.Change.Text, w.Effect.Text); err != nil {
			return err
		}
	}
	return nil
}
