package cli

import (
	"context"
	"io"
	"time"

	"github.com/spf13/cobra"

	"heshi/model"
	"heshi/model/clock"
	"heshi/model/returns"
	"heshi/model/workday"
	"heshi/store"
	"heshi/ui/text"
	"heshi/ui/trade"
)

func (a *app) returnsCommands() *cobra.Command {
	return a.group("returns", "cli.returns", a.returnsCheck())
}

func (a *app) returnsCheck() *cobra.Command {
	var charter string
	cmd := a.command("check", "cli.returns.check", func(cmd *cobra.Command, _ []string) error {
		data, err := io.ReadAll(io.LimitReader(a.in, maxInput+1))
		if err != nil {
			return &model.Problem{Code: "input.unreadable"}
		}
		if len(data) > maxInput {
			return usage(&model.Problem{Code: "input.too_big", Args: map[string]any{"mib": maxInput >> 20}})
		}
		f, err := returns.ReadFacts(data)
		if err != nil {
			return usage(asWritten(err))
		}
		v, err := a.judge(cmd.Context(), f, charter)
		if err != nil {
			return err
		}
		if a.json {
			return a.emit(v)
		}
		return a.printVerdict(v)
	})
	cmd.Flags().StringVar(&charter, "charter", "", a.tx.T("cli.flag.charter"))
	return cmd
}

// judge gives the verdict on the facts under the charter of a file, of the
// store, or the sample.
func (a *app) judge(ctx context.Context, f returns.Facts, file string) (v returns.Verdict, err error) {
	now, err := a.clock(zone())
	if err != nil {
		return v, err
	}
	rules, err := returns.LoadRules(a.assets)
	if err != nil {
		return v, err
	}
	env := returns.Env{Now: now(), Zone: zone(), Lang: a.tx.Lang()}
	if err := a.fromStore(ctx, &env, &f); err != nil {
		return v, err
	}
	if file != "" {
		env.Charters, err = readCharterFile(file)
	} else if len(env.Charters) == 0 {
		env.Charters, err = returns.SampleCharters(a.assets)
	}
	if err != nil {
		return v, err
	}
	v, err = rules.Evaluate(f, env)
	return v, usage(asWritten(err))
}

// fromStore fills in what the station knows: its charter, imported calendar
// years, and the record of a shop given by name. A store that is not there is
// not made.
func (a *app) fromStore(ctx context.Context, env *returns.Env, f *returns.Facts) error {
	cal, err := workday.Load(a.assets)
	if err != nil {
		return err
	}
	env.Calendar = cal
	named := f.Shop != nil && f.Shop.Lookup
	dir, err := a.dataDir()
	if err != nil || !store.Exists(dir) {
		if named {
			p := store.NotFound("shop", clip(f.Shop.Name))
			p.Field = "shop"
			return usage(p)
		}
		return nil
	}
	shop := ""
	if named {
		shop = f.Shop.Name
	}
	k, err := a.knownAt(ctx, dir, shop)
	if err != nil {
		return err
	}
	if k.Shop != nil {
		f.Shop = returns.ShopOf(*k.Shop)
	}
	env.Charters = k.Charters
	env.Calendar, err = withYears(cal, k.Years)
	return err
}

// withYears is the calendar with the years that were imported.
func withYears(cal *workday.Calendar, years []workday.Year) (*workday.Calendar, error) {
	if len(years) == 0 {
		return cal, nil
	}
	return cal.With(years...)
}

// calendarOf is the calendar with the years that were imported.
func calendarOf(ctx context.Context, s interface {
	Years(context.Context) ([]workday.Year, uint64, error)
}, cal *workday.Calendar,
) (*workday.Calendar, error) {
	years, _, err := s.Years(ctx)
	if err != nil {
		return cal, err
	}
	return withYears(cal, years)
}

func readCharterFile(path string) ([]returns.Charter, error) {
	b, err := readFile(path)
	if err != nil {
		return nil, err
	}
	list, err := returns.ReadCharters(path, b)
	return list, usage(asWritten(err))
}

// readFile reads a file whole.
func readFile(path string) ([]byte, error) {
	b, err := trade.Read(path)
	return b, refusal(err)
}

func (a *app) printVerdict(v returns.Verdict) error {
	for _, l := range a.verdictLines(v) {
		if err := a.say("%s", l); err != nil {
			return err
		}
	}
	return nil
}

