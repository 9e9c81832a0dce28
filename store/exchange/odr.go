package exchange

import (
	"slices"
	"strings"
	"time"

	"heshi/model"
	"heshi/model/flow"
	"heshi/model/ident"
)

// Platform reads and writes the case file of the ODR platform by a mapping.
type Platform struct {
	Mapping model.Mapping
	Words   Words
	Zone    *time.Location
	Now     time.Time // nothing can have been received after it
	// Sparse says that a column no row fills in may be missing, as in JSON
	// Lines, but for those no case is without.
	Sparse bool
}

// Read makes cases of the rows of a file. Every fault is a Problem that names
// row and column; with any, no case is returned. What a column holds that no
// field of ours takes stays with the case, so that Write gives it back.
func (p Platform) Read(t Table) ([]model.Case, error) {
	at, err := p.place(t.Header)
	if err != nil {
		return nil, err
	}
	r := rowReader{Platform: p, header: t.Header, at: at, first: map[string]int{}}
	out := make([]model.Case, 0, len(t.Rows))
	for _, row := range t.Rows {
		out = append(out, r.read(row))
		if len(r.faults) >= maxFaults {
			break
		}
	}
	if len(r.faults) > 0 {
		return nil, r.faults
	}
	return out, nil
}

// place finds the column of each field. Every column of the mapping but those
// the station fills in must be there.
func (p Platform) place(header []string) (map[string]int, error) {
	found := map[string]int{}
	for i, head := range header {
		if _, twice := found[head]; twice && head != "" {
			return nil, &model.Problem{Code: "exchange.column_twice", Args: map[string]any{"name": clip(head)}}
		}
		found[head] = i
	}
	at := map[string]int{}
	var missing model.Problems
	for _, f := range model.MappingFields() {
		head := p.Mapping.Columns[f.Name]
		if i, ok := found[head]; ok && head != "" {
			at[f.Name] = i
		} else if head != "" && !f.Result && (f.Must || !p.Sparse) {
			missing = append(missing, &model.Problem{Code: "mapping.no_column", Args: map[string]any{
				"head": head, "mapping_field": f.Name, "heads": clipped(header),
			}})
		}
	}
	switch len(missing) {
	case 0:
		return at, nil
	case 1:
		return nil, missing
	}
	heads := make([]string, len(missing))
	for i, p := range missing {
		heads[i], _ = p.Args["head"].(string)
	}
	// Another file altogether: what it has is told once, not for every column.
	return nil, model.Problems{{Code: "mapping.no_columns", Args: map[string]any{"missing": heads, "heads": clipped(header)}}}
}

// clipped names the heads of a file, so that whoever wrote the mapping sees
// which one was meant.
func clipped(header []string) []string {
	const most = 30
	out := make([]string, 0, min(len(header), most))
	for _, h := range header {
		if h != "" && len(out) < most {
			out = append(out, clip(h))
		}
	}
	return out
}

// rowReader reads one row after another and collects what is wrong.
type rowReader struct {
	Platform
	header []string
	at     map[string]int
	first  map[string]int // the row of each number
	faults model.Problems

	row  Row
	kept map[int]bool // columns whose text stays with the case
}

func (r *rowReader) fault(field string, p *model.Problem) {
	if p == nil || p.Doubt {
		return
	}
	said := *p
	said.Field = "" // the column says it
	column := r.Mapping.Columns[field]
	if column == "" {
		column = field
	}
	r.faults = append(r.faults, &model.Problem{Code: "exchange.row", Args: map[string]any{"row": r.row.Number, "column": column, "fault": &said}})
}

// text is what the row says of a field.
func (r *rowReader) text(field string) string {
	i, ok := r.at[field]
	if !ok || i >= len(r.row.Cells) {
		return ""
	}
	return r.row.Cells[i]
}

// keep has a column stay with the case as it came.
func (r *rowReader) keep(field string) {
	if i, ok := r.at[field]; ok {
		r.kept[i] = true
	}
}

