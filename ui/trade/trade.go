// Package trade takes in and hands out whole files: shops, the alliance's
// charter, calendar years. The command line and the desk use the same one, so
// that a file means the same to both.
package trade

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"heshi/model"
	"heshi/model/returns"
	"heshi/model/workday"
	"heshi/store"
	"heshi/store/exchange"
	"heshi/ui/text"
)

// The kinds of file.
const (
	Shops    = "shops"
	Charter  = "charter"
	Calendar = "calendar"
	Groups   = "groups"
	// Volunteers is the register of volunteers.
	Volunteers = "volunteers"
	// The case file of the ODR platform comes in as ODR and goes back, with
	// what was done, as ODRResults.
	ODR        = "odr"
	ODRResults = "odr-results"
)

// Kinds lists the kinds of file that can be taken in.
func Kinds() []string { return []string{Calendar, Charter, Groups, ODR, Shops, Volunteers} }

// Exports lists the kinds of file that can be handed out.
func Exports() []string { return []string{Calendar, Charter, Groups, ODRResults, Shops, Volunteers} }

// Result is what an import did, or with a dry run would do.
type Result struct {
	Kind    string `json:"kind"`
	Added   int    `json:"added"`
	Changed int    `json:"changed,omitempty"` // volunteers that were there and become others
	Present int    `json:"present"`           // rows that were there already
	DryRun  bool   `json:"dry_run,omitempty"`
	// Unclear are rows of which it cannot be told whom they mean. While there is
	// one nothing is written.
	Unclear model.Problems `json:"unclear,omitempty"`
	// Rows are what becomes of each row of volunteers.
	Rows []Row `json:"rows,omitempty"`
}

// Row is what an import makes of one row of volunteers.
type Row struct {
	Row           int             `json:"row"` // as people count it, the head is row 1
	Name          string          `json:"name"`
	What          string          `json:"what"`             // New, Changed, Same or Unclear
	Fields        []string        `json:"fields,omitempty"` // that change
	Before, After model.Volunteer `json:"-"`
}

// What becomes of a row.
const (
	New     = "new"
	Changed = "changed"
	Same    = "same"
	Unclear = "unclear"
)

// Trader moves files in and out of a store.
type Trader struct {
	Store  *store.Store
	Assets fs.FS
	Texts  *text.Set
	// Years is the calendar that comes with the program.
	Years func() (*workday.Calendar, error)
}

// refused is a fault in what was given, not in the program or the disk.
type refused struct{ error }

// Unwrap gives the fault.
func (r refused) Unwrap() error { return r.error }

func refuse(err error) error {
	if err == nil {
		return nil
	}
	return refused{err}
}

// Refused reports whether an error says that the file, not the program, is at
// fault.
func Refused(err error) bool {
	var r refused
	return errors.As(err, &r)
}

// Import checks a file whole and writes it, unless dry. With any fault nothing
// is written; faults are model.Problems with row and column, or with line and
// field. Taking in the same file twice adds nothing.
func (t Trader) Import(ctx context.Context, by store.By, kind, name string, data []byte, dry bool) (r Result, err error) {
	switch kind {
	case Shops:
		r, err = t.importShops(ctx, by, name, data, dry)
	case Charter:
		r, err = t.importCharter(ctx, by, name, data, dry)
	case Calendar:
		r, err = t.importCalendar(ctx, by, name, data, dry)
	case Groups:
		r, err = t.importGroups(ctx, by, name, data, dry)
	case Volunteers:
		r, err = t.importVolunteers(ctx, by, name, data, dry)
	case ODR:
		r, err = t.importODR(ctx, by, name, data, dry)
	default:
		return r, unknown(kind)
	}
	r.Kind, r.DryRun = kind, dry
	return r, err
}

func unknown(kind string) error {
	return refuse(&model.Problem{Code: "cli.kind", Args: map[string]any{"value": clip(kind), "expected": strings.Join(Kinds(), ", ")}})
}

// words gives the words for a code in both languages.
func (t Trader) words(list, code string) []string {
	key := text.Key("code." + list + "." + code)
	if list == "slot" { // said in sentences too, by the name of their placeholder
		key = text.Key("slot." + code)
	}
	return []string{t.Texts.Lang("zh").T(key), t.Texts.Lang("en").T(key)}
}

func (t Trader) importShops(ctx context.Context, by store.By, name string, data []byte, dry bool) (r Result, err error) {
	columns, err := exchange.LoadColumns(t.Assets)
	if err != nil {
		return r, err
	}
	table, err := exchange.Read(name, data)
	if err != nil {
		return r, refuse(err)
	}
	list, err := columns.ReadShops(table, t.words)
	if err != nil {
		return r, refuse(err)
	}
	if list, r.Present, err = t.Store.NewShops(ctx, list); err != nil {
		return r, refuse(err)
	}
	r.Added = len(list)
	if dry {
		return r, nil
	}
	return r, t.Store.AddBatch(ctx, by, len(list), func(i int) (store.Item, error) {
		return store.Item{Shop: &list[i], By: by}, nil
	}, nil)
}

