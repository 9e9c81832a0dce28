package trade_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/model"
	"heshi/model/returns"
	"heshi/model/workday"
	"heshi/store"
	"heshi/store/storetest"
	"heshi/ui/text"
	"heshi/ui/trade"
)

func trader(t *testing.T) trade.Trader {
	set, err := text.Load(assets.Files())
	require.NoError(t, err)
	s := storetest.Open(t)
	return trade.Trader{Store: s.Store, Assets: assets.Files(), Texts: set, Years: func() (*workday.Calendar, error) {
		return workday.Load(assets.Files())
	}}
}

var by = store.By{Actor: "吴明", Role: model.Coordinator, At: storetest.Now}

type exported string

func export(t *testing.T, tr trade.Trader, kind, name, lang string) exported {
	var b bytes.Buffer
	_, err := tr.Export(context.Background(), kind, name, lang, &b)
	require.NoError(t, err)
	return exported(b.String())
}

const table = "店名,铺位,类别,入盟日期\n新星书店,A1,食品餐饮,2026-01-01\n老地方,A2,,\n"

func TestShopsComeInOnceAndGoOutAgain(t *testing.T) {
	tr, ctx := trader(t), context.Background()
	r, err := tr.Import(ctx, by, trade.Shops, "in.csv", []byte(table), true)
	require.NoError(t, err)
	require.Equal(t, trade.Result{Kind: trade.Shops, Added: 2, DryRun: true}, r)
	all, err := tr.Store.AllShops(ctx)
	require.NoError(t, err)
	require.Empty(t, all, "a dry run writes nothing")

	for _, want := range []trade.Result{{Kind: trade.Shops, Added: 2}, {Kind: trade.Shops, Present: 2}} {
		r, err = tr.Import(ctx, by, trade.Shops, "in.csv", []byte(table), false)
		require.NoError(t, err)
		require.Equal(t, want, r)
	}
	for _, name := range []string{"x.csv", "x.jsonl"} {
		out := export(t, tr, trade.Shops, name, "en")
		other := trader(t)
		r, err := other.Import(ctx, by, trade.Shops, name, []byte(out), false)
		require.NoError(t, err)
		require.Equal(t, 2, r.Added)
		require.Equal(t, out, export(t, other, trade.Shops, name, "en"))
	}
	require.Contains(t, export(t, tr, trade.Shops, "x.csv", "zh"), "店名")
	require.Contains(t, export(t, tr, trade.Shops, "x.jsonl", "zh"), `"class":"food"`)
}

func TestFaultsNameRowAndColumnAndWriteNothing(t *testing.T) {
	tr := trader(t)
	_, err := tr.Import(context.Background(), by, trade.Shops, "in.csv", []byte(table+"坏日子,A3,,2026-13-01\n坏类别,A4,没有,\n"), false)
	require.True(t, trade.Refused(err))
	var ps model.Problems
	require.ErrorAs(t, err, &ps)
	require.Len(t, ps, 2)
	require.Equal(t, []any{4, 5}, []any{ps[0].Args["row"], ps[1].Args["row"]})
	all, err := tr.Store.AllShops(context.Background())
	require.NoError(t, err)
	require.Empty(t, all)
}

func TestTheCharterComesInAndGoesOut(t *testing.T) {
	tr, ctx := trader(t), context.Background()
	out := export(t, tr, trade.Charter, "c.jsonl", "zh")
	require.Contains(t, out, `"sample":true`, "the sample while none is adopted")
	own := strings.NewReplacer(`"sample":true`, `"sample":false`, `"term_days":7`, `"term_days":15`).Replace(string(out))
	r, err := tr.Import(ctx, by, trade.Charter, "c.jsonl", []byte(own), false)
	require.NoError(t, err)
	require.Equal(t, 1, r.Added)
	held, rev, err := tr.Store.Charters(ctx)
	require.NoError(t, err)
	require.Equal(t, 15, held[0].TermDays)

	_, err = tr.Import(ctx, by, trade.Charter, "c.jsonl", []byte(strings.Replace(own, `"term_days":15`, `"term_days":5`, 1)), false)
	require.True(t, trade.Refused(err))
	again, now, err := tr.Store.Charters(ctx)
	require.NoError(t, err)
	require.Equal(t, rev, now, "a refused file leaves the old one")
	require.Equal(t, held, again)
	read, err := returns.ReadCharters("x", []byte(export(t, tr, trade.Charter, "c.jsonl", "zh")))
	require.NoError(t, err)
	require.Equal(t, held, read)
}

func TestTheCalendarKeepsOfficialYears(t *testing.T) {
	tr, ctx := trader(t), context.Background()
	out := export(t, tr, trade.Calendar, "y.jsonl", "zh")
	r, err := tr.Import(ctx, by, trade.Calendar, "y.jsonl", []byte(out), false)
	require.NoError(t, err)
	require.Zero(t, r.Added)
	require.Positive(t, r.Present)
}

func TestWhatIsNoKindIsRefused(t *testing.T) {
	tr := trader(t)
	_, err := tr.Import(context.Background(), by, "cars", "x.csv", nil, false)
	require.True(t, trade.Refused(err))
	_, err = tr.Export(context.Background(), "cars", "x.csv", "zh", io.Discard)
	require.True(t, trade.Refused(err))
	_, err = tr.Export(context.Background(), trade.Shops, "x.doc", "zh", io.Discard)
	require.True(t, trade.Refused(err))
}

// A file is written whole or not at all.
func TestWriteIsWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x")
	require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))
	broken := errors.New("broken")
	require.ErrorIs(t, trade.Write(path, func(w io.Writer) error {
		_, err := io.WriteString(w, "half")
		return errors.Join(err, broken)
	}), broken)
	b, err := trade.Read(path)
	require.NoError(t, err)
	require.Equal(t, "old", string(b))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1, "nothing is left behind")

	require.NoError(t, trade.Write(path, func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }))
	b, err = trade.Read(path)
	require.NoError(t, err)
	require.Equal(t, "new", string(b))
	require.Error(t, trade.Write(filepath.Join(dir, "no", "x"), func(io.Writer) error { return nil }))
	_, err = trade.Read(filepath.Join(dir, "no"))
	require.True(t, trade.Refused(err))
}
