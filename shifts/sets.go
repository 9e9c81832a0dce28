package shifts

import (
	"bytes"
	"encoding/json"
	"slices"
	"sort"
)

func has(list []string, x string) bool { return slices.Contains(list, x) }

// common returns what both lists hold, sorted, each once.
func common(a, b []string) []string {
	var out []string
	for _, x := range a {
		if has(b, x) && !has(out, x) {
			out = append(out, x)
		}
	}
	sort.Strings(out)
	return out
}

func sortedKeys[T any](m map[string]T) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// sortedSet returns the assignments by shift and volunteer, each once.
func sortedSet(list []Assignment) []Assignment {
	out := slices.Clone(list)
	slices.SortFunc(out, compareAssignments)
	return slices.Compact(out)
}

func compareAssignments(a, b Assignment) int {
	if a.Shift != b.Shift {
		return compareStrings(a.Shift, b.Shift)
	}
	return compareStrings(a.Volunteer, b.Volunteer)
}

func compareStrings(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// marshal is json.Marshal without HTML escapes.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}
