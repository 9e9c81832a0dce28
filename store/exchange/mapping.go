package exchange

import (
	"errors"
	"fmt"
	"io/fs"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store/exchange/strict"
)

// LoadMapping reads exchange/odr.json: the sample that applies until the
// station has written down its own.
func LoadMapping(fsys fs.FS) (model.Mapping, error) {
	b, err := fs.ReadFile(fsys, "exchange/odr.json")
	if err != nil {
		return model.Mapping{}, err
	}
	m, err := ReadMapping(b)
	if err != nil {
		return m, fmt.Errorf("exchange: mapping: %w", err)
	}
	return m, nil
}

// ReadMapping reads and checks a mapping: one JSON object. Faults are
// model.Problems.
func ReadMapping(data []byte) (model.Mapping, error) {
	text, err := utf8Text(data)
	if err != nil {
		return model.Mapping{}, err
	}
	var m model.Mapping
	var p *model.Problem
	if err := strict.Decode(text, &m); errors.As(err, &p) {
		line := p.Args["line"]
		if line == nil {
			line = 1
		}
		return m, &model.Problem{Code: "mapping.broken", Args: map[string]any{"line": line}}
	}
	m.Rev = 0
	m, faults := flow.CheckMapping(m)
	if len(faults.Hard()) > 0 {
		return m, faults.Hard()
	}
	return m, nil
}
