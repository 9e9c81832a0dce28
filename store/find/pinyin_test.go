package find

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the pinyin tables anew")

// polyphones reads data/polyphones.txt.
func polyphones(t *testing.T) map[rune][]string {
	b, err := os.ReadFile("data/polyphones.txt")
	require.NoError(t, err)
	out := map[rune][]string{}
	for _, line := range strings.Split(string(b), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Fields(line)
		r, _ := utf8.DecodeRuneInString(f[0])
		out[r] = append(out[r], f[1:]...)
	}
	return out
}

// tables makes the two tables from the library and the list.
func tables(t *testing.T) (table, syllables string) {
	args := pinyin.NewArgs()
	more := polyphones(t)
	sets, numbers := []string{""}, map[string]int{"": 0}
	all := map[string]bool{}
	var index []byte
	for r := rune(firstHan); r <= lastHan; r++ {
		var have []string
		for _, s := range append(pinyin.SinglePinyin(r, args), more[r]...) {
			forms := []string{s}
			if strings.Contains(s, "v") {
				forms = append(forms, strings.ReplaceAll(s, "v", "u"))
			}
			for _, f := range forms {
				if f != "" && strings.Trim(f, "abcdefghijklmnopqrstuvwxyz") == "" && strings.ContainsAny(f, "aeiouv") && !slices.Contains(have, f) {
					have = append(have, f)
					all[f] = true
				}
			}
		}
		set := strings.Join(have, " ")
		if _, ok := numbers[set]; !ok {
			numbers[set] = len(sets)
			sets = append(sets, set)
		}
		high := byte(numbers[set] >> 8)
		require.Zero(t, high&traditional)
		for i := 0; i < len(simplified); i += 6 {
			if strings.HasPrefix(simplified[i:], string(r)) {
				high |= traditional
			}
		}
		index = append(index, high, byte(numbers[set]))
	}
	var b strings.Builder
	b.Write(index)
	for _, set := range sets {
		require.LessOrEqual(t, len(set), setWidth-1)
		b.WriteString(set + strings.Repeat(" ", setWidth-len(set)))
	}
	var names []string
	for s := range all {
		names = append(names, s)
	}
	slices.Sort(names)
	var s strings.Builder
	for _, n := range names {
		require.LessOrEqual(t, len(n), sylWidth)
		s.WriteString(n + strings.Repeat(" ", sylWidth-len(n)))
	}
	return b.String(), s.String()
}

func TestReadings(t *testing.T) {
	table, syllables := tables(t)
	if *update {
		require.NoError(t, os.WriteFile("data/readings.bin", []byte(table), 0o644))
		require.NoError(t, os.WriteFile("data/syllables.txt", []byte(syllables), 0o644))
		return
	}
	require.True(t, table == readingTable, "data/readings.bin is stale: go test ./store/find -run TestReadings -update")
	require.Equal(t, syllables, syllableTable)
}

func TestReadingsOfSurnamesAndPolyphones(t *testing.T) {
	for r, want := range map[rune][]string{
		'张': {"zhang"}, '单': {"dan", "shan"}, '仇': {"chou", "qiu"}, '解': {"jie", "xie"},
		'区': {"qu", "ou"}, '曾': {"zeng", "ceng"}, '乐': {"le", "yue"}, '重': {"zhong", "chong"},
		'长': {"chang", "zhang"}, '吕': {"lv", "lu"}, '翟': {"zhai", "di"}, '葛': {"ge"},
	} {
		var got []string
		readings(r, func(s string) { got = append(got, s) })
		require.Subset(t, got, want, string(r))
	}
	for _, r := range []rune{'a', '1', 'é', '〇', 0x3400, 0x20000, utf8.RuneError} {
		readings(r, func(s string) { t.Errorf("%q reads %s", r, s) })
	}
}

func TestSyllables(t *testing.T) {
	for s, want := range map[string][2]bool{
		"zhang": {true, false}, "zhan": {true, true}, "zh": {false, true}, "a": {true, true},
		"zx": {false, false}, "": {false, true}, "zzzzzzz": {false, false}, "v": {false, false},
	} {
		whole, begun := syllable(s)
		require.Equal(t, want, [2]bool{whole, begun}, s)
	}
}
