package ui

import (
	"heshi/ui/keys"
	"heshi/ui/widget"
)

// touring reports whether somebody is being led through the desk.
func (r *Root) touring() bool {
	_, _, on := r.o.Tour.Now()
	return on
}

// coach is the line of the tour, above the status row; no rows when there is
// none.
func (r *Root) coach() widget.Block {
	step, n, on := r.o.Tour.Now()
	if !on {
		return widget.Block{}
	}
	th := r.env.Theme
	key := keys.Label(r.env.Text, r.env.Keys.Binding(keys.Tour).Keys[0])
	words := r.env.T("tour.step", "n", n, "all", len(r.o.Tour.Steps()), "words", r.env.T(step.Say(r.topic(), r.env.Text.Has)), "key", key)
	var rows []widget.Block
	for _, row := range widget.Wrap(words, r.width-2) {
		rows = append(rows, widget.Line(th, th.Focus, " "+row, r.width))
	}
	return widget.Stack(rows...)
}

// room is how many rows the screen has: what header, coach, notice and key bar
// leave.
func (r *Root) room() int {
	_, coach := widget.Size(r.coach())
	return r.height - 2 - len(r.said()) - coach
}
