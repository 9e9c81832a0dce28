package duty

import (
	"cmp"
	"slices"

	"heshi/model"
	"heshi/model/ident"
	"heshi/shifts"
	"heshi/shifts/station"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// clock reads a time of day.
func clock(s string) (int, *model.Problem) {
	m, p := ident.Clock(s)
	if p == nil && m < 0 {
		p = &model.Problem{Code: "clock.not_clock"}
	}
	return m, p
}

func rowKey(id string) text.Key { return text.Key("duty.row." + id[1:]) }

// row words one volunteer; known are those of today.
func (b *Board) row(v model.Volunteer) (row widget.Row, known bool) {
	env, now := b.env, b.env.Now()
	turns := b.day.turns[v.ID]
	row, status := widget.Row{ID: string(v.ID)}, ""
	x, here := b.here(v.ID)
	switch was, gone := b.gone(v.ID); {
	case here:
		row.Tone = theme.Good
		status = env.T("duty.status.here", "at", env.Text.Clock(x.In))
	case gone:
		row.Tone = theme.Muted
		status = env.T("duty.status.gone", "from", env.Text.Clock(was.In), "to", env.Text.Clock(was.Out))
	case len(turns) > 0:
		key := text.Key("duty.status.expected")
		if start, _, ok := turns[0].Span(now.Location()); ok && now.After(start.Add(station.LateAfter)) {
			key, row.Tone = "duty.status.late", theme.Warn
		}
		status = env.T(key)
	default:
		status = env.T("duty.status.in")
	}
	if len(turns) > 0 && !(env.Senior && here) {
		status = env.T("duty.status.turn", "from", turns[0].Start, "to", turns[0].End, "status", status)
	}
	row.Cells = []string{padded(v.Name, 10) + status}
	_, gone := b.gone(v.ID)
	return row, here || gone || len(turns) > 0
}

// gone is the last stay that somebody ended today.
func (b *Board) gone(id model.ID) (out model.Stint, ok bool) {
	for _, x := range b.day.today {
		if x.Volunteer == id && !x.Out.IsZero() {
			out, ok = x, true
		}
	}
	return out, ok
}

// View draws the question, the name typed, and the list.
func (b *Board) View(width, height int) screen.Block {
	th, w := b.env.Theme, width-4
	f := b.box
	f.Label = b.env.T("duty.box")
	f.LabelWidth = widget.Width(f.Label) + 2
	f.Cells = 30
	rows := []widget.Block{
		widget.Blank(w, 1), widget.Question(th, b.env.T(b.ask), w),
		widget.Para(th.Muted, b.onDuty(), w),
		f.View(th, w, 1), widget.Blank(w, 1),
	}
	return b.view(widget.Pad(widget.Stack(rows...), 0, 2, 0, 2), width, height)
}

// onDuty tells in a sentence who is here.
func (b *Board) onDuty() string {
	var names []string
	for _, x := range b.day.open {
		if shifts.Here(x, b.env.Now()) {
			names = append(names, x.Name)
		}
	}
	if len(names) == 0 {
		return b.env.T("duty.here.none")
	}
	return b.env.T("duty.here", "names", names)
}

// newest is the stay of whoever came last and is here.
func (b *Board) newest() (out model.Stint, ok bool) {
	for _, x := range b.day.open {
		if shifts.Here(x, b.env.Now()) {
			out, ok = x, true
		}
	}
	return out, ok
}

// atHand is how many people are listed where no turn says who comes today.
const atHand = 6

// ordered is the register of today: the earliest turn first, then who is here,
// then the rest as they were added. Whoever has left the station is not in it.
func (b *Board) ordered() []model.Volunteer {
	today := b.today()
	out := slices.DeleteFunc(slices.Clone(b.day.register), func(v model.Volunteer) bool { return !v.Serves(today) })
	rank := func(v model.Volunteer) string {
		if turns := b.day.turns[v.ID]; len(turns) > 0 {
			return turns[0].Start
		}
		if _, here := b.here(v.ID); here {
			return "~"
		}
		return "~~"
	}
	slices.SortStableFunc(out, func(x, y model.Volunteer) int { return cmp.Compare(rank(x), rank(y)) })
	return out
}
