package text

import (
	"fmt"
	"strconv"
	"time"

	"heshi/model"
)

// Value shows one placeholder's value: days, moments, amounts and counts in
// the language's way, a Key as its sentence, an error as its Problem. A plain
// word is translated when the catalogue has "<name>.<word>", so a Problem may
// carry a code: Args{"state": "closed"} reads "state.closed".
func (c *Catalogue) Value(name string, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return c.word(name, v)
	case Key:
		return c.T(v)
	case int:
		return c.Count(v)
	case model.Day:
		return c.ShortDay(v)
	case model.Money:
		return c.Money(v)
	case time.Time:
		return c.Moment(v)
	case []string:
		return c.List(v)
	case error:
		return c.Problem(v)
	}
	s := fmt.Sprint(v)
	return c.word(name, s)
}

func (c *Catalogue) word(name, v string) string {
	if s, ok := c.find(Key(name + "." + v)); ok {
		return s
	}
	return v
}

// Actor names who did something: a person, or model.SharedDesk in words. A
// person with an id is always called by his name; "" stays "", nobody.
func (c *Catalogue) Actor(id model.ID, name string) string {
	if id == "" && name == model.SharedDesk {
		return c.T("actor.desk")
	}
	return name
}

// List joins words: 甲、乙 or A, B.
func (c *Catalogue) List(words []string) string {
	s := ""
	for i, w := range words {
		if i > 0 {
			s += c.T("list.separator")
		}
		s += w
	}
	return s
}

// Count writes a whole number with its thousands apart: 12,345.
func (c *Catalogue) Count(n int) string { return group(strconv.Itoa(n)) }

// group puts a comma before every three digits of the whole part.
func group(s string) string {
	sign := ""
	if s != "" && s[0] == '-' {
		sign, s = "-", s[1:]
	}
	whole, rest := s, ""
	for i := range s {
		if s[i] == '.' {
			whole, rest = s[:i], s[i:]
			break
		}
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return sign + whole + rest
}

// Money writes an amount: 299元, 1,299.50元; ¥299 in English.
func (c *Catalogue) Money(m model.Money) string {
	return c.T("money", "yuan", group(m.Yuan()))
}

// Day writes a day in full: 2026年11月23日 星期一; Mon 23 Nov 2026. No day is "".
func (c *Catalogue) Day(d model.Day) string { return c.day("date.full", d) }

// ShortDay writes a day without its weekday: 2026年11月23日; 23 Nov 2026.
func (c *Catalogue) ShortDay(d model.Day) string { return c.day("date.short", d) }

// MonthDay writes a day without its year: 11月23日; 23 Nov.
func (c *Catalogue) MonthDay(d model.Day) string { return c.day("date.month_day", d) }

// Weekday writes the day of the week: 星期一; Mon.
func (c *Catalogue) Weekday(w time.Weekday) string {
	return c.T(Key("weekday." + strconv.Itoa(int(w))))
}

func (c *Catalogue) day(key Key, d model.Day) string {
	if d.IsZero() {
		return ""
	}
	y, m, dd := d.Date()
	return c.T(key, c.dayArgs(y, int(m), dd, d.Weekday())...)
}

func (c *Catalogue) dayArgs(y, m, d int, w time.Weekday) []any {
	return []any{
		"year", strconv.Itoa(y),
		"month", c.T(Key("month." + strconv.Itoa(m))),
		"day", strconv.Itoa(d),
		"weekday", c.Weekday(w),
	}
}

// Moment writes day and time of day as the moment's own zone has them:
// 2026年11月23日 14:05; 23 Nov 2026 14:05. The zero moment is "".
func (c *Catalogue) Moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return c.ShortDay(model.DayOf(t, t.Location())) + " " + c.Clock(t)
}

// Clock writes the time of day, 24 hours: 14:05.
func (c *Catalogue) Clock(t time.Time) string { return t.Format("15:04") }

// Relative writes a day as seen from today: 今天, 昨天, 3天前, 5天后; days more
// than 30 away are written as ShortDay.
func (c *Catalogue) Relative(d, today model.Day) string {
	if d.IsZero() {
		return ""
	}
	switch n := int(d - today); {
	case n == 0:
		return c.T("date.today")
	case n == -1:
		return c.T("date.yesterday")
	case n == 1:
		return c.T("date.tomorrow")
	case n < -30 || n > 30:
		return c.ShortDay(d)
	case n < 0:
		return c.T("date.days_ago", "n", -n)
	default:
		return c.T("date.in_days", "n", n)
	}
}

// Since writes how long ago a moment was, coarsely, as seen from now: 刚才,
// 5分钟前, 3小时前; from yesterday on as Relative and the clock.
func (c *Catalogue) Since(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	loc := now.Location()
	d, today := model.DayOf(t, loc), model.DayOf(now, loc)
	ago := now.Sub(t)
	switch {
	case d != today || ago < 0:
		return c.Relative(d, today) + " " + c.Clock(t.In(loc))
	case ago < time.Minute:
		return c.T("date.just_now")
	case ago < time.Hour:
		return c.T("date.minutes_ago", "n", int(ago/time.Minute))
	default:
		return c.T("date.hours_ago", "n", int(ago/time.Hour))
	}
}

// State names the words of a case's state. A consultation that is over was
// answered.
func State(kind model.CaseKind, state model.CaseState) Key {
	if kind == model.Consultation && state == model.Closed {
		return "state.answered"
	}
	return Key("state." + string(state))
}
