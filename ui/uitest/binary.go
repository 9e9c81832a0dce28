package uitest

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// stock is where built programs are kept for the life of one test process.
const stock = "heshi-uitest-"

// builds holds one build for each package path, so that a test run compiles
// each program once however many tests drive it.
var builds sync.Map

// Binary returns the path of the program, built once a test run from the
// module's root; with the race detector when the test has it. HESHI_BINARY
// names a ready one instead.
func Binary(t testing.TB) string {
	t.Helper()
	if ready := os.Getenv("HESHI_BINARY"); ready != "" {
		return ready
	}
	return Build(t, ".")
}

// Build returns the path of the program in the package folder pkg, relative to
// the module's root, built once a test run. It fails the test when the program
// does not compile.
func Build(t testing.TB, pkg string) string {
	t.Helper()
	once, _ := builds.LoadOrStore(pkg, sync.OnceValues(func() (string, error) { return build(pkg) }))
	path, err := once.(func() (string, error))()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// Root returns the module's root folder.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := root()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// root finds the module and looks at each of its files, for the sake of go
// test: it keeps a test's result until a file changes that the test looked at,
// and does not know what a program built by the test is made of.
var root = sync.OnceValues(func() (string, error) {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOMOD: %w", err)
	}
	top := filepath.Dir(strings.TrimSpace(string(out)))
	return top, filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != top && strings.HasPrefix(d.Name(), "."):
			return filepath.SkipDir
		}
		_, _ = os.Stat(path) // a file may go while we look: editors do that
		return nil
	})
})

func build(pkg string) (string, error) {
	dir, err := stockroom()
	if err != nil {
		return "", err
	}
	top, err := root()
	if err != nil {
		return "", err
	}
	name := filepath.Base(pkg)
	if name == "." {
		name = "heshi"
	}
	out := filepath.Join(dir, name)
	// Without the version control stamp: it costs time, and fails where the
	// folder belongs to somebody else.
	args := []string{"build", "-buildvcs=false", "-o", out}
	if raced {
		args = append(args, "-race")
	}
	cmd := exec.Command("go", append(args, "./"+filepath.ToSlash(pkg))...)
	cmd.Dir = top
	if said, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building %s: %w\n%s", pkg, err, said)
	}
	return out, nil
}

// stockroom makes this process's folder and sweeps those of test processes
// that are no more: no test can clean up what the next one still needs, and
// there is no end of the run to hook into.
func stockroom() (string, error) {
	old, _ := filepath.Glob(filepath.Join(os.TempDir(), stock+"*"))
	for _, dir := range old {
		pid, err := strconv.Atoi(strings.TrimPrefix(filepath.Base(dir), stock))
		if err == nil && pid != os.Getpid() && syscall.Kill(pid, 0) == syscall.ESRCH {
			_ = os.RemoveAll(dir)
		}
	}
	dir := filepath.Join(os.TempDir(), stock+strconv.Itoa(os.Getpid()))
	return dir, os.MkdirAll(dir, 0o700)
}
