package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"

	"github.com/spf13/cobra"

	"heshi/model"
	"heshi/model/returns"
	"heshi/model/workday"
	"heshi/store"
	"heshi/store/exchange"
	"heshi/ui/text"
)

// moved is what import and export report.
type moved struct {
	Kind    string `json:"kind"`
	Added   int    `json:"added"`
	Present int    `json:"present"` // rows that were there already
	DryRun  bool   `json:"dry_run,omitempty"`
}

// importers are the kinds that can be imported.
func (a *app) importers() map[string]func(context.Context, *session, string, []byte, bool) (moved, error) {
	return map[string]func(context.Context, *session, string, []byte, bool) (moved, error){
		"shops": a.importShops, "charter": a.importCharter, "calendar": a.importCalendar,
	}
}

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

func keysOf[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	return out
}

func (a *app) importCommand() *cobra.Command {
	var kind string
	var dry bool
	cmd := a.command("import FILE", "cli.import", func(cmd *cobra.Command, args []string) error {
		do, ok := a.importers()[kind]
		if !ok {
			return kindProblem(kind, keysOf(a.importers()))
		}
		data, err := readFile(args[0])
		if err != nil {
			return err
		}
		return a.with(cmd.Context(), func(s *session) error {
			m, err := do(cmd.Context(), s, args[0], data, dry)
			if err != nil {
				return err
			}
			m.Kind, m.DryRun = kind, dry
			return a.printMoved(m, "cli.imported")
		})
	})
	cmd.Args = args(1, 1)
	cmd.Flags().StringVar(&kind, "as-kind", "shops", a.tx.T("cli.flag.as_kind"))
	cmd.Flags().BoolVar(&dry, "dry-run", false, a.tx.T("cli.flag.dry_run"))
	return cmd
}

func (a *app) printMoved(m moved, key text.Key) error {
	if a.json {
		return a.emit(m)
	}
	return a.say("%s", a.tx.T(key, "added", m.Added, "present", m.Present))
}

// words gives the words for a code in both languages.
func (a *app) words(list, code string) []string {
	key := text.Key("code." + list + "." + code)
	return []string{a.texts.Lang("zh").T(key), a.texts.Lang("en").T(key)}
}

func (a *app) importShops(ctx context.Context, s *session, name string, data []byte, dry bool) (m moved, err error) {
	columns, err := exchange.LoadColumns(a.assets)
	if err != nil {
		return m, err
	}
	t, err := exchange.Read(name, data)
	if err != nil {
		return m, usage(err)
	}
	list, err := columns.ReadShops(t, a.words)
	if err != nil {
		return m, usage(err)
	}
	if list, m.Present, err = s.NewShops(ctx, list); err != nil {
		return m, usage(err)
	}
	m.Added = len(list)
	if dry {
		return m, nil
	}
	by := s.by()
	return m, s.AddBatch(ctx, by, len(list), func(i int) (store.Item, error) {
		return store.Item{Shop: &list[i], By: by}, nil
	}, nil)
}

func (a *app) importCharter(ctx context.Context, s *session, name string, data []byte, dry bool) (m moved, err error) {
	add, err := returns.ReadCharters(filepath.Base(name), data)
	if err != nil {
		return m, usage(err)
	}
	held, rev, err := s.Charters(ctx)
	if err != nil {
		return m, err
	}
	next, err := returns.Adopt(held, add...)
	if err != nil {
		return m, usage(err)
	}
	m.Added = len(next) - len(held)
	m.Present = len(add) - m.Added
	if dry {
		return m, nil
	}
	_, err = s.SaveCharters(ctx, s.by(), next, rev)
	return m, err
}

