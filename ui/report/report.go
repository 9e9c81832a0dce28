// Package report puts the figures of a month into words: for the desk, for the
// command line, as a spreadsheet and as a paper. It counts nothing itself.
package report

import (
	"slices"
	"strconv"

	"heshi/model"
	"heshi/model/clock"
	"heshi/model/stats"
	"heshi/ui/text"
)

// Topics of a report, in the order they are shown and chosen by digit.
const (
	Warnings = "warnings"
	Overview = "overview"
	Class    = "class"
	Nature   = "nature"
	Shop     = "shop"
	Result   = "result"
	Way      = "way"
	When     = "when"
	Trend    = "trend"
)

// Topics lists every topic.
func Topics() []string {
	return []string{Warnings, Overview, Class, Nature, Shop, Result, Way, When, Trend}
}

// Item is one figure in words, with the cases behind it.
type Item struct {
	Label  string
	Number string       // the figure
	Value  int          // the length of its bar
	Note   string       // what it was before
	Where  []stats.Cond // nil where no cases stand behind it
	Month  stats.Month  // the month the figure is of, where it is not the report's; 0 else
	Bad    bool
}

// Part is a titled list of figures. Bars says that they compare with one
// another.
type Part struct {
	ID    string
	Title string
	Items []Item
	Bars  bool
	None  string // what to say when there is nothing
}

// Maker words a report.
type Maker struct {
	Text    *text.Catalogue
	Station string
	Rules   *clock.Rules // names of the clocks
}

func (m Maker) t(key text.Key, args ...any) string { return m.Text.T(key, args...) }

// name is a word that is not looked up in the catalogue.
type name string

// Title is the heading of a month.
func (m Maker) Title(month stats.Month) string { return m.t("stats.title", "month", m.Month(month)) }

// Month writes a month: 2026年11月; Nov 2026.
func (m Maker) Month(month stats.Month) string {
	y, mo := month.Date()
	return m.t("stats.month", "year", strconv.Itoa(y), "month", m.t(text.Key("month."+strconv.Itoa(int(mo)))))
}

// Topic words one topic.
func (m Maker) Topic(r stats.Report, topic string) []Part {
	switch topic {
	case Warnings:
		return []Part{m.warnings(r)}
	case Overview:
		return []Part{m.overview(r)}
	case Class:
		return []Part{m.table(r, stats.Class)}
	case Nature:
		return []Part{m.table(r, stats.Nature)}
	case Shop:
		return []Part{m.table(r, stats.Shop), m.table(r, stats.Group)}
	case Result:
		return []Part{m.table(r, stats.Result), m.table(r, stats.Satisfaction), m.clocks(r)}
	case Way:
		return []Part{m.table(r, stats.Request), m.table(r, stats.Channel)}
	case When:
		return []Part{m.slots(r)}
	case Trend:
		return []Part{m.trend(r), m.hours(r)}
	}
	return nil
}

func (m Maker) part(id string, bars bool, items []Item) Part {
	return Part{
		ID: id, Title: m.t(text.Key("stats.part." + id)), Items: items, Bars: bars,
		None: m.t(text.Key("stats.none." + id)),
	}
}

// warnings words what deserves a look.
func (m Maker) warnings(r stats.Report) Part {
	items := make([]Item, 0, len(r.Warnings))
	for _, w := range r.Warnings {
		items = append(items, Item{
			Label: m.Warning(w), Number: m.count(len(w.Cases)), Value: len(w.Cases), Where: w.Where, Bad: true,
		})
	}
	return m.part("warnings", false, items)
}

// Warning is the sentence of a warning.
func (m Maker) Warning(w stats.Warning) string {
	args := []any{"n", w.N, "limit", w.Limit, "before", w.Before}
	shop := w.Name
	if shop == "" {
		shop = w.Value
	}
	switch w.Code {
	case stats.WarnMatter:
		args = append(args, "shop", name(shop), "nature", m.value(stats.Nature, w.Where[1].Value))
	case stats.WarnLate:
		args = append(args, "rule", m.rule(w.Value))
	case stats.WarnClass:
		args = append(args, "what", m.value(stats.Class, w.Value))
	case stats.WarnNature:
		args = append(args, "what", m.value(stats.Nature, w.Value))
	default:
		args = append(args, "shop", name(shop))
	}
	return m.t(text.Key("stats.warn."+w.Code), args...)
}

// overview words the totals.
func (m Maker) overview(r stats.Report) Part {
	complaint := []stats.Cond{{By: stats.Kind, Value: string(model.Complaint)}}
	ended := []stats.Cond{{By: stats.Ended, Value: "yes"}}
	items := []Item{
		m.figure("came", m.count(r.Came.Complaints), complaint, m.before(r.Came.Before, r.Came.YearAgo)),
		m.figure("consulted", m.count(r.Came.Consultations), []stats.Cond{{By: stats.Kind, Value: string(model.Consultation)}}, ""),
		m.figure("open", m.count(r.Open), []stats.Cond{{By: stats.Open, Value: "yes"}}, ""),
		m.figure("asked", m.Text.Money(r.Came.Asked), complaint, ""),
		m.figure("done", m.count(r.Done.Complaints), ended, m.before(r.Done.Before, r.Done.YearAgo)),
		m.figure("recovered", m.Text.Money(r.Done.Recovered), []stats.Cond{{By: stats.Recovered, Value: "yes"}}, ""),
	}
	if r.Spell.N > 0 {
		items = append(items,
			m.figure("median", m.spell(r.Spell.MedianHours, r.Spell.MedianWorkdays), ended, ""),
			m.figure("p90", m.spell(r.Spell.P90Hours, r.Spell.P90Workdays), ended, ""))
	}
	for _, p := range r.Promises {
		items = append(items, m.promise(p))
	}
	if r.Satisfied.Of > 0 {
		items = append(items, m.figure("satisfied", m.share(r.Satisfied), []stats.Cond{{By: stats.Satisfaction, Value: "satisfied"}}, ""))
	}
	minutes := 0
	for _, h := range r.Hours {
		minutes += h.Minutes
	}
	if minutes > 0 {
		items = append(items, m.figure("hours", m.duration(minutes), nil, ""))
	}
	return m.part("overview", false, items)
}

