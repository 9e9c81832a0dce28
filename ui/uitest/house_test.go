package uitest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/ui/uitest"
)

// These tests hold the arrows of shared/design.md over the real import graph:
// who may import whom, for every package of the module.

// pkg is what go list tells of a package.
type pkg struct {
	ImportPath, Name, Dir               string
	Standard                            bool
	Imports, TestImports, XTestImports  []string
	Deps                                []string
	GoFiles, TestGoFiles, XTestGoFiles  []string
	Error                               *struct{ Err string }
	Module                              *struct{ Path string }
	IgnoredGoFiles, CgoFiles, OtherFile []string
}

// all returns every import, of the tests too.
func (p pkg) all() []string {
	return slices.Concat(p.Imports, p.TestImports, p.XTestImports)
}

const module = "heshi"

// list reads the packages of the module and everything they depend on, once:
// go list takes a second.
var list = sync.OnceValues(func() ([]pkg, error) {
	cmd := exec.Command("go", "list", "-deps", "-json", module+"/...")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return nil, errors.New(said.String())
	}
	var pkgs []pkg
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		switch err := d.Decode(&p); {
		case errors.Is(err, io.EOF):
			return pkgs, nil
		case err != nil:
			return nil, err
		}
		pkgs = append(pkgs, p)
	}
})

// house returns the packages of the module and everything they depend on.
func house(t *testing.T) []pkg {
	t.Helper()
	uitest.Root(t) // looks at the files, so that go test runs us again
	pkgs, err := list()
	require.NoError(t, err)
	return pkgs
}

// ours returns the module's own packages.
func ours(t *testing.T) []pkg {
	t.Helper()
	pkgs := house(t)
	own := slices.DeleteFunc(slices.Clone(pkgs), func(p pkg) bool { return !within(p.ImportPath, module) })
	require.Greater(t, len(own), 20, "go list found too little")
	return own
}

// standard returns the standard library's packages among the dependencies.
func standard(t *testing.T) map[string]bool {
	t.Helper()
	std := map[string]bool{}
	for _, p := range house(t) {
		std[p.ImportPath] = p.Standard
	}
	return std
}

// within reports whether an import path is root or below it.
func within(path, root string) bool {
	return path == root || strings.HasPrefix(path, root+"/")
}

func withinAny(path string, roots ...string) bool {
	return slices.ContainsFunc(roots, func(root string) bool { return within(path, root) })
}

// TestPureRoomsNeedOnlyTheStandardLibrary: model <- shifts, and below them
// nothing, however far one follows the imports.
func TestPureRoomsNeedOnlyTheStandardLibrary(t *testing.T) {
	std := standard(t)
	rooms := map[string][]string{
		"heshi/model":  {"heshi/model"},
		"heshi/shifts": {"heshi/model", "heshi/shifts"},
		"heshi/assets": {},
	}
	for _, p := range ours(t) {
		for room, may := range rooms {
			if !within(p.ImportPath, room) {
				continue
			}
			for _, dep := range p.Deps {
				if !std[dep] && !withinAny(dep, may...) {
					t.Errorf("%s depends on %s", p.ImportPath, dep)
				}
			}
		}
	}
}

// TestTheStoreKnowsNoScreen: store stands on model and shifts, and nothing that
// draws reaches it by any way.
func TestTheStoreKnowsNoScreen(t *testing.T) {
	for _, p := range ours(t) {
		if !within(p.ImportPath, "heshi/store") {
			continue
		}
		for _, dep := range p.Deps {
			if withinAny(dep, "heshi/ui", "charm.land", "github.com/charmbracelet") {
				t.Errorf("%s depends on %s", p.ImportPath, dep)
			}
		}
	}
}

// owner says that a module may be imported only by some packages.
type owner struct {
	imported string
	by       []string // these packages and what is below them
	exactly  []string // these packages alone
	byTests  []string // and the tests below these
}

// TestEveryLibraryHasItsRoom: outside it nobody imports it directly.
func TestEveryLibraryHasItsRoom(t *testing.T) {
	for _, o := range []owner{
		{imported: "github.com/dgraph-io/badger", exactly: []string{"heshi/store"}, byTests: []string{"heshi/store"}},
		{imported: "charm.land", by: []string{"heshi/ui"}},
		{imported: "github.com/charmbracelet", by: []string{"heshi/ui"}},
		{imported: "charm.land/wish", exactly: []string{"heshi/ui/remote"}},
		{imported: "charm.land/ssh", exactly: []string{"heshi/ui/remote"}},
		{imported: "github.com/mozillazg/go-pinyin", exactly: []string{"heshi/store/find"}, byTests: []string{"heshi/store/find"}},
		{imported: "github.com/6tail/lunar-go", byTests: []string{"heshi"}},
		{imported: "github.com/spf13/cobra", by: []string{"heshi/ui/cli"}},
		{imported: "github.com/xuri/excelize", by: []string{"heshi/store/exchange"}, byTests: []string{"heshi"}},
		{imported: "heshi/ui/cli", exactly: []string{"heshi"}, byTests: []string{"heshi/ui/cli", "heshi/ui/uitest"}},
		{imported: "heshi/ui/uitest", byTests: []string{"heshi/ui"}},
		{imported: "heshi/store/storetest", byTests: []string{"heshi"}},
	} {
		for _, p := range ours(t) {
			o.check(t, p)
		}
	}
}

