package text_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/assets"
	"heshi/ui/text"
)

func TestArticlesReadAsALawyerSaysThem(t *testing.T) {
	set, err := text.Load(assets.Files())
	require.NoError(t, err)
	for _, tc := range []struct{ source, article, zh, en string }{
		{"消费者权益保护法", "25(1)(1)", "消费者权益保护法第二十五条第一款第（一）项", "消费者权益保护法, art. 25(1)(1)"},
		{"消费者权益保护法", "25(3)", "消费者权益保护法第二十五条第三款", "消费者权益保护法, art. 25(3)"},
		{"市场监督管理投诉举报处理办法", "23(5)", "市场监督管理投诉举报处理办法第二十三条第（五）项", "市场监督管理投诉举报处理办法, art. 23(5)"},
		{"食品安全法", "148", "食品安全法第一百四十八条", "食品安全法, art. 148"},
		{"民法典", "203", "民法典第二百零三条", "民法典, art. 203"},
		{"民法典", "496-497", "民法典第四百九十六条至第四百九十七条", "民法典, art. 496-497"},
		{"民法典", "1010", "民法典第一千零一十条", "民法典, art. 1010"},
		{"民法典", "1165", "民法典第一千一百六十五条", "民法典, art. 1165"},
		{"法", "10", "法第十条", "法, art. 10"},
		{"法", "11", "法第十一条", "法, art. 11"},
		{"法", "20", "法第二十条", "法, art. 20"},
		{"法", "110", "法第一百一十条", "法, art. 110"},
		{"联盟章程", "refund", "联盟章程", "联盟章程"},
		{"联盟章程", "-", "联盟章程", "联盟章程"},
		{"国家标准", "", "国家标准", "国家标准"},
	} {
		require.Equal(t, tc.zh, set.Lang("zh").Article(tc.source, tc.article))
		require.Equal(t, tc.en, set.Lang("en").Article(tc.source, tc.article))
	}
}

// No article, however it is written, stops the desk or loses the law's name.
func TestAnyArticleNamesItsLaw(t *testing.T) {
	set, err := text.Load(assets.Files())
	require.NoError(t, err)
	rapid.Check(t, func(rt *rapid.T) {
		article := rapid.OneOf(rapid.StringMatching(`[0-9]{0,5}(\([0-9]{1,3}\)){0,3}(-[0-9]{1,4})?`), rapid.String()).Draw(rt, "article")
		for _, lang := range text.Langs() {
			require.Contains(rt, set.Lang(lang).Article("某法", article), "某法")
		}
	})
}

func TestAListOfItemsThatIsNoneIsSaid(t *testing.T) {
	files := locale(`{"a":"甲"}`, `{"a":"A"}`)
	files["law/articles.json"] = &fstest.MapFile{Data: []byte(`{"items": 7}`)}
	_, err := text.Load(files)
	require.ErrorContains(t, err, "law/articles.json")
}
