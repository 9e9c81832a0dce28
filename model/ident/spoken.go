package ident

import (
	"strconv"
	"strings"
	"time"

	"heshi/model"
)

// spoken reads a day as people say it: a word for a day near today, a number of
// days or weeks before or after today, a day of the week or of the month, with a
// word for the one before, this one or the next, the end of a month, a month and
// day of last year, this year or next. Without such a word a day of the week or
// month is the latest one that is not after today; the next one from today on
// when ahead, which then also reads a number of days or weeks without a word for
// after. s is folded, lower case, without spaces.
func spoken(s string, today model.Day, ahead bool) (model.Day, bool) {
	for _, read := range []func(*phrase, model.Day, bool) (model.Day, bool){nearDay, spanOfDays, dayOfWeek, dayOfMonth, dayOfYear} {
		p := phrase{[]rune(s)}
		d, ok := read(&p, today, ahead)
		if year, _, _ := d.Date(); ok && len(p.rest) == 0 && year >= firstYear && year <= lastYear {
			return d, true
		}
	}
	return englishDay(s, today, ahead)
}

// phrase is what of a text is not read yet.
type phrase struct{ rest []rune }

// eat takes one of some characters off.
func (p *phrase) eat(any ...rune) bool {
	for _, r := range any {
		if len(p.rest) > 0 && p.rest[0] == r {
			p.rest = p.rest[1:]
			return true
		}
	}
	return false
}

// pair takes two characters off.
func (p *phrase) pair(a, b rune) bool {
	if len(p.rest) < 2 || p.rest[0] != a || p.rest[1] != b {
		return false
	}
	p.rest = p.rest[2:]
	return true
}

// number takes an ASCII or Han number off; at most 999.
func (p *phrase) number() (int, bool) {
	n := 0
	for n < len(p.rest) {
		_, han := numeral(p.rest[n])
		_, unit := multiplier(p.rest[n])
		if !han && !unit && !isDigit(p.rest[n]) {
			break
		}
		n++
	}
	v, ok := dayNumber(string(p.rest[:n]))
	if !ok || v > 999 {
		return 0, false
	}
	p.rest = p.rest[n:]
	return v, true
}

// turn takes the words off that say which week, month: -1 and less for those
// before, 1 and more for those after, 0 for this one; named is false without
// any.
func (p *phrase) turn() (n int, named bool) {
	for p.eat('上') {
		n, named = n-1, true
	}
	for !named && p.eat('下') {
		n++
		for p.eat('下') {
			n++
		}
		named = true
	}
	named = named || p.eat('这', '這', '本')
	p.eat('个', '個')
	return n, named
}

// week takes a word for a week off.
func (p *phrase) week() bool {
	return p.eat('周', '週') || p.pair('星', '期') || p.pair('礼', '拜') || p.pair('禮', '拜')
}

// weekday takes off what stands behind the word for a week: 1 is Monday.
func (p *phrase) weekday() (int, bool) {
	if p.eat('日', '天') {
		return 7, true
	}
	if len(p.rest) == 0 {
		return 0, false
	}
	n, ok := digit(p.rest[0])
	if !ok || n < 1 || n > 7 {
		return 0, false
	}
	p.rest = p.rest[1:]
	return int(n), true
}

func nearDay(p *phrase, today model.Day, _ bool) (model.Day, bool) {
	more := model.Day(0)
	if p.eat('大') {
		more = 1
	}
	switch {
	case p.eat('前'):
		return today - 2 - more, p.eat('天', '日')
	case p.eat('后', '後'):
		return today + 2 + more, p.eat('天', '日')
	case more > 0:
		return 0, false
	}
	d := today
	switch {
	case p.eat('今'):
	case p.eat('昨'):
		d--
	case p.eat('明'):
		d++
	default:
		return 0, false
	}
	p.eat('天', '日')
	return d, true
}

func spanOfDays(p *phrase, today model.Day, ahead bool) (model.Day, bool) {
	n, ok := p.number()
	if !ok {
		return 0, false
	}
	back := false // whether a word for before may follow
	switch {
	case p.eat('天'):
		back = true
	case p.eat('日'): // a day of the month, unless a word for after follows
		ahead = false
	default:
		p.eat('个', '個')
		if !p.week() {
			return 0, false
		}
		n, back = 7*n, true
	}
	p.eat('以', '之')
	switch {
	case p.eat('前'):
		return today - model.Day(n), back
	case p.eat('后', '後', '内', '內'):
		return today + model.Day(n), true
	}
	return today + model.Day(n), ahead
}

func dayOfWeek(p *phrase, today model.Day, ahead bool) (model.Day, bool) {
	week, named := p.turn()
	if !p.week() {
		return 0, false
	}
	n, ok := p.weekday()
	if !ok {
		return 0, false
	}
	if named {
		return today.Monday() + model.Day(7*week+n-1), true
	}
	return weekdayBy(time.Weekday(n%7), today, ahead), true
}

