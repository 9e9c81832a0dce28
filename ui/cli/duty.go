package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"heshi/model"
	"heshi/store"
	"heshi/ui/duty"
	"heshi/ui/paper"
	"heshi/ui/paper/forms"
	"heshi/ui/paper/output"
	"heshi/ui/screen"
	"heshi/ui/service"
	"heshi/ui/text"
	"heshi/ui/trade"
)

// dutyScreen builds the pages about who is at the desk.
func (a *app) dutyScreen(s *store.Store, press *paper.Press, dir string) func(screen.Env, screen.OpenDuty) screen.Screen {
	return func(env screen.Env, m screen.OpenDuty) screen.Screen {
		switch m.Page {
		case screen.DutySince:
			return duty.NewSince(env, s, m.Volunteer)
		case screen.DutyOut:
			return duty.NewOut(env, s, m.Stint)
		case screen.DutyCalls:
			return duty.NewCalls(env, s, m)
		case screen.DutyHours:
			return duty.NewHours(env, s, clerk{a, press, dir})
		case screen.DutyDoubts:
			return duty.NewDoubts(env, s)
		}
		return duty.NewBoard(env, s)
	}
}

// clerk makes the papers of the page of hours.
type clerk struct {
	a     *app
	press *paper.Press
	dir   string
}

// Maker writes in the words of the desk.
func (c clerk) Maker(env screen.Env) service.Maker {
	return c.a.service(env.Text, env.Station.Name, c.press)
}

func (a *app) service(words *text.Catalogue, station string, press *paper.Press) service.Maker {
	return service.Maker{Text: words, Forms: forms.New(a.assets, words, station), Press: press}
}

// Print prints a certificate, or saves it where there is no printer.
func (c clerk) Print(ctx context.Context, env screen.Env, v store.Served, p service.Period) (string, bool, error) {
	d, err := c.Maker(env).Certificate(v, p)
	if err != nil {
		return "", false, err
	}
	printed, err := c.press.Print(d, paper.Options{Text: env.Text, Large: env.Senior})
	if err != nil {
		return "", false, err
	}
	if printer := output.Printer(ctx); printer != "" {
		return printer, true, output.Send(ctx, printer, d.Title, printed.PDF)
	}
	path, err := output.Save(output.Folder(c.dir), output.Name(d, env.Senior), printed.PDF)
	return path, false, err
}

// Save writes the hours of a period into the folder of papers.
func (c clerk) Save(_ context.Context, env screen.Env, list []store.Served, p service.Period, ending string) (string, error) {
	name := fmt.Sprintf("hours-%s-%s%s", p.From, p.To, ending)
	var out bytes.Buffer
	if err := c.Maker(env).Write(&out, name, list, p); err != nil {
		return "", err
	}
	return output.Save(output.Folder(c.dir), name, out.Bytes())
}

// hoursLine is what the command prints of one volunteer.
type hoursLine struct {
	Volunteer model.ID     `json:"volunteer"`
	Name      string       `json:"name"`
	Minutes   int          `json:"minutes"`
	Times     int          `json:"times"`
	Doubtful  int          `json:"doubtful"` // stays that do not count yet
	Days      []servedLine `json:"days"`
}

type servedLine struct {
	Day     model.Day `json:"day"`
	Minutes int       `json:"minutes"`
}

// shiftsHours prints what volunteers served, or writes it to a file.
func (a *app) shiftsHours() *cobra.Command {
	var from, to, who, out string
	cmd := a.command("hours", "cli.shifts.hours", func(cmd *cobra.Command, _ []string) error {
		return a.with(cmd.Context(), func(s *session) error {
			p, err := a.period(s, from, to)
			if err != nil {
				return err
			}
			list, err := s.Served(cmd.Context(), p.From, p.To, s.now())
			if store.IsCode(err, "hours.period") {
				return usage(err)
			}
			if err == nil {
				list, err = onlyOf(cmd.Context(), s, list, who)
			}
			if err != nil {
				return err
			}
			if out != "" {
				return a.writeHours(cmd.Context(), s, out, list, p)
			}
			for _, v := range list {
				if err := a.printHours(v); err != nil {
					return err
				}
			}
			return nil
		})
	})
	cmd.Flags().StringVar(&from, "from", "", a.tx.T("cli.flag.day_from"))
	cmd.Flags().StringVar(&to, "to", "", a.tx.T("cli.flag.day_to"))
	cmd.Flags().StringVar(&who, "volunteer", "", a.tx.T("cli.flag.volunteer"))
	cmd.Flags().StringVar(&out, "out", "", a.tx.T("cli.flag.hours_out"))
	return cmd
}

// period reads the days of the flags; without them it is the month that runs.
func (a *app) period(s *session, from, to string) (p service.Period, err error) {
	now := s.now()
	p = service.Month(model.DayOf(now, now.Location()))
	for _, f := range []struct {
		flag, text string
		to         *model.Day
	}{{"from", from, &p.From}, {"to", to, &p.To}} {
		if f.text == "" {
			continue
		}
		if *f.to, err = model.ParseDay(f.text); err != nil {
			return p, usage(&model.Problem{Code: "cli.day", Args: map[string]any{"flag": f.flag, "value": clip(f.text)}})
		}
	}
	return p, nil
}

// onlyOf keeps one volunteer, by id or name; who served nothing is in it with
// nothing.
func onlyOf(ctx context.Context, s *session, list []store.Served, who string) ([]store.Served, error) {
	if who == "" {
		return list, nil
	}
	v, err := s.Volunteer(ctx, who)
	if err != nil {
		return nil, err
	}
	for _, x := range list {
		if x.Volunteer == string(v.ID) {
			return []store.Served{x}, nil
		}
	}
	none := store.Served{Name: v.Name}
	none.Volunteer = string(v.ID)
	return []store.Served{none}, nil
}

func (a *app) writeHours(ctx context.Context, s *session, path string, list []store.Served, p service.Period) error {
	st, err := s.Station(ctx)
	if err != nil {
		return err
	}
	err = trade.Write(path, func(w io.Writer) error {
		return a.service(a.tx, st.Name, paper.NewPress(a.assets)).Write(w, path, list, p)
	})
	if store.IsCode(err, "hours.one") || store.IsCode(err, "exchange.format") {
		return usage(err)
	}
	return err
}

func (a *app) printHours(v store.Served) error {
	if !a.json {
		return a.say("%s", a.tx.T("cli.shifts.served", "name", v.Name, "n", v.Turns, "hours", v.Minutes/60, "minutes", v.Minutes%60, "doubtful", len(v.Doubtful)))
	}
	line := hoursLine{Volunteer: model.ID(v.Volunteer), Name: v.Name, Minutes: v.Minutes, Times: v.Turns, Doubtful: len(v.Doubtful), Days: []servedLine{}}
	for _, d := range v.Days {
		line.Days = append(line.Days, servedLine(d))
	}
	return a.emit(line)
}
