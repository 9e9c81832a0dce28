package exchange

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"heshi/model"
	"heshi/model/flow"
	"heshi/model/ident"
	"heshi/store/exchange/strict"
)

const (
	casesTable = "cases"
	// maxLine is how long a line of a file of cases may be, in bytes.
	maxLine = 4 << 20
)

// CaseFormats lists the endings of files of cases. JSON Lines carries a case
// whole; CSV the facts that fit into a table.
func CaseFormats() []string { return []string{".csv", ".jsonl"} }

// CaseReader reads cases from a file one at a time, in bounded memory. In a file
// MergedInto is the number of the other case: ids mean nothing elsewhere.
type CaseReader struct {
	columns Columns
	words   Words
	zone    *time.Location
	lines   *bufio.Scanner
	form    *strict.Form
	table   *csv.Reader
	head    []string
	at      map[string]int
	row     int
}

// ReadCases begins to read cases; name's ending tells the format. Days without
// a time of day are in zone. A text that is neither UTF-8 nor GB 18030 is
// exchange.encoding.
func (c Columns) ReadCases(name string, r io.ReadSeeker, words Words, zone *time.Location) (*CaseReader, error) {
	out := &CaseReader{columns: c, words: words, zone: zone}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".jsonl", ".ndjson":
		out.lines, out.form = bufio.NewScanner(r), strict.NewForm(model.Case{})
		out.lines.Buffer(make([]byte, streamed), maxLine)
		return out, nil
	case ".csv":
	default:
		return nil, &model.Problem{Code: "exchange.format", Args: map[string]any{"formats": strings.Join(CaseFormats(), " ")}}
	}
	text, err := utf8Stream(r)
	if err != nil {
		return nil, err
	}
	out.table = csv.NewReader(text)
	out.table.ReuseRecord, out.table.FieldsPerRecord = true, -1
	head, err := out.table.Read()
	if err != nil {
		return nil, &model.Problem{Code: "exchange.empty"}
	}
	out.row = 1
	out.head = slices.Clone(head)
	out.at, err = c.place(casesTable, out.head, "no", "registered_at", "what")
	return out, err
}

// Next returns the next case and its row; io.EOF at the end. Any other error is
// a Problem that names the row, and where it can the column.
func (r *CaseReader) Next() (c model.Case, row int, err error) {
	if r.lines != nil {
		c, err = r.line()
	} else {
		c, err = r.record()
	}
	if err != nil {
		return c, r.row, err
	}
	strict.Plain(&c)
	c, told := flow.Told(c)
	if faults := append(r.inRow(told), r.check(c)...); len(faults) > 0 {
		return c, r.row, faults
	}
	return c, r.row, nil
}

// Skip passes over so many cases without looking at them; false at the end. What it
// cannot read Next says.
func (r *CaseReader) Skip(n int) bool {
	for n > 0 {
		if r.table != nil {
			_, err := r.table.Read()
			if r.row++; errors.Is(err, io.EOF) {
				return false
			}
			n--
			continue
		}
		if !r.lines.Scan() {
			return r.lines.Err() != nil
		}
		if r.row++; len(r.bare()) > 0 {
			n--
		}
	}
	return true
}

// bare is the line at hand without what is around it.
func (r *CaseReader) bare() []byte {
	return bytes.TrimSpace(bytes.TrimPrefix(r.lines.Bytes(), []byte(mark)))
}

// line reads a case as JSON. A field that is not known means that a newer
// program wrote it.
func (r *CaseReader) line() (c model.Case, err error) {
	for r.lines.Scan() {
		r.row++
		b := r.bare()
		if len(b) == 0 {
			continue
		}
		if err := r.form.Decode(b, &c); err != nil {
			return c, r.atLine(err)
		}
		return c, nil
	}
	if r.lines.Err() != nil {
		return c, broken(r.row + 1)
	}
	return c, io.EOF
}

// atLine says in which line of JSON a fault is, and at which field.
func (r *CaseReader) atLine(err error) error {
	var p *model.Problem
	if !errors.As(err, &p) {
		return broken(r.row)
	}
	name, _ := p.Args["name"].(string)
	if name == "" {
		return broken(r.row)
	}
	at := *p
	at.Field = ""
	return &model.Problem{Code: "exchange.row", Args: map[string]any{"row": r.row, "column": clip(name), "fault": &at}}
}

