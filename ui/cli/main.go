// Package cli is the command line of Heshi: a contract other programs rely on
// (shared/spec/cli.md). Without a command it opens the desk.
package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"heshi/model"
	"heshi/store"
	"heshi/store/exchange/strict"
	"heshi/store/find"
	"heshi/ui/text"
)

// Exit codes of the contract.
const (
	exitDone   = 0
	exitFailed = 1 // it could not be done
	exitUsage  = 2 // bad usage or bad input
	exitHeld   = 3 // another process holds the store
	exitFaults = 4 // a check found faults
)

// app is one run of the program.
type app struct {
	assets  fs.FS
	in      io.Reader
	out     io.Writer
	err     io.Writer
	getenv  func(string) string
	texts   *text.Set
	tx      *text.Catalogue
	rules   *rules
	version version
	pace    func() func() bool // makes what says when a long command tells more; nil is once a second

	// flags of every command
	data string
	lang string
	now  string
	as   string
	json bool
	demo bool
	line bool // --linear
}

// Main runs the program with its arguments and returns its exit code.
func Main(args []string, assets fs.FS) int {
	ctx, stop := signal.NotifyContext(context.Background(), ends()...)
	defer stop()
	a := &app{assets: assets, in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv, version: build()}
	return a.run(ctx, args)
}

// ends lists the signals that end a run in good order, its store closed and a
// demonstration's removed. A closed window is one, unless whoever started the
// program said that it is to outlive it (nohup).
func ends() []os.Signal {
	all := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		all = append(all, syscall.SIGHUP)
	}
	return all
}

func (a *app) run(ctx context.Context, args []string) int {
	texts, err := text.Open(a.assets)
	if err != nil { // the program itself is broken; there are no words to say it with
		_, _ = io.WriteString(a.err, err.Error()+"\n")
		return exitFailed
	}
	a.texts = texts
	a.rules = &rules{assets: a.assets}
	a.tx = texts.Lang(a.language(args))
	root := a.root()
	help := &heard{w: a.out}
	root.SetOut(help)
	root.SetArgs(args)
	err = root.ExecuteContext(ctx)
	if err == nil {
		err = written(help.err)
	}
	if err != nil {
		return a.fail(err)
	}
	return exitDone
}

// language is what --lang says, else what the locale names, else Chinese. It
// is needed before the flags are read, because their help is in it.
func (a *app) language(args []string) string {
	said, lang := false, ""
	for i, s := range args {
		if v, ok := strings.CutPrefix(s, "--lang="); ok {
			said, lang = true, v
		}
		if s == "--lang" && i+1 < len(args) {
			said, lang = true, args[i+1]
		}
		if s == "--" {
			break
		}
	}
	if said { // twice: the last, as the flags read it
		return lang
	}
	if strings.HasPrefix(strings.ToLower(a.locale()), "en") {
		return "en"
	}
	return "zh"
}

// locale is the locale in force for words, "" when none is set.
func (a *app) locale() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LC_CTYPE", "LANG"} {
		if v := a.getenv(name); v != "" {
			return v
		}
	}
	return ""
}

// coded is an error that has its own exit code.
type coded struct {
	error
	code int
}

// Unwrap gives the error inside.
func (c coded) Unwrap() error { return c.error }

// usage marks err as bad usage or bad input.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return coded{err, exitUsage}
}

// errFaults ends a check that found faults and has printed them.
var errFaults = coded{errors.New("faults"), exitFaults}

// fail says what went wrong in one line and returns the exit code.
func (a *app) fail(err error) int {
	var c coded
	code := exitFailed
	if errors.As(err, &c) {
		code = c.code
	}
	if store.IsCode(err, store.CodeHeld) {
		code = exitHeld
	}
	if code == exitFaults {
		return code
	}
	if errors.Is(err, context.Canceled) {
		err = &model.Problem{Code: "cli.interrupted"}
	}
	a.tell(a.oneLine(strings.Split(a.tx.Problem(err), "\n")))
	return code
}

// oneLine joins the first sentences of many; how many more there are is said.
func (a *app) oneLine(sentences []string) string {
	if more := len(sentences) - maxToldFaults; more > 0 {
		sentences = append(sentences[:maxToldFaults:maxToldFaults], a.tx.T("word.more", "n", more))
	}
	said := ""
	for i, s := range sentences {
		switch last, _ := utf8.DecodeLastRuneInString(said); {
		case i == 0:
		case !unicode.Is(unicode.STerm, last):
			said += "; "
		case last < utf8.RuneSelf: // a wide full stop has its own room
			said += " "
		}
		said += strings.Join(strings.Fields(s), " ")
	}
	return said
}

// clock returns the moment of this run in the zone: --now, or the clock.
func (a *app) clock(zone *time.Location) (func() time.Time, error) {
	if a.now == "" {
		return func() time.Time { return time.Now().In(zone) }, nil
	}
	t, err := time.Parse(time.RFC3339, a.now)
	if err != nil || !strict.InTime(t) {
		return nil, usage(&model.Problem{Code: "cli.now", Args: map[string]any{"value": clip(a.now)}})
	}
	t = t.In(zone)
	return func() time.Time { return t }, nil
}