func (t Trader) importCharter(ctx context.Context, by store.By, name string, data []byte, dry bool) (r Result, err error) {
	add, err := returns.ReadCharters(filepath.Base(name), data)
	if err != nil {
		return r, refuse(err)
	}
	held, rev, err := t.Store.Charters(ctx)
	if err != nil {
		return r, err
	}
	next, err := returns.Adopt(held, add...)
	if err != nil {
		return r, refuse(err)
	}
	r.Added = len(next) - len(held)
	r.Present = len(add) - r.Added
	if dry {
		return r, nil
	}
	_, err = t.Store.SaveCharters(ctx, by, next, rev)
	return r, err
}

func (t Trader) importCalendar(ctx context.Context, by store.By, name string, data []byte, dry bool) (r Result, err error) {
	add, err := workday.ParseYears(filepath.Base(name), data)
	if err != nil {
		return r, refuse(err)
	}
	builtIn, err := t.Years()
	if err != nil {
		return r, err
	}
	held, rev, err := t.Store.Years(ctx)
	if err != nil {
		return r, err
	}
	next, r, err := merged(builtIn, held, add)
	if err != nil || dry {
		return r, err
	}
	_, err = t.Store.SaveYears(ctx, by, next, rev)
	return r, err
}

// merged puts years on top of those held; an unofficial year never takes the
// place of an official one that comes with the program.
func merged(builtIn *workday.Calendar, held, add []workday.Year) (next []workday.Year, r Result, err error) {
	effective, err := builtIn.With(held...)
	if err != nil {
		return nil, r, err
	}
	for _, y := range add {
		if slices.ContainsFunc(effective.Years(), func(h workday.Year) bool { return reflect.DeepEqual(h, y) }) {
			r.Present++
			continue
		}
		if !y.Official && builtIn.Official(y.Year) {
			return nil, r, refuse(&model.Problem{Code: "calendar.less_official", Args: map[string]any{"year": y.Year}})
		}
		r.Added++
		if i := slices.IndexFunc(held, func(h workday.Year) bool { return h.Year == y.Year }); i >= 0 {
			held[i] = y
			continue
		}
		held = append(held, y)
	}
	slices.SortFunc(held, func(a, b workday.Year) int { return a.Year - b.Year })
	_, err = builtIn.With(held...)
	return held, r, refuse(err)
}

// Export writes everything of a kind to w in the format that name's ending
// tells, in the words of a language, and returns how many there are.
func (t Trader) Export(ctx context.Context, kind, name, lang string, w io.Writer) (int, error) {
	switch kind {
	case Shops:
		return t.exportShops(ctx, name, lang, w)
	case Charter:
		return t.exportCharter(ctx, name, w)
	case Calendar:
		return t.exportCalendar(ctx, name, w)
	case Groups:
		return t.exportGroups(ctx, name, lang, w)
	case Volunteers:
		return t.exportVolunteers(ctx, name, lang, w)
	case ODRResults:
		return t.exportResults(ctx, name, lang, w)
	}
	return 0, unknown(kind)
}

func (t Trader) exportShops(ctx context.Context, name, lang string, w io.Writer) (int, error) {
	columns, err := exchange.LoadColumns(t.Assets)
	if err != nil {
		return 0, err
	}
	list, err := t.Store.AllShops(ctx)
	if err != nil {
		return 0, err
	}
	return len(list), refuse(exchange.Write(w, name, columns.WriteShops(list, t.words, forFile(name, lang))))
}

// forFile is the language of a file: none where programs read it, who take
// field names and codes.
func forFile(name, lang string) string {
	if ext := filepath.Ext(name); ext == ".jsonl" || ext == ".ndjson" {
		return ""
	}
	return lang
}

func (t Trader) exportCharter(ctx context.Context, name string, w io.Writer) (int, error) {
	if err := JSONOnly(name); err != nil {
		return 0, err
	}
	list, _, err := t.Store.Charters(ctx)
	if err != nil {
		return 0, err
	}
	if len(list) == 0 {
		if list, err = returns.SampleCharters(t.Assets); err != nil {
			return 0, err
		}
	}
	return len(list), lines(w, list)
}

// Effective is the calendar that comes with the program, with the imported
// years on top.
func (t Trader) Effective(ctx context.Context) (*workday.Calendar, error) {
	cal, err := t.Years()
	if err != nil {
		return nil, err
	}
	held, _, err := t.Store.Years(ctx)
	if err == nil && len(held) > 0 {
		cal, err = cal.With(held...)
	}
	return cal, err
}

func (t Trader) exportCalendar(ctx context.Context, name string, w io.Writer) (int, error) {
	if err := JSONOnly(name); err != nil {
		return 0, err
	}
	cal, err := t.Effective(ctx)
	if err != nil {
		return 0, err
	}
	years := cal.Years()
	return len(years), lines(w, years)
}

// JSONOnly refuses a name that promises another format than JSON Lines, the only
// one for what fits into no table.
func JSONOnly(name string) error {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".jsonl", ".ndjson", ".json":
		return nil
	}
	return refuse(&model.Problem{Code: "exchange.format", Args: map[string]any{"formats": ".jsonl .json"}})
}

// lines writes one JSON object a line.
func lines[T any](w io.Writer, list []T) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, v := range list {
		if err := enc.Encode(v); err != nil {
			return err
		}
	}
	return nil
}

// clip shortens a value that is quoted back.
func clip(s string) string {
	r := []rune(s)
	if len(r) > 40 {
		return string(r[:40]) + "..."
	}
	return s
}
