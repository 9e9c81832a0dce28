package exchange

import "strings"

// Spreadsheets run a CSV cell that begins like a formula, whoever typed it: what
// a consumer wrote must not act on the coordinator's machine. A leading
// apostrophe makes it text (OWASP, "CSV Injection"). XLSX cells need none: they
// say themselves that they are text.

// opening is what a formula may begin with, full-width forms included.
const opening = "=+-@\t\r＝＋－＠"

// formula tells whether a spreadsheet would run a cell, apostrophes before it
// left aside. A signed number or a telephone number is none.
func formula(cell string) bool {
	s := strings.TrimLeft(cell, "'")
	rest := strings.TrimLeft(s, opening)
	if rest == s {
		return false
	}
	return strings.ContainsAny(s, "=@＝＠\t\r") || strings.Trim(rest, "0123456789 .,-()") != ""
}

// guard makes the cells of a row harmless to spreadsheets, where they stand.
func guard(cells []string) []string {
	for i, c := range cells {
		if formula(c) {
			cells[i] = "'" + c
		}
	}
	return cells
}

// unguard undoes guard, in our own files and in others'.
func unguard(cells []string) {
	for i, c := range cells {
		if strings.HasPrefix(c, "'") && formula(c) {
			cells[i] = c[1:]
		}
	}
}
