package trade_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store"
	"heshi/ui/trade"
)

var silent = trade.Progress{Checked: func(uint64) {}, Written: func(uint64) {}, Joining: func() {}}

// twoOfOne returns a station where the earlier of two complaints goes on in the
// later one.
func twoOfOne(t *testing.T) (tr trade.Trader, earlier, later model.Case) {
	tr, ctx := trader(t), context.Background()
	_, err := tr.Store.AddGroup(ctx, by, model.Group{
		Name: "陈埭鞋业", Handler: "林经办", Authorisation: model.Authorisation{Document: "书", From: 1},
		Affiliates: []model.Affiliate{{Shop: "一店"}},
	})
	require.NoError(t, err)
	c := model.Case{Complainant: model.Party{Name: "王小明", Phone: "13800001234"}, Shop: "一店", What: "鞋底开胶"}
	earlier, err = tr.Store.AddCase(ctx, by, c)
	require.NoError(t, err)
	later, err = tr.Store.AddCase(ctx, by, c)
	require.NoError(t, err)
	_, err = tr.Store.Do(ctx, by, earlier.ID, 0, "merge", flow.Args{"into": later.No})
	require.NoError(t, err)
	return tr, earlier, later
}

func TestAMergedCaseComesBackMerged(t *testing.T) {
	for _, name := range []string{"cases.jsonl", "cases.csv"} {
		t.Run(name, func(t *testing.T) {
			tr, earlier, later := twoOfOne(t)
			ctx, path := context.Background(), filepath.Join(t.TempDir(), name)
			write(t, tr, path)
			other := trader(t)
			for _, want := range []trade.Result{{Kind: trade.Cases, Added: 2}, {Kind: trade.Cases, Present: 2}} {
				r, err := other.ImportCases(ctx, by, path, false, silent)
				require.NoError(t, err)
				require.Equal(t, want, r)
			}
			one, err := other.Store.Case(ctx, earlier.No)
			require.NoError(t, err)
			two, err := other.Store.Case(ctx, later.No)
			require.NoError(t, err)
			require.Equal(t, two.ID, one.MergedInto)
			require.Empty(t, two.MergedInto)
			in, _, err := other.Store.Merged(ctx, two, 10)
			require.NoError(t, err)
			require.Len(t, in, 1)
			report, err := other.Store.Verify(ctx, nil)
			require.NoError(t, err)
			require.Empty(t, report.Faults)
		})
	}
}

func TestAMergedCaseNeedsTheOne(t *testing.T) {
	tr, earlier, later := twoOfOne(t)
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "cases.jsonl")
	write(t, tr, path)
	all, err := os.ReadFile(path)
	require.NoError(t, err)
	first, second, _ := strings.Cut(string(all), "\n")
	for name, test := range map[string]struct{ file, code string }{
		"alone":      {first, store.CodeNotFound},
		"itself":     {strings.ReplaceAll(first, later.No, earlier.No), "merge.itself"},
		"in a chain": {first + "\n" + strings.Replace(second, "{", `{"merged_into":"X",`, 1), "merge.merged"},
	} {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, os.WriteFile(path, []byte(test.file), 0o600))
			other := trader(t)
			_, err := other.ImportCases(ctx, by, path, false, silent)
			require.True(t, trade.Refused(err), "%v", err)
			var ps model.Problems
			require.ErrorAs(t, err, &ps)
			require.Equal(t, "exchange.row", ps[0].Code)
			require.Equal(t, 1, ps[0].Args["row"])
			require.Equal(t, test.code, ps[0].Args["fault"].(*model.Problem).Code)
			require.Zero(t, other.Store.Head())
		})
	}
	// the one may be there already
	require.NoError(t, os.WriteFile(path, []byte(second), 0o600))
	other := trader(t)
	_, err = other.ImportCases(ctx, by, path, false, silent)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, []byte(first), 0o600))
	_, err = other.ImportCases(ctx, by, path, false, silent)
	require.NoError(t, err)
	c, err := other.Store.Case(ctx, earlier.No)
	require.NoError(t, err)
	require.NotEmpty(t, c.MergedInto)
}

func write(t *testing.T, tr trade.Trader, path string) {
	var b bytes.Buffer
	_, err := tr.ExportCases(context.Background(), path, "zh", &b, func(uint64) {})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, b.Bytes(), 0o600))
}
