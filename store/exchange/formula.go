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

// guarded is a cell as it is written, harmless to spreadsheets.
func guarded(cell string) string {
	if formula(cell) {
		return "'" + cell
	}
	return cell
}

// bare undoes guarded, of our own files and of others'.
func bare(cell string) string {
	if strings.HasPrefix(cell, "'") && formula(cell) {
		return cell[1:]
	}
	return cell
}

// guardAll is guarded for a row, which is changed.
func guardAll(cells []string) []string {
	for i, c := range cells {
		cells[i] = guarded(c)
	}
	return cells
}
