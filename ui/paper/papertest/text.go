// Package papertest reads PDF files that ui/paper/pdf wrote, for tests.
package papertest

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
)

// T is a test, or a property of rapid's.
type T interface {
	require.TestingT
	Helper()
}

var (
	streamHead = regexp.MustCompile(`(?s)/Length (\d+)/Filter/FlateDecode[^>]*>>\nstream\n`)
	fontEntry  = regexp.MustCompile(`/F(\d+) (\d+) 0 R`)
	unicodeRef = regexp.MustCompile(`/ToUnicode (\d+) 0 R`)
	pair       = regexp.MustCompile(`<([0-9a-f]{4})><([0-9a-f]+)>`)
	drawn      = regexp.MustCompile(`/F(\d+) [0-9.]+ Tf <([0-9a-f]*)> Tj|(ET)`)
)

func object(t T, file []byte, n int) []byte {
	t.Helper()
	head := []byte("\n" + strconv.Itoa(n) + " 0 obj\n")
	at := bytes.Index(file, head)
	require.GreaterOrEqual(t, at, 0, "object %d", n)
	rest := file[at+len(head):]
	return rest[:bytes.Index(rest, []byte("\nendobj\n"))]
}

func inflate(t T, body []byte) string {
	t.Helper()
	m := streamHead.FindSubmatchIndex(body)
	require.NotNil(t, m)
	n, _ := strconv.Atoi(string(body[m[2]:m[3]]))
	z, err := zlib.NewReader(bytes.NewReader(body[m[1] : m[1]+n]))
	require.NoError(t, err)
	out, err := io.ReadAll(z)
	require.NoError(t, err)
	return string(out)
}

// Text returns the lines drawn on all pages, in the order they were drawn, read
// the way a reader does it: glyph numbers through the table of each font.
func Text(t T, file []byte) string {
	t.Helper()
	fonts := map[string]map[string]string{}
	for _, m := range fontEntry.FindAllSubmatch(file, -1) {
		n, _ := strconv.Atoi(string(m[2]))
		ref := unicodeRef.FindSubmatch(object(t, file, n))
		n, _ = strconv.Atoi(string(ref[1]))
		table := map[string]string{}
		for _, p := range pair.FindAllStringSubmatch(inflate(t, object(t, file, n)), -1) {
			table[p[1]] = unhex16(t, p[2])
		}
		fonts[string(m[1])] = table
	}
	var out strings.Builder
	for _, m := range regexp.MustCompile(`/Contents (\d+) 0 R`).FindAllSubmatch(file, -1) {
		n, _ := strconv.Atoi(string(m[1]))
		for _, d := range drawn.FindAllStringSubmatch(inflate(t, object(t, file, n)), -1) {
			if d[3] == "ET" {
				out.WriteString("\n")
				continue
			}
			for i := 0; i < len(d[2]); i += 4 {
				out.WriteString(fonts[d[1]][d[2][i:i+4]])
			}
		}
	}
	return out.String()
}

func unhex16(t T, s string) string {
	t.Helper()
	b, err := hex.DecodeString(s)
	require.NoError(t, err)
	var u []uint16
	for i := 0; i+1 < len(b); i += 2 {
		u = append(u, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return string(utf16.Decode(u))
}

// Pages is the number of pages of a file.
func Pages(t T, file []byte) int {
	t.Helper()
	m := regexp.MustCompile(`/Type/Pages/Kids\[[^\]]*\]/Count (\d+)`).FindSubmatch(file)
	require.NotNil(t, m)
	n, err := strconv.Atoi(string(m[1]))
	require.NoError(t, err)
	return n
}

// Outside returns where a line of text begins nearer to an edge of its page
// than margin, in points; false when none does.
func Outside(t T, file []byte, margin float64) (x, y string, found bool) {
	t.Helper()
	boxes := regexp.MustCompile(`/MediaBox\[0 0 ([0-9.]+) ([0-9.]+)\].*?/Contents (\d+) 0 R`)
	for _, m := range boxes.FindAllSubmatch(file, -1) {
		width, _ := strconv.ParseFloat(string(m[1]), 64)
		height, _ := strconv.ParseFloat(string(m[2]), 64)
		n, _ := strconv.Atoi(string(m[3]))
		for _, d := range regexp.MustCompile(`BT ([-0-9.]+) ([-0-9.]+) Td`).FindAllStringSubmatch(inflate(t, object(t, file, n)), -1) {
			left, errX := strconv.ParseFloat(d[1], 64)
			base, errY := strconv.ParseFloat(d[2], 64)
			if errX != nil || errY != nil || left < margin || left > width-margin || base < margin || base > height-margin {
				return d[1], d[2], true
			}
		}
	}
	return "", "", false
}