// clip shortens a value that is quoted back, and takes out what a terminal
// would obey.
func clip(s string) string {
	r := []rune(find.Clean(strings.ToValidUTF8(s, "?")))
	if len(r) > 40 {
		return string(r[:40]) + "..."
	}
	return string(r)
}

func (a *app) root() *cobra.Command {
	root := a.command("heshi", "cli.heshi", func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return usage(&model.Problem{Code: unknownCommand, Args: map[string]any{"name": clip(args[0])}})
		}
		if a.line {
			return a.openLinear(cmd.Context())
		}
		return a.openDesk(cmd.Context())
	})
	root.Args = cobra.ArbitraryArgs
	root.Version = a.version.String()
	root.SetVersionTemplate("{{.Version}}\n")
	pf := root.PersistentFlags()
	pf.StringVar(&a.data, "data", "", a.tx.T("cli.flag.data"))
	pf.StringVar(&a.lang, "lang", "", a.tx.T("cli.flag.lang"))
	pf.StringVar(&a.now, "now", "", a.tx.T("cli.flag.now"))
	pf.StringVar(&a.as, "as", "", a.tx.T("cli.flag.as"))
	pf.BoolVar(&a.json, "json", false, a.tx.T("cli.flag.json"))
	root.Flags().BoolVar(&a.demo, "demo", false, a.tx.T("cli.flag.demo"))
	root.Flags().BoolVar(&a.line, "linear", false, a.tx.T("cli.flag.linear"))
	root.Flags().BoolP("version", "v", false, a.tx.T("cli.flag.version"))
	root.PersistentFlags().BoolP("help", "h", false, a.tx.T("cli.flag.help"))
	root.PersistentPreRunE = func(*cobra.Command, []string) error { return errors.Join(a.checkLang(), a.checkNow()) }
	root.SetHelpCommand(&cobra.Command{Use: "no-help", Hidden: true})
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetErr(a.err)
	root.SetUsageFunc(a.printUsage)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage(flagProblem(err)) })
	root.AddCommand(
		a.caseCommands(), a.findCommand(), a.logCommand(), a.undoCommand(), a.redoCommand(),
		a.verifyCommand(), a.fillCommand(), a.personCommands(), a.doctorCommand(),
		a.returnsCommands(), a.clockCommands(), a.importCommand(), a.exportCommand(), a.shiftsCommands(),
		a.backupCommand(), a.restoreCommand(), a.reportCommand(), a.noCompletion(),
	)
	return root
}

// noCompletion stands where the command library would put a command of its own,
// which answers in its own words, and is as unknown as any other word.
func (a *app) noCompletion() *cobra.Command {
	return &cobra.Command{
		Use: cobra.ShellCompRequestCmd, Aliases: []string{cobra.ShellCompNoDescRequestCmd}, Hidden: true,
		DisableFlagParsing: true, SilenceErrors: true, SilenceUsage: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usage(&model.Problem{Code: unknownCommand, Args: map[string]any{"name": cmd.CalledAs()}})
		},
	}
}

func (a *app) checkLang() error {
	if a.lang == "" || a.lang == "zh" || a.lang == "en" {
		return nil
	}
	return usage(&model.Problem{Code: "cli.lang", Args: map[string]any{"value": clip(a.lang)}})
}

// checkNow refuses a --now that is no moment: some commands ask for the time
// late, and one not at all.
func (a *app) checkNow() error {
	_, err := a.clock(zone())
	return err
}

// command makes a command whose words stand under key: what it does in one
// line, and ".long" where there is more to say.
func (a *app) command(use string, key text.Key, run func(*cobra.Command, []string) error) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: a.tx.T(key), RunE: run, Args: args(0, 0),
		SilenceErrors: true, SilenceUsage: true, DisableFlagsInUseLine: true,
	}
	if a.tx.Has(key + ".long") {
		cmd.Long = a.tx.T(key) + "\n\n" + a.tx.T(key+".long", "complaint", a.example("complaint"), "consultation", a.example("consultation"))
	}
	return cmd
}

// example is a sample input that the help of a command shows.
func (a *app) example(name string) string {
	b, err := fs.ReadFile(a.assets, "demo/"+name+".json")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}

// args checks how many words follow the command.
func args(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, got []string) error {
		if len(got) >= least && len(got) <= most {
			return nil
		}
		return usage(&model.Problem{Code: "cli.args", Args: map[string]any{"use": cmd.UseLine(), "n": len(got)}})
	}
}

// group is a command that only holds others.
func (a *app) group(use string, key text.Key, sub ...*cobra.Command) *cobra.Command {
	cmd := a.command(use, key, func(cmd *cobra.Command, rest []string) error {
		if len(rest) > 0 {
			return usage(&model.Problem{Code: unknownCommand, Args: map[string]any{"name": clip(rest[0])}})
		}
		return usage(&model.Problem{Code: "cli.need_command", Args: map[string]any{"use": cmd.CommandPath()}})
	})
	cmd.Args = cobra.ArbitraryArgs
	cmd.AddCommand(sub...)
	return cmd
}
