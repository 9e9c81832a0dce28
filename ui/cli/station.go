package cli

import (
	"bytes"
	"context"

	"heshi/model/answers"
	"heshi/model/check"
	"heshi/model/clock"
	"heshi/model/stats"
	"heshi/store"
	"heshi/store/find"
	answerspage "heshi/ui/answers"
	"heshi/ui/paper"
	"heshi/ui/paper/forms"
	"heshi/ui/paper/output"
	"heshi/ui/report"
	"heshi/ui/screen"
	"heshi/ui/station"
	statspage "heshi/ui/stats"
	"heshi/ui/text"
)

// stationScreens builds the pages about the station itself.
func (a *app) stationScreens(s *store.Store, dir string) func(screen.Env, screen.OpenStation) screen.Screen {
	press := paper.NewPress(a.assets)
	return func(env screen.Env, m screen.OpenStation) screen.Screen {
		switch m.Page {
		case screen.StationReport:
			return statspage.New(env, s, bureau{a, s, press, dir})
		case screen.StationCheck:
			return station.NewCheck(env, s, bureau{a, s, press, dir})
		case screen.StationAnswers:
			return answerspage.New(env, s, answerspage.Options{
				Pick: m.Pick, Query: m.Query, Match: find.Matches,
				Starters: func() ([]answers.Starter, error) { return answers.Load(a.assets) },
			})
		}
		return station.NewMenu(env, s, output.Folder(dir))
	}
}

// bureau brings the page of figures what comes with the program, and keeps its
// papers.
type bureau struct {
	a     *app
	s     *store.Store
	press *paper.Press
	dir   string
}

// Limits say what is a warning.
func (b bureau) Limits() (stats.Limits, error) { return stats.LoadLimits(b.a.assets) }

// Clocks are the rules whose names are shown.
func (b bureau) Clocks() (*clock.Rules, error) {
	clocks, err := b.a.rules.load(b.s.Zone())
	return clocks.Rules, err
}

// Items is the list of what a standard station has.
func (b bureau) Items() (check.List, error) { return check.Load(b.a.assets) }

// Print keeps a paper in the folder of papers.
func (b bureau) Print(d paper.Document, words *text.Catalogue, large bool) (string, error) {
	out, err := b.press.Print(d, paper.Options{Large: large, Text: words})
	if err != nil {
		return "", err
	}
	return output.Save(output.Folder(b.dir), output.Name(d, large), out.PDF)
}

// Save writes a report into the folder of papers.
func (b bureau) Save(m report.Maker, r stats.Report, kind string) (string, error) {
	if kind == statspage.Ledger {
		return b.ledger(m, r.Month)
	}
	name, large := output.Name(m.Document(r), false), false
	switch kind {
	case "large":
		name, large = output.Name(m.Document(r), true), true
	case "xlsx":
		name = r.Month.String() + "-report.xlsx"
	}
	var out bytes.Buffer
	if err := m.Write(&out, name, r, b.press, large); err != nil {
		return "", err
	}
	return output.Save(output.Folder(b.dir), name, out.Bytes())
}

// ledger writes the cases of a month, one by one, into the folder of papers.
func (b bureau) ledger(m report.Maker, month stats.Month) (string, error) {
	cases, err := b.s.Ledger(context.Background(), month.First(), month.Last(), mostLedger)
	if err != nil {
		return "", err
	}
	d, err := forms.New(b.a.assets, m.Text, m.Station).Ledger(month.First(), month.Last(), cases)
	if err != nil {
		return "", err
	}
	out, err := b.press.Print(d, paper.Options{Text: m.Text})
	if err != nil {
		return "", err
	}
	return output.Save(output.Folder(b.dir), output.Name(d, false), out.PDF)
}
