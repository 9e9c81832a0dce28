package trade_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store"
	"heshi/ui/trade"
)

// Readers that take turns read what one would: the cases in their order, each in its
// row, also around blank lines and faults.
func TestCasesAreReadInTheirOrder(t *testing.T) {
	lines := map[string]func(no string, blank, fault bool) string{
		"cases.jsonl": func(no string, blank, fault bool) string {
			out := fmt.Sprintf("{\"no\":%q,\"registered_at\":\"2026-11-20T09:00:00+08:00\",\"what\":\"x\"}\n", no)
			if blank {
				out = " \n\n" + out
			}
			if fault {
				out = strings.Replace(out, `"what"`, `"what`, 1)
			}
			return out
		},
		"cases.csv": func(no string, _, fault bool) string {
			if fault {
				return no + ",yesterday,x\n"
			}
			return no + ",2026-11-20T09:00:00+08:00,\"x\ny\"\n"
		},
	}
	for name, line := range lines {
		for _, n := range []int{1, 15, 16, 17, 31, 32, 33, 48, 200} {
			t.Run(fmt.Sprint(name, n), func(t *testing.T) {
				var good, bad strings.Builder
				row, wrong := 0, []int(nil)
				if name == "cases.csv" {
					good.WriteString("no,registered_at,what\n")
					row = 1
				}
				bad.WriteString(good.String())
				for i := range n {
					blank, fault := i%7 == 3, i%23 == 0
					if row++; blank && name == "cases.jsonl" {
						row += 2
					}
					no := fmt.Sprint("X-", i)
					good.WriteString(line(no, blank, false))
					if i > 0 && i%50 == 0 { // the number of one before
						no, fault = fmt.Sprint("X-", i-1), false
						wrong = append(wrong, row)
					}
					if fault {
						wrong = append(wrong, row)
					}
					bad.WriteString(line(no, blank, fault))
				}
				path, ctx, tr := filepath.Join(t.TempDir(), name), context.Background(), trader(t)
				require.NoError(t, os.WriteFile(path, []byte(bad.String()), 0o600))
				_, err := tr.ImportCases(ctx, by, path, false, silent)
				var ps model.Problems
				require.ErrorAs(t, err, &ps)
				var rows []int
				for _, p := range ps {
					rows = append(rows, p.Args["row"].(int))
				}
				require.Equal(t, wrong, rows)
				require.NoError(t, os.WriteFile(path, []byte(good.String()), 0o600))
				r, err := tr.ImportCases(ctx, by, path, false, silent)
				require.NoError(t, err)
				require.Equal(t, trade.Result{Kind: trade.Cases, Added: n}, r)
				all, err := tr.Store.Cases(ctx, "", n+1)
				require.NoError(t, err)
				require.Len(t, all, n)
				for i, c := range all {
					require.Equal(t, fmt.Sprint("X-", i), c.No)
				}
				_, err = tr.Store.Case(ctx, fmt.Sprint("X-", n))
				require.True(t, store.IsCode(err, store.CodeNotFound))
			})
		}
	}
}
