package exchange

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"heshi/model"
	"heshi/model/flow"
	"heshi/model/ident"
	"heshi/store/find"
)

const volunteers = "volunteers"

// Volunteer is a volunteer of a table: shops, partners and the person at the
// desk are still names. An id is one of the register the table was made from.
type Volunteer struct {
	model.Volunteer
	Row         int      // as people count it, the head is row 1
	Given       []string // the fields the row says something about
	Tail        string   // the last four digits, where the row has only those of the phone
	With, Avoid []string
	Shops       []string
	PersonName  string
}

// ReadVolunteers reads volunteers from a table. Every fault is a Problem that
// names row and column; with any, no volunteer is returned. An empty cell says
// nothing; a dash says that there is none.
func (c Columns) ReadVolunteers(t Table, words Words) ([]Volunteer, error) {
	at, err := c.whole(volunteers, t)
	if err != nil {
		return nil, err
	}
	if _, ok := at["id"]; !ok { // who is meant must be said
		if at, err = c.place(volunteers, t.Header, "name"); err != nil {
			return nil, err
		}
	}
	var out []Volunteer
	var faults model.Problems
	first := map[string]int{}
	for _, row := range t.Rows {
		given, said := saying(at, row)
		v, ps := volunteerOf(cells{at, said}, words)
		name := find.Fold(v.Name)
		if was, twice := first[name]; twice && name != "" {
			ps = append(ps, &model.Problem{Code: "exchange.twice", Field: "name", Args: map[string]any{"name": v.Name, "first": was}})
		}
		first[name] = row.Number
		for _, p := range ps.Hard() {
			faults = append(faults, c.inRow(volunteers, row.Number, words.said(p)))
		}
		if len(faults) >= maxFaults {
			break
		}
		v.Row, v.Given = row.Number, given
		if v.Tail != "" { // tells who is meant, not what his number is
			v.Given = slices.DeleteFunc(v.Given, func(f string) bool { return f == "phone" })
		}
		out = append(out, v)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return out, nil
}

// saying lists the fields a row says something about, and returns the row
// without the dashes that say that there is none.
func saying(at map[string]int, row Row) (given []string, said Row) {
	said = row
	said.Cells = slices.Clone(row.Cells)
	for field, i := range at {
		if i >= len(row.Cells) || row.Cells[i] == "" {
			continue
		}
		if slices.Contains(none, row.Cells[i]) {
			said.Cells[i] = ""
			if slices.Contains(always, field) {
				continue
			}
		}
		given = append(given, field)
	}
	slices.Sort(given)
	return given, said
}

// none is how a cell says that there is none.
var none = []string{"-", "\u2014", "\u2014\u2014", "\uff0d"}

// always are the fields that are never empty: a dash says nothing about them.
var always = []string{"id", "name", "level", "max_week", "max_month", "min_gap", "fair"}

// fields are how a field of a row is put onto a volunteer. Shops, the person and
// partners are not among them: their names must be looked up first.
func fields() map[string]func(v *model.Volunteer, row model.Volunteer) {
	type volunteer = model.Volunteer
	return map[string]func(*volunteer, volunteer){
		"name":      func(v *volunteer, row volunteer) { v.Name = row.Name },
		"phone":     func(v *volunteer, row volunteer) { v.Phone = row.Phone },
		"note":      func(v *volunteer, row volunteer) { v.Note = row.Note },
		"level":     func(v *volunteer, row volunteer) { v.Level = row.Level },
		"skills":    func(v *volunteer, row volunteer) { v.Skills = row.Skills },
		"avail":     func(v *volunteer, row volunteer) { v.Avail = row.Avail },
		"prefer":    func(v *volunteer, row volunteer) { v.Prefer = row.Prefer },
		"dislike":   func(v *volunteer, row volunteer) { v.Dislike = row.Dislike },
		"leave":     func(v *volunteer, row volunteer) { v.Leave = row.Leave },
		"max_week":  func(v *volunteer, row volunteer) { v.MaxWeek = row.MaxWeek },
		"max_month": func(v *volunteer, row volunteer) { v.MaxMonth = row.MaxMonth },
		"min_gap":   func(v *volunteer, row volunteer) { v.MinGap = row.MinGap },
		"carry":     func(v *volunteer, row volunteer) { v.CarryTenths = row.CarryTenths },
		"fair":      func(v *volunteer, row volunteer) { v.Exempt = row.Exempt },
		"stations":  func(v *volunteer, row volunteer) { v.Stations = row.Stations },
		"quiet":     func(v *volunteer, row volunteer) { v.Quiet = row.Quiet },
		"joined":    func(v *volunteer, row volunteer) { v.Joined = row.Joined },
		"left":      func(v *volunteer, row volunteer) { v.Left = row.Left },
		"conflicts": func(v *volunteer, row volunteer) { v.Conflicts = row.Conflicts },
		"person":    func(v *volunteer, row volunteer) { v.Person = row.Person },
		"with":      func(v *volunteer, row volunteer) { v.With = row.With },
		"avoid":     func(v *volunteer, row volunteer) { v.Avoid = row.Avoid },
	}
}

// Onto is a volunteer of the register as the row wants him: what it says nothing
// about stays. Partners stay too.
func (v Volunteer) Onto(was model.Volunteer) model.Volunteer {
	put := fields()
	for _, field := range v.Given {
		if f := put[field]; f != nil && field != "with" && field != "avoid" {
			f(&was, v.Volunteer)
		}
	}
	return was
}

// Differing lists the fields in which two versions of a volunteer differ, in the
// order of the columns.
func (c Columns) Differing(a, b model.Volunteer) (out []string) {
	put := fields()
	for _, col := range c[volunteers] {
		f := put[col.Field]
		if f == nil {
			continue
		}
		next := a
		f(&next, b)
		if !reflect.DeepEqual(next, a) {
			out = append(out, col.Field)
		}
	}
	return out
}

// InRow says of a row what is wrong with it.
func (c Columns) InRow(row int, p *model.Problem) *model.Problem { return c.inRow(volunteers, row, p) }

// NoSuch says that a row names something the station does not have.
func (c Columns) NoSuch(row int, field, name string) *model.Problem {
	return c.inRow(volunteers, row, &model.Problem{Code: "exchange.no_such", Field: field, Args: map[string]any{"name": name}})
}

// reading collects the faults of one row.
type reading struct {
	cells
	words Words
	ps    model.Problems
}

func (r *reading) fault(field string, p *model.Problem) {
	if p != nil {
		q := *p
		q.Field = field
		r.ps = append(r.ps, &q)
	}
}

func (r *reading) day(field, s string) model.Day {
	if s == "" {
		return 0
	}
	d, p := readDay(s)
	if p != nil && p.Doubt {
		p = nil
	}
	r.fault(field, p)
	return d
}

func (r *reading) number(field string, missing int) int {
	s := ident.Digits(r.get(field))
	if s == "" {
		return missing
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		r.fault(field, &model.Problem{Code: "exchange.number", Args: map[string]any{"value": clip(s)}})
	}
	return n
}

// tenths reads a number with at most one decimal as tenths.
func (r *reading) tenths(field string) int {
	s := ident.Digits(r.get(field))
	if s == "" {
		return 0
	}
	whole, part, _ := strings.Cut(s, ".")
	n, err := strconv.Atoi(whole + (part + "0")[:1])
	if err != nil || len(part) > 1 {
		r.fault(field, &model.Problem{Code: "exchange.number", Args: map[string]any{"value": clip(s)}})
	}
	return n
}

// no reads a yes or a no, and reports whether it is no. An empty cell is none.
func (r *reading) no(field string) bool {
	s := code(r.words, "truth", []string{"yes", "no"}, r.get(field))
	if s != "" && s != "yes" && s != "no" {
		r.fault(field, &model.Problem{Code: "exchange.truth", Args: map[string]any{"value": clip(s), "expected": strings.Join(r.words("truth", "yes"), "/") + ", " + strings.Join(r.words("truth", "no"), "/")}})
	}
	return s == "no"
}

// listed splits a cell at the separators of both languages; spaces count where
// names cannot hold any.
func (r *reading) listed(field string, spaces bool) []string {
	seps := ",;|\u3001\uff0c\uff1b\n"
	if spaces {
		seps += " \u3000"
	}
	var out []string
	for _, s := range strings.FieldsFunc(r.get(field), func(c rune) bool { return strings.ContainsRune(seps, c) }) {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// coded reads a list of words or codes.
func (r *reading) coded(field, list string, codes []string) []string {
	var out []string
	for _, s := range r.listed(field, false) {
		c := code(r.words, list, codes, s)
		if list == "slot" && !slices.Contains(codes, c) { // several codes with blanks between
			for _, part := range strings.Fields(s) {
				out = append(out, code(r.words, list, codes, part))
			}
			continue
		}
		out = append(out, c)
	}
	return out
}

// through makes whatever may stand between the first day and the last a tilde.
func through(r rune) rune {
	const to, until = 0x81f3, 0x5230 // the words for it
	switch r {
	case 0xff5e, 0x2013, 0x2014, to, until:
		return '~'
	}
	return r
}

// spans reads leave: 2026-12-01~2026-12-10, several apart by commas.
func (r *reading) spans() []model.Span {
	var out []model.Span
	for _, s := range r.listed("leave", false) {
		from, to, two := strings.Cut(strings.Map(through, s), "~")
		if !two {
			to = from
		}
		out = append(out, model.Span{From: r.day("leave", strings.TrimSpace(from)), To: r.day("leave", strings.TrimSpace(to))})
	}
	return out
}

func volunteerOf(c cells, words Words) (Volunteer, model.Problems) {
	r := &reading{cells: c, words: words}
	quiet := model.Quiet{}
	quiet.From, quiet.To = ident.Between(c.get("quiet"))
	v := Volunteer{
		Volunteer: model.Volunteer{
			Name: c.get("name"), Phone: c.get("phone"), Note: c.get("note"),
			Level:  code(words, "level", model.Levels(), c.get("level")),
			Skills: r.coded("skills", "skill", model.Skills()),
			Avail:  r.coded("avail", "slot", model.Slots()), Prefer: r.coded("prefer", "slot", model.Slots()),
			Dislike: r.coded("dislike", "slot", model.Slots()), Leave: r.spans(),
			MaxWeek: r.number("max_week", 2), MaxMonth: r.number("max_month", 6), MinGap: r.number("min_gap", 2),
			CarryTenths: r.tenths("carry"), Exempt: r.no("fair"),
			Stations: r.listed("stations", true), Quiet: quiet, Joined: r.day("joined", c.get("joined")), Left: r.day("left", c.get("left")),
		},
		With: r.listed("with", false), Avoid: r.listed("avoid", false),
		Shops: r.listed("conflicts", false), PersonName: c.get("person"),
	}
	if tail, ok := tailOf(v.Phone); ok {
		v.Phone, v.Tail = "", tail
	}
	checked, ps := flow.CheckVolunteer(v.Volunteer)
	v.Volunteer = checked
	v.ID = model.ID(c.get("id"))
	if v.ID != "" { // he has a name in the register
		ps = slices.DeleteFunc(ps, func(p *model.Problem) bool { return p.Code == "need.volunteer_name" })
	}
	return v, append(r.ps, ps...)
}

// tailDigits is how many digits at the end tell one phone from another.
const tailDigits = 4

// tailOf reads a phone of which there is only the end: 1234, or masked as the
// desk shows it.
func tailOf(phone string) (string, bool) {
	s := ident.Digits(phone)
	s = s[strings.LastIndex(s, "*")+1:]
	if s == ident.Digits(phone) && len(s) != tailDigits || len(s) < tailDigits {
		return "", false
	}
	return s, strings.Trim(s, "0123456789") == ""
}

// SamePhone reports whether a phone may be that of the row: the end is the same,
// or one of the two is not known.
func (v Volunteer) SamePhone(phone string) bool {
	tail := v.Tail
	if tail == "" && len(v.Phone) >= tailDigits {
		tail = v.Phone[len(v.Phone)-tailDigits:]
	}
	return tail == "" || phone == "" || strings.HasSuffix(phone, tail)
}

// WriteVolunteers makes the table of volunteers, heads in the language ("zh" or
// "en"; "" for programs). named gives the names of volunteers, shops and
// people.
func (c Columns) WriteVolunteers(list []model.Volunteer, named func(model.ID) string, words Words, lang string) Table {
	t := Table{Header: c.header(volunteers, lang)}
	for i, v := range list {
		value := volunteerCells(v, named, words, lang)
		// A pair stands with the later of the two, so that whoever reads the
		// file from the top knows the other already.
		value["with"] = joined(pairNames(list, i, named, func(v model.Volunteer) []model.ID { return v.With }))
		value["avoid"] = joined(pairNames(list, i, named, func(v model.Volunteer) []model.ID { return v.Avoid }))
		row := Row{}
		for _, col := range c[volunteers] {
			row.Cells = append(row.Cells, value[col.Field])
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// pairNames are the partners of the i-th volunteer that come before him,
// whichever of the two they are noted with.
func pairNames(list []model.Volunteer, i int, named func(model.ID) string, of func(model.Volunteer) []model.ID) []string {
	var out []string
	for j := range i {
		if slices.Contains(of(list[i]), list[j].ID) || slices.Contains(of(list[j]), list[i].ID) {
			out = append(out, named(list[j].ID))
		}
	}
	return out
}

func joined(list []string) string { return strings.Join(list, ", ") }

func volunteerCells(v model.Volunteer, named func(model.ID) string, words Words, lang string) map[string]string {
	coded := func(list string, codes []string) string {
		out := make([]string, len(codes))
		for i, code := range codes {
			out[i] = code
			if list != "skill" || slices.Contains(model.Skills(), code) { // others are the station's own words
				out[i] = worded(words, list, code, lang)
			}
		}
		return joined(out)
	}
	names := func(ids []model.ID) string {
		out := make([]string, len(ids))
		for i, id := range ids {
			out[i] = named(id)
		}
		return joined(out)
	}
	var leave []string
	for _, l := range v.Leave {
		leave = append(leave, l.From.String()+"~"+l.To.String())
	}
	quiet, fair, person := "", "yes", ""
	if v.Quiet != (model.Quiet{}) {
		quiet = v.Quiet.From + "-" + v.Quiet.To
	}
	if v.Exempt {
		fair = "no"
	}
	if v.Person != "" {
		person = named(v.Person)
	}
	return map[string]string{
		"id": string(v.ID), "name": v.Name, "phone": v.Phone, "note": v.Note, "level": coded("level", []string{v.Level}), "skills": coded("skill", v.Skills),
		"avail": coded("slot", v.Avail), "prefer": coded("slot", v.Prefer), "dislike": coded("slot", v.Dislike),
		"leave": joined(leave), "max_week": strconv.Itoa(v.MaxWeek), "max_month": strconv.Itoa(v.MaxMonth), "min_gap": strconv.Itoa(v.MinGap),
		"carry": decimal(v.CarryTenths), "fair": coded("truth", []string{fair}), "conflicts": names(v.Conflicts),
		"stations": joined(v.Stations), "quiet": quiet, "person": person, "joined": v.Joined.String(), "left": v.Left.String(),
	}
}

// decimal writes tenths as a number: 15 is 1.5, 0 is "".
func decimal(tenths int) string {
	if tenths == 0 {
		return ""
	}
	return strings.TrimSuffix(strconv.FormatFloat(float64(tenths)/10, 'f', 1, 64), ".0")
}