func (m Maker) figure(id, number string, where []stats.Cond, note string) Item {
	return Item{Label: m.t(text.Key("stats.figure." + id)), Number: number, Where: where, Note: note}
}

func (m Maker) promise(p stats.Promise) Item {
	return Item{
		Label: m.rule(p.Rule), Number: m.share(p.Share()), Value: p.Share().Percent(), Note: m.t("stats.late", "n", p.Late),
		Where: []stats.Cond{{By: stats.Late, Value: p.Rule}}, Bad: p.Late > 0,
	}
}

func (m Maker) clocks(r stats.Report) Part {
	items := make([]Item, 0, len(r.Promises))
	for _, p := range r.Promises {
		items = append(items, m.promise(p))
	}
	return m.part("clocks", true, items)
}

// table words a table, the most first.
func (m Maker) table(r stats.Report, by stats.Dim) Part {
	t := r.Table(by)
	items := make([]Item, 0, len(t.Rows))
	for _, row := range t.Rows {
		label := row.Name
		if label == "" {
			label = m.value(by, row.Value)
		}
		note := m.before(row.Before, row.YearAgo)
		if row.Recovered > 0 {
			note = m.t("stats.both", "a", name(note), "b", name(m.t("stats.recovered", "amount", row.Recovered)))
		}
		items = append(items, Item{
			Label: label, Number: m.count(row.N), Value: row.N, Note: note,
			Where: []stats.Cond{{By: by, Value: row.Value}},
		})
	}
	p := m.part(string(by), true, items)
	if t.More > 0 {
		p.Title += " " + m.t("stats.more", "n", t.More)
	}
	return p
}

// value is the word of what is counted by.
func (m Maker) value(by stats.Dim, v string) string {
	if v == "" {
		return m.t("stats.not_said")
	}
	key := text.Key("code." + string(by) + "." + v)
	if by == stats.Result {
		key = text.Key("state." + v)
	}
	if m.Text.Has(key) {
		return m.t(key)
	}
	return v
}

// slots lists the hours of the week by how much came, the most first.
func (m Maker) slots(r stats.Report) Part {
	var items []Item
	for d, hours := range r.Heat {
		for h, n := range hours {
			if n > 0 {
				items = append(items, Item{
					Label: m.Slot(d, h), Number: m.count(n), Value: n,
					Where: []stats.Cond{{By: stats.Slot, Value: stats.SlotOf(d+1, h)}},
				})
			}
		}
	}
	slices.SortStableFunc(items, func(a, b Item) int { return b.Value - a.Value })
	return m.part("slots", true, items)
}

// Slot names an hour of the week; day 0 is Monday.
func (m Maker) Slot(day, hour int) string {
	return m.t("stats.slot", "day", m.Weekday(day), "from", strconv.Itoa(hour), "to", strconv.Itoa(hour+1))
}

// Weekday names a day of the week; 0 is Monday.
func (m Maker) Weekday(day int) string {
	return m.t(text.Key("weekday." + strconv.Itoa((day+1)%7)))
}

func (m Maker) trend(r stats.Report) Part {
	items := make([]Item, 0, len(r.Trend))
	for _, p := range slices.Backward(r.Trend) {
		items = append(items, Item{
			Label: m.Month(p.Month), Number: m.count(p.Complaints), Value: p.Complaints, Month: p.Month,
			Note: m.t("stats.point", "consultations", p.Consultations, "done", p.Done, "amount", p.Recovered),
		})
	}
	return m.part("trend", true, items)
}

func (m Maker) hours(r stats.Report) Part {
	items := make([]Item, 0, len(r.Hours))
	for _, h := range r.Hours {
		items = append(items, Item{Label: h.Name, Number: m.duration(h.Minutes), Value: h.Minutes})
	}
	return m.part("hours", true, items)
}

func (m Maker) count(n int) string { return m.t("stats.cases", "n", n) }

func (m Maker) before(month, year int) string {
	return m.t("stats.before", "month", month, "year", year)
}

func (m Maker) share(s stats.Share) string {
	return m.t("stats.share", "percent", s.Percent(), "part", s.Part, "of", s.Of)
}

func (m Maker) spell(hours, workdays int) string {
	if hours < 48 {
		return m.t("stats.spell_hours", "hours", hours, "days", workdays)
	}
	return m.t("stats.spell", "days", (hours+12)/24, "workdays", workdays)
}

func (m Maker) duration(minutes int) string {
	return m.t("stats.duration", "hours", minutes/60, "minutes", minutes%60)
}

// rule is the name of a clock, with how binding it is.
func (m Maker) rule(id string) string {
	if m.Rules != nil {
		for _, r := range slices.Backward(m.Rules.All()) {
			if r.ID == id {
				return m.t("casework.clock", "name", r.Name.In(m.Text.Lang()), "label", m.t(text.Key("clock.label."+string(r.Label))))
			}
		}
	}
	return id
}
