package cli

import (
	"context"
	"io/fs"
	"os"

	tea "charm.land/bubbletea/v2"

	"heshi/store"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// Sitting is a desk in the process of a test, which can reach its store.
type Sitting struct {
	a   *app
	s   *session
	dir string
}

// Sit opens the store in dir as the desk does, at a moment and in a language.
func Sit(assets fs.FS, dir, lang, now string) (*Sitting, error) {
	widget.PinWidths()
	texts, err := text.Load(assets)
	if err != nil {
		return nil, err
	}
	a := &app{assets: assets, getenv: os.Getenv, texts: texts, tx: texts.Lang(lang), rules: &rules{assets: assets}, now: now}
	s, err := a.openAt(context.Background(), dir, 0, 0)
	return &Sitting{a, s, dir}, err
}

// Store is the open store.
func (s *Sitting) Store() *store.Store { return s.s.Store }

// Run runs the desk on a terminal until ctx ends. The program sees the desk
// through wrap.
func (s *Sitting) Run(ctx context.Context, tty *os.File, wrap func(tea.Model) tea.Model) error {
	s.a.in, s.a.out = tty, tty
	root, err := s.a.desk(ctx, s.s, s.dir)
	if err != nil {
		return err
	}
	_, err = s.a.program(ctx, wrap(root)).Run()
	return err
}
