package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"heshi/store/find"
)

// The search index is kept beside Badger, in the folder index: segments that
// never change, and a list that says which of them count, which of their
// records do not count any more, and up to which event they know the store.
// All of it is a pure function of the records: what is missing, damaged, or
// does not fit the log is made again.
const (
	shelfVersion = 2
	listName     = "list.json"
)

// signed is the list with its checksum, a line each: a digit of it that flips
// must not bring a record back that was changed since.
func signed(list []byte) []byte {
	return fmt.Appendf(list, "\n%08x\n", crc32.ChecksumIEEE(list))
}

// unsigned takes the checksum off; false when it is not that of the list.
func unsigned(b []byte) ([]byte, bool) {
	list, _, ok := bytes.Cut(b, []byte("\n"))
	return list, ok && bytes.Equal(signed(bytes.Clone(list)), b)
}

// shelf is the folder of segments.
type shelf struct {
	dir   string
	piece int           // how many records of a bulk make a segment
	next  atomic.Uint64 // the number of the next file
}

// listed is what the list says.
type listed struct {
	Version int      `json:"version"`
	Seq     uint64   `json:"seq"`  // the last event the segments know
	Hash    string   `json:"hash"` // of that event
	Next    uint64   `json:"next"`
	Files   []segRef `json:"files"`
}

type segRef struct {
	Name string   `json:"name"`
	Dead []uint32 `json:"dead,omitempty"`
}

// write keeps a segment's image in a file, on the disk when it returns, and
// opens it from there.
func (sh *shelf) write(image []byte) (*find.Segment, string, error) {
	if err := os.MkdirAll(sh.dir, 0o700); err != nil {
		return nil, "", err
	}
	name := fmt.Sprintf("%08d.seg", sh.next.Add(1))
	path := filepath.Join(sh.dir, name)
	if err := writeDurably(path, find.Seal(image)); err != nil {
		return nil, "", errors.Join(err, os.Remove(path))
	}
	seg, err := sh.open(name)
	return seg, name, err
}

func (sh *shelf) open(name string) (*find.Segment, error) {
	data, keep, err := mapFile(filepath.Join(sh.dir, name))
	if err != nil {
		return nil, err
	}
	return find.Load(data, keep)
}

// writeDurably makes a file that is on the disk when it returns.
func writeDurably(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// save makes the list say what counts. Parts in memory are left out: events
// after seq tell of them.
func (sh *shelf) save(v *find.View, at head) error {
	l := listed{Version: shelfVersion, Seq: at.seq, Hash: at.hash, Next: sh.next.Load()}
	for _, p := range v.Parts() {
		if p.File != "" {
			l.Files = append(l.Files, segRef{Name: p.File, Dead: p.Dead()})
		}
	}
	b, err := json.Marshal(l)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(sh.dir, 0o700); err != nil {
		return err
	}
	path := filepath.Join(sh.dir, listName)
	if err := writeDurably(path+".new", signed(b)); err != nil {
		return err
	}
	if err := os.Rename(path+".new", path); err != nil {
		return err
	}
	return syncDir(sh.dir)
}

// load opens what the list names; false when there is no list that can be
// used.
func (sh *shelf) load() (v *find.View, at head, ok bool) {
	b, err := os.ReadFile(filepath.Join(sh.dir, listName))
	if err != nil {
		return nil, head{}, false
	}
	list, whole := unsigned(b)
	var l listed
	if !whole || json.Unmarshal(list, &l) != nil || l.Version != shelfVersion {
		return nil, head{}, false
	}
	sh.next.Store(l.Next)
	var parts []*find.Part
	for _, f := range l.Files {
		seg, err := sh.open(f.Name)
		if err != nil {
			return nil, head{}, false
		}
		p, err := find.NewPart(seg, f.Name, f.Dead)
		if err != nil {
			return nil, head{}, false
		}
		parts = append(parts, p)
	}
	return find.NewView(parts), head{seq: l.Seq, hash: l.Hash}, true
}

// drop removes the files of parts that v does not use. Who still reads them
// keeps what it has mapped.
func (sh *shelf) drop(parts []*find.Part, v *find.View) {
	used := map[string]bool{}
	for _, p := range v.Parts() {
		used[p.File] = true
	}
	for _, p := range parts {
		if p.File != "" && !used[p.File] {
			_ = os.Remove(filepath.Join(sh.dir, p.File)) // the next open tries again
		}
	}
}

// discard removes a file that came too late, and says why it did.
func (sh *shelf) discard(file string, why error) error {
	return errors.Join(why, os.Remove(filepath.Join(sh.dir, file)))
}

// sweep removes what v does not use, before anything is written.
func (sh *shelf) sweep(v *find.View) {
	used := map[string]bool{listName: true}
	for _, p := range v.Parts() {
		used[p.File] = true
	}
	files, err := os.ReadDir(sh.dir)
	if err != nil {
		return
	}
	for _, f := range files {
		if !used[f.Name()] && (strings.HasSuffix(f.Name(), ".seg") || strings.HasSuffix(f.Name(), ".new")) {
			_ = os.Remove(filepath.Join(sh.dir, f.Name())) // the next sweep tries again
		}
	}
}
