// Package exchange reads and writes the files the desk trades with others:
// tables as CSV, XLSX or JSON Lines. It checks and converts; it stores nothing.
package exchange

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"heshi/model"
	"heshi/store/exchange/strict"
)

// Bounds of one file. They stop a bomb, not a station: a large mall has a
// thousand shops.
const (
	maxRows   = 200_000
	maxCols   = 200
	maxUnzip  = 256 << 20
	maxCell   = 32_767 // what a spreadsheet allows
	maxFaults = 20
)

// Table is a file's rows by column name. Row numbers are those a person sees:
// the header of a spreadsheet is row 1.
type Table struct {
	Header []string
	Rows   []Row
}

// Row is one line of a Table.
type Row struct {
	Number int
	Cells  []string
}

// Formats lists the endings that Read and Write know.
func Formats() []string { return []string{".csv", ".xlsx", ".jsonl"} }

// Read reads a table; name's ending tells the format. Errors are Problems with
// the row where one is known: exchange.format, exchange.empty,
// exchange.broken, exchange.too_big, exchange.row.
func Read(name string, data []byte) (Table, error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv":
		return readCSV(data)
	case ".xlsx":
		return readXLSX(data)
	case ".jsonl", ".ndjson":
		return readLines(data)
	}
	return Table{}, &model.Problem{Code: "exchange.format", Args: map[string]any{"formats": strings.Join(Formats(), " ")}}
}

// broken says that a row cannot be read; row 0 is the whole file.
func broken(row int) error {
	if row == 0 {
		return &model.Problem{Code: "exchange.no_table"}
	}
	return &model.Problem{Code: "exchange.broken", Args: map[string]any{"row": row}}
}

func tooBig() error {
	return &model.Problem{Code: "exchange.too_big", Args: map[string]any{"rows": maxRows, "columns": maxCols, "signs": maxCell}}
}

func readCSV(data []byte) (Table, error) {
	text, err := utf8Text(data)
	if err != nil {
		return Table{}, err
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord = -1
	var t Table
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return t.done()
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			return Table{}, broken(bad.Line)
		}
		if err != nil {
			return Table{}, broken(0)
		}
		line, _ := r.FieldPos(0)
		unguard(cells)
		if err := t.add(line, cells); err != nil {
			return Table{}, err
		}
	}
}

// options bound what a workbook unpacks to, and say how its days are read. A day
// typed into a cell has the format "date as this computer writes it", which
// comes with the year first here; without it the library takes it for American.
func options() excelize.Options {
	const day, moment = "yyyy-mm-dd", "hh:mm:ss"
	return excelize.Options{
		UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: 32 << 20,
		ShortDatePattern: day, LongDatePattern: day, LongTimePattern: moment, CultureInfo: excelize.CultureNameZhCN,
	}
}

func readXLSX(data []byte) (t Table, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), options())
	if err != nil {
		return Table{}, broken(0)
	}
	defer func() {
		if f.Close() != nil && err == nil {
			err = broken(0)
		}
	}()
	sheets := f.GetSheetList()
	if len(sheets) == 0 {
		return Table{}, broken(0)
	}
	rows, err := f.Rows(sheets[0])
	if err != nil {
		return Table{}, broken(0)
	}
	for n := 1; rows.Next(); n++ {
		cells, err := rows.Columns(options())
		if err != nil {
			return Table{}, broken(n)
		}
		if err := t.add(n, cells); err != nil {
			return Table{}, err
		}
	}
	return t.done()
}

// readLines reads one JSON object a line; the first one's keys, and any new
// ones later, are the columns.
func readLines(data []byte) (Table, error) {
	text, err := utf8Text(data)
	if err != nil {
		return Table{}, err
	}
	var t Table
	at := map[string]int{}
	for i, line := range bytes.Split(text, []byte("\n")) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if strict.Halved(line) {
			return Table{}, badEncoding()
		}
		keys, values, err := object(line)
		if err != nil {
			return Table{}, broken(i + 1)
		}
		cells := make([]string, len(t.Header), len(t.Header)+len(keys))
		for k, key := range keys {
			if slices.Contains(keys[:k], key) {
				return Table{}, &model.Problem{Code: "exchange.column_twice", Args: map[string]any{"name": clip(key)}}
			}
			if _, ok := at[key]; !ok {
				at[key] = len(t.Header)
				t.Header = append(t.Header, key)
				cells = append(cells, "")
			}
			cells[at[key]] = values[k]
		}
		if len(t.Rows) >= maxRows || len(t.Header) > maxCols {
			return Table{}, tooBig()
		}
		t.Rows = append(t.Rows, Row{Number: i + 1, Cells: cells})
	}
	if len(t.Header) == 0 { // no lines, or objects that say nothing
		return Table{}, &model.Problem{Code: "exchange.empty"}
	}
	return t, nil
}

