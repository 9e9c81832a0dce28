package exchange

import (
	"errors"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Sheet is one sheet of a spreadsheet: texts, whole numbers, the first row its
// heads.
type Sheet struct {
	Name string
	Rows [][]any
}

// WriteBook writes a spreadsheet of several sheets. A name that is taken gets a
// number; what a spreadsheet does not allow in a name is left out.
func WriteBook(w io.Writer, sheets []Sheet) (err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	taken := map[string]bool{}
	first := f.GetSheetName(0)
	for i, s := range sheets {
		name := sheetName(s.Name, taken)
		if i == 0 {
			err = f.SetSheetName(first, name)
		} else {
			_, err = f.NewSheet(name)
		}
		if err != nil {
			return err
		}
		if err := writeSheet(f, name, s.Rows); err != nil {
			return err
		}
	}
	return f.Write(w)
}

// sheetName makes a name that no sheet has yet, of at most 31 characters.
func sheetName(name string, taken map[string]bool) string {
	r := []rune(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return -1
		}
		return r
	}, name))
	base := string(r[:min(len(r), 28)])
	if base == "" {
		base = "1"
	}
	out := base
	for n := '2'; taken[out]; n++ {
		out = base + " " + string(n)
	}
	taken[out] = true
	return out
}

func writeSheet(f *excelize.File, name string, rows [][]any) error {
	sw, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := sw.SetColWidth(1, 1, 36); err != nil {
		return err
	}
	for i, row := range rows {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := sw.SetRow(at, row); err != nil {
			return err
		}
	}
	return sw.Flush()
}