// record reads a case from a line of a table.
func (r *CaseReader) record() (c model.Case, err error) {
	fields, err := r.table.Read()
	r.row++
	switch {
	case errors.Is(err, io.EOF):
		return c, io.EOF
	case err != nil:
		return c, broken(r.row)
	}
	unguard(fields)
	row := Row{Number: r.row, Cells: fields}
	if p := headless(r.head, row); p != nil {
		return c, p
	}
	get := cells{r.at, row}.get
	var faults model.Problems
	fault := func(field string, p *model.Problem) {
		if p != nil {
			q := *p
			q.Field = field
			faults = append(faults, &q)
		}
	}
	coded := func(list, field string, codes []string) string { return code(r.words, list, codes, get(field)) }
	moment := func(field string) time.Time {
		s := get(field)
		t, err := time.Parse(time.RFC3339, s)
		ok := err == nil || s == ""
		if !ok {
			t, ok = ReadMoment(s, r.zone)
		}
		if !ok || !t.IsZero() && !strict.InTime(t) {
			fault(field, &model.Problem{Code: "exchange.moment", Args: map[string]any{"value": clip(s)}})
		}
		return t
	}
	c = model.Case{
		No: get("no"), Kind: model.CaseKind(coded("kind", "kind", []string{string(model.Complaint), string(model.Consultation)})),
		State: model.CaseState(get("state")), RegisteredAt: moment("registered_at"), ClosedAt: moment("closed_at"),
		Complainant: model.Party{Name: get("name"), Phone: ident.Digits(get("phone"))}, Shop: get("shop"), Goods: get("goods"),
		MergedInto: model.ID(get("merged_into")), What: get("what"), Answer: get("answer"), Note: get("note"), Receiver: get("receiver"),
		Class: coded("class", "class", model.Classes()), Nature: coded("nature", "nature", model.Natures()),
		Request: coded("request", "request", model.Requests()), Channel: coded("channel", "channel", model.Channels()),
	}
	for field, to := range map[string]*model.Day{"purchased_on": &c.PurchasedOn, "due_on": &c.DueOn} {
		if s := get(field); s != "" {
			day, p := readDay(s)
			fault(field, p)
			*to = day
		}
	}
	if s := get("amount"); s != "" {
		amount, p := ident.Money(s)
		fault("amount", p)
		c.Amount = amount
	}
	if len(faults) > 0 {
		return c, r.inRow(faults)
	}
	return c, nil
}

// check looks for what a case from elsewhere must have.
func (r *CaseReader) check(c model.Case) model.Problems {
	var ps model.Problems
	need := func(field string, there bool) {
		if !there {
			ps = append(ps, &model.Problem{Code: "exchange.needed", Field: field})
		}
	}
	need("no", c.No != "")
	need("registered_at", !c.RegisteredAt.IsZero())
	need("what", c.What != "")
	if c.Kind != "" && c.Kind != model.Complaint && c.Kind != model.Consultation {
		ps = append(ps, unknownCode("kind", string(c.Kind)))
	}
	if c.State != "" && !slices.Contains(model.CaseStates(), c.State) {
		ps = append(ps, unknownCode("state", string(c.State)))
	}
	for _, x := range []struct {
		field, value string
		codes        []string
	}{{"class", c.Class, model.Classes()}, {"nature", c.Nature, model.Natures()}, {"request", c.Request, model.Requests()}, {"channel", c.Channel, model.Channels()}} {
		if x.value != "" && !slices.Contains(x.codes, x.value) {
			ps = append(ps, unknownCode(x.field, x.value))
		}
	}
	ps = append(ps, flow.Sound(c)...)
	return r.inRow(ps)
}

// InCase says of a row of a file of cases what is wrong with it.
func (c Columns) InCase(row int, p *model.Problem) *model.Problem {
	return c.inRow(casesTable, row, p)
}

func unknownCode(field, value string) *model.Problem {
	return &model.Problem{Code: "exchange.code", Field: field, Args: map[string]any{"value": clip(value)}}
}

// InRow says of the row that was read last what is wrong with it.
func (r *CaseReader) InRow(p *model.Problem) *model.Problem { return r.columns.InCase(r.row, p) }

func (r *CaseReader) inRow(ps model.Problems) (out model.Problems) {
	for _, p := range ps {
		out = append(out, r.InRow(p))
	}
	return out
}

// CaseWriter writes cases one at a time.
type CaseWriter struct {
	lines  *json.Encoder
	table  *csv.Writer
	fields []Column
}

// WriteCases begins a file of cases; name's ending tells the format. CSV has
// its heads in lang.
func (c Columns) WriteCases(name string, w io.Writer, lang string) (*CaseWriter, error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".jsonl", ".ndjson":
		out := &CaseWriter{lines: json.NewEncoder(w)}
		out.lines.SetEscapeHTML(false)
		return out, nil
	case ".csv":
		if _, err := io.WriteString(w, mark); err != nil {
			return nil, err
		}
		out := &CaseWriter{table: csv.NewWriter(w), fields: c[casesTable]}
		return out, out.table.Write(c.header(casesTable, lang))
	}
	return nil, &model.Problem{Code: "exchange.format", Args: map[string]any{"formats": strings.Join(CaseFormats(), " ")}}
}

// Write writes a case.
func (w *CaseWriter) Write(c model.Case) error {
	if w.lines != nil {
		return w.lines.Encode(c)
	}
	moment := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format(time.RFC3339)
	}
	day := func(d model.Day) string {
		if d.IsZero() {
			return ""
		}
		return d.String()
	}
	amount := ""
	if c.Amount != 0 {
		amount = c.Amount.Yuan()
	}
	values := map[string]string{
		"no": c.No, "kind": string(c.Kind), "state": string(c.State), "registered_at": moment(c.RegisteredAt), "closed_at": moment(c.ClosedAt),
		"name": c.Complainant.Name, "phone": c.Complainant.Phone, "shop": c.Shop, "goods": c.Goods, "class": c.Class, "nature": c.Nature,
		"request": c.Request, "amount": amount, "purchased_on": day(c.PurchasedOn), "channel": c.Channel,
		"what": c.What, "answer": c.Answer, "note": c.Note, "receiver": c.Receiver, "due_on": day(c.DueOn), "merged_into": string(c.MergedInto),
	}
	cells := make([]string, len(w.fields))
	for i, f := range w.fields {
		cells[i] = values[f.Field]
	}
	return w.table.Write(guard(cells))
}

// Close writes what is left.
func (w *CaseWriter) Close() error {
	if w.table == nil {
		return nil
	}
	w.table.Flush()
	return w.table.Error()
}
