package find

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
)

// brute answers a query by comparing every word with every record.
func brute(docs []Doc, q Query) []Hit {
	type found struct {
		hit  Hit
		tier int
	}
	ws := words(q.Text)
	var all []found
	for _, d := range docs {
		if len(ws) == 0 || q.Kinds != nil && !slices.Contains(q.Kinds, d.Kind) || q.Hide != nil && q.Hide(d.Kind, d.Ord) {
			continue
		}
		f, text := faceOf(&d.Row), textOf(d.Text)
		h := found{hit: Hit{Row: d.Row, Title: d.No}}
		if d.No == "" {
			h.hit.Title = d.Name
		}
		for _, w := range ws {
			m := f.match(&w)
			if m.tier == tierNone && w.inText(text) {
				m = match{tierText, "text", Fragment}
				if w.latin {
					m.how = Prefix
				}
			}
			if m.tier == tierNone && q.Near {
				m = f.near(&w)
			}
			h.tier = max(h.tier, m.tier)
			h.hit.Why = append(h.hit.Why, Why{m.field, m.how, w.shown(m, &d.Row, text)})
		}
		if h.tier < tierNone {
			all = append(all, h)
		}
	}
	slices.SortFunc(all, func(a, b found) int {
		kind := func(f found) int { order := kindsAt(f.tier); return slices.Index(order[:], f.hit.Kind) }
		return cmp.Or(cmp.Compare(a.tier, b.tier), cmp.Compare(kind(a), kind(b)),
			cmp.Compare(tailOf(a.hit.Ord, a.hit.Over), tailOf(b.hit.Ord, b.hit.Over)))
	})
	var out []Hit
	for _, f := range all[:min(len(all), min(limitOr(q.Limit), maxLimit))] {
		out = append(out, f.hit)
	}
	return out
}

var (
	surnames = []rune("王李张刘陈杨单仇解区曾乐葉安欧")
	givens   = []rune("小明芳伟重长秀英子涵建国安阿欧")
	shopBits = []string{"春风", "服装", "店", "万家", "福", "超市", "重庆", "火锅", "長", "A", "8", "(一店)"}
	goodBits = []string{"羽绒服", "手机", "T恤", "奶粉", "会员卡", "iPhone15", "红色"}
	textBits = []string{"买了", "不退款", "，商家", "態度差", "订单TB2026 ", "299元", "退一赔三", "vip", "\n", "小票", "😀"}
	station  = time.FixedZone("", 8*3600)
)

func genString(t *rapid.T, label string, bits []string, most int) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(bits), 0, most).Draw(t, label), "")
}

