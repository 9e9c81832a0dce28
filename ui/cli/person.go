package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"heshi/model"
	"heshi/ui/text"
)

func (a *app) personCommands() *cobra.Command {
	return a.group("person", "cli.person", a.personAdd(), a.personList(), a.personDisable())
}

func (a *app) personAdd() *cobra.Command {
	var role string
	cmd := a.command("add NAME", "cli.person.add", func(cmd *cobra.Command, args []string) error {
		if !slices.Contains(model.Roles(), model.Role(role)) {
			var words []string
			for _, r := range model.Roles() {
				words = append(words, string(r))
			}
			return usage(&model.Problem{Code: "code.unknown", Field: "role", Args: map[string]any{"value": clip(role), "expected": strings.Join(words, ", ")}})
		}
		return a.with(cmd.Context(), func(s *session) error {
			p, err := s.AddPerson(cmd.Context(), s.by(), model.Person{Name: args[0], Role: model.Role(role)})
			if err != nil {
				return inputFault(err)
			}
			return a.printPerson(p)
		})
	})
	cmd.Args = args(1, 1)
	cmd.Flags().StringVar(&role, "role", string(model.Mediator), a.tx.T("cli.flag.role"))
	return cmd
}

func (a *app) personList() *cobra.Command {
	return a.command("list", "cli.person.list", func(cmd *cobra.Command, _ []string) error {
		return a.with(cmd.Context(), func(s *session) error {
			people, err := s.People(cmd.Context())
			if err != nil {
				return err
			}
			for _, p := range people {
				if err := a.printPerson(p); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

func (a *app) personDisable() *cobra.Command {
	cmd := a.command("disable NAME", "cli.person.disable", func(cmd *cobra.Command, args []string) error {
		return a.with(cmd.Context(), func(s *session) error {
			p, err := s.Person(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			p.Disabled = true
			if p, err = s.EditPerson(cmd.Context(), s.by(), p); err != nil {
				return err
			}
			return a.printPerson(p)
		})
	})
	cmd.Args = args(1, 1)
	return cmd
}

func (a *app) printPerson(p model.Person) error {
	if a.json {
		return a.emit(p)
	}
	line := p.Name + "  " + a.tx.T(text.Key("role."+string(p.Role)))
	if p.Disabled {
		line += "  " + a.tx.T("cli.person.disabled")
	}
	return a.say("%s", line)
}
