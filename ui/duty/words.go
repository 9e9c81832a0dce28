package duty

import (
	"strconv"
	"strings"
	"time"

	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/widget"
)

func itoa(n int) string { return strconv.Itoa(n) }

// padded makes a name at least width cells wide, so that what follows stands in
// a column.
func padded(name string, width int) string {
	name = widget.Truncate(widget.Clean(name), 20)
	return name + strings.Repeat(" ", max(0, width-widget.Width(name))+2)
}

// cutRow takes the id of a case from the id of a row.
func cutRow(row string) (id, rest string, ok bool) { return strings.Cut(row, "/") }

// count is one thing that was done, and how often.
type count struct {
	key text.Key
	n   int
}

func (o *Out) counts() []count {
	w := o.work
	return []count{
		{"duty.out.complaints", w.Complaints},
		{"duty.out.consultations", w.Consultations},
		{"duty.out.contacts", w.Contacts},
		{"duty.out.settled", w.Settled},
		{"duty.out.closed", w.Closed},
	}
}

// span words a length of time in hours and minutes.
func span(env screen.Env, d time.Duration) string { return minutes(env, int(d/time.Minute)) }

func minutes(env screen.Env, n int) string {
	if n < 60 {
		return env.T("duty.minutes", "n", n)
	}
	return env.T("duty.hours", "h", n/60, "m", n%60)
}
