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
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/trade"
	"heshi/ui/widget"
)

// newFileForm asks for a kind of file and its path.
func (s *Screen) newFileForm(kind string, kinds []string, title, word, hint text.Key, save func(*Screen, string, string) tea.Cmd) *form {
	f := &form{word: word, fresh: true}
	f.name = func(s *Screen) string { return s.env.T(title) }
	f.questions = func(s *Screen, _ *form) []sheet.Question {
		return []sheet.Question{
			{ID: "kind", Kind: sheet.Pick, Label: s.env.T("shops.file.kind"), Options: worded("shops.file.", kinds)(s.env)},
			{ID: "path", Kind: sheet.Line, Max: 400, Label: s.env.T("shops.file.path"), Hint: s.env.T(hint)},
		}
	}
	f.save = func(s *Screen, f *form) tea.Cmd {
		kind, path := f.sheet.Value("kind"), f.sheet.Value("path")
		if path == "" {
			f.sheet.Refuse("path", s.env.T("shops.fault.path"))
			return nil
		}
		return save(s, kind, expanded(path))
	}
	return f.start(s, map[string][]string{"kind": {kind}})
}

func (s *Screen) newImport(kind string) *form {
	return s.newFileForm(kind, []string{trade.Shops, trade.Charter, trade.Groups, trade.ODR}, "shops.title.import", "shops.file.try", "shops.hint.import", (*Screen).tryFile)
}

func (s *Screen) newExport(kind string) *form {
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
		return s.notice(true, s.onlyCoordinators())
	}
	s.busy = true
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
		s.popTo(func(page) bool { return false })
		return screen.Batch(s.load(), s.leaveDirect(), s.notice(false, s.env.T("shops.file.imported", "n", t.result.Added, "present", t.result.Present)))
	}
	s.push(newTried(t))
	return nil
}

// newTried shows what a file would do, and asks whether to take it in.
func newTried(t tried) *board {
	return &board{
		name: func(s *Screen) string { return s.env.T("shops.title.tried") },
		body: func(s *Screen, width int) widget.Block { return s.triedBody(t, width) },
		options: func(s *Screen) []widget.Option {
			again := widget.Option{Value: "again", Label: s.env.T("shops.file.other")}
			switch {
			case t.err != nil:
				return []widget.Option{again}
			case t.result.Added == 0 && t.kind != trade.Charter:
				return []widget.Option{again, {Value: "leave", Label: s.env.T("shops.file.leave")}}
			}
			return []widget.Option{{Value: "import", Label: s.env.T("shops.file.import", "n", t.result.Added+replaced(t))}, again}
		},
		pick: func(s *Screen, value string) tea.Cmd {
			switch value {
			case "again":
				return s.pop()
			case "leave":
				s.popTo(func(page) bool { return false })
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
	th := s.env.Theme
	blocks := []widget.Block{widget.Para(th.Muted, full(t.path), width), widget.Blank(width, 1)}
	if t.err == nil {
		key := text.Key("shops.file.result." + t.kind)
		return widget.Stack(append(blocks, widget.Para(th.Text, s.env.T(key, "n", t.result.Added, "present", t.result.Present), width))...)
	}
	var ps model.Problems
	if !errors.As(t.err, &ps) {
		return widget.Stack(append(blocks, widget.Para(th.Bad, s.env.Text.Problem(t.err), width))...)
	}
	blocks = append(blocks, widget.Para(th.Bad, s.env.T("shops.file.faults", "n", len(ps)), width), widget.Blank(width, 1))
	list := make([]pair, len(ps))
	for i, p := range ps {
		list[i] = pair{value: s.env.Text.Sentence(p), tone: theme.Normal}
	}
	return widget.Stack(append(blocks, s.pairs(width, list))...)
}

// takeIn writes what the file says, the very bytes that were checked.
func (s *Screen) takeIn(t tried) tea.Cmd {
	if t.kind == trade.Charter && !s.coordinates() {
		return s.notice(true, s.onlyCoordinators())
	}
	s.busy = true
	supply, by := s.supply, s.by()
	s.pop()
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
	s.busy = true
	env, out := s.env, s.writing(kind, path)
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
	s.busy = true
	return s.writing(kind, path)
}

func (s *Screen) writing(kind, path string) tea.Cmd {
	supply, lang := s.supply, s.env.Text.Lang()
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
		if f, ok := s.top().(*form); ok {
			f.sheet.Refuse("path", s.env.Text.Problem(h.err))
		}
		return screen.Send(screen.Failed{Err: h.err})
	}
	s.popTo(func(page) bool { return false })
	return screen.Batch(s.leaveDirect(), s.notice(false, s.env.T("shops.file.exported", "n", h.n, "path", full(h.path))))
}

// leaveDirect leaves the screen where it was opened for one file.
func (s *Screen) leaveDirect() tea.Cmd {
	if s.direct {
		return screen.Send(screen.Back{})
	}
	return nil
}
