package stats

import (
	"cmp"
	"slices"
	"time"

	"heshi/model"
)

// Fold counts lines, in any order, each once. Its memory follows the number of
// shops, not of cases. Give it every line of Days.
type Fold struct {
	month  Month
	rules  Rules
	rep    Report
	tables map[Dim]map[string]*Row
	trend  map[Month]*past
	hours  histogram
	days   histogram
	kept   map[string]*Promise
	behind map[behind]*bucket
}

// behind names what a warning may be about: dimensions and their values.
type behind struct {
	by, and       Dim
	value, second string
}

// bucket counts the cases of the month behind a warning and keeps the first.
type bucket struct {
	n    int
	ords []uint64
}

// maxBehind is how many cases a warning names.
const maxBehind = 50

func (f *Fold) put(at behind, l *Line) {
	b := f.behind[at]
	if b == nil {
		b = &bucket{}
		f.behind[at] = b
	}
	if b.n++; len(b.ords) < maxBehind {
		b.ords = append(b.ords, l.Ord)
	}
}

// past is what is kept of each month of the trend.
type past struct {
	Point
	class, nature map[string]int
}

// trendMonths is how many months the trend shows: a year and the month itself.
const trendMonths = 13

// maxRows is how many rows of a table are listed.
const maxRows = 100

// dims lists the tables of a report.
func dims() []Dim {
	return []Dim{Class, Nature, Shop, Group, Channel, Request, Result, Satisfaction}
}

// NewFold begins the report of a month.
func NewFold(m Month, r Rules) *Fold {
	f := &Fold{
		month: m, rules: r, rep: Report{Month: m}, tables: map[Dim]map[string]*Row{}, trend: map[Month]*past{},
		hours: histogram{most: 366 * 24}, days: histogram{most: 366}, kept: map[string]*Promise{},
		behind: map[behind]*bucket{},
	}
	for _, d := range dims() {
		f.tables[d] = map[string]*Row{}
	}
	for i := range Month(trendMonths) {
		f.trend[m-i] = &past{Point: Point{Month: m - i}, class: map[string]int{}, nature: map[string]int{}}
	}
	return f
}

// Days returns the days of registration whose lines the report needs.
func Days(m Month) (from, to model.Day) { return (m - window).First(), m.Last() }

// Add counts a line.
func (f *Fold) Add(l Line) {
	came := MonthOf(l.At)
	if came == f.month {
		s := slotOf(l.At)
		f.rep.Heat[s.day-1][s.hour]++
	}
	if l.Kind == model.Consultation {
		f.consulted(came)
		return
	}
	f.came(&l, came)
	if !l.Closed.IsZero() {
		f.done(&l, MonthOf(l.Closed))
	}
}

func (f *Fold) consulted(m Month) {
	if p := f.trend[m]; p != nil {
		p.Consultations++
	}
	if m == f.month {
		f.rep.Came.Consultations++
		f.rep.Done.Consultations++
	}
}

// came counts what was registered in the month m.
func (f *Fold) came(l *Line, m Month) {
	if p := f.trend[m]; p != nil {
		p.Complaints++
		p.class[l.Class]++
		p.nature[l.Nature]++
	}
	f.count(l, m, false)
	if m != f.month {
		return
	}
	f.rep.Came.Complaints++
	f.rep.Came.Asked += l.Asked
	if l.Closed.IsZero() {
		f.rep.Open++
	}
	f.put(behind{by: Class, value: l.Class}, l)
	f.put(behind{by: Nature, value: l.Nature}, l)
	if l.Shop != "" {
		f.put(behind{by: Shop, value: string(l.Shop)}, l)
		f.put(behind{by: Shop, value: string(l.Shop), and: Nature, second: l.Nature}, l)
	}
}

// done counts what ended in the month m.
func (f *Fold) done(l *Line, m Month) {
	if p := f.trend[m]; p != nil {
		p.Done++
		p.Recovered += l.Recovered
	}
	f.count(l, m, true)
	if m != f.month {
		return
	}
	f.rep.Done.Complaints++
	f.rep.Done.Asked += l.Asked
	f.rep.Done.Recovered += l.Recovered
	if l.bad() && l.Shop != "" {
		f.put(behind{by: Shop, value: string(l.Shop), and: Broken, second: "yes"}, l)
	}
	if l.Satisfied != "" {
		f.put(behind{by: Satisfaction, value: l.Satisfied}, l)
	}
	if at := l.Done(); l.State == model.Closed || !l.Settled.IsZero() {
		f.hours.add(int(at.Sub(l.At) / time.Hour))
		f.days.add(f.rules.workdays(l.At, at))
	}
	f.judge(l)
}

