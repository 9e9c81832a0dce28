package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"

	"heshi/model"
	"heshi/store"
	"heshi/store/fill"
	"heshi/store/find"
	"heshi/ui"
	"heshi/ui/casework"
	"heshi/ui/glass"
	"heshi/ui/guide"
	"heshi/ui/home"
	"heshi/ui/intake"
	"heshi/ui/lookup"
	"heshi/ui/odr"
	"heshi/ui/paper"
	"heshi/ui/screen"
	"heshi/ui/setup"
	"heshi/ui/tour"
	"heshi/ui/widget"
)

// openDesk opens the desk on this terminal and returns when it is left.
func (a *app) openDesk(ctx context.Context) error {
	if err := a.checkTerminal(); err != nil {
		return err
	}
	widget.PinWidths()
	return a.inPlace(ctx, a.runDesk)
}

// besideAt is how many events are too many to wait for while their index is made
// again: a second's worth.
const besideAt = 50_000

// inPlace runs fn on the store of this run: the station's own, or for --demo
// one that is gone afterwards.
func (a *app) inPlace(ctx context.Context, fn func(context.Context, *session, string) error) (err error) {
	dir, err := a.dataDir()
	if a.demo {
		var remove func() error
		if dir, remove, err = throwAway(); err == nil {
			defer func() { err = errors.Join(err, remove()) }()
		}
	}
	if err != nil {
		return err
	}
	s, err := a.openAt(ctx, dir, besideAt, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	defer a.listen(ctx, s, dir)()
	return fn(ctx, s, dir)
}

func (a *app) runDesk(ctx context.Context, s *session, dir string) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	root, err := a.desk(ctx, s, dir)
	if err != nil {
		return err
	}
	_, err = a.program(ctx, root).Run()
	switch {
	case errors.Is(err, tea.ErrInterrupted), errors.Is(err, context.Canceled):
		return nil
	case err != nil:
		return &model.Problem{Code: "cli.terminal_lost"}
	}
	return nil
}

// framesPerSecond is how often the desk looks whether there is something to
// draw: a key waits half of the time between two looks for its picture.
const framesPerSecond = 120

// program runs the desk on this terminal.
func (a *app) program(ctx context.Context, desk tea.Model) *tea.Program {
	out := a.out
	if tty, ok := out.(term.File); ok {
		out = glass.New(tty)
	}
	return tea.NewProgram(desk, tea.WithContext(ctx), tea.WithInput(a.in), tea.WithOutput(out),
		tea.WithFPS(framesPerSecond))
}

// desk makes the root of the desk in dir.
func (a *app) desk(ctx context.Context, s *session, dir string) (*ui.Root, error) {
	pages, err := guide.Load(a.assets)
	var lead tour.Tour
	if a.demo && a.as == "" { // who names himself knows the desk
		var err2 error
		lead, err2 = tour.Load(a.assets)
		err = errors.Join(err, err2)
	}
	if err != nil {
		return nil, err
	}
	return ui.New(ctx, ui.Options{
		Store: s.Store, Texts: a.texts, Lang: a.tx.Lang(), Person: s.person, Now: s.now,
		Match: find.Matches, Screens: a.screens(s.Store, dir, pages),
		Check: func(ctx context.Context) error { return s.CheckTables(ctx) },
		Crash: func(what any) { a.noteCrash(dir, what) },
		Large: true,
		Hint:  a.localeHint(),
		Tour:  lead,
	})
}

