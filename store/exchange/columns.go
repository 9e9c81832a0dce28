package exchange

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"

	"heshi/model"
)

// Column is one column of a kind of table: the field it fills and the heads by
// which it is known.
type Column struct {
	Field string   `json:"field"`
	ZH    string   `json:"zh"`
	EN    string   `json:"en"`
	Also  []string `json:"also"`
}

// Columns are the columns of every kind of table, read from
// exchange/columns.json.
type Columns map[string][]Column

// LoadColumns reads the columns below fsys.
func LoadColumns(fsys fs.FS) (Columns, error) {
	b, err := fs.ReadFile(fsys, "exchange/columns.json")
	if err != nil {
		return nil, err
	}
	var c Columns
	if err := json.Unmarshal(b, &c); err != nil {
		return nil, fmt.Errorf("exchange: columns: %w", err)
	}
	return c, nil
}

// header returns the heads of a kind in a language; JSON Lines always takes
// the English ones, which are the field names of the contract.
func (c Columns) header(kind, lang string) []string {
	out := make([]string, 0, len(c[kind]))
	for _, col := range c[kind] {
		if lang == "zh" {
			out = append(out, col.ZH)
		} else {
			out = append(out, col.EN)
		}
	}
	return out
}

// whole finds which cell of a row holds which field, as place does, and refuses
// rows that hold something under no head: a comma in a name would move all that
// comes behind it by a column.
func (c Columns) whole(kind string, t Table, must ...string) (map[string]int, error) {
	at, err := c.place(kind, t.Header, must...)
	if err != nil {
		return nil, err
	}
	var faults model.Problems
	for _, row := range t.Rows {
		if p := headless(t.Header, row); p != nil && len(faults) < maxFaults {
			faults = append(faults, p)
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return at, nil
}

// headless is the fault of a row that holds something under no head.
func headless(header []string, row Row) *model.Problem {
	for i, cell := range row.Cells {
		if cell != "" && (i >= len(header) || header[i] == "") {
			return &model.Problem{Code: "exchange.no_head", Args: map[string]any{"row": row.Number, "number": i + 1}}
		}
	}
	return nil
}

// place finds which cell of a row holds which field. A head nobody knows, one
// that stands twice, and a missing one that must be there are Problems.
func (c Columns) place(kind string, header []string, must ...string) (map[string]int, error) {
	fields := map[string]string{}
	for _, col := range c[kind] {
		for _, head := range append([]string{col.Field, col.ZH, col.EN}, col.Also...) {
			fields[strings.ToLower(head)] = col.Field
		}
	}
	at := map[string]int{}
	for i, head := range header {
		if head == "" {
			continue
		}
		field, ok := fields[strings.ToLower(head)]
		if !ok {
			return nil, &model.Problem{Code: "exchange.column_unknown", Args: map[string]any{"name": head, "expected": strings.Join(c.header(kind, "zh"), " ")}}
		}
		if _, twice := at[field]; twice {
			return nil, &model.Problem{Code: "exchange.column_twice", Args: map[string]any{"name": head}}
		}
		at[field] = i
	}
	for _, field := range must {
		if _, ok := at[field]; !ok {
			return nil, &model.Problem{Code: "exchange.column_missing", Args: map[string]any{"name": c.word(kind, field)}}
		}
	}
	return at, nil
}

func (c Columns) word(kind, field string) string {
	for _, col := range c[kind] {
		if col.Field == field {
			return col.ZH + " / " + col.EN
		}
	}
	return field
}

// cells gives the text of a field in a row, "" when the row has none.
type cells struct {
	at  map[string]int
	row Row
}

func (c cells) get(field string) string {
	i, ok := c.at[field]
	if !ok || i >= len(c.row.Cells) {
		return ""
	}
	return c.row.Cells[i]
}
