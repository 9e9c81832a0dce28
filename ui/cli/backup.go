package cli

import (
	"context"
	"errors"
	"path/filepath"

	"github.com/spf13/cobra"

	"heshi/model"
	"heshi/store"
	"heshi/ui/remote"
	"heshi/ui/trade"
)

func (a *app) backupCommand() *cobra.Command {
	cmd := a.command("backup FILE", "cli.backup", func(cmd *cobra.Command, got []string) error {
		ctx := cmd.Context()
		err := a.with(ctx, func(s *session) error {
			b, err := trade.Backup(ctx, s, s.by(), got[0], a.progress("cli.backup.written", 0))
			if err != nil {
				return refusal(err)
			}
			return a.backedUp(b, got[0])
		})
		if store.IsCode(err, store.CodeHeld) {
			return a.backupThere(ctx, err, got[0])
		}
		return err
	})
	cmd.Args = args(1, 1)
	return cmd
}

// backedUp tells of a backup that was made.
func (a *app) backedUp(b store.Backed, file string) (err error) {
	if a.json {
		err = a.emit(b)
	} else {
		err = a.say("%s", a.tx.T("cli.backed_up", "file", file, "head", int(b.Head)))
	}
	if b.Damaged > 0 && err == nil {
		a.tell(a.tx.T("cli.backup.damaged", "n", int(b.Damaged)))
		err = errFaults
	}
	return err
}

// backupThere has the desk that holds the store make the backup; held is what
// said that it does. Where nobody answers it says how to make it there.
func (a *app) backupThere(ctx context.Context, held error, file string) error {
	dir, err := a.dataDir()
	if err != nil {
		return err
	}
	whole, err := filepath.Abs(file)
	if err != nil {
		return usage(&model.Problem{Code: "file.unwritable", Args: map[string]any{"name": clip(file)}})
	}
	var b store.Backed
	err = remote.Ask(ctx, dir, remote.Request{Do: remote.Backup, File: whole, As: a.as}, &b)
	var p *model.Problem
	switch {
	case err == nil:
		return a.backedUp(b, file)
	case errors.Is(err, remote.ErrSilent) && errors.As(held, &p):
		return coded{&model.Problem{Code: "backup.held", Args: p.Args}, exitHeld}
	case errors.Is(err, remote.ErrLost):
		return &model.Problem{Code: "backup.lost", Args: map[string]any{"file": clip(file)}}
	case store.IsCode(err, "backup.other_file"):
		return usage(err)
	}
	return refusal(askedFor(err))
}

// listen answers the commands that cannot work beside an open desk, until the
// function it returns is called.
func (a *app) listen(ctx context.Context, s *session, dir string) func() {
	if a.demo {
		return func() {}
	}
	ctx, stop := context.WithCancel(ctx)
	over := make(chan struct{})
	go func() {
		defer close(over)
		// A desk that cannot listen works all the same; the command then says
		// how to make the backup here.
		_ = remote.Serve(ctx, dir, s.answer)
	}()
	return func() { stop(); <-over }
}

// unknownCommand is the code of a command, of a person or another program, that
// there is not.
const unknownCommand = "cli.unknown_command"

// answer does what another command asks of this desk.
func (s *session) answer(ctx context.Context, r remote.Request) (any, error) {
	if r.Do != remote.Backup && r.Do != remote.Known {
		return nil, &model.Problem{Code: unknownCommand, Args: map[string]any{"name": clip(r.Do)}}
	}
	by := store.By{At: s.now()}
	if r.As != "" {
		p, err := s.Person(ctx, r.As)
		if err == nil && p.Disabled {
			err = &model.Problem{Code: "person.disabled", Args: map[string]any{"name": p.Name}}
		}
		if err != nil {
			return nil, err
		}
		by.ID, by.Actor, by.Role = p.ID, p.Name, p.Role
	}
	if r.Do == remote.Known {
		return s.known(ctx, r.Shop)
	}
	return trade.Backup(ctx, s, by, r.File, func(uint64) {})
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