func (a *app) screens(s *store.Store, dir string, pages *guide.Pages) ui.Screens {
	return ui.Screens{
		Home:   func(env screen.Env) screen.Screen { return home.New(env, s) },
		Intake: func(env screen.Env, m screen.OpenIntake) screen.Screen { return intake.New(env, s, m) },
		Lookup: func(env screen.Env, q string) screen.Screen { return lookup.New(env, s, q) },
		Case:   func(env screen.Env, m screen.OpenCase) screen.Screen { return casework.At(env, s, m) },
		People: func(env screen.Env, m screen.OpenPeople) screen.Screen {
			return setup.NewPeople(env, s, a.office(s, dir).Page, m)
		},
		Returns:  a.returnsScreen(s, dir),
		Shops:    a.shopsScreen(s),
		Platform: func(env screen.Env) screen.Screen { return odr.New(env, s, a.trader(s)) },
		Roster:   a.rosterScreen(s),
		Papers:   a.papersScreen(s, dir),
		Duty:     a.dutyScreen(s, paper.NewPress(a.assets), dir),
		Setup:    func(env screen.Env) screen.Screen { return setup.NewFirst(env, s) },
		Display:  func(env screen.Env) screen.Screen { return setup.NewDisplay(env, s) },
		Station:  a.stationScreens(s, dir),
		Targets:  a.targetsScreen(s),
		Guide: func(env screen.Env, topic string) screen.Screen {
			return guide.New(env, pages, topic, find.Matches, a.office(s, dir).Page)
		},
	}
}

// checkTerminal says in words why the desk cannot be drawn here.
func (a *app) checkTerminal() error {
	if name := a.getenv("TERM"); name == "dumb" || name == "" {
		return &model.Problem{Code: "cli.dumb_terminal", Args: map[string]any{"name": name}}
	}
	in, okIn := a.in.(*os.File)
	out, okOut := a.out.(*os.File)
	if !okIn || !okOut || !term.IsTerminal(in.Fd()) || !term.IsTerminal(out.Fd()) {
		return &model.Problem{Code: "cli.no_terminal"}
	}
	if set := charset(a.ctype()); set != "" && set != "utf8" {
		return &model.Problem{Code: "cli.charset", Args: map[string]any{"locale": clip(a.ctype())}}
	}
	return nil
}

// ctype is the locale in force for characters.
func (a *app) ctype() string {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := a.getenv(name); v != "" {
			return v
		}
	}
	return ""
}

// charset is the character set a locale names, folded ("utf8", "gbk"); "" when
// it names none, as C and POSIX.
func charset(locale string) string {
	_, set, _ := strings.Cut(locale, ".")
	set, _, _ = strings.Cut(set, "@")
	return strings.ToLower(strings.ReplaceAll(set, "-", ""))
}

// localeHint is said once at the start where the terminal may not show
// Chinese: a locale that names no character set.
func (a *app) localeHint() string {
	if l := a.ctype(); l == "C" || l == "POSIX" {
		return a.tx.T("cli.locale_hint", "locale", l)
	}
	return ""
}

// noteCrash writes what went wrong inside the program into a file beside the
// store: the place in the program, never what was typed.
func (a *app) noteCrash(dir string, what any) {
	f, err := os.OpenFile(filepath.Join(dir, "heshi.log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	defer f.Close()
	kind := "panic"
	if err, ok := what.(error); ok {
		kind = err.Error()
	}
	_, _ = f.WriteString(time.Now().Format(time.RFC3339) + " " + number + " " + kind + "\n" + string(debug.Stack()) + "\n")
}

// Sizes of the demonstration.
const (
	demoCases = 240
	demoShops = 36
	demoSeed  = 7
)

// furnish fills the store of --demo: shops, people,
// volunteers with their roster, a core enterprise, what the ODR platform sent,
// and cases up to today.
func (a *app) furnish(ctx context.Context, s *session) error {
	names, err := fill.Load(a.assets)
	if err != nil {
		return err
	}
	for _, p := range names.People {
		if _, err := s.AddPerson(ctx, s.by(), model.Person{Name: p.Name, Role: p.Role, Senior: p.Senior}); err != nil {
			return err
		}
	}
	plan := fill.Plan{Names: names, Cases: demoCases, Seed: demoSeed, End: s.now()}
	shops := plan.Shops(demoShops)
	err = s.AddBatch(ctx, s.by(), len(shops), func(i int) (store.Item, error) {
		return store.Item{Shop: &shops[i], By: s.by()}, nil
	}, nil)
	if err != nil {
		return err
	}
	if err := a.furnishDuty(ctx, s, plan); err != nil {
		return err
	}
	if err := a.furnishPlatform(ctx, s); err != nil {
		return err
	}
	return a.fill(ctx, s, demoCases, demoSeed, s.now())
}
