package flow

import (
	"maps"
	"slices"
	"strings"

	"heshi/model"
)

// CheckMapping checks which column of the platform's file holds what, and
// returns it normalised. Faults are at "columns.<field>" and
// "values.<field>".
func CheckMapping(m model.Mapping) (model.Mapping, model.Problems) {
	var ps faults
	m.Note = ps.line("note", m.Note)
	columns := map[string]string{}
	owner := map[string]bool{}
	known := map[string]bool{}
	for _, f := range model.MappingFields() {
		at := "columns." + f.Name
		head := ps.line(at, m.Columns[f.Name])
		known[f.Name] = true
		switch taken := owner[head]; {
		case head == "" && f.Must:
			ps.add("mapping.need_column", at, map[string]any{"mapping_field": f.Name})
		case head == "":
		case taken:
			ps.add("mapping.twice", at, map[string]any{"head": head, "mapping_field": f.Name})
		default:
			columns[f.Name], owner[head] = head, true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m.Columns)) {
		if !known[name] {
			ps.add("mapping.unknown_field", "columns", map[string]any{"value": short(name), "expected": fieldNames()})
		}
	}
	m.Columns = columns
	m.Values = mappedValues(&ps, m.Values)
	return m, model.Problems(ps)
}

func fieldNames() string {
	var names []string
	for _, f := range model.MappingFields() {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}

func mappedValues(ps *faults, values map[string]map[string]string) map[string]map[string]string {
	codes := model.MappingValues()
	out := map[string]map[string]string{}
	for _, field := range slices.Sorted(maps.Keys(values)) {
		of, ok := codes[field]
		if !ok {
			ps.add("mapping.unknown_field", "values", map[string]any{"value": short(field), "expected": strings.Join(slices.Sorted(maps.Keys(codes)), ", ")})
			continue
		}
		words := map[string]string{}
		for _, word := range slices.Sorted(maps.Keys(values[field])) {
			code := values[field][word]
			ps.oneOf("values."+field, code, of)
			if clean := ps.line("values."+field, word); clean != "" && code != "" {
				words[clean] = code
			}
		}
		if len(words) > 0 {
			out[field] = words
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}
