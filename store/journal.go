package store

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
)

// journal is where a commit comes to the disk: one write into a file that is there
// already, on the disk when it returns. Badger takes the commit into its memory
// meanwhile, on another processor; its own log is synced only when the journal is
// full, or before something goes to Badger alone (checkpoint). An open gives
// Badger back what it lacks of the journal (regain).
//
// Every block of the file was written before. So a commit changes the
// contents of blocks and nothing else, and the disk has nothing more to keep of
// it. Measured in one run: 0.6-0.65 times an append of 4 KiB and fsync, where the
// sync of Badger's log, whose blocks are found as it grows, took 0.7-0.9 times,
// and came after Badger instead of beside it.
//
// The commits since the last checkpoint are a row: they stand one behind the
// other from the beginning of the file, and each names its row by the stamp of the
// first. What older rows left behind them does not count. The row holds every
// commit of its time but those of derived keys (ferry).
type journal struct {
	f    *os.File
	size int64  // how far it is laid out
	at   int64  // where the next commit goes; 0 when no row is begun
	row  row    // set when one is
	buf  []byte // what the page at at begins with, and room for the rest
}

// row is what the commits of a row follow: all of it is in Badger, and on the disk.
type row struct {
	stamp   uint64 // of the row's first commit
	base    uint64 // the last event before it; 0 when there was none
	settled uint64 // the event up to which derived keys are in Badger
}

const (
	// journalSize is how large the file becomes: a few thousand cases. When it is full
	// all but the newest memtables have long become tables, which are on the disk; and
	// an open after a crash compares no more than it holds. It begins with journalFirst
	// and doubles, so that a new store is made in a moment.
	journalSize  = 8 * mib
	journalFirst = mib / 4
	// journalPage is written as a whole, so that the system need not read first what
	// stood there.
	journalPage = 4096
	// journalHead is the bytes before a commit's keys: checksum and length of 4; the
	// row's stamp, base and settled and the commit's own stamp of 8.
	journalHead = 2*4 + 4*8
)

// checksum is the one that processors work out themselves.
func checksum(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }

// openJournal opens the journal of a store, or makes it.
func openJournal(path string) (*journal, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|writesThrough, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	j := &journal{f: f, size: info.Size() / journalPage * journalPage}
	if j.size < journalFirst { // a new one, or a crash left it so
		if err := errors.Join(j.layOut(journalFirst), syncDir(filepath.Dir(path))); err != nil {
			return nil, errors.Join(err, f.Close())
		}
	}
	return j, nil
}

// layOut writes every block up to size, and puts them on the disk.
func (j *journal) layOut(size int64) error {
	f, err := os.OpenFile(j.f.Name(), os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	page := make([]byte, journalPage)
	for at := j.size; at < size && err == nil; at += journalPage {
		_, err = f.WriteAt(page, at)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		j.size = size
	}
	return err
}

// grow makes room for a commit, as long as the file may become larger. Where the disk
// is too full for that, the journal is emptied sooner.
func (j *journal) grow(size int64) {
	for !j.fits(size) && j.size < journalSize && j.layOut(2*j.size) == nil {
	}
}

// fits says whether a commit whose keys and values are of size bytes, with a dozen
// more for each of them, has room.
func (j *journal) fits(size int64) bool { return j.at+journalHead+size+journalPage <= j.size }

// append returns when a commit is on the disk.
func (j *journal) append(stamp uint64, changed map[string][]byte) error {
	shared := len(j.buf)
	b := append(j.buf, make([]byte, journalHead)...)
	h := b[shared+8:]
	binary.LittleEndian.PutUint64(h, j.row.stamp)
	binary.LittleEndian.PutUint64(h[8:], j.row.base)
	binary.LittleEndian.PutUint64(h[16:], j.row.settled)
	binary.LittleEndian.PutUint64(h[24:], stamp)
	for k, v := range changed {
		b = append(binary.AppendUvarint(b, uint64(len(k))), k...)
		if v == nil { // taken away
			b = append(b, 0)
			continue
		}
		b = append(binary.AppendUvarint(b, uint64(len(v))+1), v...)
	}
	h = b[shared:]
	binary.LittleEndian.PutUint32(h[4:], uint32(len(h)-8))
	binary.LittleEndian.PutUint32(h, checksum(h[4:]))
	end, last := len(b), len(b)%journalPage
	if last > 0 {
		b = append(b, make([]byte, journalPage-last)...)
	}
	if _, err := j.f.WriteAt(b, j.at-int64(shared)); err != nil {
		return err
	}
	j.at += int64(end - shared)
	j.size = max(j.size, j.at)
	copy(b, b[end-last:end])
	j.buf = b[:last]
	return nil
}

// reset ends the row: nothing of the journal counts any more.
func (j *journal) reset() error {
	j.at, j.buf = 0, j.buf[:0]
	_, err := j.f.WriteAt(make([]byte, journalPage), 0)
	return err
}

func (j *journal) close() error {
	if j == nil {
		return nil
	}
	return j.f.Close()
}

// kept is one commit as the journal holds it.
type kept struct {
	row   row
	stamp uint64
	pairs []keptPair
}

// keptPair is one key of it; without a value it is taken away.
type keptPair struct{ key, value []byte }

// keptRow reads the commits of the row one by one.
type keptRow struct {
	from *bufio.Reader
	left int64
	row  row
}

// read begins with the first commit of the row.
func (j *journal) read() *keptRow {
	return &keptRow{from: bufio.NewReaderSize(io.NewSectionReader(j.f, 0, j.size), 64<<10), left: j.size}
}

// next returns the next commit; false at the end of the row, which is where one is
// damaged, too.
func (r *keptRow) next() (c kept, ok bool) {
	head := make([]byte, 8)
	if _, err := io.ReadFull(r.from, head); err != nil {
		return c, false
	}
	n := int64(binary.LittleEndian.Uint32(head[4:]))
	if r.left -= 8 + n; n < journalHead-8 || r.left < 0 {
		return c, false
	}
	b := append(head[4:], make([]byte, n)...)
	if _, err := io.ReadFull(r.from, b[4:]); err != nil || binary.LittleEndian.Uint32(head) != checksum(b) {
		return c, false
	}
	h := b[4:]
	c.row = row{
		stamp: binary.LittleEndian.Uint64(h), base: binary.LittleEndian.Uint64(h[8:]), settled: binary.LittleEndian.Uint64(h[16:]),
	}
	c.stamp = binary.LittleEndian.Uint64(h[24:])
	if r.row == (row{}) && c.row.stamp == c.stamp {
		r.row = c.row
	}
	if c.row != r.row {
		return c, false // of an older row
	}
	c.pairs, ok = pairsOf(h[32:])
	return c, ok
}

func pairsOf(b []byte) (pairs []keptPair, ok bool) {
	for len(b) > 0 {
		key, rest, ok := cutBytes(b, 0)
		if !ok {
			return nil, false
		}
		if len(rest) > 0 && rest[0] == 0 {
			pairs, b = append(pairs, keptPair{key: key}), rest[1:]
			continue
		}
		value, rest, ok := cutBytes(rest, 1)
		if !ok {
			return nil, false
		}
		pairs, b = append(pairs, keptPair{key, value}), rest
	}
	return pairs, true
}

// cutBytes cuts bytes off, before which their number stands, and so much more.
func cutBytes(b []byte, more uint64) (head, rest []byte, ok bool) {
	n, at := binary.Uvarint(b)
	if at <= 0 || n < more || n-more > uint64(len(b)-at) {
		return nil, nil, false
	}
	b = b[at:]
	return bytes.Clone(b[:n-more]), b[n-more:], true
}
