package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/dgraph-io/badger/v4"

	"heshi/model"
)

// holder is the locked file that says who has the store open. Badger takes a
// lock of its own later; this one comes before anything is touched and gives a
// refused second process something to say.
type holder struct {
	f     *os.File
	PID   int       `json:"pid"`
	Since time.Time `json:"since"`
}

func holderPath(dir string) string { return filepath.Join(dir, "holder.json") }

// hold takes the lock, or returns CodeHeld.
func hold(dir string, zone *time.Location) (*holder, error) {
	f, err := os.OpenFile(holderPath(dir), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, readOnly(dir, err)
	}
	if !lock(f) {
		return nil, errors.Join(heldProblem(dir, zone), f.Close())
	}
	h := &holder{f: f, PID: os.Getpid(), Since: time.Now()}
	b, err := json.Marshal(h)
	if err == nil {
		err = errors.Join(f.Truncate(0), writeAt(f, b))
	}
	if err != nil {
		return nil, errors.Join(readOnly(dir, err), f.Close())
	}
	return h, nil
}

func writeAt(f *os.File, b []byte) error {
	_, err := f.WriteAt(b, 0)
	return err
}

// release gives the lock up; the file stays.
func (h *holder) release() error { return h.f.Close() }

func readHolder(path string) (holder, bool) {
	b, err := os.ReadFile(path)
	if err != nil {
		return holder{}, false
	}
	var h holder
	return h, json.Unmarshal(b, &h) == nil
}

// heldProblem says who holds the store, and since when in the station's zone.
func heldProblem(dir string, zone *time.Location) error {
	if zone == nil {
		zone = time.UTC
	}
	args := map[string]any{"pid": "?", "since": "?"}
	if h, ok := readHolder(holderPath(dir)); ok {
		args["pid"], args["since"] = strconv.Itoa(h.PID), h.Since.In(zone)
	}
	return &model.Problem{Code: CodeHeld, Args: args}
}

// keepManifest copies MANIFEST before Badger may rewrite it, keeping the
// newest three that differ. A MANIFEST with a torn tail makes Badger delete
// the tables the tail named (shared/perf.md 4c), so in that case the tables
// are linked beside the copy first: nothing a rescue needs is gone.
func keepManifest(dir, badgerDir string) error {
	src := filepath.Join(badgerDir, badger.ManifestFilename)
	now, err := os.ReadFile(src)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return readOnly(dir, err)
	}
	first := filepath.Join(dir, "manifest.1")
	if old, err := os.ReadFile(first); err != nil || !bytes.Equal(old, now) {
		if err := rotate(dir, now); err != nil {
			return readOnly(dir, err)
		}
	}
	if torn(src) {
		return rescue(dir, badgerDir, now)
	}
	return nil
}

func rotate(dir string, now []byte) error {
	for _, n := range []string{"3", "2"} {
		from := filepath.Join(dir, "manifest."+string(rune(n[0]-1)))
		if exists(from) {
			if err := os.Rename(from, filepath.Join(dir, "manifest."+n)); err != nil {
				return err
			}
		}
	}
	return os.WriteFile(filepath.Join(dir, "manifest.1"), now, 0o600)
}

// torn reports that replay stops before the end of the MANIFEST.
func torn(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	_, end, err := badger.ReplayManifestFile(f, 0, deskOptions(filepath.Dir(path)))
	if err != nil {
		return false // Badger refuses to open it, so it deletes nothing
	}
	size, err := f.Seek(0, io.SeekEnd)
	return err == nil && end < size
}

func rescue(dir, badgerDir string, manifest []byte) error {
	to := filepath.Join(dir, "rescue-"+time.Now().UTC().Format("20060102T150405"))
	if err := os.MkdirAll(to, 0o700); err != nil {
		return readOnly(dir, err)
	}
	tables, err := filesIn(badgerDir, ".sst")
	if err != nil {
		return readOnly(dir, err)
	}
	for _, name := range tables {
		if err := os.Link(filepath.Join(badgerDir, name), filepath.Join(to, name)); err != nil && !errors.Is(err, os.ErrExist) {
			return readOnly(dir, err)
		}
	}
	return os.WriteFile(filepath.Join(to, badger.ManifestFilename), manifest, 0o600)
}

// filesIn lists the names in a folder that end in ext. A pattern would not do: a
// folder may be called "a[1]".
func filesIn(dir, ext string) (names []string, err error) {
	list, err := os.ReadDir(dir)
	for _, f := range list {
		if filepath.Ext(f.Name()) == ext {
			names = append(names, f.Name())
		}
	}
	return names, err
}