func genDoc(t *rapid.T, ord uint64) Doc {
	kind := rapid.SampledFrom([]Kind{Case, Case, Case, Case, Case, Shop, Person, Volunteer}).Draw(t, "kind")
	name := string(rapid.SampledFrom(surnames).Draw(t, "surname")) + string(rapid.SliceOfN(rapid.SampledFrom(givens), 0, 3).Draw(t, "given"))
	if rapid.IntRange(0, 9).Draw(t, "foreign") == 0 {
		name = rapid.SampledFrom([]string{"Li Ming", "张san", "ANNA", "a1b2", ""}).Draw(t, "latin")
	}
	d := Doc{Row: Row{Kind: kind, Ord: ord, ID: idOf(kind, ord), Name: name}}
	d.Over = rapid.Bool().Draw(t, "over")
	if rapid.Bool().Draw(t, "reachable") {
		d.Phone = "138" + rapid.StringMatching(`[01]{4}44[01]7`).Draw(t, "phone")
	}
	d.Stall = rapid.SampledFrom([]string{"", "A-102", "B1层08", "102"}).Draw(t, "stall")
	switch kind {
	case Shop:
		d.Name = genString(t, "shop name", shopBits, 4)
	case Case:
		d.At = time.Date(2026, time.Month(rapid.IntRange(10, 12).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day"), 23, 30, 0, 0, station)
		d.No = fmt.Sprintf("XM-%s-%04d", d.At.Format("20060102"), ord)
		d.Shop = genString(t, "shop", shopBits, 4)
		d.Goods = genString(t, "goods", goodBits, 2)
		d.Text = genString(t, "text", textBits, 6)
		d.State = rapid.SampledFrom(model.CaseStates()).Draw(t, "state")
		d.Over = d.State.Over()
		d.CaseKind = rapid.SampledFrom([]model.CaseKind{model.Complaint, model.Consultation}).Draw(t, "case kind")
		d.Amount = model.Money(rapid.IntRange(0, 1e6).Draw(t, "amount"))
	}
	return d
}

// genWord draws something a clerk could type, mostly a part of a record.
func genWord(t *rapid.T, docs []Doc) string {
	typed := []string{
		"张", "明", "小明", "zh", "z", "zhang", "zx", "zxm", "xm", "zhangxm", "张xm", "zxiaoming", "shan", "qiu", "xie", "ou",
		"chongqing", "zhongqing", "cq", "cqhg", "chang", "zh4417", "4417", "4407", "417", "17", "1384417", "春风", "春", "店", "cf", "cffz", "chunfeng",
		"春fz", "长", "長", "A102", "a-102", "102", "8", "羽绒", "yrf", "手机", "sj", "退款", "tk", "商家态度", "態度", "TB2026", "vip", "299", "29", "小票", "iphone", "iph",
		"2026", "202611", "20261105", "2026-11-05", "0003", "003", "XM", "XM-202611050003", "ＸＭ", "１０２", "李ming", "liming", "lm", "w", "e", "😀", "*", "李", "王", "y", "ye", "叶", "葉", "zhe", "xi", "ch", "zhangxiaomin", "zhagnxiao", "wangfanf", "chunfneg", "lizhng",
	}
	w := rapid.SampledFrom(typed).Draw(t, "word")
	if len(docs) == 0 || rapid.IntRange(0, 2).Draw(t, "from typed") == 0 {
		return w
	}
	d := rapid.SampledFrom(docs).Draw(t, "from")
	field := []rune(rapid.SampledFrom([]string{d.Name, d.Shop, d.Goods, d.Phone, d.No, d.Stall, d.Text}).Draw(t, "field"))
	if len(field) == 0 {
		return w
	}
	from := rapid.IntRange(0, len(field)-1).Draw(t, "begin")
	part := field[from:rapid.IntRange(from+1, min(len(field), from+6)).Draw(t, "end")]
	var b strings.Builder
	for _, r := range part {
		var forms []string
		readings(foldRune(r), func(s string) { forms = append(forms, s, s[:1], s[:min(2, len(s))]) })
		forms = append(forms, string(r), string(r))
		b.WriteString(rapid.SampledFrom(forms).Draw(t, "spelled"))
	}
	return b.String()
}

func requireSame(t require.TestingT, want, got []Hit, what string) {
	list := func(hs []Hit) string {
		var b strings.Builder
		for _, h := range hs {
			fmt.Fprintf(&b, "%s over=%v %s %s %s %s %v\n", h.ID, h.Over, h.Title, h.Name, h.Shop, h.Goods, h.Why)
		}
		return b.String()
	}
	require.Equal(t, list(want), list(got), what)
}

func TestSearchEqualsBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := newGrown()
		var docs []Doc
		for ord := range rapid.IntRange(0, 60).Draw(t, "records") {
			d := genDoc(t, uint64(ord+1))
			docs = append(docs, d)
			g.put(t, &d)
			if rapid.IntRange(0, 7).Draw(t, "shape") == 0 {
				g.shape(t)
			}
		}
		for range rapid.IntRange(0, 8).Draw(t, "edits") {
			if len(docs) == 0 {
				break
			}
			i := rapid.IntRange(0, len(docs)-1).Draw(t, "edited")
			if rapid.IntRange(0, 4).Draw(t, "gone") == 0 {
				g.drop(t, &docs[i])
				docs = slices.Delete(docs, i, i+1)
				continue
			}
			now := genDoc(t, docs[i].Ord)
			if now.Kind != docs[i].Kind {
				continue
			}
			g.put(t, &now)
			docs[i] = now
			if rapid.IntRange(0, 3).Draw(t, "shape") == 0 {
				g.shape(t)
			}
		}
		for range 20 {
			q := Query{Limit: rapid.SampledFrom([]int{0, 1, 2, 5}).Draw(t, "limit"), Near: rapid.Bool().Draw(t, "near")}
			q.Kinds = rapid.SampledFrom([][]Kind{nil, nil, {Case}, {Shop, Person}}).Draw(t, "kinds")
			var ws []string
			for range rapid.IntRange(0, 3).Draw(t, "words") {
				ws = append(ws, genWord(t, docs))
			}
			q.Text = strings.Join(ws, rapid.SampledFrom([]string{" ", "　", "  "}).Draw(t, "between"))
			if rapid.Bool().Draw(t, "hide") {
				q.Hide = func(_ Kind, ord uint64) bool { return ord%3 == 0 }
			}
			got, err := Search(context.Background(), g.v, q)
			require.NoError(t, err)
			require.False(t, got.Partial)
			requireSame(t, brute(docs, q), got.Hits, fmt.Sprintf("%q", q.Text))
		}
	})
}
