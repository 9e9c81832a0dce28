package cli

import (
	"context"
	"os"
	"strconv"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"heshi/store"
	"heshi/ui/text"
)

// finding is one thing the doctor looked at.
type finding struct {
	Check string `json:"check"`
	OK    bool   `json:"ok"`
	Text  string `json:"text"`
}

func (a *app) doctorCommand() *cobra.Command {
	return a.command("doctor", "cli.doctor", func(cmd *cobra.Command, _ []string) error {
		list := []finding{a.lookLocale(), a.lookTerminal(), a.lookClock(), a.lookDisk(), a.lookStore(cmd.Context()), a.lookCalendar()}
		well := true
		for _, f := range list {
			well = well && f.OK
			if a.json {
				if err := a.emit(f); err != nil {
					return err
				}
				continue
			}
			mark := a.tx.T("cli.doctor.fine")
			if !f.OK {
				mark = a.tx.T("cli.doctor.look")
			}
			if err := a.say("%s  %s", mark, f.Text); err != nil {
				return err
			}
		}
		if !well {
			return errFaults
		}
		return nil
	})
}

// found words one finding.
func (a *app) found(check string, ok bool, args ...any) finding {
	key := text.Key("cli.doctor." + check)
	if !ok {
		key += "_bad"
	}
	return finding{check, ok, a.tx.T(key, args...)}
}

func (a *app) lookLocale() finding {
	set := charset(a.ctype())
	return a.found("locale", set == "utf8", "locale", a.ctype())
}

func (a *app) lookTerminal() finding {
	f, ok := a.out.(*os.File)
	if !ok || !term.IsTerminal(f.Fd()) {
		return finding{"terminal", true, a.tx.T("cli.doctor.no_terminal")}
	}
	w, h, err := term.GetSize(f.Fd())
	name := a.getenv("TERM")
	return a.found("terminal", err == nil && w >= 60 && h >= 20 && name != "dumb" && name != "", "width", w, "height", h, "name", name)
}

func (a *app) lookClock() finding {
	now, err := a.clock(zone())
	if err != nil {
		return finding{"clock", false, a.tx.Problem(err)}
	}
	t := now()
	// A desk whose clock stands before the program was written is wrong.
	return a.found("clock", t.After(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)), "now", a.tx.Moment(t), "zone", zoneName)
}

func (a *app) lookDisk() finding {
	dir, err := a.dataDir()
	if err != nil {
		return finding{"disk", false, a.tx.Problem(err)}
	}
	free, err := store.FreeMiB(dir)
	return a.found("disk", err == nil && free >= 1024, "free", int(free), "dir", dir)
}

func (a *app) lookStore(ctx context.Context) finding {
	s, err := a.open(ctx, 0)
	if err != nil {
		return finding{"store", false, a.tx.Problem(err)}
	}
	head := s.Head()
	lost := s.Lost()
	if err := s.Close(); err != nil {
		return finding{"store", false, a.tx.Problem(err)}
	}
	if lost != nil {
		return finding{"store", false, a.tx.T("root.lost", "n", int(lost.To-lost.From+1))}
	}
	return a.found("store", true, "head", int(head))
}

func (a *app) lookCalendar() finding {
	clocks, err := a.rules.load(zone())
	if err != nil {
		return finding{"calendar", false, a.tx.Problem(err)}
	}
	last := 0
	for _, y := range clocks.Calendar.Years() {
		if y.Official {
			last = max(last, y.Year)
		}
	}
	now, err := a.clock(zone())
	if err != nil {
		return finding{"calendar", false, a.tx.Problem(err)}
	}
	return a.found("calendar", last >= now().Year(), "year", strconv.Itoa(last))
}
