package cli_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode"

	"github.com/rogpeppe/go-internal/testscript"

	"heshi/assets"
	"heshi/store"
	"heshi/ui/cli"
)

// TestMain makes the test binary the program as well: a script's heshi is this
// file, run under that name, so that coverage and the race detector see it.
// HESHI_BINARY names another one, as it does for ui/uitest.
func TestMain(m *testing.M) {
	testscript.Main(driving{m}, map[string]func(){
		"heshi":  func() { os.Exit(cli.Main(os.Args[1:], assets.Files())) },
		"nobody": nobody,
	})
}

// driving runs the tests with the program that HESHI_BINARY names, when it does,
// in the place of the test binary.
type driving struct{ *testing.M }

// Run runs the tests.
func (d driving) Run() int {
	if ready := os.Getenv("HESHI_BINARY"); ready != "" {
		if err := replace("heshi", ready); err != nil {
			_, _ = os.Stderr.WriteString(err.Error() + "\n")
			return 1
		}
	}
	return d.M.Run()
}

// replace puts a copy of a file in the place of a command. The command may be
// running, or be one file with others: it is not written into.
func replace(command, file string) error {
	place, err := exec.LookPath(command)
	if err != nil {
		return err
	}
	body, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := os.Remove(place); err != nil {
		return err
	}
	return os.WriteFile(place, body, 0o755)
}

// now is the moment of every journey: a Monday morning at the station.
const now = "2026-11-23T10:00:00+08:00"

// TestJourneys runs the command-line journeys of testdata. Each has its own
// store and home; the commands it may use beside testscript's own are those of
// commands, below.
func TestJourneys(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("HESHI_DATA", filepath.Join(env.WorkDir, "data"))
			env.Setenv("LANG", "zh_CN.UTF-8")
			env.Setenv("NOW", now)
			env.Setenv("TZ", "America/New_York") // a day counted in the machine's zone shows
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "json": assertJSON, "lines": assertLines, "keep": keepJSON, "keepfile": keepFile,
			"repeat": repeat, "bytes": writeBytes, "flip": flip, "readonly": readOnly, "held": held, "leaves": leaves,
		},
		RequireUniqueNames: true,
		ContinueOnError:    true, // one run tells all
	})
}

// exits N COMMAND ARGS... runs a command and asserts its exact exit code.
// What the contract says of every refusal is asserted with it: the reason is
// one line on standard error, in Chinese when the locale is Chinese, without a
// Go trace, and bad usage prints nothing on standard output.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(first(args))
	if neg || len(args) < 2 || err != nil {
		ts.Fatalf("usage: exits N command args...")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
	said := ts.ReadFile("stderr")
	if strings.Contains(said, "panic:") || strings.Contains(said, "goroutine ") {
		ts.Fatalf("a Go trace on standard error")
	}
	if want == 0 || want == 4 {
		return
	}
	if strings.Count(said, "\n") != 1 || strings.TrimSpace(said) == "" {
		ts.Fatalf("the reason is not one line: %q", said)
	}
	if unsaid.MatchString(said) {
		ts.Fatalf("no reason is given: %q", said)
	}
	if strings.HasPrefix(ts.Getenv("LANG"), "zh") && !slices.Contains(args, "en") && !strings.ContainsFunc(said, isHan) {
		ts.Fatalf("the reason is not in Chinese: %q", said)
	}
	if out := ts.ReadFile("stdout"); want == 2 && out != "" {
		ts.Fatalf("bad usage printed %q", out)
	}
}

// unsaid matches what the program says when it has no sentence for a fault.
var unsaid = regexp.MustCompile(`代码 [a-z._]+|\(code [a-z._]+\)|出了意外|Something unexpected`)

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

func first(args []string) string {
	if len(args) == 0 {
		return ""
	}
	return args[0]
}

// json FILE PATH [VALUE] asserts what stands at a path. FILE is a file, stdout
// or stderr and holds one JSON document or one a line. A path goes by fields
// and indexes from 0, "history.0.kind"; it starts with "@N." for the document
// on line N, counted from 1; "!len" is the length of a list or text,
// "!keys" the names of an object, in order. VALUE is text as it is,
// anything else as compact JSON, or ~REGEXP. Without VALUE the path must be
// there; with "!" before json it must not, or must differ.
func assertJSON(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 && len(args) != 3 {
		ts.Fatalf("usage: [!] json file path [value]")
	}
	got, ok := at(documents(ts, args[0]), args[1])
	holds := ok
	if len(args) == 3 {
		holds = ok && equal(ts, got, args[2])
	}
	if holds == neg {
		ts.Fatalf("%s at %s is %q (there: %v)", args[0], args[1], got, ok)
	}
}

func equal(ts *testscript.TestScript, got, want string) bool {
	pattern, isPattern := strings.CutPrefix(want, "~")
	if !isPattern {
		return got == want
	}
	re, err := regexp.Compile(pattern)
	ts.Check(err)
	return re.MatchString(got)
}

// lines FILE N asserts that FILE holds N JSON documents, each on its line.
func assertLines(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: [!] lines file n")
	}
	got := len(documents(ts, args[0]))
	if (strconv.Itoa(got) == args[1]) == neg {
		ts.Fatalf("%d documents", got)
	}
}

// keep NAME FILE PATH puts what stands at a path into an environment variable.
func keepJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: keep name file path")
	}
	got, ok := at(documents(ts, args[1]), args[2])
	if !ok {
		ts.Fatalf("nothing at %s", args[2])
	}
	ts.Setenv(args[0], got)
}

// keepfile NAME FILE puts a file's text into an environment variable.
func keepFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: keepfile name file")
	}
	ts.Setenv(args[0], ts.ReadFile(args[1]))
}