func (r *rowReader) read(row Row) model.Case {
	r.row, r.kept = row, map[int]bool{}
	c := model.Case{Kind: model.Complaint, Channel: "online"}
	c.Origin = &model.Origin{Via: model.ViaODR, No: strings.TrimSpace(r.text("no")), At: r.moment("received_at")}
	c.Origin.Due = r.day("due_on")
	c.Complainant = model.Party{Name: r.text("name"), Phone: r.phone(), Address: r.text("address")}
	c.Shop, c.Goods, c.What = r.text("shop"), r.text("goods"), r.text("what")
	c.Amount = r.amount()
	c.PurchasedOn = r.day("purchased_on")
	c.Class, c.Nature, c.Request = r.code("class"), r.code("nature"), r.code("request")
	r.number(c.Origin.No)
	c, faults := flow.Register(c, model.DayOf(r.Now, r.Zone))
	for _, p := range faults.Hard() {
		r.fault(fieldOf(p.Field), p)
	}
	r.keep("platform")
	r.keep("shop") // ours may be called otherwise
	r.same("goods", c.Goods)
	r.same("what", c.What)
	c.PlatformRow = r.rest()
	return c
}

// fieldOf leads from a field of a case to the field of the mapping.
func fieldOf(field string) string {
	switch field {
	case "complainant.name":
		return "name"
	case "complainant.phone":
		return "phone"
	case "complainant.address":
		return "address"
	case "amount_fen":
		return "amount"
	}
	return field
}

// number checks the platform's number, by which a case is known.
func (r *rowReader) number(no string) {
	const longest = 64
	switch was, twice := r.first[no]; {
	case no == "":
		r.fault("no", &model.Problem{Code: "need.platform_no"})
	case len(no) > longest:
		r.fault("no", &model.Problem{Code: "text.too_long", Args: map[string]any{"count": len(no), "max": longest}})
	case twice:
		r.fault("no", &model.Problem{Code: "exchange.twice", Args: map[string]any{"name": no, "first": was}})
	default:
		r.first[no] = r.row.Number
	}
}

// phone reads the consumer's number. One the platform has masked already is
// kept as it came.
func (r *rowReader) phone() string {
	s := r.text("phone")
	if strings.ContainsAny(s, "*＊") {
		r.keep("phone")
		return ""
	}
	return s
}

func (r *rowReader) amount() model.Money {
	s := r.text("amount")
	if s == "" {
		return 0
	}
	m, p := ident.Money(s)
	r.fault("amount", p)
	r.same("amount", m.Yuan())
	return m
}

func (r *rowReader) day(field string) model.Day {
	s := r.text(field)
	if s == "" {
		return 0
	}
	d, p := readDay(s)
	if p != nil && !p.Doubt {
		if at, ok := ReadMoment(s, r.Zone); ok {
			d, p = model.DayOf(at, r.Zone), nil
		}
	}
	r.fault(field, p)
	r.same(field, d.String())
	return d
}

func (r *rowReader) moment(field string) time.Time {
	s := r.text(field)
	at, ok := ReadMoment(s, r.Zone)
	switch {
	case s == "":
		r.fault(field, &model.Problem{Code: "need.received_at"})
	case !ok:
		r.fault(field, &model.Problem{Code: "exchange.moment", Args: map[string]any{"value": clip(s)}})
	case at.After(r.Now):
		r.fault(field, &model.Problem{Code: "exchange.future", Args: map[string]any{"at": at}})
	}
	r.same(field, moment(at))
	return at
}

// code reads one of our codes from the platform's word: by the mapping, else
// by our own words. A word that is neither stays as it came.
func (r *rowReader) code(field string) string {
	s := r.text(field)
	if s == "" {
		return ""
	}
	if v := r.Mapping.Values[field][s]; v != "" {
		r.keep(field) // several of its words may be one of ours
		return v
	}
	codes := model.MappingValues()[field]
	v := code(r.Words, field, codes, s)
	if !slices.Contains(codes, v) {
		r.keep(field)
		return ""
	}
	r.same(field, r.word(field, v))
	return v
}

// word is the Chinese word of one of our codes: the platform speaks Chinese.
func (p Platform) word(list, code string) string {
	return worded(p.Words, list, code, "zh")
}

// same keeps a column whose text is not what Write would make of it.
func (r *rowReader) same(field, written string) {
	if r.text(field) != written {
		r.keep(field)
	}
}

