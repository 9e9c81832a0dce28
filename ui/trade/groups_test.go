package trade_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/ui/trade"
)

const cores = "核心企业,经办人,授权书,授权开始,授权结束,关联店铺,所在平台\n" +
	"陈埭鞋业,林经办,授权书1号,2026-01-01,2026-12-31,一店,某平台\n陈埭鞋业,,,,,二店,某平台\n"

func TestGroupsComeInOnceAndGoOutAgain(t *testing.T) {
	tr, ctx := trader(t), context.Background()
	for _, want := range []trade.Result{{Kind: trade.Groups, Added: 2}, {Kind: trade.Groups, Present: 2}} {
		dry, err := tr.Import(ctx, by, trade.Groups, "in.csv", []byte(cores), true)
		require.NoError(t, err)
		require.Equal(t, want.Added, dry.Added)
		head := tr.Store.Head()
		r, err := tr.Import(ctx, by, trade.Groups, "in.csv", []byte(cores), false)
		require.NoError(t, err)
		require.Equal(t, want, r)
		require.Equal(t, want.Added == 0, tr.Store.Head() == head, "twice imported writes nothing")
	}
	renewed := "核心企业,授权书,授权开始,授权结束,关联店铺\n陈埭鞋业,授权书2号,2027-01-01,2027-12-31,三店\n"
	r, err := tr.Import(ctx, by, trade.Groups, "in.csv", []byte(renewed), false)
	require.NoError(t, err)
	require.Equal(t, trade.Result{Kind: trade.Groups, Added: 1}, r)
	g, err := tr.Store.Group(ctx, "陈埭鞋业")
	require.NoError(t, err)
	require.Equal(t, "授权书2号", g.Authorisation.Document)
	require.Len(t, g.Affiliates, 3)
	require.Equal(t, "林经办", g.Handler)

	for _, name := range []string{"x.csv", "x.jsonl", "x.xlsx"} {
		out := export(t, tr, trade.Groups, name, "en")
		other := trader(t)
		_, err := other.Import(ctx, by, trade.Groups, name, []byte(out), false)
		require.NoError(t, err)
		require.Equal(t, export(t, tr, trade.Groups, "y.jsonl", "zh"), export(t, other, trade.Groups, "y.jsonl", "zh"))
	}
	_, err = tr.Import(ctx, by, trade.Groups, "in.csv", []byte("核心企业,关联店铺\n别的企业,一店\n"), false)
	require.True(t, trade.Refused(err), "a file does not take a shop from another group")
}
