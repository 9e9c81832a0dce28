package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store"
	"heshi/ui/paper"
	"heshi/ui/paper/forms"
	"heshi/ui/paper/office"
	"heshi/ui/paper/output"
	"heshi/ui/printing"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/trade"
)

// office makes the papers of the cases of a store.
func (a *app) office(s *store.Store, dir string) office.Office {
	return office.Office{
		Desk: s, Assets: a.assets, Press: paper.NewPress(a.assets), Folder: output.Folder(dir),
		Times: func(ctx context.Context) (t flow.Times, err error) {
			if t.Clocks, err = a.rules.load(s.Zone()); err != nil {
				return t, err
			}
			if t.Clocks.Calendar, err = calendarOf(ctx, s, t.Clocks.Calendar); err != nil {
				return t, err
			}
			t.Targets, err = s.Targets(ctx)
			return t, err
		},
	}
}

// papersScreen builds the screen for the papers of a case.
func (a *app) papersScreen(s *store.Store, dir string) func(screen.Env, model.ID) screen.Screen {
	o := a.office(s, dir)
	return func(env screen.Env, id model.ID) screen.Screen { return printing.New(env, o, id) }
}

// printFlags are what the commands that print take.
type printFlags struct {
	pdf             string
	large, redacted bool
}

func (a *app) addPrintFlags(cmd *cobra.Command, f *printFlags) {
	cmd.Flags().StringVar(&f.pdf, "pdf", "", a.tx.T("cli.flag.pdf"))
	cmd.Flags().BoolVar(&f.large, "large", false, a.tx.T("cli.flag.large"))
	cmd.Flags().BoolVar(&f.redacted, "redacted", false, a.tx.T("cli.flag.redacted"))
}

// check refuses a file that is not called a PDF.
func (f printFlags) check() error {
	if f.pdf != "" && ending(f.pdf) != ".pdf" {
		return usage(&model.Problem{Code: "cli.paper_file"})
	}
	return nil
}

// paperOut is what case print prints as JSON.
type paperOut struct {
	Paper   string `json:"paper"`
	File    string `json:"file,omitempty"`
	Printer string `json:"printer,omitempty"`
	Pages   int    `json:"pages"`
	Missing string `json:"missing,omitempty"` // characters left to fill in by hand
}

