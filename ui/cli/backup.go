package cli

import (
	"path/filepath"

	"github.com/spf13/cobra"

	"heshi/model"
	"heshi/store"
	"heshi/ui/trade"
)

func (a *app) backupCommand() *cobra.Command {
	cmd := a.command("backup FILE", "cli.backup", func(cmd *cobra.Command, got []string) error {
		return a.with(cmd.Context(), func(s *session) error {
			b, err := trade.Backup(cmd.Context(), s, s.by(), got[0], a.progress("cli.backup.written", 0))
			if err != nil {
				return refusal(err)
			}
			if a.json {
				err = a.emit(b)
			} else {
				err = a.say("%s", a.tx.T("cli.backed_up", "file", got[0], "head", int(b.Head)))
			}
			if b.Damaged > 0 && err == nil {
				a.tell(a.tx.T("cli.backup.damaged", "n", int(b.Damaged)))
				err = errFaults
			}
			return err
		})
	})
	cmd.Args = args(1, 1)
	return cmd
}

// restored is what restore prints with --json.
type restored struct {
	store.Backed
	Dir string       `json:"dir"`
	OK  bool         `json:"ok"`
	Rep store.Report `json:"verify"`
}

func (a *app) restoreCommand() *cobra.Command {
	cmd := a.command("restore FILE", "cli.restore", func(cmd *cobra.Command, got []string) error {
		dir, err := a.dataDir()
		if err != nil {
			return err
		}
		if dir, err = filepath.Abs(dir); err != nil {
			return &model.Problem{Code: store.CodeReadOnly, Args: map[string]any{"dir": dir}}
		}
		b, rep, err := trade.Restore(cmd.Context(), a.storeOptions(dir), got[0], a.progress("cli.restore.read", 0))
		if err != nil {
			return refusal(err)
		}
		if a.json {
			err = a.emit(restored{b, dir, rep.OK, rep})
		} else {
			err = a.say("%s", a.tx.T("cli.restored", "dir", dir, "made", b.Made, "events", int(rep.Events), "records", int(rep.Records)))
		}
		if err != nil || rep.OK {
			return err
		}
		a.tellFaults(rep)
		return errFaults
	})
	cmd.Args = args(1, 1)
	return cmd
}
