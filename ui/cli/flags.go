package cli

import (
	"errors"

	"github.com/spf13/pflag"

	"heshi/model"
)

// flagProblem says in our words what the flag parser found.
func flagProblem(err error) error {
	var missing *pflag.NotExistError
	var empty *pflag.ValueRequiredError
	var bad *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &missing):
		name := "--" + missing.GetSpecifiedName()
		if short := missing.GetSpecifiedShortnames(); short != "" {
			name = "-" + short
		}
		return &model.Problem{Code: "cli.unknown_flag", Args: map[string]any{"name": clip(name)}}
	case errors.As(err, &empty):
		return &model.Problem{Code: "cli.flag_value", Args: map[string]any{"name": "--" + empty.GetSpecifiedName()}}
	case errors.As(err, &bad):
		return &model.Problem{Code: "cli.flag_bad", Args: map[string]any{"name": "--" + bad.GetFlag().Name, "value": clip(bad.GetValue())}}
	case errors.As(err, &syntax):
		return &model.Problem{Code: "cli.unknown_flag", Args: map[string]any{"name": clip(syntax.GetSpecifiedFlag())}}
	}
	return &model.Problem{Code: "cli.unknown_flag", Args: map[string]any{"name": clip(err.Error())}}
}
