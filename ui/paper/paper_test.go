package paper_test

import (
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/assets"
	"heshi/ui/paper"
	"heshi/ui/paper/papertest"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

func words(t testing.TB, lang string) *text.Catalogue {
	t.Helper()
	set, err := text.Load(assets.Files())
	require.NoError(t, err)
	return set.Lang(lang)
}

const matter = "外套开线，要求退款。店家说“洗过的不退”，双方各执一词，请求调解。"

// sample is a paper with every kind of block, its table over several pages.
func sample() paper.Document {
	var rows [][]string
	for range 60 {
		rows = append(rows, []string{"2026-11-23", "王小明", matter, "1280.50"})
	}
	return paper.Document{
		Kind: "sample", Edition: "2026-11", Org: "晋江市某某商场消费维权服务站", Title: "调解协议书", No: "JJ01-20261123-0001",
		Blocks: []paper.Block{
			paper.Fields{Items: []paper.Field{
				{Label: "投诉人", Text: "王小䶮、李𬭎"},
				{Label: "电话", Text: "13800001234"},
				{Label: "地址", Text: "晋江市青阳街道某某路一百二十三号", Wide: true, Lines: 3},
				{Label: "是否同意", Text: "☐ 同意　☑ 不同意"},
			}},
			paper.Heading{Text: "一、主要事实"},
			paper.Paragraph{Text: strings.Repeat("经双方陈述、查看实物，袖口开线位于缝合处。", 12), Indent: true},
			paper.Heading{Text: "二、履行事项"},
			paper.Table{Columns: []paper.Column{{Head: "日期", Share: 2}, {Head: "姓名", Share: 2}, {Head: "事由", Share: 6}, {Head: "金额（元）", Share: 2, Right: true}}, Rows: rows},
			paper.Bars{Items: []paper.Bar{{Label: "服装鞋帽", Value: 32, Text: "32 件"}, {Label: "其他", Value: 0, Text: "0 件"}}},
			paper.Ruled{Label: "补充：", Lines: 3},
			paper.Break{},
			paper.Signatures{Items: []paper.Signature{
				{Label: "投诉人（签名）：", Date: "年　月　日"},
				{Label: "调解组织（印章）：", Date: "年　月　日", Seal: true},
			}},
		},
	}
}

func flat(s string) string { return strings.Join(strings.Fields(s), "") }

func TestEveryCharacterIsOnThePaper(t *testing.T) {
	press := paper.NewPress(assets.Files())
	for _, lang := range text.Langs() {
		for _, large := range []bool{false, true} {
			out, err := press.Print(sample(), paper.Options{Large: large, Text: words(t, lang)})
			require.NoError(t, err)
			assert.Empty(t, out.Missing)
			got := flat(papertest.Text(t, out.PDF))
			for _, want := range []string{
				"晋江市某某商场消费维权服务站", "JJ01-20261123-0001", "王小䶮、李𬭎", "13800001234", "☐同意☑不同意",
				"一、主要事实", "服装鞋帽", "32件", "补充：", "投诉人（签名）：", "年月日",
			} {
				assert.Contains(t, got, want, "%s large=%v", lang, large)
			}
			assert.Equal(t, 60, strings.Count(got, "1280.50"), "every row")
		}
	}
}

func TestTheHeadIsRepeatedOnEveryPageOfATable(t *testing.T) {
	out, err := paper.NewPress(assets.Files()).Print(sample(), paper.Options{Text: words(t, "zh")})
	require.NoError(t, err)
	assert.Equal(t, papertest.Pages(t, out.PDF), out.Pages)
	require.Greater(t, out.Pages, 3)
	got := papertest.Text(t, out.PDF)
	// The last page is signatures only: the block before it ends one earlier.
	assert.Equal(t, out.Pages-1, strings.Count(got, "金额（元）"))
	assert.Equal(t, out.Pages, strings.Count(got, sample().Digest()), "the footer stands on every page")
}

func TestARowHigherThanAPageIsBrokenNotLost(t *testing.T) {
	d := paper.Document{Title: "长", Blocks: []paper.Block{
		paper.Table{Columns: []paper.Column{{Head: "号"}, {Head: "事由", Share: 5}}, Rows: [][]string{{"1", strings.Repeat(matter, 150) + "完了"}}},
	}}
	out, err := paper.NewPress(assets.Files()).Print(d, paper.Options{Large: true, Text: words(t, "zh")})
	require.NoError(t, err)
	got := flat(papertest.Text(t, out.PDF))
	assert.Contains(t, got, "完了")
	assert.Greater(t, out.Pages, 4)
}

func TestAPaperPrintedAgainIsTheSamePaper(t *testing.T) {
	press := paper.NewPress(assets.Files())
	first, err := press.Print(sample(), paper.Options{Text: words(t, "zh")})
	require.NoError(t, err)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			again, err := paper.NewPress(assets.Files()).Print(sample(), paper.Options{Text: words(t, "zh")})
			assert.NoError(t, err)
			assert.Equal(t, first.PDF, again.PDF)
		})
	}
	all.Wait()
}

