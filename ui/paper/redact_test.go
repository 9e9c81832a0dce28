package paper_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"heshi/ui/paper"
)

func TestPersonsAndNumbersAreHiddenUnderStableMarks(t *testing.T) {
	r := paper.NewRedactor(words(t, "zh"))
	r.Person(paper.Complaining, "王小明")
	r.Person(paper.Complaining, "王小")
	r.Person(paper.Responding, "李店长")
	r.Person(paper.Helping, "陈")
	r.Person(paper.Helping, "Ann")
	r.Person(paper.Helping, "O")
	for _, c := range []struct{ in, want string }{
		{"王小明称李店长不退款", "甲1称乙1不退款"},
		{"王小的妹妹王小明", "甲2的妹妹甲1"},
		{"陈", "丙1"},
		{"陈述如下", "陈述如下"}, // one character is part of many words
		{"到场的有：陈、李店长。", "到场的有：丙1、乙1。"},
		{"陈：同意", "丙1：同意"},
		{"由陈老师主持，老陈和小陈都在", "由丙1老师主持，老丙1和小丙1都在"},
		{"陈设、陈旧", "陈设、陈旧"},
		{"Ann says Anna is Ann", "丙2 says Anna is 丙2"},
		{"O 先生和 OK", "丙3 先生和 OK"},
		{"电话13800001234，又 138 0000 1234", "电话〔电话1〕，又 〔电话1〕"},
		{"打 １３８００００１２３４ 找他", "打 〔电话1〕 找他"},
		{"座机0595-85551234", "座机〔电话2〕"},
		{"身份证350582195501010026", "身份证〔证号1〕"},
		{"JJ01-20261123-0001 号，299.00 元", "JJ01-20261123-0001 号，299.00 元"},
		{"单号20261123138000012341999", "单号20261123138000012341999"},
	} {
		assert.Equal(t, c.want, r.Hide(c.in))
	}
}

func TestARedactedDocumentHoldsNoPersonAnywhere(t *testing.T) {
	r := paper.NewRedactor(words(t, "zh"))
	r.Person(paper.Complaining, "王小明")
	d := sample().Redacted(r)
	for _, l := range paper.Lines(d, 80, marks()) {
		assert.NotContains(t, l.Text, "王小明")
		assert.NotContains(t, l.Text, "13800001234")
	}
	assert.NotEqual(t, sample().Digest(), d.Digest())
}

func TestNoPhoneIsLeft(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		phone := rapid.StringMatching(`1[3-9][0-9]{9}`).Draw(t, "phone")
		before := rapid.StringMatching(`[\p{Han}，。a ]{0,9}`).Draw(t, "before")
		after := rapid.StringMatching(`[\p{Han}，。a ]{0,9}`).Draw(t, "after")
		got := paper.NewRedactor(nil).Hide(before + phone + after)
		if strings.Contains(got, phone) {
			t.Fatalf("%q keeps %q", got, phone)
		}
	})
}

// A name of two characters or more is never left, whatever stands around it.
func TestNoLongNameIsLeft(t *testing.T) {
	zh := words(t, "zh")
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[赵钱孙李周吴郑王𠮷][丽强敏静磊𡈽]{1,2}`).Draw(t, "name")
		around := rapid.StringMatching(`[的说和，。a1 老]{0,6}`)
		r := paper.NewRedactor(zh)
		r.Person(paper.Complaining, name)
		got := r.Hide(around.Draw(t, "before") + name + around.Draw(t, "after"))
		if strings.Contains(got, name) {
			t.Fatalf("%q keeps %q", got, name)
		}
	})
}
