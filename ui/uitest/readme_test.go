package uitest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/ui/uitest"
)

// TestTheReadmesFirstCommandOpensTheDesk runs the README's first shell block as
// somebody would who has just cloned the repository.
func TestTheReadmesFirstCommandOpensTheDesk(t *testing.T) {
	t.Parallel()
	top := uitest.Root(t)
	readme, err := os.ReadFile(filepath.Join(top, "README.md"))
	require.NoError(t, err)
	blocks := regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(string(readme), -1)
	require.NotEmpty(t, blocks)
	for _, block := range blocks { // the Chinese half repeats them
		require.Contains(t, []string{"go run .\n", "go test ./...\n"}, block[1], "the README has two commands")
	}
	require.Equal(t, "go run .\n", blocks[0][1])

	d := uitest.Start(t, uitest.Options{
		Binary: "/bin/sh", Args: []string{"-c", blocks[0][1]}, Dir: top, Env: goEnv(t),
		Patience: 5 * time.Minute, // it compiles everything first
	})
	d.Sees("和事台").Press("ctrl+q")
	require.Equal(t, 0, d.Wait())
}

// goEnv is what the go command needs to find its caches under another home.
func goEnv(t *testing.T) []string {
	t.Helper()
	var env []string
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPATH", "GOPROXY", "GOSUMDB", "GOFLAGS", "GOTOOLCHAIN"} {
		out, err := exec.Command("go", "env", name).Output()
		require.NoError(t, err)
		if v := strings.TrimSpace(string(out)); v != "" {
			env = append(env, name+"="+v)
		}
	}
	return env
}