func TestTheDigestTellsOneContentFromAnother(t *testing.T) {
	a, b := sample(), sample()
	assert.Equal(t, a.Digest(), b.Digest())
	b.Blocks[2] = paper.Paragraph{Text: "另一件事"}
	assert.NotEqual(t, a.Digest(), b.Digest())
	b = sample()
	b.No = "JJ01-20261123-0002"
	assert.NotEqual(t, a.Digest(), b.Digest())
}

func TestACharacterNoFontHasLeavesASquareAndIsNamed(t *testing.T) {
	d := paper.Document{Title: "名", Blocks: []paper.Block{paper.Paragraph{Text: "王🙂🙂明"}}}
	out, err := paper.NewPress(assets.Files()).Print(d, paper.Options{Text: words(t, "zh")})
	require.NoError(t, err)
	assert.Equal(t, []rune("🙂"), out.Missing)
	assert.Contains(t, papertest.Text(t, out.PDF), "王☐☐明")
}

func TestLinesOfAnyWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(10, 200).Draw(t, "width")
		var all strings.Builder
		for _, l := range paper.Lines(sample(), width, marks()) {
			if w := widget.Width(l.Text); w > width {
				t.Fatalf("%q is %d cells wide, of %d", l.Text, w, width)
			}
			all.WriteString(flat(l.Text))
		}
		if n := strings.Count(all.String(), "2026-11-23"); n != 60 && width > 40 {
			t.Fatalf("%d of 60 rows shown at width %d", n, width)
		}
	})
}

func TestClosingMarksNeverBeginALineOfPaper(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.SampledFrom([]rune("王小明外套退款，。、；：”）》「（a1 ")), 1, 120, -1).Draw(t, "text")
		width := rapid.IntRange(60, 400).Draw(t, "width")
		measure := func(c string) int { return 10 * utf8.RuneCountInString(c) }
		for i, l := range widget.WrapBy(s, width, measure) {
			if measure(l) > width {
				t.Fatalf("line %q is wider than %d", l, width)
			}
			r, _ := utf8.DecodeRuneInString(l)
			if i > 0 && strings.ContainsRune("，。、；：”）》", r) && !onlyMarks(s) {
				t.Fatalf("line %d of %q begins with %q", i, s, r)
			}
		}
	})
}

// onlyMarks reports a run of marks so long that no rule can hold.
func onlyMarks(s string) bool {
	run, most := 0, 0
	for _, r := range s {
		if strings.ContainsRune("，。、；：”）》「（a1 ", r) {
			run++
		} else {
			run = 0
		}
		most = max(most, run)
	}
	return most >= 5
}

func BenchmarkFirstPaper(b *testing.B) {
	zh := words(b, "zh")
	for b.Loop() {
		_, err := paper.NewPress(assets.Files()).Print(sample(), paper.Options{Text: zh})
		require.NoError(b, err)
	}
}

func BenchmarkPaper(b *testing.B) {
	zh, press := words(b, "zh"), paper.NewPress(assets.Files())
	for b.Loop() {
		_, err := press.Print(sample(), paper.Options{Text: zh})
		require.NoError(b, err)
	}
}

func marks() theme.Marks { return theme.New(theme.Dark).Marks }

// A head is never left alone at the foot of a page: a row that fits a page takes
// it along, wherever the table begins, and one that does not begins with it.
func TestAHeadStaysWithItsFirstRow(t *testing.T) {
	press, zh := paper.NewPress(assets.Files()), words(t, "zh")
	for large, highs := range map[bool][]int{false: {12, 38, 39, 40, 41}, true: {12, 24, 25, 26, 27}} {
		for _, high := range highs {
			for _, before := range []int{0, 8, 16, 20, 24, 28, 32, 36, 40, 44} {
				d := paper.Document{Title: "题", Blocks: []paper.Block{
					paper.Paragraph{Text: strings.Repeat("行\n", before) + "末"},
					paper.Table{
						Columns: []paper.Column{{Head: "头尾", Share: 1}, {Head: "二", Share: 14}},
						Rows:    [][]string{{strings.Repeat("事\n", high-1) + "完"}},
					},
				}}
				out, err := press.Print(d, paper.Options{Text: zh, Large: large})
				require.NoError(t, err)
				said := strings.Fields(papertest.Text(t, out.PDF))
				for i, line := range said {
					if line == "二" {
						require.Regexp(t, "[事完]", said[i+1], "%d lines before %d, large %v", before, high, large)
					}
				}
			}
		}
	}
}
