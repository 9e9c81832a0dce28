package trade

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"heshi/model"
)

// maxFile bounds a file that is read whole, in bytes.
const maxFile = 64 << 20

// Read reads a file whole. Faults are refused: one that is not there or may not
// be read, one too big.
func Read(path string) ([]byte, error) {
	unreadable := refuse(&model.Problem{Code: "file.unreadable", Args: map[string]any{"name": clip(path)}})
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, unreadable
	}
	if len(b) > maxFile {
		return nil, refuse(&model.Problem{Code: "file.too_big", Args: map[string]any{"name": clip(path), "mib": maxFile >> 20}})
	}
	return b, nil
}

// Write writes a file whole or not at all: beside its place first, then moved
// there. Where something stands that is no file, such as a folder or a device, it
// refuses: a move would take its place. A link is followed to the file.
func Write(path string, write func(io.Writer) error) (err error) {
	unwritable := &model.Problem{Code: "file.unwritable", Args: map[string]any{"name": clip(path)}}
	if to, err := filepath.EvalSymlinks(path); err == nil {
		path = to
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return unwritable
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".heshi-*")
	if err != nil {
		return unwritable
	}
	s := &sink{w: f}
	err = write(s)
	if err2 := errors.Join(f.Sync(), f.Close()); s.failed || err == nil && err2 != nil {
		err = unwritable
	}
	if err == nil && os.Rename(f.Name(), path) != nil {
		err = unwritable
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// WriteAll writes data as a file, whole or not at all.
func WriteAll(path string, data []byte) error {
	return Write(path, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// sink notes that the disk refused something, whatever the writer made of it.
type sink struct {
	w      io.Writer
	failed bool
}

// Write passes on to the file.
func (s *sink) Write(b []byte) (int, error) {
	n, err := s.w.Write(b)
	s.failed = s.failed || err != nil
	return n, err
}
