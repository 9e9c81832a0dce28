package cli

import (
	"context"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"heshi/model"
	"heshi/model/stats"
	"heshi/ui/paper"
	"heshi/ui/report"
	"heshi/ui/trade"
)

// reportFlags are what heshi report takes.
type reportFlags struct {
	month, xlsx, pdf string
	large            bool
}

func (a *app) reportCommand() *cobra.Command {
	var f reportFlags
	cmd := a.command("report", "cli.report", func(cmd *cobra.Command, _ []string) error {
		return a.with(cmd.Context(), func(s *session) error { return a.report(cmd.Context(), s, f) })
	})
	cmd.Flags().StringVar(&f.month, "month", "", a.tx.T("cli.flag.month"))
	cmd.Flags().StringVar(&f.xlsx, "xlsx", "", a.tx.T("cli.flag.xlsx"))
	cmd.Flags().StringVar(&f.pdf, "pdf", "", a.tx.T("cli.flag.pdf"))
	cmd.Flags().BoolVar(&f.large, "large", false, a.tx.T("cli.flag.large"))
	return cmd
}

func (a *app) report(ctx context.Context, s *session, f reportFlags) error {
	month := stats.MonthOf(s.now())
	if f.month != "" {
		var ok bool
		if month, ok = stats.ParseMonth(f.month); !ok {
			return usage(&model.Problem{Code: "cli.month", Args: map[string]any{"value": clip(f.month)}})
		}
	}
	if f.xlsx != "" && ending(f.xlsx) != ".xlsx" || f.pdf != "" && ending(f.pdf) != ".pdf" {
		return usage(&model.Problem{Code: "cli.report_file"})
	}
	lim, err := stats.LoadLimits(a.assets)
	if err != nil {
		return err
	}
	r, err := s.Month(ctx, month, s.now(), lim, nil)
	if err != nil {
		return err
	}
	st, err := s.Station(ctx)
	if err != nil {
		return err
	}
	clocks, err := a.rules.load(s.Zone())
	if err != nil {
		return err
	}
	m := report.Maker{Text: a.tx, Station: st.Name, Rules: clocks.Rules}
	press := paper.NewPress(a.assets)
	for _, file := range []string{f.xlsx, f.pdf} {
		if file == "" {
			continue
		}
		err := trade.Write(file, func(w io.Writer) error { return m.Write(w, file, r, press, f.large) })
		if err != nil {
			return err
		}
		a.tell(a.tx.T("cli.reported", "file", file))
	}
	switch {
	case a.json:
		return a.emit(r)
	case f.xlsx != "" || f.pdf != "":
		return nil
	}
	return a.say("%s", strings.Join(m.Lines(r), "\n"))
}

func ending(file string) string { return strings.ToLower(filepath.Ext(file)) }
