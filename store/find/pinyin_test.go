package find

import (
	"encoding/binary"
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

// tables makes the readings and all syllables, sorted, from the library and the list.
func tables(t *testing.T) (table string, syllables []string) {
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
		require.LessOrEqual(t, len(s), sylWidth)
		names = append(names, s)
	}
	slices.Sort(names)
	return b.String(), names
}

// treeOf makes the tree of syllables.
func treeOf(syllables []string) string {
	type node struct {
		bits  uint32
		first int
	}
	var nodes []node
	for level := []string{""}; len(level) > 0; { // what its nodes stand for
		var below []string
		at := len(nodes) + len(level)
		for _, begun := range level {
			n := node{first: at + len(below)}
			for _, s := range syllables {
				switch {
				case s == begun:
					n.bits |= nodeEnds
				case strings.HasPrefix(s, begun) && n.bits&(1<<(s[len(begun)]-'a')) == 0:
					n.bits |= 1 << (s[len(begun)] - 'a')
					below = append(below, s[:len(begun)+1])
				}
			}
			nodes = append(nodes, n)
		}
		level = below
	}
	var out []byte
	for _, n := range nodes {
		out = binary.LittleEndian.AppendUint32(out, n.bits)
		out = binary.LittleEndian.AppendUint16(out, uint16(n.first))
	}
	return string(out)
}

func TestReadings(t *testing.T) {
	table, syllables := tables(t)
	if *update {
		require.NoError(t, os.WriteFile("data/readings.bin", []byte(table), 0o644))
		require.NoError(t, os.WriteFile("data/syllables.bin", []byte(treeOf(syllables)), 0o644))
		return
	}
	require.True(t, table == readingTable, "data/readings.bin is stale: go test ./store/find -run TestReadings -update")
	require.True(t, treeOf(syllables) == syllableTable, "data/syllables.bin is stale, too")
	begun := map[string]bool{}
	for _, s := range syllables {
		for i := range s {
			begun[s[:i]] = true
		}
	}
	whole := map[string]bool{}
	for _, s := range syllables {
		whole[s] = true
	}
	for s := range begun {
		syllables = append(syllables, s)
	}
	for _, s := range syllables {
		for _, more := range []string{"", "a", "g", "h", "n", "z", "1", " ", "中"} {
			isWhole, isBegun := syllable(s + more)
			require.Equal(t, [2]bool{whole[s+more], begun[s+more]}, [2]bool{isWhole, isBegun}, s+more)
		}
	}
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