// verdictLines tells a verdict: what, until when, how much, on which ground,
// what is missing and what covers it instead.
func (a *app) verdictLines(v returns.Verdict) []string {
	lines := []string{a.tx.T(text.Key("verdict." + string(v.Verdict)))}
	if v.Window != nil {
		lines = append(lines, a.tx.T("verdict.last", "day", a.tx.Day(v.Window.Last)))
		if v.Window.Provisional {
			lines = append(lines, a.tx.T("clock.provisional"))
		}
	}
	if v.RefundFen != nil {
		lines = append(lines, a.tx.T("verdict.refund", "amount", a.tx.Money(*v.RefundFen)))
	}
	for _, g := range v.Grounds {
		lines = append(lines, "  "+g.Rule+"  "+a.tx.Article(g.Source, g.Article)+"  "+g.Text)
	}
	for _, m := range v.Missing {
		lines = append(lines, "  ? "+m.Question)
	}
	for _, i := range v.Instead {
		lines = append(lines, "  > "+i.Rule+"  "+a.tx.Article(i.Source, i.Article)+"  "+i.Text)
	}
	return lines
}

func (a *app) clockCommands() *cobra.Command {
	return a.group("clock", "cli.clock", a.clockExplain())
}

func (a *app) clockExplain() *cobra.Command {
	var rule, from, no string
	cmd := a.command("explain", "cli.clock.explain", func(cmd *cobra.Command, _ []string) error {
		switch {
		case no != "" && (rule != "" || from != ""), no == "" && (rule == "" || from == ""):
			return usage(&model.Problem{Code: "cli.clock_flags"})
		case no != "":
			return a.explainCase(cmd.Context(), no)
		}
		start, err := time.Parse(time.RFC3339, from)
		if err != nil {
			return usage(&model.Problem{Code: "cli.moment", Args: map[string]any{"name": "--from", "value": clip(from)}})
		}
		clocks, err := a.stationClocks(cmd.Context())
		if err != nil {
			return err
		}
		e, err := clocks.Evaluate(clock.Ask{Rule: rule, From: start}, a.voice())
		if err != nil {
			return usage(err)
		}
		if a.json {
			return a.emit(e)
		}
		return a.printClock(e)
	})
	cmd.Flags().StringVar(&rule, "rule", "", a.tx.T("cli.flag.rule"))
	cmd.Flags().StringVar(&from, "from", "", a.tx.T("cli.flag.from"))
	cmd.Flags().StringVar(&no, "case", "", a.tx.T("cli.flag.case"))
	return cmd
}

// stationClocks are the clocks with the years the station imported; a store
// that is not there is not made.
func (a *app) stationClocks(ctx context.Context) (clock.Clocks, error) {
	clocks, err := a.rules.load(zone())
	dir, dirErr := a.dataDir()
	if err != nil || dirErr != nil || !store.Exists(dir) {
		return clocks, err
	}
	k, err := a.knownAt(ctx, dir, "")
	if err != nil {
		return clocks, err
	}
	clocks.Calendar, err = withYears(clocks.Calendar, k.Years)
	return clocks, err
}

func (a *app) explainCase(ctx context.Context, no string) error {
	return a.with(ctx, func(s *session) error {
		c, err := s.Case(ctx, no)
		if err != nil {
			return err
		}
		states, err := a.caseClocks(ctx, s, c)
		if err != nil {
			return err
		}
		if a.json {
			return a.emit(struct {
				Case   string        `json:"case"`
				Clocks []clock.State `json:"clocks"`
			}{c.No, states})
		}
		for _, st := range states {
			if err := a.printClock(st.Explanation); err != nil {
				return err
			}
		}
		return nil
	})
}

func (a *app) printClock(e clock.Explanation) error {
	head := e.Name + "  " + a.tx.T(text.Key("clock.label."+string(e.Label)))
	if err := a.say("%s", head+"  "+a.tx.Day(e.Last)); err != nil {
		return err
	}
	if err := a.say("  %s", a.tx.Article(e.Source, e.Article)); err != nil {
		return err
	}
	if e.Provisional {
		if err := a.say("%s", a.tx.T("clock.provisional")); err != nil {
			return err
		}
	}
	for _, d := range e.Days {
		n := "  -"
		if d.N > 0 {
			n = a.tx.T("cli.clock.day", "n", int(d.N))
		}
		if err := a.say("  %s  %s  %s", d.Date, n, d.Why); err != nil {
			return err
		}
	}
	return nil
}