func (o owner) check(t *testing.T, p pkg) {
	t.Helper()
	inRoom := withinAny(p.ImportPath, o.by...) || slices.Contains(o.exactly, p.ImportPath)
	uses := func(list []string) bool {
		return slices.ContainsFunc(list, func(i string) bool { return within(i, o.imported) })
	}
	if uses(p.Imports) && !inRoom {
		t.Errorf("%s imports %s", p.ImportPath, o.imported)
	}
	if (uses(p.TestImports) || uses(p.XTestImports)) && !inRoom && !withinAny(p.ImportPath, o.byTests...) {
		t.Errorf("a test of %s imports %s", p.ImportPath, o.imported)
	}
}

// screens are the packages that draw one screen each.
var screens = []string{"home", "intake", "lookup", "casework", "returns", "roster", "shops", "stats", "setup"}

// TestScreensDoNotKnowOneAnother: nor the root that routes between them, in
// tests either. Only the command line puts them together.
func TestScreensDoNotKnowOneAnother(t *testing.T) {
	isScreen := func(importPath string) bool {
		name, ok := strings.CutPrefix(importPath, "heshi/ui/")
		name, _, _ = strings.Cut(name, "/")
		return ok && slices.Contains(screens, name)
	}
	for _, p := range ours(t) {
		for _, i := range p.all() {
			switch {
			case isScreen(p.ImportPath) && isScreen(i) && !within(i, roomOf(p.ImportPath)):
				t.Errorf("screen %s imports screen %s", p.ImportPath, i)
			case isScreen(p.ImportPath) && (i == "heshi/ui" || within(i, "heshi/ui/cli")):
				t.Errorf("screen %s imports %s", p.ImportPath, i)
			case within(p.ImportPath, "heshi/ui") && isScreen(i) && !isScreen(p.ImportPath) &&
				!within(p.ImportPath, "heshi/ui/cli") && slices.Contains(p.Imports, i):
				t.Errorf("%s imports screen %s", p.ImportPath, i)
			}
		}
	}
}

// roomOf returns the package of a screen for one of its sub-packages.
func roomOf(importPath string) string {
	parts := strings.Split(importPath, "/")
	return strings.Join(parts[:min(3, len(parts))], "/")
}

// TestWidgetsKnowCells: not cases, not the store.
func TestWidgetsKnowCells(t *testing.T) {
	for _, p := range ours(t) {
		if !withinAny(p.ImportPath, "heshi/ui/widget", "heshi/ui/theme", "heshi/ui/keys", "heshi/ui/text") {
			continue
		}
		for _, dep := range p.Deps {
			if withinAny(dep, "heshi/store", "heshi/shifts", "heshi/ui/screen") {
				t.Errorf("%s depends on %s", p.ImportPath, dep)
			}
		}
	}
}

// TestTheProgramCarriesNoTestTools: what only tests need is not in the binary.
func TestTheProgramCarriesNoTestTools(t *testing.T) {
	for _, p := range ours(t) {
		if p.ImportPath != module {
			continue
		}
		require.ElementsMatch(t, []string{"os", "heshi/assets", "heshi/ui/cli"}, p.Imports)
		for _, dep := range p.Deps {
			if withinAny(dep, "testing", "heshi/ui/uitest", "heshi/store/storetest", "github.com/stretchr/testify",
				"pgregory.net/rapid", "github.com/rogpeppe/go-internal", "github.com/charmbracelet/x/vt") {
				t.Errorf("the program carries %s", dep)
			}
		}
		return
	}
	t.Fatal("there is no main package")
}

// TestPackagesAreNamedForWhatTheyHold.
func TestPackagesAreNamedForWhatTheyHold(t *testing.T) {
	banned := []string{"util", "utils", "common", "helper", "helpers", "types", "misc", "shared", "base"}
	for _, p := range ours(t) {
		if slices.Contains(banned, p.Name) || slices.Contains(banned, path.Base(p.ImportPath)) {
			t.Errorf("%s is a name for anything", p.ImportPath)
		}
		if len(p.CgoFiles) > 0 {
			t.Errorf("%s needs cgo", p.ImportPath)
		}
	}
}
