package cli

import (
	"context"
	"io/fs"
	"regexp"
	"time"

	"heshi/model"
	"heshi/ui/trade"
)

// newestSample is the day of the newest case in demo/odr.csv.
var newestSample = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

// anyDay matches the days in demo/odr.csv.
var anyDay = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b`)

// furnishPlatform brings the demonstration a core enterprise with its shops,
// and what the ODR platform sent: the newest case yesterday.
func (a *app) furnishPlatform(ctx context.Context, s *session) error {
	t := a.trader(s.Store)
	groups, err := fs.ReadFile(a.assets, "demo/groups.csv")
	if err != nil {
		return err
	}
	if _, err := t.Import(ctx, s.by(), trade.Groups, "groups.csv", groups, false); err != nil {
		return err
	}
	list, err := s.Groups(ctx)
	if err != nil {
		return err
	}
	today := model.DayOf(s.now(), s.Zone())
	for _, g := range list {
		g.Authorisation.From, g.Authorisation.To = today-200, today+165
		if _, err := s.EditGroup(ctx, s.by(), g); err != nil {
			return err
		}
	}
	cases, err := fs.ReadFile(a.assets, "demo/odr.csv")
	if err != nil {
		return err
	}
	later := today - 1 - model.DayOf(newestSample, time.UTC)
	cases = anyDay.ReplaceAllFunc(cases, func(b []byte) []byte {
		d, err := model.ParseDay(string(b))
		if err != nil {
			return b
		}
		return []byte((d + later).String())
	})
	_, err = t.Import(ctx, s.by(), trade.ODR, "odr.csv", cases, false)
	return err
}