func (a *app) importCalendar(ctx context.Context, s *session, name string, data []byte, dry bool) (m moved, err error) {
	add, err := workday.ParseYears(filepath.Base(name), data)
	if err != nil {
		return m, usage(err)
	}
	clocks, err := a.rules.load(s.Zone())
	if err != nil {
		return m, err
	}
	held, rev, err := s.Years(ctx)
	if err != nil {
		return m, err
	}
	effective, err := clocks.Calendar.With(held...)
	if err != nil {
		return m, err
	}
	for _, y := range add {
		if slices.ContainsFunc(effective.Years(), func(h workday.Year) bool { return reflect.DeepEqual(h, y) }) {
			m.Present++
			continue
		}
		if !y.Official && clocks.Calendar.Official(y.Year) {
			return m, usage(&model.Problem{Code: "calendar.less_official", Args: map[string]any{"year": y.Year}})
		}
		i := slices.IndexFunc(held, func(h workday.Year) bool { return h.Year == y.Year })
		if i >= 0 {
			held[i] = y
			m.Added++
			continue
		}
		held = append(held, y)
		m.Added++
	}
	slices.SortFunc(held, func(a, b workday.Year) int { return a.Year - b.Year })
	if _, err := clocks.Calendar.With(held...); err != nil {
		return m, usage(err)
	}
	if dry {
		return m, nil
	}
	_, err = s.SaveYears(ctx, s.by(), held, rev)
	return m, err
}

// exporters are the kinds that can be exported.
func (a *app) exporters() map[string]func(context.Context, *session, string, io.Writer) (int, error) {
	return map[string]func(context.Context, *session, string, io.Writer) (int, error){
		"shops": a.exportShops, "charter": a.exportCharter, "calendar": a.exportCalendar, "events": a.exportEvents,
	}
}

func (a *app) exportCommand() *cobra.Command {
	cmd := a.command("export KIND FILE", "cli.export", func(cmd *cobra.Command, args []string) error {
		do, ok := a.exporters()[args[0]]
		if !ok {
			return kindProblem(args[0], keysOf(a.exporters()))
		}
		return a.with(cmd.Context(), func(s *session) error {
			n := 0
			err := writeFile(args[1], func(w io.Writer) (err error) {
				n, err = do(cmd.Context(), s, args[1], w)
				return err
			})
			if err != nil {
				return err
			}
			return a.printMoved(moved{Kind: args[0], Added: n}, "cli.exported")
		})
	})
	cmd.Args = args(2, 2)
	return cmd
}

// writeFile writes a file whole or not at all: beside its place first, then
// moved there.
func writeFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".heshi-*")
	if err != nil {
		return &model.Problem{Code: "file.unwritable", Args: map[string]any{"name": clip(path)}}
	}
	err = write(f)
	if err2 := errors.Join(f.Sync(), f.Close()); err == nil && err2 != nil {
		err = &model.Problem{Code: "file.unwritable", Args: map[string]any{"name": clip(path)}}
	}
	if err == nil && os.Rename(f.Name(), path) != nil {
		err = &model.Problem{Code: "file.unwritable", Args: map[string]any{"name": clip(path)}}
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

func (a *app) exportShops(ctx context.Context, s *session, name string, w io.Writer) (int, error) {
	columns, err := exchange.LoadColumns(a.assets)
	if err != nil {
		return 0, err
	}
	list, err := s.AllShops(ctx)
	if err != nil {
		return 0, err
	}
	lang := a.tx.Lang()
	if ext := filepath.Ext(name); ext == ".jsonl" || ext == ".ndjson" {
		lang = "" // field names and codes, for programs
	}
	return len(list), usage(exchange.Write(w, name, columns.WriteShops(list, a.words, lang)))
}

func (a *app) exportCharter(ctx context.Context, s *session, _ string, w io.Writer) (int, error) {
	list, _, err := s.Charters(ctx)
	if err != nil {
		return 0, err
	}
	if len(list) == 0 {
		if list, err = returns.SampleCharters(a.assets); err != nil {
			return 0, err
		}
	}
	return len(list), lines(w, list)
}

func (a *app) exportCalendar(ctx context.Context, s *session, _ string, w io.Writer) (int, error) {
	clocks, err := a.rules.load(s.Zone())
	if err != nil {
		return 0, err
	}
	cal, err := calendarOf(ctx, s, clocks.Calendar)
	if err != nil {
		return 0, err
	}
	years := cal.Years()
	return len(years), lines(w, years)
}

func (a *app) exportEvents(ctx context.Context, s *session, _ string, w io.Writer) (n int, err error) {
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
