package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"heshi/model"
	"heshi/model/flow"
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
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	var m model.Mapping
	if err := d.Decode(&m); err != nil {
		return m, &model.Problem{Code: "mapping.broken", Args: map[string]any{"line": lineOf(text, d.InputOffset())}}
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return m, &model.Problem{Code: "mapping.broken", Args: map[string]any{"line": lineOf(text, d.InputOffset())}}
	}
	m.Rev = 0
	m, faults := flow.CheckMapping(m)
	if len(faults.Hard()) > 0 {
		return m, faults.Hard()
	}
	return m, nil
}

func lineOf(text []byte, offset int64) int {
	return 1 + bytes.Count(text[:min(int(offset), len(text))], []byte("\n"))
}
