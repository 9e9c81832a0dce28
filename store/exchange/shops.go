package exchange

import (
	"strconv"
	"strings"
	"time"

	"heshi/model"
	"heshi/model/flow"
	"heshi/model/ident"
	"heshi/store/find"
)

const shops = "shops"

// Words gives the words for a code list in both languages, so that a table may
// say a class in words: 服装鞋帽 or apparel.
type Words func(list, code string) []string

// said puts the words of both languages in place of the codes that may stand in
// a cell, where p says which may.
func (w Words) said(p *model.Problem) *model.Problem {
	codes, ok := p.Args["expected"].(string)
	if p.Code != "code.unknown" || !ok {
		return p
	}
	list := strings.Split(codes, ", ")
	for i, code := range list {
		list[i] = strings.Join(w(p.Field[strings.LastIndexByte(p.Field, '.')+1:], code), "/")
	}
	q := *p
	q.Args = map[string]any{"value": p.Args["value"], "expected": strings.Join(list, ", ")}
	return &q
}

// ReadShops reads shops from a table. Every fault is a Problem that names row
// and column; with any, no shop is returned.
func (c Columns) ReadShops(t Table, words Words) ([]model.Shop, error) {
	at, err := c.whole(shops, t, "name")
	if err != nil {
		return nil, err
	}
	var out []model.Shop
	var faults model.Problems
	first := map[string]int{}
	for _, row := range t.Rows {
		s, ps := shopOf(cells{at, row}, words)
		name := find.Fold(s.Name) // as the register tells names apart
		if was, twice := first[name]; twice && name != "" {
			ps = append(ps, &model.Problem{Code: "exchange.twice", Field: "name", Args: map[string]any{"name": s.Name, "first": was}})
		}
		first[name] = row.Number
		for _, p := range ps.Hard() {
			faults = append(faults, c.inRow(shops, row.Number, words.said(p)))
		}
		if len(faults) >= maxFaults {
			break
		}
		out = append(out, s)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return out, nil
}

// inRow wraps a fault with the row and column it stands in.
func (c Columns) inRow(kind string, row int, p *model.Problem) *model.Problem {
	column := c.word(kind, strings.ReplaceAll(p.Field, ".", "_"))
	said := *p
	said.Field = "" // the column says it
	if column == "" {
		return &model.Problem{Code: "exchange.whole_row", Args: map[string]any{"row": row, "fault": &said}}
	}
	return &model.Problem{Code: "exchange.row", Args: map[string]any{"row": row, "column": column, "fault": &said}}
}

func shopOf(c cells, words Words) (model.Shop, model.Problems) {
	var ps model.Problems
	fault := func(field string, p *model.Problem) {
		if p != nil {
			q := *p
			q.Field = field
			ps = append(ps, &q)
		}
	}
	day := func(field string) model.Day {
		s := c.get(field)
		if s == "" {
			return 0
		}
		d, p := readDay(s)
		fault(field, p)
		return d
	}
	number := func(field string) int {
		s := ident.Digits(c.get(field))
		if s == "" {
			return 0
		}
		n, err := strconv.Atoi(s)
		if err != nil {
			fault(field, &model.Problem{Code: "exchange.number", Args: map[string]any{"value": clip(s)}})
		}
		return n
	}
	s := model.Shop{
		Name: c.get("name"), Stall: c.get("stall"), Floor: c.get("floor"), CreditCode: c.get("credit_code"),
		Contact: c.get("contact"), Phone: c.get("phone"), Landlord: c.get("landlord"), Group: c.get("group"),
		Class:  code(words, "class", model.Classes(), c.get("class")),
		Opened: day("opened"), Left: day("left"), OwnSignDays: number("own_sign_days"),
	}
	// Whatever is said of a member makes one: without its first day the check
	// asks for that, and nothing of the row is lost.
	m := model.Member{Joined: day("member_joined"), Left: day("member_left"), TermDays: number("member_term_days")}
	if seen := day("poster_seen"); !seen.IsZero() {
		m.PosterSeen = &seen
	}
	if m != (model.Member{}) {
		s.Member = &m
	}
	s, more := flow.CheckShop(s)
	return s, append(ps, more...)
}

// readDay reads a day as spreadsheets write it: 2026-11-23, 2026/11/23,
// 20261123, 2026年11月23日, with midnight behind it or not. A file says the
// year: nobody knows when it was written, so that neither yesterday nor a month
// and day mean one day. Codes: exchange.day, or what ident.Day says of a day
// there is not.
func readDay(s string) (model.Day, *model.Problem) {
	if d, err := model.ParseDay(s); err == nil {
		return d, nil
	}
	if at, ok := ReadMoment(s, time.UTC); ok && at.Equal(at.Truncate(24*time.Hour)) {
		return model.DayOf(at, time.UTC), nil
	}
	far, _ := model.NewDay(9999, 12, 31)
	d, p := ident.Day(s, far)
	switch year, _, _ := d.Date(); {
	case p != nil && p.Code == "day.not_day", p == nil && year >= 9990: // the last years of all: none was given
		return 0, &model.Problem{Code: "exchange.day", Args: map[string]any{"value": clip(s)}}
	}
	return d, p
}

// code turns a word of either language into its code; an unknown word stays
// and is refused by the check of the record.
func code(words Words, list string, codes []string, s string) string {
	for _, c := range codes {
		if c == s {
			return c
		}
		for _, w := range words(list, c) {
			if w == s {
				return c
			}
		}
	}
	return s
}

func clip(s string) string {
	r := []rune(s)
	if len(r) > 20 {
		return string(r[:20]) + "..."
	}
	return s
}

// WriteShops makes the table of shops, heads in the language ("zh" or "en").
func (c Columns) WriteShops(list []model.Shop, words Words, lang string) Table {
	t := Table{Header: c.header(shops, lang)}
	for _, s := range list {
		m := model.Member{}
		if s.Member != nil {
			m = *s.Member
		}
		seen := ""
		if m.PosterSeen != nil {
			seen = m.PosterSeen.String()
		}
		value := map[string]string{
			"name": s.Name, "stall": s.Stall, "floor": s.Floor, "credit_code": s.CreditCode, "contact": s.Contact,
			"phone": s.Phone, "class": worded(words, "class", s.Class, lang), "landlord": s.Landlord, "group": s.Group,
			"opened": s.Opened.String(), "left": s.Left.String(), "own_sign_days": positive(s.OwnSignDays),
			"member_joined": m.Joined.String(), "member_left": m.Left.String(), "member_term_days": positive(m.TermDays),
			"poster_seen": seen,
		}
		row := Row{}
		for _, col := range c[shops] {
			row.Cells = append(row.Cells, value[col.Field])
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// worded is the word for a code: the first of words is Chinese, the second
// English; JSON Lines (lang "") keeps the code.
func worded(words Words, list, code, lang string) string {
	ws := words(list, code)
	switch {
	case code == "" || lang == "" || len(ws) < 2:
		return code
	case lang == "zh":
		return ws[0]
	}
	return ws[1]
}

func positive(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}