// object reads a flat JSON object of texts, numbers and null, keys in order.
func object(line []byte) (keys, values []string, err error) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if tok, err := d.Token(); err != nil || tok != json.Delim('{') {
		return nil, nil, errNotFlat
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, nil, err
		}
		value, err := d.Token()
		if err != nil {
			return nil, nil, err
		}
		keys = append(keys, key.(string)) // a key is always a string
		switch v := value.(type) {
		case nil:
			values = append(values, "")
		case string:
			values = append(values, v)
		case json.Number:
			values = append(values, v.String())
		default:
			return nil, nil, errNotFlat
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, nil, errNotFlat
	}
	return keys, values, nil
}

var errNotFlat = errors.New("exchange: not a flat JSON object")

// add takes a line: the first that is not blank is the header.
func (t *Table) add(n int, cells []string) error {
	blank := true
	for i, c := range cells {
		cells[i] = strings.TrimSpace(c)
		blank = blank && cells[i] == ""
		if len(c) > 4*maxCell {
			return tooBig()
		}
	}
	switch {
	case blank:
		return nil
	case len(t.Rows) >= maxRows || len(cells) > maxCols:
		return tooBig()
	case t.Header == nil:
		t.Header = cells
		return nil
	}
	t.Rows = append(t.Rows, Row{Number: n, Cells: cells})
	return nil
}

func (t *Table) done() (Table, error) {
	if t.Header == nil || len(t.Rows) == 0 {
		return Table{}, &model.Problem{Code: "exchange.empty"}
	}
	return *t, nil
}

// Write writes a table in the format that name's ending tells. CSV begins with
// a byte order mark, without which spreadsheets take it for GBK.
func Write(w io.Writer, name string, t Table) error {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv":
		return writeCSV(w, t)
	case ".xlsx":
		return writeXLSX(w, t)
	case ".jsonl", ".ndjson":
		return writeLines(w, t)
	}
	return &model.Problem{Code: "exchange.format", Args: map[string]any{"formats": strings.Join(Formats(), " ")}}
}

func writeCSV(w io.Writer, t Table) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	c := csv.NewWriter(w)
	if err := c.Write(t.Header); err != nil {
		return err
	}
	for _, r := range t.Rows {
		if err := c.Write(guard(slices.Clone(r.Cells))); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func writeXLSX(w io.Writer, t Table) (err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	sheet := f.GetSheetName(0)
	sw, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	put := func(n int, cells []string) error {
		row := make([]any, len(cells))
		for i, c := range cells {
			row[i] = c
		}
		at, err := excelize.CoordinatesToCellName(1, n)
		if err != nil {
			return err
		}
		return sw.SetRow(at, row)
	}
	if err := put(1, t.Header); err != nil {
		return err
	}
	for i, r := range t.Rows {
		if err := put(i+2, r.Cells); err != nil {
			return err
		}
	}
	if err := sw.Flush(); err != nil {
		return err
	}
	return f.Write(w)
}

func writeLines(w io.Writer, t Table) error {
	for _, r := range t.Rows {
		var b bytes.Buffer
		b.WriteByte('{')
		for i, c := range r.Cells {
			if c == "" {
				continue
			}
			if b.Len() > 1 {
				b.WriteByte(',')
			}
			key, err := json.Marshal(t.Header[i])
			if err != nil {
				return err
			}
			value, err := json.Marshal(c)
			if err != nil {
				return err
			}
			b.Write(key)
			b.WriteByte(':')
			b.Write(value)
		}
		b.WriteString("}\n")
		if _, err := w.Write(b.Bytes()); err != nil {
			return err
		}
	}
	return nil
}
