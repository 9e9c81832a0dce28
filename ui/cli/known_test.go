package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/model"
	"heshi/store"
	"heshi/ui/remote"
)

// bought is what a shopper brought back to a shop that is known by its name.
const bought = `{"subject":"goods","seller":"trader","channel":"onsite","shop":"鞋都","purchased_on":"2026-11-22",
	"paid_fen":30000,"proof":["receipt"],"reason":"none","goods":{"category":"toy","custom_made":false,"second_hand":false},
	"condition":{"tag_removed":false,"soiled_or_damaged":false,"used_beyond_test":false,"parts_complete":true}}`

// A return and a deadline are judged while the desk is open, by what its station
// knows, as they are when it is closed; what needs the store is still refused.
func TestReturnsAreJudgedBesideAnOpenDesk(t *testing.T) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "heshi") // the name of a socket is short
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	line := func(in string, args ...string) (int, string, string) {
		var said, out bytes.Buffer
		a := &app{assets: assets.Files(), in: strings.NewReader(in), out: &out, err: &said, getenv: os.Getenv, version: build()}
		code := a.run(ctx, append([]string{"--data", dir, "--lang", "en", "--now", "2026-11-23T10:00:00+08:00"}, args...))
		return code, out.String(), said.String()
	}
	file := filepath.Join(dir, "charter.json")
	code, _, said := line("", "export", "charter", file)
	require.Zero(t, code, said)
	b, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, bytes.Replace(b, []byte(`"version":"2026-01-01"`), []byte(`"version":"ours"`), 1), 0o600))
	code, _, said = line("", "import", file, "--as-kind", "charter")
	require.Zero(t, code, said)
	shops := filepath.Join(dir, "shops.jsonl")
	require.NoError(t, os.WriteFile(shops, []byte(`{"name":"鞋都","phone":"13800001234","member_joined":"2026-01-01","member_term_days":30}`), 0o600))
	code, _, said = line("", "import", shops, "--as-kind", "shops")
	require.Zero(t, code, said)

	asks := [][]string{{"returns", "check", "--json"}, {"clock", "explain", "--json", "--rule", "K1", "--from", "2026-04-27T10:00:00+08:00"}}
	var closed []string
	for _, args := range asks {
		code, out, said := line(bought, args...)
		require.Zero(t, code, said)
		closed = append(closed, out)
	}
	require.Contains(t, closed[0], "ours")

	a := &app{assets: assets.Files(), out: io.Discard, err: io.Discard, getenv: os.Getenv}
	require.Zero(t, a.run(ctx, []string{"--now", "2026-11-23T10:00:00+08:00", "--version"})) // reads the words
	s, err := a.openAt(ctx, dir, 0, 0)
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()

	code, _, _ = line(bought, asks[0]...)
	require.Equal(t, exitHeld, code, "nobody answers yet")

	stop := a.listen(ctx, s, dir)
	defer stop()
	require.Eventually(t, func() bool {
		info, err := os.Stat(filepath.Join(dir, "desk.sock"))
		return err == nil && info.Mode() == os.ModeSocket|0o600
	}, 5*time.Second, time.Millisecond)
	for i, args := range asks {
		code, out, said := line(bought, args...)
		require.Zero(t, code, said)
		require.Equal(t, closed[i], out)
	}
	code, _, said = line(strings.Replace(bought, "鞋都", "无此店", 1), asks[0]...)
	require.Equal(t, exitUsage, code)
	require.Contains(t, said, "无此店")
	code, _, _ = line(bought, append([]string{"--as", "nobody"}, asks[0]...)...)
	require.Equal(t, exitUsage, code)
	code, _, _ = line("", "case", "list")
	require.Equal(t, exitHeld, code)

	// Of the shop no more is told than its promises.
	var k known
	require.NoError(t, remote.Ask(ctx, dir, remote.Request{Do: remote.Known, Shop: "鞋都"}, &k))
	require.Equal(t, 30, k.Shop.Member.TermDays)
	whole, err := json.Marshal(k)
	require.NoError(t, err)
	require.NotContains(t, string(whole), "1380000")
	_, err = s.answer(ctx, remote.Request{Do: "dance"})
	var p *model.Problem
	require.ErrorAs(t, err, &p)
	require.Equal(t, unknownCommand, p.Code)
	require.False(t, store.IsCode(err, store.CodeHeld))
}