// judge counts the clocks of a case that has ended.
func (f *Fold) judge(l *Line) {
	seen := map[string]bool{}
	for _, c := range l.Clocks {
		if seen[c.Rule] {
			continue
		}
		seen[c.Rule] = true
		late, known := f.rules.Kept(*l, c.Rule)
		if !known {
			continue
		}
		p := f.kept[c.Rule]
		if p == nil {
			p = &Promise{Rule: c.Rule}
			f.kept[c.Rule] = p
		}
		if late {
			p.Late++
			f.put(behind{by: Late, value: c.Rule}, l)
		} else {
			p.Kept++
		}
	}
}

// count counts a case in the tables of what came or what was done.
func (f *Fold) count(l *Line, m Month, done bool) {
	if m != f.month && m != f.month-1 && m != f.month-12 {
		return
	}
	for _, d := range dims() {
		if d.Done() != done || d == Group && l.Group == "" || d == Satisfaction && l.Satisfied == "" {
			continue
		}
		t, value := f.tables[d], l.value(d)
		row := t[value]
		if row == nil {
			row = &Row{Value: value}
			t[value] = row
		}
		switch m {
		case f.month:
			row.N++
			row.Asked += l.Asked
			row.Recovered += l.Recovered
		case f.month - 1:
			row.Before++
		default:
			row.YearAgo++
		}
	}
}

// Report returns the figures so far.
func (f *Fold) Report() Report {
	r := f.rep
	before, year := f.trend[f.month-1], f.trend[f.month-12]
	r.Came.Before, r.Came.YearAgo = before.Complaints, year.Complaints
	r.Done.Before, r.Done.YearAgo = before.Done, year.Done
	for i := range Month(trendMonths) {
		r.Trend = append(r.Trend, f.trend[f.month-trendMonths+1+i].Point)
	}
	for _, d := range dims() {
		r.Tables = append(r.Tables, f.table(d))
	}
	r.Spell = Spell{
		N:           f.hours.n,
		MedianHours: f.hours.at(50), P90Hours: f.hours.at(90),
		MedianWorkdays: f.days.at(50), P90Workdays: f.days.at(90),
	}
	r.Promises = []Promise{}
	for _, p := range f.kept {
		r.Promises = append(r.Promises, *p)
	}
	slices.SortFunc(r.Promises, func(a, b Promise) int {
		return cmp.Or(f.doubt(a.Rule)-f.doubt(b.Rule), cmp.Compare(a.Rule, b.Rule))
	})
	for value, row := range f.tables[Satisfaction] {
		r.Satisfied.Of += row.N
		if value == "satisfied" {
			r.Satisfied.Part += row.N
		}
	}
	r.Hours = []Hours{}
	r.Warnings = f.warnings(r)
	return r
}

// doubt puts clocks that no source was found for below those that bind.
func (f *Fold) doubt(rule string) int {
	if f.rules.Unverified(rule) {
		return 1
	}
	return 0
}

func (f *Fold) table(d Dim) Table {
	t := Table{By: d, Rows: []Row{}}
	for _, row := range f.tables[d] {
		t.Rows = append(t.Rows, *row)
	}
	slices.SortFunc(t.Rows, func(a, b Row) int {
		return cmp.Or(b.N-a.N, b.Before-a.Before, cmp.Compare(a.Value, b.Value))
	})
	if len(t.Rows) > maxRows {
		t.More = len(t.Rows) - maxRows
		t.Rows = t.Rows[:maxRows]
	}
	return t
}

// histogram counts whole numbers up to most; larger ones count as most.
type histogram struct {
	most int
	bars []int
	n    int
}

func (h *histogram) add(v int) {
	v = max(0, min(v, h.most))
	for len(h.bars) <= v {
		h.bars = append(h.bars, 0)
	}
	h.bars[v]++
	h.n++
}

// at returns the value that percent of all do not exceed (nearest rank).
func (h *histogram) at(percent int) int {
	rank := (h.n*percent + 99) / 100
	for v, n := range h.bars {
		if rank -= n; rank <= 0 && h.n > 0 {
			return v
		}
	}
	return 0
}
