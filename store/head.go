package store

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io/fs"
	"os"
	"sync/atomic"
)

// head is the end of the chain: the last event's sequence number and hash.
type head struct {
	seq  uint64
	hash string // 64 hex digits, or "" before the first event
}

// headFile keeps the chain's head outside Badger, so that a log whose tail
// Badger dropped in silence is noticed at the next open (shared/perf.md 4c).
// Two slots are written in turn, each with a checksum: a torn write spoils one
// and leaves the other. Write is one pwrite; Sync flushes, and is called at
// most a second later and at close; neither waits for the other.
type headFile struct {
	f     *os.File
	slot  int64 // who writes has it
	dirty atomic.Bool
}

const slotSize = 512 // one sector, so that two slots never share one

func openHead(path string) (*headFile, head, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, head{}, err
	}
	h := &headFile{f: f}
	best := head{}
	for slot := range int64(2) {
		got, ok := readSlot(f, slot)
		if ok && (got.seq >= best.seq) {
			best = got
			h.slot = 1 - slot
		}
	}
	return h, best, nil
}

func readSlot(f *os.File, slot int64) (head, bool) {
	b := make([]byte, slotSize)
	if _, err := f.ReadAt(b, slot*slotSize); err != nil {
		return head{}, false
	}
	if binary.LittleEndian.Uint32(b) != crc32.ChecksumIEEE(b[4:]) {
		return head{}, false
	}
	n := int(b[12])
	if n > 64 {
		return head{}, false
	}
	return head{seq: binary.LittleEndian.Uint64(b[4:]), hash: string(b[13 : 13+n])}, true
}

// write puts the head into the file; it is not yet on the disk.
func (h *headFile) write(v head) error {
	b := make([]byte, slotSize)
	binary.LittleEndian.PutUint64(b[4:], v.seq)
	b[12] = byte(copy(b[13:13+64], v.hash))
	binary.LittleEndian.PutUint32(b, crc32.ChecksumIEEE(b[4:]))
	if _, err := h.f.WriteAt(b, h.slot*slotSize); err != nil {
		return err
	}
	h.slot = 1 - h.slot
	h.dirty.Store(true)
	return nil
}

func (h *headFile) sync() error {
	if !h.dirty.Swap(false) {
		return nil
	}
	return h.f.Sync()
}

func (h *headFile) close() error {
	err := h.sync()
	return errors.Join(err, h.f.Close())
}

// exists reports whether path is there at all.
func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