func documents(ts *testscript.TestScript, file string) []any {
	text := ts.ReadFile(file)
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var docs []any
	for d.More() {
		var v any
		if err := d.Decode(&v); err != nil {
			ts.Fatalf("%s is not JSON: %v", file, err)
		}
		docs = append(docs, v)
	}
	if n := strings.Count(text, "\n"); n != len(docs) {
		ts.Fatalf("%d documents on %d lines: each has its own", len(docs), n)
	}
	return docs
}

// at walks a path and returns what is there as the journeys write it.
func at(docs []any, path string) (string, bool) {
	n := 1
	if rest, ok := strings.CutPrefix(path, "@"); ok {
		var number string
		number, path, _ = strings.Cut(rest, ".")
		n, _ = strconv.Atoi(number)
	}
	if n < 1 || n > len(docs) {
		return "", false
	}
	v, ok := docs[n-1], true
	for part := range strings.SplitSeq(path, ".") {
		if v, ok = step(v, part); !ok {
			return "", false
		}
	}
	if s, ok := v.(string); ok {
		return s, true
	}
	b, err := json.Marshal(v)
	return string(b), err == nil
}

func step(v any, part string) (any, bool) {
	switch v := v.(type) {
	case map[string]any:
		if part == "!keys" {
			return strings.Join(slices.Sorted(maps.Keys(v)), " "), true
		}
		inner, ok := v[part]
		return inner, ok
	case []any:
		if part == "!len" {
			return json.Number(strconv.Itoa(len(v))), true
		}
		i, err := strconv.Atoi(part)
		if err != nil || i < 0 || i >= len(v) {
			return nil, false
		}
		return v[i], true
	case string:
		return json.Number(strconv.Itoa(len(v))), part == "!len"
	}
	return nil, false
}

// repeat FILE N TEXT writes TEXT N times: gigantic input.
func repeat(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: repeat file n text")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat(args[2], n)), 0o600))
}

// bytes FILE HEX... writes bytes, which a script cannot hold when they are not
// UTF-8. A word that starts with = is text.
func writeBytes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: bytes file hex...")
	}
	var out []byte
	for _, word := range args[1:] {
		if text, ok := strings.CutPrefix(word, "="); ok {
			out = append(out, text...)
			continue
		}
		b, err := hex.DecodeString(word)
		ts.Check(err)
		out = append(out, b...)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), out, 0o600))
}

// flip DIR TEXT turns one bit of the first place below DIR where TEXT stands,
// as a failing disk does.
func flip(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: flip dir text")
	}
	done := false
	err := filepath.WalkDir(ts.MkAbs(args[0]), func(path string, d fs.DirEntry, err error) error {
		if err != nil || done || !d.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		if i := bytes.Index(b, []byte(args[1])); err == nil && i >= 0 {
			b[i] ^= 1
			done = true
			ts.Logf("a bit flipped in %s at %d", path, i)
			return os.WriteFile(path, b, 0o600)
		}
		return err
	})
	ts.Check(err)
	if !done {
		ts.Fatalf("%q stands in no file", args[1])
	}
}

// readonly PATH takes away the right to write below a path until the journey
// is over.
func readOnly(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: readonly path")
	}
	top := ts.MkAbs(args[0])
	ts.Check(chmod(top, 0o555, 0o444))
	ts.Defer(func() { ts.Check(chmod(top, 0o755, 0o644)) })
}

func chmod(top string, dir, file fs.FileMode) error {
	if err := os.Chmod(top, dir|0o700); err != nil { // to be read at all
		return err
	}
	var paths []string
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		paths = append(paths, path)
		return nil
	})
	for _, path := range paths {
		info, statErr := os.Stat(path)
		mode := file
		if statErr == nil && info.IsDir() {
			mode = dir
		}
		err = errors.Join(err, statErr, os.Chmod(path, mode))
	}
	return err
}

// held DIR opens the store in DIR in this process until the journey is over,
// as a desk on another terminal does.
func held(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: held dir")
	}
	s, err := store.Open(store.Options{Dir: ts.MkAbs(args[0]), Zone: time.UTC})
	ts.Check(err)
	ts.Defer(func() { ts.Check(s.Close()) })
}

// leaves DIR answers at the socket of DIR as a desk does that hears what one
// command asks and is closed before it is done.
func leaves(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: leaves dir")
	}
	l, err := net.Listen("unix", filepath.Join(ts.MkAbs(args[0]), "desk.sock"))
	ts.Check(err)
	over := make(chan struct{})
	go func() {
		defer close(over)
		if c, err := l.Accept(); err == nil {
			_, _ = c.Read(make([]byte, 1<<10))
			_, _ = c.Write([]byte(`{"heard":true}`))
			_ = c.Close()
		}
	}()
	ts.Defer(func() { ts.Check(l.Close()); <-over })
}

// nobody runs a command without root's powers, to which no file is read-only.
func nobody() {
	const id = 65534
	path, err := exec.LookPath(os.Args[1])
	if err == nil && os.Geteuid() == 0 {
		// testscript closes its folders, and those they stand in, to others.
		for _, dir := range []string{filepath.Dir(path), os.Getenv("WORK")} {
			err = errors.Join(err, os.Chmod(dir, 0o755), os.Chmod(filepath.Dir(dir), 0o755))
		}
		err = errors.Join(err, syscall.Setgroups(nil), syscall.Setgid(id), syscall.Setuid(id))
	}
	if err == nil {
		err = syscall.Exec(path, os.Args[1:], os.Environ())
	}
	_, _ = os.Stderr.WriteString(err.Error() + "\n")
	os.Exit(125)
}