// casePrint makes a paper of a case; without one it lists those that make
// sense now.
func (a *app) casePrint() *cobra.Command {
	var f printFlags
	cmd := a.command("print ID|NO [PAPER]", "cli.case.print", func(cmd *cobra.Command, args []string) error {
		if err := f.check(); err != nil {
			return err
		}
		dir, err := a.dataDir()
		if err != nil {
			return err
		}
		return a.with(cmd.Context(), func(s *session) error {
			o := a.office(s.Store, dir)
			c, err := o.Load(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if len(args) == 1 {
				return a.listPapers(c.Case)
			}
			return a.printPaper(cmd.Context(), s, o, c, args[1], f)
		})
	})
	cmd.Args = args(1, 2)
	cmd.Long = a.tx.T("cli.case.print") + "\n\n" + a.tx.T("cli.case.print.long", "list", strings.Join(flow.AllPapers(), ", "))
	a.addPrintFlags(cmd, &f)
	return cmd
}

func (a *app) listPapers(c model.Case) error {
	for _, name := range flow.Papers(c) {
		title := a.tx.T(text.Key("paper_name." + flow.PaperForm(c, name)))
		if a.json {
			if err := a.emit(map[string]string{"paper": name, "title": title}); err != nil {
				return err
			}
			continue
		}
		if err := a.say("%-14s %s", name, title); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) printPaper(ctx context.Context, s *session, o office.Office, c forms.Case, name string, f printFlags) error {
	if p := flow.Paper(c.Case, name); p != nil {
		if p.Field != "" {
			return usage(p)
		}
		return p
	}
	way := office.Way{Large: f.large, Redacted: f.redacted, File: f.pdf}
	if f.pdf == "" {
		way.Printer = output.Printer(ctx)
	}
	made, err := o.Make(ctx, s.by(), a.tx, c, name, way)
	if err != nil {
		return err
	}
	if len(made.Missing) > 0 {
		a.tell(a.tx.T("printing.missing", "chars", string(made.Missing)))
	}
	switch {
	case a.json:
		return a.emit(paperOut{name, made.File, made.Printer, made.Pages, string(made.Missing)})
	case made.Printer != "":
		return a.say("%s", a.tx.T("printing.printed", "printer", made.Printer, "n", made.Pages))
	}
	return a.say("%s", a.tx.T("printing.saved", "path", made.File, "n", made.Pages))
}

// mostLedger is how many cases one ledger holds, about 160 pages.
const mostLedger = 2000

// caseLedger prints the register of a span of days.
func (a *app) caseLedger() *cobra.Command {
	var f printFlags
	var from, to string
	cmd := a.command("ledger", "cli.case.ledger", func(cmd *cobra.Command, _ []string) error {
		if err := f.check(); err != nil {
			return err
		}
		return a.with(cmd.Context(), func(s *session) error {
			today := model.DayOf(s.now(), s.Zone())
			first, last, err := span(from, to, today)
			if err != nil {
				return err
			}
			return a.printLedger(cmd.Context(), s, first, last, f)
		})
	})
	cmd.Flags().StringVar(&from, "from", "", a.tx.T("cli.flag.from_day"))
	cmd.Flags().StringVar(&to, "to", "", a.tx.T("cli.flag.to_day"))
	a.addPrintFlags(cmd, &f)
	return cmd
}

// span reads two days; without them it is the month of today, up to today.
func span(from, to string, today model.Day) (first, last model.Day, err error) {
	y, m, _ := today.Date()
	first, _ = model.NewDay(y, m, 1)
	last = today
	for _, d := range []struct {
		flag, said string
		day        *model.Day
	}{{"from", from, &first}, {"to", to, &last}} {
		if d.said == "" {
			continue
		}
		if *d.day, err = model.ParseDay(d.said); err != nil {
			return 0, 0, usage(&model.Problem{Code: "cli.day", Args: map[string]any{"flag": d.flag, "value": clip(d.said)}})
		}
	}
	if last < first {
		return 0, 0, usage(&model.Problem{Code: "cli.day_order", Args: map[string]any{"from": first, "to": last}})
	}
	return first, last, nil
}

func (a *app) printLedger(ctx context.Context, s *session, from, to model.Day, f printFlags) error {
	cases, err := s.Ledger(ctx, from, to, mostLedger)
	if err != nil {
		return err
	}
	station, err := s.Station(ctx)
	if err != nil {
		return err
	}
	m := forms.New(a.assets, a.tx, station.Name)
	d, err := m.Ledger(from, to, cases)
	if err != nil {
		return err
	}
	if f.redacted {
		d = d.Redacted(m.LedgerRedactor(cases))
	}
	out, err := paper.NewPress(a.assets).Print(d, paper.Options{Large: f.large, Text: a.tx})
	if err != nil {
		return err
	}
	file, err := a.keep(d, f, out.PDF)
	if err != nil {
		return err
	}
	if a.json {
		return a.emit(paperOut{Paper: "ledger", File: file, Pages: out.Pages, Missing: string(out.Missing)})
	}
	return a.say("%s", a.tx.T("printing.saved", "path", file, "n", out.Pages))
}

// keep writes a paper where --pdf says, or into the default folder.
func (a *app) keep(d paper.Document, f printFlags, pdf []byte) (string, error) {
	if f.pdf != "" {
		return f.pdf, trade.WriteAll(f.pdf, pdf)
	}
	dir, err := a.dataDir()
	if err != nil {
		return "", err
	}
	return output.Save(output.Folder(dir), output.Name(d, f.large), pdf)
}
