package cli

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"heshi/model"
	"heshi/model/workday"
	"heshi/shifts"
	"heshi/shifts/station"
	"heshi/store"
	"heshi/store/fill"
	"heshi/ui/handout"
	"heshi/ui/paper"
	"heshi/ui/paper/forms"
	"heshi/ui/roster"
	"heshi/ui/screen"
	"heshi/ui/trade"
)

// dutySupply brings the page of rosters what comes with the program.
type dutySupply struct {
	trade.Trader
	press *paper.Press
}

// Pattern is the week that applies until one is saved.
func (d dutySupply) Pattern() (model.Pattern, error) { return station.Sample(d.Assets) }

// Calendar has the imported years in it.
func (d dutySupply) Calendar() (*workday.Calendar, error) { return d.Effective(context.Background()) }

// HandOut writes a month or a calendar of the published rosters.
func (d dutySupply) HandOut(ctx context.Context, name, lang string, what handout.What, w io.Writer) (int, error) {
	rosters, err := d.Store.Rosters(ctx)
	all, err2 := d.Store.Volunteers(ctx)
	desk, err3 := d.Store.Station(ctx)
	years, err4 := d.Effective(ctx)
	if err := errors.Join(err, err2, err3, err4); err != nil {
		return 0, err
	}
	names := map[model.ID]string{}
	for _, v := range all {
		names[v.ID] = v.Name
	}
	words := d.Texts.Lang(lang)
	from := handout.Source{
		Text: words, Station: desk, Zone: d.Store.Zone(), Rosters: rosters, Names: names,
		Forms: forms.New(d.Assets, words, desk.Name), Press: d.press, Calendar: years,
	}
	return from.Write(w, name, what)
}

// rosterScreen builds the page of volunteers and rosters.
func (a *app) rosterScreen(s *store.Store) func(screen.Env, screen.OpenRoster) screen.Screen {
	from := dutySupply{a.trader(s), paper.NewPress(a.assets)}
	return func(env screen.Env, m screen.OpenRoster) screen.Screen { return roster.At(env, s, from, m) }
}

// shiftsInstance prints the instance of the station's own register, week and
// calendar, so that the other commands work on it.
func (a *app) shiftsInstance() *cobra.Command {
	var from, to string
	cmd := a.command("instance", "cli.shifts.instance", func(cmd *cobra.Command, _ []string) error {
		in := station.Input{Lang: a.tx.Lang()}
		for _, d := range []struct {
			flag, value string
			day         *model.Day
		}{{"--from", from, &in.From}, {"--to", to, &in.To}} {
			day, err := model.ParseDay(d.value)
			if err != nil {
				return usage(&model.Problem{Code: "cli.flag_bad", Args: map[string]any{"name": d.flag, "value": clip(d.value)}})
			}
			*d.day = day
		}
		return a.with(cmd.Context(), func(s *session) error {
			made, err := a.instance(cmd.Context(), s, in)
			if err != nil {
				return err
			}
			return a.emit(made)
		})
	})
	cmd.Flags().StringVar(&from, "from", "", a.tx.T("cli.flag.from_day"))
	cmd.Flags().StringVar(&to, "to", "", a.tx.T("cli.flag.to_day"))
	return cmd
}

// instance makes the instance of the days of in from what the store holds.
func (a *app) instance(ctx context.Context, s *session, in station.Input) (*shifts.Instance, error) {
	var errs [4]error
	in.Register, errs[0] = s.Volunteers(ctx)
	in.Past, errs[1] = s.Rosters(ctx)
	in.Pattern, errs[2] = s.Pattern(ctx)
	in.Calendar, errs[3] = a.trader(s.Store).Effective(ctx)
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	if in.Pattern.Rev == 0 {
		sample, err := station.Sample(a.assets)
		if err != nil {
			return nil, err
		}
		in.Pattern = sample
	}
	made, ps := station.Instance(in)
	if len(ps) > 0 {
		return nil, usage(ps)
	}
	return made, nil
}

// Size of the demonstration's register, and the days of its roster around
// today.
const (
	demoVolunteers = 12
	demoBefore     = 14
	demoAfter      = 49
)

// furnishDuty gives the demonstration volunteers and a published roster around
// today.
func (a *app) furnishDuty(ctx context.Context, s *session, plan fill.Plan) error {
	today := model.DayOf(s.now(), s.Zone())
	for _, v := range plan.Volunteers(demoVolunteers, today) {
		if _, err := s.AddVolunteer(ctx, s.by(), v); err != nil {
			return err
		}
	}
	monday := today.Monday()
	in, err := a.instance(ctx, s, station.Input{From: monday - demoBefore, To: monday + demoAfter - 1, Lang: a.tx.Lang()})
	if err != nil {
		return err
	}
	made, err := shifts.Plan(in, shifts.Options{})
	if err != nil {
		return err
	}
	r, err := s.DraftRoster(ctx, s.by(), station.Drafted(in, made))
	if err != nil {
		return err
	}
	_, err = s.PublishRoster(ctx, s.by(), r.ID, r.Rev)
	return err
}
