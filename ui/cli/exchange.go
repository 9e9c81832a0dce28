package cli

import (
	"context"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"heshi/model"
	"heshi/model/workday"
	"heshi/store"
	"heshi/ui/text"
	"heshi/ui/trade"
)

func kindProblem(kind string, known []string) error {
	slices.Sort(known)
	return usage(&model.Problem{Code: "cli.kind", Args: map[string]any{"value": clip(kind), "expected": joined(known)}})
}

func joined(words []string) string {
	out := ""
	for i, w := range words {
		if i > 0 {
			out += ", "
		}
		out += w
	}
	return out
}

// trader moves files in and out of a store.
func (a *app) trader(s *store.Store) trade.Trader {
	return trade.Trader{Store: s, Assets: a.assets, Texts: a.texts, Years: func() (*workday.Calendar, error) {
		clocks, err := a.rules.load(s.Zone())
		return clocks.Calendar, err
	}}
}

// refusal marks what the file is at fault for as bad input.
func refusal(err error) error {
	if trade.Refused(err) {
		return usage(err)
	}
	return err
}

func (a *app) importCommand() *cobra.Command {
	var kind, mapping string
	var dry bool
	cmd := a.command("import FILE", "cli.import", func(cmd *cobra.Command, args []string) error {
		if kind == trade.Cases {
			return a.importCases(cmd.Context(), args[0], dry)
		}
		if !slices.Contains(trade.Kinds(), kind) {
			return kindProblem(kind, append(trade.Kinds(), trade.Cases))
		}
		data, err := readFile(args[0])
		if err != nil {
			return err
		}
		return a.with(cmd.Context(), func(s *session) error {
			var r trade.Result
			var err error
			if mapping != "" {
				r, err = a.importMapped(cmd.Context(), s, mapping, kind, args[0], data, dry)
			} else {
				r, err = a.trader(s.Store).Import(cmd.Context(), s.by(), kind, args[0], data, dry)
			}
			if (kind == trade.Charter || kind == trade.Calendar) && trade.Refused(err) { // JSON: no columns to be named
				return usage(asWritten(err))
			}
			if err != nil {
				return refusal(err)
			}
			return a.printMoved(r, "cli.imported")
		})
	})
	cmd.Args = args(1, 1)
	cmd.Flags().StringVar(&kind, "as-kind", "shops", a.tx.T("cli.flag.as_kind"))
	cmd.Flags().BoolVar(&dry, "dry-run", false, a.tx.T("cli.flag.dry_run"))
	cmd.Flags().StringVar(&mapping, "mapping", "", a.tx.T("cli.flag.mapping"))
	return cmd
}

// caseInFile is about how many bytes a case takes in a file of them.
const caseInFile = 500

// importCases takes in a file of cases that may be larger than memory.
func (a *app) importCases(ctx context.Context, path string, dry bool) error {
	bulk := 0
	if st, err := os.Stat(path); err == nil {
		bulk = int(min(st.Size()/caseInFile, mostCases))
	}
	return a.withBulk(ctx, bulk, func(s *session) error {
		told := a.telling("cli.import.written", 0)
		r, err := a.trader(s.Store).ImportCases(ctx, s.by(), path, dry, trade.Progress{
			Checked: a.progress("cli.import.checked", 0), Written: told.come, Joining: told.joining,
		})
		if err != nil {
			return refusal(err)
		}
		return a.printMoved(r, "cli.imported")
	})
}

// importMapped takes in the platform's file by a mapping, and keeps the mapping
// for the next time once the file is in.
func (a *app) importMapped(ctx context.Context, s *session, mapping, kind, name string, data []byte, dry bool) (r trade.Result, err error) {
	if kind != trade.ODR {
		return r, usage(&model.Problem{Code: "cli.mapping_kind", Args: map[string]any{"kind_of_file": trade.ODR}})
	}
	t := a.trader(s.Store)
	b, err := readFile(mapping)
	if err != nil {
		return r, err
	}
	m, err := t.ReadMapping(b)
	if err != nil {
		return r, err
	}
	r, err = t.ImportBy(ctx, s.by(), m, name, data, dry)
	if err == nil && !dry {
		err = t.KeepMapping(ctx, s.by(), m)
	}
	return r, err
}

func (a *app) printMoved(r trade.Result, key text.Key) error {
	if a.json {
		return a.emit(r)
	}
	if r.Rows != nil {
		return a.printRows(r)
	}
	return a.say("%s", a.tx.T(key, "added", r.Added, "present", r.Present))
}

// printRows tells which volunteers become others, and of which rows it cannot be
// told whom they mean.
func (a *app) printRows(r trade.Result) error {
	if err := a.say("%s", a.tx.T("roster.file.result", "n", r.Added, "changed", r.Changed, "present", r.Present)); err != nil {
		return err
	}
	for _, row := range r.Rows {
		if row.What != trade.Changed {
			continue
		}
		var fields []string
		for _, f := range row.Fields {
			fields = append(fields, a.tx.T(text.Key("roster.column."+f)))
		}
		if err := a.say("%s", a.tx.T("roster.file.row", "row", row.Row, "name", row.Name, "what", fields)); err != nil {
			return err
		}
	}
	for _, p := range r.Unclear {
		if err := a.say("%s", a.tx.Sentence(p)); err != nil {
			return err
		}
	}
	return nil
}

// events is the kind of file the log is handed out as; it cannot be taken in.
const events = "events"

func (a *app) exportCommand() *cobra.Command {
	cmd := a.command("export KIND FILE", "cli.export", func(cmd *cobra.Command, args []string) error {
		kind, known := args[0], append(trade.Exports(), events, trade.Cases)
		if !slices.Contains(known, kind) {
			return kindProblem(kind, known)
		}
		return a.with(cmd.Context(), func(s *session) error {
			n := 0
			err := trade.Write(args[1], func(w io.Writer) (err error) {
				t, ctx := a.trader(s.Store), cmd.Context()
				switch kind {
				case events:
					if err := trade.JSONOnly(args[1]); err != nil {
						return err
					}
					n, err = a.exportEvents(ctx, s, w)
				case trade.Cases:
					n, err = t.ExportCases(ctx, args[1], a.tx.Lang(), w, a.progress("cli.export.written", 0))
				default:
					n, err = t.Export(ctx, kind, args[1], a.tx.Lang(), w)
				}
				return err
			})
			if err != nil {
				return refusal(err)
			}
			return a.printMoved(trade.Result{Kind: kind, Added: n}, "cli.exported")
		})
	})
	cmd.Args = args(2, 2)
	return cmd
}

func (a *app) exportEvents(ctx context.Context, s *session, w io.Writer) (n int, err error) {
	for since := uint64(0); ; {
		events, err := s.Events(ctx, since, 256)
		if err != nil || len(events) == 0 {
			return n, err
		}
		out := make([]logLine, len(events))
		for i, e := range events {
			out[i], since = a.logLine(s, e), e.Seq
		}
		if err := lines(w, out); err != nil {
			return n, err
		}
		n += len(events)
	}
}