// weekdayBy is the latest such day that is not after today, or the next from
// today on.
func weekdayBy(w time.Weekday, today model.Day, ahead bool) model.Day {
	if ahead {
		return today + model.Day((int(w)-int(today.Weekday())+7)%7)
	}
	return today - model.Day((int(today.Weekday())-int(w)+7)%7)
}

func dayOfMonth(p *phrase, today model.Day, ahead bool) (model.Day, bool) {
	month, named := p.turn()
	inMonth := p.eat('月')
	if named && !inMonth {
		return 0, false
	}
	if inMonth && p.eat('底', '末') {
		d, ok := inMonths(today, month+1, 1)
		return d - 1, ok
	}
	n, ok := p.number()
	if !ok || inMonth != named || !p.eat('日', '号', '號') {
		return 0, false
	}
	if named {
		return inMonths(today, month, n)
	}
	// Three months hold every day of the month.
	for i := range 3 {
		if !ahead {
			i = -i
		}
		if d, ok := inMonths(today, i, n); ok && (d <= today) != ahead || ok && d == today {
			return d, true
		}
	}
	return 0, false
}

// inMonths is a day of the month some months after that of today.
func inMonths(today model.Day, months, day int) (model.Day, bool) {
	y, m, _ := today.Date()
	months += int(m) - 1 + 12*y
	return model.NewDay(months/12, time.Month(months%12+1), day)
}

func dayOfYear(p *phrase, today model.Day, _ bool) (model.Day, bool) {
	y, _, _ := today.Date()
	switch {
	case p.eat('今'):
	case p.eat('去'):
		y--
	case p.eat('前'):
		y -= 2
	case p.eat('明'):
		y++
	default:
		return 0, false
	}
	if !p.eat('年') {
		return 0, false
	}
	parts, ok := dayParts(string(p.rest))
	if !ok || len(parts) != 2 {
		return 0, false
	}
	p.rest = nil
	return model.NewDay(y, time.Month(parts[0]), parts[1])
}

// englishDay reads the English words for the same.
func englishDay(s string, today model.Day, ahead bool) (model.Day, bool) {
	switch strings.TrimPrefix(s, "the") {
	case "today":
		return today, true
	case "yesterday":
		return today - 1, true
	case "tomorrow":
		return today + 1, true
	case "daybeforeyesterday":
		return today - 2, true
	case "dayaftertomorrow":
		return today + 2, true
	}
	if d, ok := englishSpan(s, today, ahead); ok {
		return d, true
	}
	word, last := strings.CutPrefix(s, "last")
	word, next := strings.CutPrefix(word, "next")
	w, rest, ok := cutWeekday(word)
	switch {
	case !ok || rest != "" || last && next:
		return 0, false
	case last:
		return weekdayBy(w, today-1, false), true
	case next:
		return today.Monday() + model.Day(7+(int(w)+6)%7), true
	}
	return weekdayBy(w, today, ahead), true
}

// englishSpan reads "3 days ago", "in 2 weeks", and "10 days" when ahead.
func englishSpan(s string, today model.Day, ahead bool) (model.Day, bool) {
	s, in := strings.CutPrefix(s, "in")
	s, ago := strings.CutSuffix(s, "ago")
	p := phrase{[]rune(s)}
	n, ok := p.number()
	if !ok || in && ago {
		return 0, false
	}
	switch strings.TrimSuffix(string(p.rest), "s") {
	case "day":
	case "week":
		n *= 7
	default:
		return 0, false
	}
	if ago {
		return today - model.Day(n), true
	}
	return today + model.Day(n), in || ahead
}

// cutWeekday takes the English name of a day of the week off the front, short or
// in full.
func cutWeekday(s string) (time.Weekday, string, bool) {
	for w := time.Sunday; w <= time.Saturday; w++ {
		if rest, ok := cutName(s, w.String()); ok {
			return w, rest, true
		}
	}
	return 0, s, false
}

// cutName takes a name or its first three letters off the front.
func cutName(s, name string) (string, bool) {
	name = strings.ToLower(name)
	if rest, ok := strings.CutPrefix(s, name); ok {
		return rest, true
	}
	return strings.CutPrefix(s, name[:3])
}

// plainMonth writes a day with an English month in digits: 29 Nov 2026, Nov 29,
// 2026, with the day of the week before it or not.
func plainMonth(s string) string {
	if _, rest, ok := cutWeekday(s); ok && rest != "" {
		s = strings.TrimPrefix(rest, ",")
	}
	digits := 0
	for digits < len(s) && isDigit(rune(s[digits])) {
		digits++
	}
	day, rest := s[:digits], s[digits:]
	for m := time.January; m <= time.December; m++ {
		year, ok := cutName(rest, m.String())
		if !ok {
			continue
		}
		year = strings.TrimPrefix(strings.TrimPrefix(year, "."), ",")
		if day == "" { // the month comes first
			if day, year, ok = strings.Cut(year, ","); !ok && len(day) > 4 {
				day, year = day[:len(day)-4], day[len(day)-4:]
			}
		}
		out := strconv.Itoa(int(m)) + "-" + day
		if year != "" {
			out = year + "-" + out
		}
		return out
	}
	return s
}
