package main

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"

	"heshi/model"
)

// kind is one kind of query.
type kind struct {
	name    string
	queries []string
	literal bool // what stands in the text as it is typed: what others can answer
}

// fts says whether trigrams can answer: three characters a word at least.
func (k kind) fts() bool {
	return k.literal && !slices.ContainsFunc(k.queries, func(q string) bool {
		return slices.ContainsFunc(strings.Fields(q), func(w string) bool { return utf8.RuneCountInString(w) < 3 })
	})
}

// queriesOf makes n queries of every kind out of cases that are there.
func queriesOf(sample []model.Case, n int) []kind {
	of := func(name string, literal bool, make func(c model.Case) string) kind {
		k := kind{name: name, literal: literal}
		for i := 0; len(k.queries) < n && i < len(sample); i++ {
			if q := make(sample[(i*37)%len(sample)]); q != "" && !slices.Contains(k.queries, q) {
				k.queries = append(k.queries, q)
			}
		}
		return k
	}
	runes := func(s string, from, to int) string {
		r := []rune(s)
		if to > len(r) {
			return ""
		}
		return string(r[from:to])
	}
	name := func(c model.Case) string { return c.Complainant.Name }
	exactly := func(n int) func(model.Case) string {
		return func(c model.Case) string {
			if utf8.RuneCountInString(name(c)) != n {
				return ""
			}
			return name(c)
		}
	}
	tail := func(n int) func(model.Case) string {
		return func(c model.Case) string { return c.Complainant.Phone[max(0, len(c.Complainant.Phone)-n):] }
	}
	return []kind{
		of("case number", true, func(c model.Case) string { return c.No }),
		of("number tail", true, func(c model.Case) string { return c.No[len(c.No)-9:] }),
		of("phone", true, func(c model.Case) string { return c.Complainant.Phone }),
		of("phone, last 4", true, tail(4)),
		of("phone, last 3", true, tail(3)),
		of("name of 3", true, exactly(3)),
		of("name of 2", true, exactly(2)),
		of("surname", true, func(c model.Case) string { return runes(name(c), 0, 1) }),
		of("given name", true, func(c model.Case) string { return runes(name(c), 1, 3) }),
		of("shop", true, func(c model.Case) string { return c.Shop }),
		of("part of shop", true, func(c model.Case) string { return runes(c.Shop, 1, 4) }),
		of("1 char of shop", true, func(c model.Case) string { return runes(c.Shop, 2, 3) }),
		of("goods", true, func(c model.Case) string { return c.Goods }),
		of("text, 4", true, func(c model.Case) string { return runes(c.What, 2, 6) }),
		of("text, 2", true, func(c model.Case) string { return runes(c.What, 3, 5) }),
		of("pinyin", false, func(c model.Case) string { return spelt(name(c), 99) }),
		of("initials", false, func(c model.Case) string { return spelt(name(c), 1) }),
		of("mixed", false, func(c model.Case) string { return runes(name(c), 0, 1) + spelt(runes(name(c), 1, 2), 99) }),
		of("shop initials", false, func(c model.Case) string { return spelt(runes(c.Shop, 0, 3), 1) }),
		of("zh 4417", false, func(c model.Case) string { return spelt(runes(name(c), 0, 1), 2) + " " + tail(4)(c) }),
		of("name and shop", true, func(c model.Case) string { return runes(name(c), 0, 2) + " " + runes(c.Shop, 0, 2) }),
		of("pinyin and goods", false, func(c model.Case) string { return spelt(runes(name(c), 0, 2), 99) + " " + runes(c.Goods, 0, 2) }),
		{"nobody", []string{"龘靐齉", "00000000000", "张王李赵钱", "不存在的案件"}, true},
		{"half of all", []string{"店", "a", "1", "的", "z", "退"}, true},
	}
}

// spelt returns the pinyin of s, of each character the first most letters.
func spelt(s string, most int) string {
	var b strings.Builder
	for _, syllable := range pinyin.LazyPinyin(s, pinyin.NewArgs()) {
		b.WriteString(syllable[:min(most, len(syllable))])
	}
	return b.String()
}
