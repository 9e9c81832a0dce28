package roster

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/ident"
	"heshi/ui/handout"
	"heshi/ui/pages"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/trade"
	"heshi/ui/widget"
)

// newFiles asks what to hand out or take in.
func (s *Screen) newFiles() *pages.Board {
	return &pages.Board{
		On:   &s.Stack,
		Name: func() string { return s.Env.T("roster.title.files") },
		Options: func() []widget.Option {
			var out []widget.Option
			for _, v := range []string{"month", "calendar", "own", "import", "export"} {
				out = append(out, widget.Option{Value: v, Label: s.Env.T(text.Key("roster.file." + v))})
			}
			return out
		},
		Pick: func(value string) tea.Cmd {
			switch value {
			case "month":
				s.Push(s.newMonthFile())
			case "calendar":
				s.Push(s.newPath("roster.file.calendar", "heshi.ics", func(path string) tea.Cmd { return s.handOut(path, handout.What{}) }))
			case "own":
				s.Push(s.newOwnCalendar())
			case "import":
				s.Push(s.newImport())
			case "export":
				s.Push(s.newPath("roster.file.export", "volunteers.xlsx", func(path string) tea.Cmd { return s.exportPeople(path) }))
			}
			return nil
		},
	}
}

// newPath asks for the path of a file; offered is what stands there already.
func (s *Screen) newPath(name text.Key, offered string, save func(path string) tea.Cmd) *pages.Form {
	f := &pages.Form{On: &s.Stack, Word: "roster.file.go", Name: func() string { return s.Env.T(name) }}
	f.Fresh = true
	f.Questions = func() []sheet.Question { return []sheet.Question{s.pathQuestion()} }
	f.Save = func() tea.Cmd {
		path, ok := s.path(f)
		if !ok {
			return nil
		}
		return save(path)
	}
	f.Start(nil)
	f.Sheet.Set("path", offered)
	return f
}

// newImport asks for the path of a file of volunteers.
func (s *Screen) newImport() *pages.Form {
	f := &pages.Form{On: &s.Stack, Fresh: true, Word: "roster.file.look", Name: func() string { return s.Env.T("roster.file.import") }}
	f.Questions = func() []sheet.Question {
		q := s.pathQuestion()
		q.Hint = s.Env.T("roster.hint.import")
		return []sheet.Question{q}
	}
	f.Save = func() tea.Cmd {
		path, ok := s.path(f)
		if !ok {
			return nil
		}
		return s.tryFile(path)
	}
	return f.Start(nil)
}

func (s *Screen) pathQuestion() sheet.Question {
	return sheet.Question{ID: "path", Label: s.Env.T("roster.ask.path"), Hint: s.Env.T("roster.hint.path"), Max: 400}
}

// path is the path typed, with quotes taken off and the home folder put in for
// ~.
func (s *Screen) path(f *pages.Form) (string, bool) {
	path := strings.Trim(f.Sheet.Value("path"), `"'`)
	if path == "" {
		f.Sheet.Refuse("path", s.Env.T("roster.fault.path"))
		return "", false
	}
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			path = filepath.Join(home, rest)
		}
	}
	return path, true
}

// newMonthFile asks for a month and a path: a table or a paper for the wall.
func (s *Screen) newMonthFile() *pages.Form {
	f := &pages.Form{On: &s.Stack, Fresh: true, Word: "roster.file.go", Name: func() string { return s.Env.T("roster.file.month") }}
	f.Questions = func() []sheet.Question {
		return []sheet.Question{
			{ID: "month", Label: s.Env.T("roster.ask.month"), Hint: s.Env.T("roster.hint.month"), Max: 20},
			s.pathQuestion(),
		}
	}
	f.Save = func() tea.Cmd {
		day, p := ident.Coming(strings.TrimSpace(f.Sheet.Value("month"))+"-01", s.today())
		if p != nil || day.IsZero() {
			f.Sheet.Refuse("month", s.Env.T("roster.fault.month"))
			return nil
		}
		if f.Sheet.Value("path") == monthFile(s.today()) {
			f.Sheet.Set("path", monthFile(day)) // the name that was offered goes with the month
		}
		path, ok := s.path(f)
		if !ok {
			return nil
		}
		return s.handOut(path, handout.What{Month: day})
	}
	month := s.today()
	return f.Start(map[string][]string{"month": {month.String()[:7]}, "path": {monthFile(month)}})
}

// monthFile is how the file of a month is called while nobody says otherwise.
func monthFile(day model.Day) string { return "roster-" + day.String()[:7] + ".pdf" }

// newOwnCalendar picks whose calendar to hand out.
func (s *Screen) newOwnCalendar() *pages.Listing {
	l := s.picker("roster.file.own", "", "roster.file.whose")
	l.Columns = s.peopleColumns
	l.Rows = func(query string) []widget.Row {
		return s.peopleRows(query, func(v model.Volunteer) bool { return len(s.dutiesOf(v.ID)) > 0 })
	}
	l.Open = func(id, _ string) tea.Cmd {
		s.Push(s.newPath("roster.file.own", s.name(model.ID(id))+".ics", func(path string) tea.Cmd {
			return s.handOut(path, handout.What{Who: model.ID(id)})
		}))
		return nil
	}
	return l.Start()
}

