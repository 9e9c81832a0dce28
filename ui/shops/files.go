package shops

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/ui/pages"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/trade"
	"heshi/ui/widget"
)

// newFileForm asks for a kind of file and its path.
func (s *Screen) newFileForm(kind string, kinds []string, title, word, hint text.Key, save func(*Screen, string, string) tea.Cmd) *pages.Form {
	f := &pages.Form{On: &s.Stack, Word: word, Fresh: true}
	f.Name = func() string { return s.Env.T(title) }
	f.Questions = func() []sheet.Question {
		return []sheet.Question{
			{ID: "kind", Kind: sheet.Pick, Label: s.Env.T("shops.file.kind"), Options: worded("shops.file.", kinds)(s.Env)},
			{ID: "path", Kind: sheet.Line, Max: 400, Label: s.Env.T("shops.file.path"), Hint: s.Env.T(hint)},
		}
	}
	f.Save = func() tea.Cmd {
		kind, path := f.Sheet.Value("kind"), f.Sheet.Value("path")
		if path == "" {
			f.Sheet.Refuse("path", s.Env.T("shops.fault.path"))
			return nil
		}
		return save(s, kind, expanded(path))
	}
	return f.Start(map[string][]string{"kind": {kind}})
}

func (s *Screen) newImport(kind string) *pages.Form {
	return s.newFileForm(kind, []string{trade.Shops, trade.Charter, trade.Groups, trade.ODR}, "shops.title.import", "shops.file.try", "shops.hint.import", (*Screen).tryFile)
}

func (s *Screen) newExport(kind string) *pages.Form {
	return s.newFileForm(kind, []string{trade.Shops, trade.Charter, trade.Groups, trade.ODRResults}, "shops.title.export", "shops.file.export", "shops.hint.export", (*Screen).handOut)
}

// expanded is a path as typed, with quotes taken off and the home folder put in
// for ~.
func expanded(path string) string {
	path = strings.Trim(path, `"'`)
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	return path
}

