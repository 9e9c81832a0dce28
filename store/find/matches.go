package find

import "strings"

// Matches reports whether every word of query is in label, as written, as
// pinyin or as initials. The palette and short lists of a screen filter with
// it; it reads no index.
func Matches(query, label string) bool {
	for _, word := range strings.Fields(Fold(query)) {
		found := false
		for _, part := range strings.Fields(Fold(label)) {
			if tier, _ := matchTerm(core(word, longestPinyin), core(part, longestPinyin)); tier < tierNone {
				found = true
				break
			}
		}
		if !found {
			return false
		}
	}
	return true
}
