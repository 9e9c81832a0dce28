package roster

import (
	"strconv"
	"strings"

	"heshi/model"
	"heshi/model/ident"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/trade"
	"heshi/ui/widget"
)

// previewBody tells what a file of volunteers would do: of which rows it cannot
// be told whom they mean, who is new, who becomes another and how.
func (s *Screen) previewBody(r trade.Result, width int) widget.Block {
	th := s.Env.Theme
	blocks := []widget.Block{widget.Para(th.Strong, s.Env.T("roster.file.result", "n", r.Added, "changed", r.Changed, "present", r.Present), width)}
	say := func(tone theme.Tone, sentence string) {
		blocks = append(blocks, widget.Para(th.Of(tone), sentence, width))
	}
	if len(r.Unclear) > 0 {
		say(bad, s.Env.T("roster.file.unclear", "n", len(r.Unclear)))
		for _, p := range r.Unclear {
			say(plain, s.Env.Text.Sentence(p))
		}
	}
	for _, row := range r.Rows {
		switch row.What {
		case trade.New:
			say(plain, s.Env.T("roster.file.row.new", "row", row.Row, "name", row.Name))
		case trade.Changed:
			var words []string
			for _, f := range row.Fields {
				words = append(words, s.fieldChange(f, row.Before, row.After))
			}
			say(plain, s.Env.T("roster.file.row", "row", row.Row, "name", row.Name, "what", strings.Join(words, s.Env.T("roster.file.and"))))
		}
	}
	return widget.Stack(blocks...)
}

// fieldChange words one field that changes: its name, what it was and will be.
func (s *Screen) fieldChange(field string, before, after model.Volunteer) string {
	name := s.Env.T(text.Key("roster.column." + field))
	was, now := s.fieldValue(field, before), s.fieldValue(field, after)
	none := s.Env.T("roster.file.none")
	if was == "" {
		was = none
	}
	if now == "" {
		now = none
	}
	return s.Env.T("roster.file.change", "field", name, "was", was, "now", now)
}

// fieldValue words what stands in a field.
func (s *Screen) fieldValue(field string, v model.Volunteer) string {
	switch field {
	case "name":
		return v.Name
	case "phone":
		return ident.MaskPhone(v.Phone)
	case "level":
		return s.Env.T(text.Key("code.level." + v.Level))
	case "skills":
		return s.skills(v.Skills)
	case "avail":
		return s.slots(v.Avail)
	case "prefer":
		return s.slots(v.Prefer)
	case "dislike":
		return s.slots(v.Dislike)
	case "max_week":
		return strconv.Itoa(v.MaxWeek)
	case "max_month":
		return strconv.Itoa(v.MaxMonth)
	case "min_gap":
		return strconv.Itoa(v.MinGap)
	case "with":
		return s.names(v.With)
	case "avoid":
		return s.names(v.Avoid)
	case "conflicts":
		return s.shopNames(v.Conflicts)
	}
	return s.otherValue(field, v)
}

func (s *Screen) otherValue(field string, v model.Volunteer) string {
	day := func(d model.Day) string {
		if d.IsZero() {
			return ""
		}
		return s.Env.Text.Day(d)
	}
	switch field {
	case "leave":
		var words []string
		for _, l := range v.Leave {
			words = append(words, s.spanWords(l))
		}
		return s.Env.Text.List(words)
	case "carry":
		return strconv.FormatFloat(float64(v.CarryTenths)/10, 'f', -1, 64)
	case "fair":
		truth := "yes"
		if v.Exempt {
			truth = "no"
		}
		return s.Env.T(text.Key("code.truth." + truth))
	case "stations":
		return s.Env.Text.List(v.Stations)
	case "quiet":
		return strings.Trim(v.Quiet.From+"–"+v.Quiet.To, "–")
	case "joined":
		return day(v.Joined)
	case "left":
		return day(v.Left)
	case "note":
		return v.Note
	}
	return "" // the person at the desk
}