// handOut writes a month or a calendar.
func (s *Screen) handOut(path string, what handout.What) tea.Cmd {
	supply, lang, now := s.supply, s.Env.Text.Lang(), s.Env.Now()
	what.Now = now
	return s.written(path, func(w io.Writer) (int, error) {
		return supply.HandOut(context.Background(), path, lang, what, w)
	})
}

func (s *Screen) exportPeople(path string) tea.Cmd {
	supply, lang := s.supply, s.Env.Text.Lang()
	return s.written(path, func(w io.Writer) (int, error) {
		return supply.Export(context.Background(), trade.Volunteers, path, lang, w)
	})
}

// written writes a file; one that is there already is asked about first.
func (s *Screen) written(path string, write func(io.Writer) (int, error)) tea.Cmd {
	s.Hold()
	return func() tea.Msg {
		if _, err := os.Stat(path); err == nil {
			return handled{func() tea.Cmd { return s.overwrite(path, write) }}
		}
		return s.writing(path, write)
	}
}

func (s *Screen) overwrite(path string, write func(io.Writer) (int, error)) tea.Cmd {
	body := s.Env.T("roster.file.exists.body", "path", full(path))
	return s.ask(s.Env.T("roster.file.exists"), body, s.Env.T("roster.keep"), s.Env.T("roster.file.overwrite"), func() tea.Cmd {
		s.Hold()
		return func() tea.Msg { return s.writing(path, write) }
	})
}

// writing runs in a command.
func (s *Screen) writing(path string, write func(io.Writer) (int, error)) tea.Msg {
	n := 0
	err := trade.Write(path, func(w io.Writer) (err error) {
		n, err = write(w)
		return err
	})
	return handled{func() tea.Cmd {
		if err != nil {
			if f, ok := s.Top().(*pages.Form); ok {
				f.Sheet.Refuse("path", s.Env.Text.Problem(err))
			}
			return s.Warn(s.Env.Text.Problem(err))
		}
		s.PopTo(s.First())
		return s.Say(s.Env.T("roster.file.written", "n", n, "path", full(path)))
	}}
}

// full is a path from the root, for people.
func full(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// tryFile reads a file of volunteers and checks it, without writing anything.
func (s *Screen) tryFile(path string) tea.Cmd {
	s.Hold()
	supply, by := s.supply, s.by()
	return func() tea.Msg {
		data, err := trade.Read(path)
		var r trade.Result
		if err == nil {
			r, err = supply.Import(context.Background(), by, trade.Volunteers, path, data, true)
		}
		return handled{func() tea.Cmd {
			if err != nil && !trade.Refused(err) {
				return screen.Send(screen.Failed{Err: err})
			}
			s.Push(s.newTried(path, data, r, err))
			return nil
		}}
	}
}

// newTried shows what a file would do, and asks whether to take it in.
func (s *Screen) newTried(path string, data []byte, r trade.Result, fault error) *pages.Board {
	return &pages.Board{
		On:   &s.Stack,
		Name: func() string { return s.Env.T("roster.file.import") },
		Body: func(width int) widget.Block { return s.triedBody(path, r, fault, width) },
		Options: func() []widget.Option {
			again := widget.Option{Value: "again", Label: s.Env.T("roster.back")}
			if fault != nil || len(r.Unclear) > 0 || r.Added+r.Changed == 0 {
				return []widget.Option{again}
			}
			return []widget.Option{{Value: "take", Label: s.Env.T("roster.file.take", "n", r.Added+r.Changed)}, again}
		},
		Pick: func(value string) tea.Cmd {
			if value == "again" {
				return s.Pop()
			}
			return s.takeIn(path, data)
		},
	}
}

func (s *Screen) triedBody(path string, r trade.Result, fault error, width int) widget.Block {
	th := s.Env.Theme
	blocks := []widget.Block{widget.Para(th.Muted, full(path), width), widget.Blank(width, 1)}
	var ps model.Problems
	switch {
	case fault == nil:
		blocks = append(blocks, s.previewBody(r, width))
	case errors.As(fault, &ps):
		blocks = append(blocks, widget.Para(th.Bad, s.Env.T("roster.file.faults", "n", len(ps)), width), widget.Blank(width, 1))
		for _, p := range ps {
			blocks = append(blocks, widget.Para(th.Text, s.Env.Text.Sentence(p), width))
		}
	default:
		blocks = append(blocks, widget.Para(th.Bad, s.Env.Text.Problem(fault), width))
	}
	return widget.Stack(blocks...)
}

// takeIn writes what the file says, the very bytes that were checked.
func (s *Screen) takeIn(path string, data []byte) tea.Cmd {
	s.Hold()
	supply, by := s.supply, s.by()
	return func() tea.Msg {
		r, err := supply.Import(context.Background(), by, trade.Volunteers, path, data, false)
		return handled{func() tea.Cmd {
			if err != nil {
				return screen.Send(screen.Failed{Err: err})
			}
			s.PopTo(s.First())
			return screen.Batch(s.load(), s.Say(s.Env.T("roster.file.imported", "n", r.Added, "changed", r.Changed, "present", r.Present)))
		}}
	}
}
