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
	for _, c := range []struct{ in, want string }{
		{"王小明称李店长不退款", "甲1称乙1不退款"},
		{"王小的妹妹王小明", "甲2的妹妹甲1"},
		{"陈", "丙1"},
		{"陈述如下", "陈述如下"}, // one character is not searched for in text
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
