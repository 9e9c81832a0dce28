package archive_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/store/archive"
)

type pair struct{ key, value string }

func head() archive.Head {
	return archive.Head{Made: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Station: "晋江", Schema: 1, Seq: 7, Hash: "abc"}
}

func write(t require.TestingT, pairs ...pair) []byte {
	var out bytes.Buffer
	w, err := archive.NewWriter(&out, head())
	require.NoError(t, err)
	for _, p := range pairs {
		require.NoError(t, w.Put([]byte(p.key), []byte(p.value)))
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

func read(b []byte) (h archive.Head, pairs []pair, err error) {
	err = archive.Read(bytes.NewReader(b), func(got archive.Head) error {
		h = got
		return nil
	}, func(k, v []byte) error {
		pairs = append(pairs, pair{string(k), string(v)})
		return nil
	})
	return h, pairs, err
}

func TestWhatWasWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfDistinct(rapid.StringN(1, 20, -1), func(s string) string { return s }).Draw(t, "keys")
		slices.Sort(keys)
		var in []pair
		for _, k := range keys {
			in = append(in, pair{k, rapid.String().Draw(t, "value")})
		}
		h, out, err := read(write(t, in...))
		require.NoError(t, err)
		require.Equal(t, in, out)
		require.Equal(t, uint64(7), h.Seq)
		require.Equal(t, "晋江", h.Station)
	})
}

// TestEveryCutAndEveryFlippedByteIsNoticed: whatever happens to the file, it
// is not taken for whole. The gzip header's time and system bytes say nothing.
func TestEveryCutAndEveryFlippedByteIsNoticed(t *testing.T) {
	whole := write(t, pair{"a", "1"}, pair{"b", "二"}, pair{"c", ""})
	for n := range whole {
		_, _, err := read(whole[:n])
		require.Error(t, err, "cut at %d", n)
	}
	_, _, err := read(append(bytes.Clone(whole), 'x'))
	require.ErrorIs(t, err, archive.ErrDamaged)
	for n := 10; n < len(whole); n++ {
		bad := bytes.Clone(whole)
		bad[n] ^= 0x10
		_, _, err := read(bad)
		require.Error(t, err, "byte %d", n)
	}
}

func zipped(t *testing.T, s string) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, err := io.WriteString(z, s)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return out.Bytes()
}

func TestWhatIsNoBackupIsSaid(t *testing.T) {
	for name, tc := range map[string]struct {
		data []byte
		want error
	}{
		"nothing":      {nil, archive.ErrNotOne},
		"text":         {[]byte("编号,姓名\n"), archive.ErrNotOne},
		"other gzip":   {zipped(t, "hello\n"), archive.ErrNotOne},
		"newer":        {zipped(t, `{"backup":"heshi","format":2}`+"\n"), archive.ErrNewer},
		"no end":       {zipped(t, `{"backup":"heshi","format":1}`+"\n"), archive.ErrDamaged},
		"out of order": {write(t, pair{"b", ""}, pair{"a", ""}), archive.ErrDamaged},
		"twice":        {write(t, pair{"a", ""}, pair{"a", ""}), archive.ErrDamaged},
		"huge length":  {zipped(t, `{"backup":"heshi","format":1}`+"\n\xff\xff\xff\xff\x7f"), archive.ErrDamaged},
		"wrong sum":    {zipped(t, `{"backup":"heshi","format":1}`+"\n\x00"+`{"keys":0,"sha256":"00"}`+"\n"), archive.ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := read(tc.data)
			require.ErrorIs(t, err, tc.want)
		})
	}
}

func TestWhoReadsMayStop(t *testing.T) {
	stop := errors.New("stop")
	b := write(t, pair{"a", "1"})
	require.ErrorIs(t, archive.Read(bytes.NewReader(b), func(archive.Head) error { return stop }, nil), stop)
	err := archive.Read(bytes.NewReader(b), func(archive.Head) error { return nil }, func(_, _ []byte) error { return stop })
	require.ErrorIs(t, err, stop)
}

// FuzzRead: no bytes make Read panic or take what was not written; what it
// takes can be written again and reads the same.
func FuzzRead(f *testing.F) {
	f.Add(write(f, pair{"a", "1"}, pair{"b", ""}))
	f.Add([]byte{0x1f, 0x8b})
	f.Fuzz(func(t *testing.T, b []byte) {
		_, pairs, err := read(b)
		if err != nil {
			return
		}
		_, again, err := read(write(t, pairs...))
		require.NoError(t, err)
		require.Equal(t, pairs, again)
	})
}
