package exchange_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/store/exchange"
)

func readGroups(t require.TestingT, text string) ([]model.Group, error) {
	table, err := exchange.Read("g.csv", []byte(text))
	require.NoError(t, err)
	return columns(t).ReadGroups(table, words)
}

func TestRowsOfOneCoreAreOneGroup(t *testing.T) {
	list, err := readGroups(t, "核心企业,经办人,授权书,授权开始,授权结束,关联店铺,所在平台,关联方式\n"+
		"陈埭鞋业,林经办,授权书1号,2026-01-01,2026/12/31,一店,某平台,中controlled\n"+
		"陈埭鞋业,,,,,二店,,branch\n另一家,,,,,,,\n")
	require.NoError(t, err)
	require.Len(t, list, 2)
	require.Equal(t, "林经办", list[0].Handler)
	require.Equal(t, "2026-12-31", list[0].Authorisation.To.String())
	require.Equal(t, []model.Affiliate{{Shop: "一店", Platform: "某平台", Link: "controlled"}, {Shop: "二店", Link: "branch"}}, list[0].Affiliates)
	require.Empty(t, list[1].Affiliates)
}

func TestFaultsOfGroupsNameRowAndColumn(t *testing.T) {
	for name, tc := range map[string]struct {
		text, column, code string
		row                int
	}{
		"reversed": {"核心企业,授权书,授权开始,授权结束,关联店铺\n甲,书,2026-05-01,2026-04-01,店\n", "授权结束 / authorised_to", "group.authorisation_reversed", 2},
		"no core":  {"核心企业,关联店铺\n甲,一店\n,二店\n", "核心企业 / core", "need.core_name", 3},
		"twice":    {"核心企业,关联店铺\n甲,一店\n乙,一店\n", "关联店铺 / shop", "exchange.twice", 3},
		"differs":  {"核心企业,经办人,关联店铺\n甲,林,一店\n甲,王,二店\n", "经办人 / handler", "exchange.differs", 3},
		"link":     {"核心企业,关联店铺,关联方式\n甲,一店,亲戚\n", "关联方式 / link", "code.unknown", 2},
		"day":      {"核心企业,授权书,授权开始\n甲,书,2026-02-30\n", "授权开始 / authorised_from", "", 2},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readGroups(t, tc.text)
			var ps model.Problems
			require.ErrorAs(t, err, &ps)
			require.Equal(t, tc.row, ps[0].Args["row"])
			require.Equal(t, tc.column, ps[0].Args["column"])
			if tc.code != "" {
				require.Equal(t, tc.code, ps[0].Args["fault"].(*model.Problem).Code)
			}
		})
	}
	_, err := readGroups(t, "关联店铺\n一店\n")
	require.Equal(t, []string{"exchange.column_missing"}, codes(err))
}

func TestGroupsComeBackAsTheyWent(t *testing.T) {
	c := columns(t)
	rapid.Check(t, func(t *rapid.T) {
		var list []model.Group
		for i := range rapid.IntRange(1, 4).Draw(t, "groups") {
			g := model.Group{Name: fmt.Sprint("企业", i), Handler: rapid.SampledFrom([]string{"", "林,经\"办"}).Draw(t, "handler")}
			if rapid.Bool().Draw(t, "authorised") {
				g.Authorisation = model.Authorisation{Document: "授权书", From: 740000, To: model.Day(rapid.IntRange(740000, 740900).Draw(t, "to"))}
			}
			for j := range rapid.IntRange(0, 4).Draw(t, "shops") {
				g.Affiliates = append(g.Affiliates, model.Affiliate{
					Shop: fmt.Sprintf("店%d-%d", i, j), Platform: rapid.SampledFrom([]string{"", "某平台"}).Draw(t, "platform"),
					Link: rapid.SampledFrom(append(model.Links(), "")).Draw(t, "link"), Evidence: "合同",
				})
			}
			list = append(list, g)
		}
		for _, name := range []string{"g.csv", "g.xlsx", "g.jsonl"} {
			var b bytes.Buffer
			lang := rapid.SampledFrom([]string{"zh", "en"}).Draw(t, "lang")
			require.NoError(t, exchange.Write(&b, name, c.WriteGroups(list, words, lang)))
			table, err := exchange.Read(name, b.Bytes())
			require.NoError(t, err)
			got, err := c.ReadGroups(table, words)
			require.NoError(t, err)
			require.Equal(t, list, got)
		}
	})
}

// FuzzReadGroups: no table makes the reader panic, and what it takes has
// passed the check of groups.
func FuzzReadGroups(f *testing.F) {
	f.Add([]byte("核心企业,授权书,授权开始,授权结束,关联店铺\n甲,书,2026-04-01,,店\n"))
	f.Add([]byte("core,shop,link\nA,B,branch\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := exchange.Read("g.csv", data)
		if err != nil {
			return
		}
		list, err := columns(t).ReadGroups(table, words)
		if err != nil {
			require.NotEmpty(t, codes(err))
			return
		}
		for _, g := range list {
			require.NotEmpty(t, g.Name)
		}
	})
}