// full is a path from the root, for people.
func full(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// tried is what a file would do, or has done.
type tried struct {
	kind, path string
	data       []byte
	result     trade.Result
	done       bool
	err        error
}

// tryFile reads a file and checks it, without writing anything.
func (s *Screen) tryFile(kind, path string) tea.Cmd {
	if kind == trade.Charter && !s.coordinates() {
		return s.Warn(s.onlyCoordinators())
	}
	s.Hold()
	supply, by := s.supply, s.by()
	return func() tea.Msg {
		t := tried{kind: kind, path: path}
		if t.data, t.err = trade.Read(path); t.err != nil {
			return t
		}
		t.result, t.err = supply.Import(context.Background(), by, kind, path, t.data, true)
		return t
	}
}

func (s *Screen) onTried(t tried) tea.Cmd {
	switch {
	case t.err != nil && !trade.Refused(t.err):
		return screen.Send(screen.Failed{Err: t.err})
	case t.done && t.err == nil:
		s.PopTo(s.First())
		return screen.Batch(s.load(), s.leaveDirect(), s.Say(s.Env.T("shops.file.imported", "n", t.result.Added, "present", t.result.Present)))
	}
	s.Push(s.newTried(t))
	return nil
}

// newTried shows what a file would do, and asks whether to take it in.
func (s *Screen) newTried(t tried) *pages.Board {
	return &pages.Board{
		On:   &s.Stack,
		Name: func() string { return s.Env.T("shops.title.tried") },
		Body: func(width int) widget.Block { return s.triedBody(t, width) },
		Options: func() []widget.Option {
			again := widget.Option{Value: "again", Label: s.Env.T("shops.file.other")}
			switch {
			case t.err != nil:
				return []widget.Option{again}
			case t.result.Added == 0 && t.kind != trade.Charter:
				return []widget.Option{again, {Value: "leave", Label: s.Env.T("shops.file.leave")}}
			}
			return []widget.Option{{Value: "import", Label: s.Env.T("shops.file.import", "n", t.result.Added+replaced(t))}, again}
		},
		Pick: func(value string) tea.Cmd {
			switch value {
			case "again":
				return s.Pop()
			case "leave":
				s.PopTo(s.First())
				return s.leaveDirect()
			}
			return s.takeIn(t)
		},
	}
}

// replaced counts versions of the charter that take the place of one held.
func replaced(t tried) int {
	if t.kind == trade.Charter {
		return t.result.Present
	}
	return 0
}

func (s *Screen) triedBody(t tried, width int) widget.Block {
	th := s.Env.Theme
	blocks := []widget.Block{widget.Para(th.Muted, full(t.path), width), widget.Blank(width, 1)}
	if t.err == nil {
		key := text.Key("shops.file.result." + t.kind)
		return widget.Stack(append(blocks, widget.Para(th.Text, s.Env.T(key, "n", t.result.Added, "present", t.result.Present), width))...)
	}
	var ps model.Problems
	if !errors.As(t.err, &ps) {
		return widget.Stack(append(blocks, widget.Para(th.Bad, s.Env.Text.Problem(t.err), width))...)
	}
	blocks = append(blocks, widget.Para(th.Bad, s.Env.T("shops.file.faults", "n", len(ps)), width), widget.Blank(width, 1))
	list := make([]pair, len(ps))
	for i, p := range ps {
		list[i] = pair{value: s.Env.Text.Sentence(p), tone: theme.Normal}
	}
	return widget.Stack(append(blocks, s.pairs(width, list))...)
}

// takeIn writes what the file says, the very bytes that were checked.
func (s *Screen) takeIn(t tried) tea.Cmd {
	if t.kind == trade.Charter && !s.coordinates() {
		return s.Warn(s.onlyCoordinators())
	}
	s.Hold()
	supply, by := s.supply, s.by()
	s.Pop()
	return func() tea.Msg {
		t.done = true
		t.result, t.err = supply.Import(context.Background(), by, t.kind, t.path, t.data, false)
		return t
	}
}

// handedOut is a file that was written, or the question whether it may be
// because there is one already.
type handedOut struct {
	path  string
	n     int
	there *screen.Ask
	err   error
}

// overwrite says that a file may be written over.
type overwrite struct{ kind, path string }

// handOut writes a file; one that is there already is asked about first.
func (s *Screen) handOut(kind, path string) tea.Cmd {
	s.Hold()
	env, out := s.Env, s.writing(kind, path)
	return func() tea.Msg {
		if _, err := os.Stat(path); err != nil {
			return out()
		}
		return handedOut{there: &screen.Ask{
			Title: env.T("shops.file.exists"), Body: env.T("shops.file.exists.body", "path", full(path)),
			Options: []screen.Option{
				{Label: env.T("shops.file.keep")},
				{Label: env.T("shops.file.overwrite"), Answer: overwrite{kind, path}},
			},
		}}
	}
}

func (s *Screen) writeOut(kind, path string) tea.Cmd {
	s.Hold()
	return s.writing(kind, path)
}

func (s *Screen) writing(kind, path string) tea.Cmd {
	supply, lang := s.supply, s.Env.Text.Lang()
	return func() tea.Msg {
		h := handedOut{path: path}
		h.err = trade.Write(path, func(w io.Writer) (err error) {
			h.n, err = supply.Export(context.Background(), kind, path, lang, w)
			return err
		})
		return h
	}
}

func (s *Screen) onHandedOut(h handedOut) tea.Cmd {
	switch {
	case h.there != nil:
		return screen.Send(*h.there)
	case h.err != nil:
		if f, ok := s.Top().(*pages.Form); ok {
			f.Sheet.Refuse("path", s.Env.Text.Problem(h.err))
		}
		return screen.Send(screen.Failed{Err: h.err})
	}
	s.PopTo(s.First())
	return screen.Batch(s.leaveDirect(), s.Say(s.Env.T("shops.file.exported", "n", h.n, "path", full(h.path))))
}

// leaveDirect leaves the screen where it was opened for one file.
func (s *Screen) leaveDirect() tea.Cmd {
	if s.direct {
		return screen.Send(screen.Back{})
	}
	return nil
}
