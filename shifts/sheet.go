package shifts

import (
	"time"
	"unicode/utf8"

	"heshi/model"
)

// Why a line of the sign-in sheet does not count.
const (
	Forgot   = "forgot"    // nobody signed out
	TooLong  = "too_long"  // longer than anybody stays
	Backward = "backwards" // out before in
)

// MaxDiary is how many characters a line of the diary may have.
const MaxDiary = 200

// overnight is how long a stay that began on another day is still believed to
// go on.
const overnight = longest / 2

// Here reports whether the volunteer is still at the desk: not signed out, and
// it is the same day or he came only a few hours ago.
func Here(x model.Stint, now time.Time) bool {
	if !x.Out.IsZero() || now.Before(x.In) {
		return false
	}
	loc := now.Location()
	return model.DayOf(x.In, loc) == model.DayOf(now, loc) && now.Sub(x.In) <= longest || now.Sub(x.In) <= overnight
}

// Doubt says why a stay does not count; "" when it does, or still goes on.
func Doubt(x model.Stint, now time.Time) string {
	switch {
	case Here(x, now):
		return ""
	case x.Out.IsZero():
		return Forgot
	case x.Out.Before(x.In):
		return Backward
	case x.Out.Sub(x.In) > longest:
		return TooLong
	}
	return ""
}

// Signs returns the stays as Hours counts them. Those that still go on are left
// out: they are neither served nor doubtful yet.
func Signs(sheet []model.Stint, now time.Time) []Sign {
	out := make([]Sign, 0, len(sheet))
	for _, x := range sheet {
		if !Here(x, now) {
			what := Unasked
			if x.Turn != "" {
				what = OnTurn
			}
			out = append(out, Sign{Volunteer: string(x.Volunteer), In: x.In, Out: x.Out, What: what})
		}
	}
	return out
}

// MaySignIn says why somebody cannot sign in; nil when he can. A stay that he
// forgot to end keeps nobody out: it is asked about instead.
func MaySignIn(open []model.Stint, who model.ID, now time.Time) *model.Problem {
	for _, x := range open {
		if x.Volunteer == who && Here(x, now) {
			return refused("sheet.already_in", "name", x.Name, "at", x.In)
		}
	}
	return nil
}

// MaySignOut says why a stay cannot end now; nil when it can. One that was
// forgotten ends when the volunteer remembers, not now.
func MaySignOut(x model.Stint, now time.Time) *model.Problem {
	switch {
	case !x.Out.IsZero():
		return refused("sheet.already_out", "name", x.Name, "at", x.Out)
	case !Here(x, now):
		return refused("sheet.forgotten", "name", x.Name, "at", x.In)
	}
	return nil
}

// MaySay says why a moment cannot be when the volunteer left; nil when it can.
func MaySay(x model.Stint, at, now time.Time) *model.Problem {
	if !x.Out.IsZero() {
		return refused("sheet.already_out", "name", x.Name, "at", x.Out)
	}
	return believable(x.In, at, now)
}

func believable(in, out, now time.Time) *model.Problem {
	switch {
	case !out.After(in):
		return refused("sheet.out_before_in", "at", in)
	case out.After(now):
		return refused("sheet.future", "at", out)
	case out.Sub(in) > longest:
		return refused("sheet.too_long", "n", int(longest/time.Hour))
	}
	return nil
}

// MayCorrect says why a line of the sheet cannot be corrected to x; nil when it
// can: by a coordinator, with a reason, to times that can be believed.
func MayCorrect(x model.Stint, role model.Role, now time.Time) *model.Problem {
	switch {
	case role != model.Coordinator:
		return refused("sheet.coordinator")
	case x.Fixed == "":
		return refused("sheet.need_reason")
	case x.Out.IsZero():
		return refused("sheet.need_out")
	}
	return believable(x.In, x.Out, now)
}

// CheckDiary says what is wrong with a line of the diary; nil when nothing is.
func CheckDiary(line string) *model.Problem {
	if n := utf8.RuneCountInString(line); n > MaxDiary {
		return refused("text.too_long", "count", n, "max", MaxDiary)
	}
	return nil
}

func refused(code string, pairs ...any) *model.Problem {
	return &model.Problem{Code: code, Args: args(pairs...)}
}

// near is how far before its beginning or after its end a turn is still the one
// somebody comes for.
const near = 3 * time.Hour

// TurnFor returns the turn somebody who comes now comes for: the one that is
// on, else the nearest of that day. False when none is near.
func TurnFor(turns []Shift, now time.Time) (best Shift, ok bool) {
	least := near + 1
	for _, s := range turns {
		start, end, known := s.Span(now.Location())
		if !known {
			continue
		}
		away := max(start.Sub(now), now.Sub(end), 0)
		if away < least {
			best, least, ok = s, away, true
		}
	}
	return best, ok
}

// Span returns when the turn begins and ends; false when its times cannot be
// read.
func (s Shift) Span(loc *time.Location) (start, end time.Time, ok bool) {
	from, okF := minutes(s.Start)
	to, okT := minutes(s.End)
	day := s.Date.In(loc)
	return day.Add(time.Duration(from) * time.Minute), day.Add(time.Duration(to) * time.Minute), okF && okT
}
