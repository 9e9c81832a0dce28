package record

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
)

// ErrDamaged says that stored bytes are not what was written.
var ErrDamaged = errors.New("record: checksum does not match")

// ErrNewer says that a value was written by a later version of the program.
var ErrNewer = errors.New("record: written by a newer version")

const (
	envelope = 1 // version byte of the sealed form
	header   = 1 + 4
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Seal wraps a payload: version byte, CRC-32C over key, revision and payload,
// revision as uvarint, payload. The key is under the checksum so that a value
// that turns up at another key is noticed. Badger alone returns most flipped
// bits as good values (shared/perf.md 4c).
func Seal(key []byte, rev uint64, payload []byte) []byte {
	out := make([]byte, header, header+binary.MaxVarintLen64+len(payload))
	out[0] = envelope
	out = binary.AppendUvarint(out, rev)
	out = append(out, payload...)
	binary.LittleEndian.PutUint32(out[1:], sum(key, out[header:]))
	return out
}

// Open unwraps a sealed value and returns its revision and payload, which
// shares memory with sealed. Errors: ErrDamaged, ErrNewer.
func Open(key, sealed []byte) (rev uint64, payload []byte, err error) {
	if len(sealed) < header+1 {
		return 0, nil, ErrDamaged
	}
	if binary.LittleEndian.Uint32(sealed[1:]) != sum(key, sealed[header:]) {
		return 0, nil, ErrDamaged
	}
	if sealed[0] != envelope {
		return 0, nil, ErrNewer
	}
	rev, n := binary.Uvarint(sealed[header:])
	if n <= 0 {
		return 0, nil, ErrDamaged
	}
	return rev, sealed[header+n:], nil
}

func sum(key, rest []byte) uint32 {
	return crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, rest)
}
