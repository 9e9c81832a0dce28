package cli

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"heshi/model"
	"heshi/store"
	"heshi/store/fill"
	"heshi/ui/text"
)

func (a *app) verifyCommand() *cobra.Command {
	var rebuild bool
	cmd := a.command("verify", "cli.verify", func(cmd *cobra.Command, _ []string) error {
		err := a.with(cmd.Context(), func(s *session) error {
			if rebuild {
				if err := s.Rebuild(cmd.Context(), a.progress("cli.verify.rebuilt", 0)); err != nil {
					return err
				}
			}
			rep, err := s.Verify(cmd.Context(), a.progress("cli.verify.read", 0))
			if err != nil {
				return err
			}
			return a.printReport(rep)
		})
		if store.IsCode(err, store.CodeDamaged) && !errors.Is(err, errFaults) { // whose sentence sends to this command
			return &model.Problem{Code: "verify.unreadable"}
		}
		return err
	})
	cmd.Flags().BoolVar(&rebuild, "rebuild", false, a.tx.T("cli.flag.rebuild"))
	return cmd
}

// maxToldFaults is how many faults are told in words; --json lists more.
const maxToldFaults = 20

func (a *app) printReport(rep store.Report) error {
	if a.json {
		if err := a.emit(rep); err != nil {
			return err
		}
	}
	a.tellFaults(rep)
	if !rep.OK {
		return errFaults
	}
	if a.json {
		return nil
	}
	return a.say("%s", a.tx.T("cli.verify.ok", "events", int(rep.Events), "records", int(rep.Records)))
}

func (a *app) tellFaults(rep store.Report) {
	for i, f := range rep.Faults {
		if i == maxToldFaults {
			a.tell(a.tx.T("word.more", "n", len(rep.Faults)-i))
			break
		}
		a.tell(a.tx.T(text.Key("fault."+f.Code), "where", f.Where))
	}
}

// progress says now and then how far a long command has come.
func (a *app) progress(key text.Key, all int) func(uint64) {
	return a.telling(key, all).come
}

// eachSecond reports whether a second has gone by since it last did.
func eachSecond() func() bool {
	last := time.Now()
	return func() bool {
		due := time.Since(last) >= time.Second
		if due {
			last = time.Now()
		}
		return due
	}
}

// telling tells how far a long command has come, and what it still does when
// there is nothing left to count.
type telling struct {
	a    *app
	key  text.Key
	all  int
	due  func() bool
	long bool // something was told: the command takes its time
}

func (a *app) telling(key text.Key, all int) *telling {
	pace := a.pace
	if pace == nil {
		pace = eachSecond
	}
	return &telling{a: a, key: key, all: all, due: pace()}
}

// come tells that n are done, when that is due.
func (t *telling) come(n uint64) {
	if t.due() {
		t.long = true
		t.a.tell(t.a.tx.T(t.key, "n", int(n), "all", t.all))
	}
}

// joining tells that all is written and the search index is put together, which
// takes seconds after some hundred thousand records: nothing else would be said
// meanwhile. After a short command it is over at once.
func (t *telling) joining() {
	if t.long {
		t.a.tell(t.a.tx.T("cli.joining"))
	}
}

// waiting says on a terminal what is waited for, until the function returned is
// called: a black screen looks like a program that hangs.
func (a *app) waiting(key text.Key) (done func()) {
	tty, ok := a.err.(term.File)
	if !ok || !term.IsTerminal(tty.Fd()) {
		return func() {}
	}
	_, _ = io.WriteString(tty, a.tx.T(key))
	return func() { _, _ = io.WriteString(tty, "\r"+ansi.EraseLineRight) }
}

// fillEnd is where generated cases end when --now does not say otherwise, so
// that the same seed gives the same store on any day.
func fillEnd(loc *time.Location) time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, loc) }

// mostCases is how many cases are generated at most.
const mostCases = 10_000_000

func (a *app) fillCommand() *cobra.Command {
	var cases int
	var seed uint64
	cmd := a.command("fill", "cli.fill", func(cmd *cobra.Command, _ []string) error {
		if cases < 1 || cases > mostCases {
			return usage(&model.Problem{Code: "cli.fill_cases", Args: map[string]any{"value": cases}})
		}
		return a.withBulk(cmd.Context(), cases, func(s *session) error {
			end := fillEnd(s.Zone())
			if a.now != "" {
				end = s.now()
			}
			if err := a.fill(cmd.Context(), s, cases, seed, end); err != nil {
				return err
			}
			if a.json {
				return a.emit(map[string]any{"cases": cases, "seed": seed, "head": s.Head()})
			}
			return a.say("%s", a.tx.T("cli.filled", "n", cases))
		})
	})
	cmd.Flags().IntVar(&cases, "cases", 1000, a.tx.T("cli.flag.cases"))
	cmd.Flags().Uint64Var(&seed, "seed", 1, a.tx.T("cli.flag.seed"))
	return cmd
}

func (a *app) fill(ctx context.Context, s *session, cases int, seed uint64, end time.Time) error {
	names, err := fill.Load(a.assets)
	if err != nil {
		return err
	}
	plan := fill.Plan{Names: names, Cases: cases, Seed: seed, End: end}
	told := a.telling("cli.fill.progress", cases)
	by := s.by()
	by.At = end
	return s.AddBatch(ctx, by, cases, func(i int) (store.Item, error) {
		c, at := plan.Case(i)
		mine := by
		mine.At = at
		return store.Item{Case: &c, By: mine}, nil
	}, func(done int) {
		if told.come(uint64(done)); done == cases {
			told.joining()
		}
	})
}
