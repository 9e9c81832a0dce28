package store

import (
	"bytes"

	"github.com/dgraph-io/badger/v4"
)

// hot keeps what the writer reads again and again: the station and its targets,
// names that may exist once, counters, who acted last, the imported calendar. It
// belongs to the writer and holds what is on the disk.
type hot struct{ sealed map[string][]byte }

const (
	// hotPrefixes begin the keys that are kept.
	hotPrefixes = "amtuyT"
	maxHot      = 10_000
)

func isHot(key byte) bool { return bytes.IndexByte([]byte(hotPrefixes), key) >= 0 }

// get reads a key through the cache. The checksum is checked each time.
func (h *hot) get(txn *badger.Txn, key []byte) (rev uint64, payload []byte, err error) {
	if !isHot(key[0]) {
		return getSealed(txn, key)
	}
	v, ok := h.sealed[string(key)]
	if !ok {
		if v, err = sealedCopy(txn, key); err != nil {
			return 0, nil, err
		}
		h.keep(string(key), v)
	}
	return unseal(key, v)
}

func (h *hot) keep(key string, v []byte) {
	if h.sealed == nil || len(h.sealed) >= maxHot {
		h.sealed = make(map[string][]byte)
	}
	h.sealed[key] = v
}

// put takes over what reached the disk.
func (h *hot) put(changed map[string][]byte) {
	for key, v := range changed {
		if isHot(key[0]) {
			h.keep(key, v)
		}
	}
}
