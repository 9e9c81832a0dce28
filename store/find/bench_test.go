package find

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/model"
)

// sampleDocs makes cases as a station has them: names of many, shops of few
// hundred, goods of few dozen, one in ten still open and mostly new.
func sampleDocs(n int) []Doc {
	r := rand.New(rand.NewPCG(1, 2))
	pick := func(s []string) string { return s[r.IntN(len(s))] }
	family := []rune("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕单仇解区乐厉葛")
	given := []rune("伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂春华建国小红志永文玉梅海燕云飞子涵梓轩浩宇欣怡雨泽俊豪佳琪思诗婷雅博晨阳光天一凡心洁嘉重长")
	front := []string{"春风", "万家福", "重庆", "长城", "好再来", "新时代", "金色年华", "大润", "百草", "阳光", "学府", "老街", "云上", "海蓝"}
	back := []string{"服装店", "超市", "火锅", "数码", "珠宝行", "健身中心", "药房", "眼镜店", "儿童乐园", "奶茶", "理发店", "家电商场", "鞋业", "手机店"}
	number := []string{"", "一店", "二店", "旗舰店", "A馆", "2号店"}
	goods := []string{"羽绒服", "手机", "T恤", "奶粉", "会员卡", "冰箱", "眼镜", "运动鞋", "项链", "蛋糕", "空调", "洗衣机", "教育培训课", "面膜"}
	text := []string{"买了三天", "掉毛", "商家不退款", "态度很差", "要求赔偿", "有小票", "没有发票", "微信付款299元", "订单TB20261101", "拒绝处理", "过期", "充值卡余额", "漏水", "屏幕裂了"}
	states := model.CaseStates()
	docs := make([]Doc, 0, n)
	for i := range n {
		ord := uint64(i + 1)
		name := []rune{family[min(r.IntN(len(family)), r.IntN(len(family)))], given[r.IntN(len(given))]}
		if r.IntN(4) > 0 {
			name = append(name, given[r.IntN(len(given))])
		}
		at := time.Date(2022, 1, 1, 9, 0, 0, 0, station).Add(time.Duration(i) * (4 * 365 * 24 * time.Hour / time.Duration(max(n, 1))))
		c := model.Case{
			ID: idOf(Case, ord), No: fmt.Sprintf("XM-%s-%04d", at.Format("20060102"), i%97), Kind: model.Complaint,
			State: model.Closed, RegisteredAt: at, Complainant: model.Party{Name: string(name), Phone: fmt.Sprintf("13%09d", r.IntN(1e9))},
			Shop: pick(front) + pick(back) + pick(number), Goods: pick(goods), Amount: model.Money(r.IntN(100000)), Receiver: "李站长",
		}
		if i%2500 == 17 { // somebody who comes often
			c.Complainant.Phone = "13800004417"
		}
		if r.IntN(10) == 0 || i > n-200 {
			c.State = states[r.IntN(len(states))]
		}
		if r.IntN(4) == 0 {
			c.Kind = model.Consultation
		}
		for range 2 + r.IntN(4) {
			c.What += pick(text) + "，"
		}
		docs = append(docs, CaseDoc(&c, ord))
	}
	return docs
}

// kinds of query, one of each.
func queries() [][2]string {
	return [][2]string{
		{"number", "XM-20230615-0042"},
		{"number tail", "0615-0042"},
		{"day", "20230615"},
		{"month", "202306"},
		{"phone", "13800004417"},
		{"phone tail 3", "417"},
		{"phone tail 4", "4417"},
		{"phone tail 6", "523417"},
		{"surname", "张"},
		{"rare surname", "厉"},
		{"name", "张小明"},
		{"given name", "小明"},
		{"given char", "明"},
		{"full pinyin", "zhangxiaoming"},
		{"surname pinyin", "zhang"},
		{"other surname reading", "shan"},
		{"initials 2", "zx"},
		{"initials 3", "zxm"},
		{"inner initials", "xm"},
		{"one letter", "z"},
		{"mixed", "张xm"},
		{"pinyin and initials", "zhangxm"},
		{"shop", "春风服装店"},
		{"shop fragment", "万家"},
		{"shop pinyin", "chongqinghuoguo"},
		{"shop initials", "wjf"},
		{"common shop char", "店"},
		{"goods", "羽绒服"},
		{"goods initials", "yrf"},
		{"text", "屏幕裂"},
		{"text number", "TB2026"},
		{"zh 4417", "zh 4417"},
		{"name and shop", "张 春风"},
		{"pinyin and goods", "wang sj"},
		{"three words", "li cf 服装"},
		{"miss letters", "qqq"},
		{"miss char", "龘"},
		{"miss digits", "00000000"},
		{"paste", "本人于上周在贵商场购买了一件商品但是商家拒绝退换希望贵站能够帮忙处理谢谢"},
	}
}

func BenchmarkSearch(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		v := built(sampleDocs(n))
		for _, q := range queries() {
			b.Run(fmt.Sprintf("docs=%d/%s", n, q[0]), func(b *testing.B) {
				hits := 0
				b.ReportAllocs()
				for b.Loop() {
					res, err := Search(context.Background(), v, Query{Text: q[1]})
					require.NoError(b, err)
					hits = len(res.Hits)
				}
				b.ReportMetric(float64(hits), "hits")
			})
		}
	}
}

func BenchmarkList(b *testing.B) {
	v := built(sampleDocs(100_000))
	for name, q := range map[string]ListQuery{"all": {Kind: Case}, "open": {Kind: Case, Open: true}, "state": {Kind: Case, State: model.Mediating}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				_, err := List(context.Background(), v, q)
				require.NoError(b, err)
			}
		})
	}
}

// BenchmarkBuild makes segments of cases and joins them.
func BenchmarkBuild(b *testing.B) {
	docs := sampleDocs(40_000)
	for _, n := range []int{32, 1000, 40_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			size, search := 0, 0
			for b.Loop() {
				m := NewBuilder()
				for i := range n {
					m.Add(Change{Doc: &docs[i]})
				}
				s := m.Build()
				size, search = len(s.data), int(s.at[partEnd]-s.at[partTokenAt])
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "us/case")
			b.ReportMetric(float64(size)/float64(n), "B/case")
			b.ReportMetric(float64(search)/float64(n), "index-B/case")
		})
	}
	b.Run("merge 4", func(b *testing.B) {
		var parts []*Part
		for i := range 4 {
			m := NewBuilder()
			for j := range 10_000 {
				m.Add(Change{Doc: &docs[i*10_000+j]})
			}
			parts = append(parts, &Part{Seg: m.Build()})
		}
		for b.Loop() {
			_, err := Merge(parts)
			require.NoError(b, err)
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/40_000, "us/case")
	})
}

func BenchmarkRow(b *testing.B) {
	d := sampleDocs(1)[0]
	v, names := rowBytes(d.Row, "")
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		var scratch []byte
		for b.Loop() {
			var r Row
			if _, err := readRow(&r, v, names.shared, 1, names, &scratch); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("face", func(b *testing.B) {
		for b.Loop() {
			faceOf(&d.Row)
		}
	})
}
