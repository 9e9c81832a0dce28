package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"heshi/ui/text"
	"heshi/ui/widget"
)

// printUsage writes how a command is called, what stands below it and its flags,
// in the language of this run and lined up by cells: the flag library counts
// bytes and adds words of English.
func (a *app) printUsage(cmd *cobra.Command) error {
	var b strings.Builder
	line := func(key text.Key) { fmt.Fprintf(&b, "\n%s\n", a.tx.T(key)) }
	fmt.Fprintln(&b, a.tx.T("cli.usage"))
	fmt.Fprintln(&b, "  "+cmd.UseLine())
	var commands [][2]string
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			commands = append(commands, [2]string{sub.Name(), sub.Short})
		}
	}
	if len(commands) > 0 {
		fmt.Fprintln(&b, "  "+cmd.CommandPath()+" "+a.tx.T("cli.usage.command"))
		line("cli.usage.commands")
		b.WriteString(inColumns(commands))
	}
	if flags := flagRows(cmd.LocalFlags()); len(flags) > 0 {
		line("cli.usage.flags")
		b.WriteString(inColumns(flags))
	}
	if flags := flagRows(cmd.InheritedFlags()); len(flags) > 0 {
		line("cli.usage.everywhere")
		b.WriteString(inColumns(flags))
	}
	_, err := io.WriteString(cmd.OutOrStdout(), b.String())
	return written(err)
}

// flagRows gives each flag with its value's name, and what it does.
func flagRows(set *pflag.FlagSet) (rows [][2]string) {
	set.VisitAll(func(f *pflag.Flag) {
		name, says := pflag.UnquoteUsage(f)
		left := "    --" + f.Name
		if f.Shorthand != "" {
			left = "-" + f.Shorthand + ", --" + f.Name
		}
		if name != "" {
			left += " " + name
		}
		rows = append(rows, [2]string{left, says})
	})
	return rows
}

// inColumns lines up the second column behind the widest of the first.
func inColumns(rows [][2]string) string {
	wide := 0
	for _, r := range rows {
		wide = max(wide, widget.Width(r[0]))
	}
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "  %s%s  %s\n", r[0], strings.Repeat(" ", wide-widget.Width(r[0])), r[1])
	}
	return b.String()
}