// rest are the cells that no field of ours holds.
func (r *rowReader) rest() []model.Cell {
	mapped := map[int]bool{}
	for _, i := range r.at {
		mapped[i] = true
	}
	for _, f := range model.MappingFields() {
		if f.Result {
			r.keep(f.Name)
		}
	}
	var out []model.Cell
	for i, v := range r.row.Cells {
		switch {
		case v == "" || i < len(r.header) && mapped[i] && !r.kept[i]:
		case i >= len(r.header) || r.header[i] == "":
			r.faults = append(r.faults, &model.Problem{Code: "exchange.no_head", Args: map[string]any{"row": r.row.Number, "number": i + 1}})
			return nil
		default:
			out = append(out, model.Cell{Head: r.header[i], Value: v})
		}
	}
	return out
}

// layouts are the ways spreadsheets write a moment or a day, and the reader of
// XLSX a cell formatted as one: the year first, so that no day is taken for a
// month.
var layouts = [...]string{
	"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-1-2 15:04:05", "2006-1-2 15:04", "2006-01-02T15:04:05",
	"2006/1/2 15:04:05", "2006/1/2 15:04", "2006-1-2", "2006/1/2", "20060102150405", "20060102",
}

// ReadMoment reads a moment as spreadsheets and platforms write it, in the
// zone where none is written.
func ReadMoment(s string, zone *time.Location) (time.Time, bool) {
	s = ident.Fold(s)
	if at, err := time.Parse(time.RFC3339, s); err == nil {
		return at.In(zone), at.Year() > 0
	}
	s = strings.Join(strings.Fields(strings.Map(hanDate, s)), " ")
	for _, layout := range layouts {
		if at, err := time.ParseInLocation(layout, s, zone); err == nil {
			return at, at.Year() > 0
		}
	}
	return time.Time{}, false
}

// hanDate writes the words for year, month and day as signs.
func hanDate(r rune) rune {
	const year, month, day = 0x5e74, 0x6708, 0x65e5
	switch r {
	case year, month:
		return '-'
	case day:
		return ' '
	}
	return r
}

func moment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format("2006-01-02 15:04:05")
}

// Result is what the station reports back about a case; empty texts while
// there is nothing to report.
type Result struct {
	FirstContactAt, HandledAt time.Time
	Course, Way, Result       string
}

// Write makes the file of results: the columns as they came, those of the
// mapping first, and what the station did in its own. The i-th result belongs
// to the i-th case.
func (p Platform) Write(list []model.Case, results []Result) Table {
	var t Table
	at := map[string]int{}
	column := func(head string) int {
		i, ok := at[head]
		if !ok {
			i = len(t.Header)
			at[head] = i
			t.Header = append(t.Header, head)
		}
		return i
	}
	for _, f := range model.MappingFields() {
		if head := p.Mapping.Columns[f.Name]; head != "" {
			column(head)
		}
	}
	for _, c := range list {
		for _, cell := range c.PlatformRow {
			column(cell.Head)
		}
	}
	for i, c := range list {
		row := Row{Number: i + 2, Cells: make([]string, len(t.Header))}
		p.fill(func(field, value string) {
			if head := p.Mapping.Columns[field]; head != "" {
				row.Cells[at[head]] = value
			}
		}, c)
		for _, cell := range c.PlatformRow {
			row.Cells[at[cell.Head]] = cell.Value
		}
		p.report(func(field, value string) {
			if head := p.Mapping.Columns[field]; head != "" && value != "" {
				row.Cells[at[head]] = value
			}
		}, results[i])
		t.Rows = append(t.Rows, row)
	}
	return t
}

// fill gives what the platform knows of a case.
func (p Platform) fill(set func(field, value string), c model.Case) {
	o := model.Origin{}
	if c.Origin != nil {
		o = *c.Origin
	}
	amount := ""
	if c.Amount != 0 {
		amount = c.Amount.Yuan()
	}
	for field, value := range map[string]string{
		"no": o.No, "received_at": moment(o.At.In(p.Zone)), "due_on": o.Due.String(),
		"name": c.Complainant.Name, "phone": c.Complainant.Phone, "address": c.Complainant.Address,
		"shop": c.Shop, "goods": c.Goods, "what": c.What, "amount": amount, "purchased_on": c.PurchasedOn.String(),
		"class": p.word("class", c.Class), "nature": p.word("nature", c.Nature), "request": p.word("request", c.Request),
	} {
		set(field, value)
	}
}

func (p Platform) report(set func(field, value string), r Result) {
	set("first_contact_at", moment(r.FirstContactAt))
	set("handled_at", moment(r.HandledAt))
	set("course", r.Course)
	set("way", r.Way)
	set("result", r.Result)
}
