// Package archive is the form of a backup file: a gzip stream that holds one
// line of JSON about the whole, pairs of key and value in ascending order of
// their keys, and one line of JSON that counts and sums them. It knows bytes,
// not records; the store decides what goes in.
package archive

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"
	"time"
)

// Format is the version this program writes.
const Format = 1

// Bounds of one pair and one line: far above what a store holds, and what a
// made-up file can cost in memory.
const (
	maxKey   = 4 << 10
	maxValue = 4 << 20
	maxLine  = 4 << 10
)

// Errors of Read.
var (
	ErrNotOne  = errors.New("archive: not a backup")
	ErrNewer   = errors.New("archive: written by a newer version")
	ErrDamaged = errors.New("archive: damaged or cut short")
)

// Head is what the first line says.
type Head struct {
	Backup  string    `json:"backup"` // "heshi"
	Format  int       `json:"format"`
	Made    time.Time `json:"made_at"`
	Station string    `json:"station"`
	Schema  int       `json:"schema"` // of the store it was made of
	Seq     uint64    `json:"head"`   // the last event
	Hash    string    `json:"hash"`   // of the last event
}

// tail is what the last line says.
type tail struct {
	Pairs uint64 `json:"keys"`
	Sum   string `json:"sha256"` // of everything before this line
}

const maker = "heshi"

// Writer writes an archive. Close it, or it is no archive.
type Writer struct {
	zip *gzip.Writer
	sum hash.Hash
	buf []byte
	n   uint64
}

// NewWriter begins an archive. Backup and Format of h are filled in.
func NewWriter(w io.Writer, h Head) (*Writer, error) {
	zip, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	a := &Writer{zip: zip, sum: sha256.New()}
	h.Backup, h.Format = maker, Format
	line, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	return a, a.write(append(line, '\n'))
}

func (a *Writer) write(b []byte) error {
	a.sum.Write(b) // never fails
	_, err := a.zip.Write(b)
	return err
}

// Put adds a pair. Keys must ascend and not be empty.
func (a *Writer) Put(key, value []byte) error {
	a.buf = binary.AppendUvarint(a.buf[:0], uint64(len(key)))
	a.buf = append(a.buf, key...)
	a.buf = binary.AppendUvarint(a.buf, uint64(len(value)))
	a.buf = append(a.buf, value...)
	a.n++
	return a.write(a.buf)
}

// Close ends the archive; it does not close what it was written to.
func (a *Writer) Close() error {
	if err := a.write([]byte{0}); err != nil {
		return err
	}
	line, err := json.Marshal(tail{Pairs: a.n, Sum: hex.EncodeToString(a.sum.Sum(nil))})
	if err == nil {
		_, err = a.zip.Write(append(line, '\n'))
	}
	if err != nil {
		return err
	}
	return a.zip.Close()
}

// Read reads an archive to its end: begin hears the first line, put every
// pair, whose slices are its own. Only when Read returns nil was all of it
// what was written: whoever acts on pairs before that must be able to take it
// back. Errors are ErrNotOne, ErrNewer, ErrDamaged and those of begin and put.
func Read(r io.Reader, begin func(Head) error, put func(key, value []byte) error) error {
	in := bufio.NewReaderSize(r, 64<<10)
	zip, err := gzip.NewReader(in)
	if err != nil {
		return ErrNotOne
	}
	zip.Multistream(false)
	a := &reader{in: bufio.NewReaderSize(zip, 64<<10), sum: sha256.New()}
	h, err := a.head()
	if err != nil {
		return err
	}
	if err := begin(h); err != nil {
		return err
	}
	for {
		key, value, err := a.pair()
		if err != nil {
			return err
		}
		if key == nil {
			break
		}
		if err := put(key, value); err != nil {
			return err
		}
	}
	if err := a.end(); err != nil {
		return err
	}
	if _, err := in.ReadByte(); !errors.Is(err, io.EOF) {
		return ErrDamaged
	}
	return nil
}

// reader sums what it reads.
type reader struct {
	in   *bufio.Reader
	sum  hash.Hash
	last []byte
	n    uint64
}

// line reads a line; its end is part of it.
func (a *reader) line() ([]byte, error) {
	var out []byte
	for {
		part, err := a.in.ReadSlice('\n')
		out = append(out, part...)
		switch {
		case len(out) > maxLine:
			return nil, ErrDamaged
		case err == nil:
			return out, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, ErrDamaged
		}
	}
}

func (a *reader) head() (h Head, err error) {
	line, err := a.line()
	if err != nil || json.Unmarshal(line, &h) != nil || h.Backup != maker || h.Format < 1 {
		return h, ErrNotOne
	}
	if h.Format > Format {
		return h, ErrNewer
	}
	a.sum.Write(line)
	return h, nil
}

// ReadByte serves binary.ReadUvarint.
func (a *reader) ReadByte() (byte, error) {
	b, err := a.in.ReadByte()
	if err == nil {
		a.sum.Write([]byte{b})
	}
	return b, err
}

func (a *reader) bytes(most uint64) ([]byte, error) {
	n, err := binary.ReadUvarint(a)
	if err != nil || n > most {
		return nil, ErrDamaged
	}
	var out bytes.Buffer // grows with what is there, not with what is said
	if _, err := io.CopyN(&out, a.in, int64(n)); err != nil {
		return nil, ErrDamaged
	}
	a.sum.Write(out.Bytes())
	return out.Bytes(), nil
}

// pair reads the next pair; a nil key is the end.
func (a *reader) pair() (key, value []byte, err error) {
	if key, err = a.bytes(maxKey); err != nil || len(key) == 0 {
		return nil, nil, err
	}
	if bytes.Compare(key, a.last) <= 0 {
		return nil, nil, ErrDamaged
	}
	a.last = key
	a.n++
	value, err = a.bytes(maxValue)
	return key, value, err
}

// end compares the last line with what was read.
func (a *reader) end() error {
	sum := hex.EncodeToString(a.sum.Sum(nil))
	line, err := a.line()
	if err != nil {
		return err
	}
	var t tail
	if json.Unmarshal(line, &t) != nil || t.Pairs != a.n || t.Sum != sum {
		return ErrDamaged
	}
	if _, err := a.in.ReadByte(); !errors.Is(err, io.EOF) {
		return ErrDamaged
	}
	return nil
}
