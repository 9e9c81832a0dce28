package uitest_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/ui/uitest"
)

// These tests hold the house's rules over the code itself.

// source is one parsed file of the module.
type source struct {
	pkg  pkg
	name string // below the module's folder
	test bool
	fset *token.FileSet
	*ast.File
}

// at is where a node stands, for a message.
func (s source) at(n ast.Node) string {
	return fmt.Sprintf("%s:%d", s.name, s.fset.Position(n.Pos()).Line)
}

// sources returns every Go file of the module that this system builds.
func sources(t *testing.T) []source {
	t.Helper()
	ours(t) // looks at the files, and there are many
	out, err := parsed()
	require.NoError(t, err)
	return out
}

// parsed parses them, once: it takes a second. Nobody changes what it returns.
var parsed = sync.OnceValues(func() (out []source, err error) {
	pkgs, err := list()
	for _, p := range pkgs {
		if !within(p.ImportPath, module) {
			continue
		}
		for _, name := range slices.Concat(p.GoFiles, p.TestGoFiles, p.XTestGoFiles) {
			fset := token.NewFileSet()
			file, fault := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
			err = errors.Join(err, fault)
			out = append(out, source{
				pkg: p, name: strings.TrimPrefix(p.ImportPath+"/"+name, module+"/"),
				test: strings.HasSuffix(name, "_test.go"), fset: fset, File: file,
			})
		}
	}
	return out, err
})

// pure reports whether a file belongs to the rooms without globals and I/O.
func (s source) pure() bool {
	return !s.test && withinAny(s.pkg.ImportPath, "heshi/model", "heshi/shifts")
}

// TestPureRoomsReachNothingOutside: no clock, no environment, no files, no
// network, no goroutine, no randomness that a caller did not seed. A file system handed in
// as fs.FS is not reaching out.
func TestPureRoomsReachNothingOutside(t *testing.T) {
	imports := []string{
		"os", "net", "net/http", "log", "log/slog", "syscall", "io/ioutil", "unsafe", "reflect", "plugin",
		"math/rand", "crypto/rand", "testing", "os/exec", "os/signal", "runtime/debug",
	}
	calls := map[string][]string{
		"time": {
			"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker",
			"LoadLocation", "Local",
		},
		// Only a generator that the caller seeds.
		"rand": {
			"Int", "IntN", "N", "Int64", "Int64N", "Uint32", "Uint64", "Float64", "Float32", "Perm", "Shuffle",
			"NormFloat64", "ExpFloat64", "Uint32N", "Uint64N", "Int32", "Int32N", "UintN", "Uint",
		},
		"fmt":     {"Print", "Printf", "Println", "Scan", "Scanf", "Scanln"},
		"runtime": {"GOMAXPROCS", "NumCPU"},
	}
	for _, s := range sources(t) {
		if !s.pure() {
			continue
		}
		for _, i := range s.Imports {
			if name, _ := strconv.Unquote(i.Path.Value); slices.Contains(imports, name) {
				t.Errorf("%s imports %s", s.at(i), name)
			}
		}
		ast.Inspect(s.File, func(n ast.Node) bool {
			if g, ok := n.(*ast.GoStmt); ok {
				t.Errorf("%s starts a goroutine", s.at(g))
			}
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && slices.Contains(calls[x.Name], sel.Sel.Name) {
				t.Errorf("%s uses %s.%s", s.at(n), x.Name, sel.Sel.Name)
			}
			return true
		})
	}
}

// TestWhatIsSparedTheRaceDetectorStartsNothing: in the packages that .ci/run
// leaves out of its race step nothing runs beside anything, in tests neither. In
// shifts/core searches do, and it runs tests of them.
func TestWhatIsSparedTheRaceDetectorStartsNothing(t *testing.T) {
	script, err := os.ReadFile(filepath.Join(uitest.Root(t), ".ci", "run"))
	require.NoError(t, err)
	said := regexp.MustCompile(`(?m)^alone='(.+)'$`).FindSubmatch(script)
	require.NotNil(t, said, ".ci/run names none")
	alone := regexp.MustCompile(string(said[1]))
	starters := []string{"Go", "Parallel", "RunParallel", "AfterFunc", "ListenAndServe", "Serve"}
	require.Contains(t, string(script), "-race -vet=off -count=1 -run '^TestFreshStationsKeepTheirWord$/^11$|^TestRepairOffersAFurtherRung$' ./shifts\n")
	met := map[string]bool{"heshi/shifts/core": true}
	for _, s := range sources(t) {
		if s.pkg.ImportPath == "heshi/shifts/core" || !alone.MatchString(s.pkg.ImportPath) {
			continue
		}
		if !met[s.pkg.ImportPath] {
			met[s.pkg.ImportPath] = true
			for _, dep := range slices.Concat(s.pkg.Deps, s.pkg.TestImports, s.pkg.XTestImports) {
				if within(dep, module) && !alone.MatchString(dep) && dep != module+"/assets" {
					t.Errorf("%s needs %s, which may start something", s.pkg.ImportPath, dep)
				}
			}
		}
		ast.Inspect(s.File, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				t.Errorf("%s starts a goroutine", s.at(n))
			case *ast.SelectorExpr:
				if slices.Contains(starters, n.Sel.Name) {
					t.Errorf("%s may start a goroutine: %s", s.at(n), n.Sel.Name)
				}
			}
			return true
		})
	}
	require.Greater(t, len(met), 4)
	require.NotContains(t, met, "heshi/store")
}

// TestPureRoomsHoldNoState: no init, and package variables only of the kinds
// that nobody changes: errors and regular expressions made once, interface
// checks, and tables (a composite literal) that no function assigns to, takes
// the address of, or hands out whole.
func TestPureRoomsHoldNoState(t *testing.T) {
	tables := map[string]map[string]source{} // by package and name
	for _, s := range sources(t) {
		if !s.pure() {
			continue
		}
		for _, decl := range s.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil && d.Name.Name == "init" {
					t.Errorf("%s has init", s.at(d))
				}
			case *ast.GenDecl:
				for name := range variables(t, s, d) {
					if tables[s.pkg.ImportPath] == nil {
						tables[s.pkg.ImportPath] = map[string]source{}
					}
					tables[s.pkg.ImportPath][name] = s
				}
			}
		}
	}
	for _, s := range sources(t) {
		if s.pure() {
			unchanged(t, s, tables[s.pkg.ImportPath])
		}
	}
}

// variables checks the variables of a declaration and returns the names of its
// tables.
func variables(t *testing.T, s source, d *ast.GenDecl) map[string]bool {
	t.Helper()
	tables := map[string]bool{}
	if d.Tok != token.VAR {
		return tables
	}
	for _, spec := range d.Specs {
		v := spec.(*ast.ValueSpec)
		for i, name := range v.Names {
			switch {
			case name.Name == "_": // an interface check
			case i < len(v.Values) && madeOnce(v.Values[i]):
			case i < len(v.Values) && isTable(v.Values[i]):
				tables[name.Name] = true
			default:
				t.Errorf("%s: package variable %s", s.at(v), name.Name)
			}
		}
	}
	return tables
}

// madeOnce reports whether a value is an error or a compiled pattern.
func madeOnce(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	x, ok := sel.X.(*ast.Ident)
	return ok && slices.Contains([]string{"errors.New", "fmt.Errorf", "regexp.MustCompile", "strings.NewReplacer"}, x.Name+"."+sel.Sel.Name)
}

func isTable(e ast.Expr) bool {
	_, ok := e.(*ast.CompositeLit)
	return ok
}

// unchanged checks that no function of a file changes a table: neither it nor
// something in it is assigned to, counted, deleted from, appended to or
// pointed at.
func unchanged(t *testing.T, s source, tables map[string]source) {
	t.Helper()
	touched := func(e ast.Expr) {
		name := rootOf(e)
		if _, ok := tables[name]; ok && name != "" {
			t.Errorf("%s changes the package variable %s", s.at(e), name)
		}
	}
	for _, decl := range s.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok || shadowed(fn, tables) {
			continue
		}
		ast.Inspect(fn, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				if n.Tok != token.DEFINE {
					for _, e := range n.Lhs {
						touched(e)
					}
				}
			case *ast.IncDecStmt:
				touched(n.X)
			case *ast.UnaryExpr:
				if n.Op == token.AND {
					touched(n.X)
				}
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.Ident); ok && slices.Contains([]string{"delete", "clear", "append", "copy"}, f.Name) && len(n.Args) > 0 {
					touched(n.Args[0])
				}
			}
			return true
		})
	}
}

// shadowed reports whether a function has a local variable of a table's name:
// then the names in it mean something else, and are left to reviewers.
func shadowed(fn *ast.FuncDecl, tables map[string]source) bool {
	found := false
	ast.Inspect(fn, func(n ast.Node) bool {
		var names []*ast.Ident
		switch n := n.(type) {
		case *ast.Field:
			names = n.Names
		case *ast.ValueSpec:
			names = n.Names
		case *ast.AssignStmt:
			for _, e := range n.Lhs {
				if id, ok := e.(*ast.Ident); ok && n.Tok == token.DEFINE {
					names = append(names, id)
				}
			}
		}
		for _, id := range names {
			_, is := tables[id.Name]
			found = found || is
		}
		return true
	})
	return found
}

// rootOf returns the variable that an expression leads into: x of x[i].f.
func rootOf(e ast.Expr) string {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x.Name
		case *ast.IndexExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		default:
			return ""
		}
	}
}

// TestNobodySleeps: a test waits for what it awaits.
func TestNobodySleeps(t *testing.T) {
	for _, s := range sources(t) {
		if !s.test && !withinAny(s.pkg.ImportPath, "heshi/ui/uitest", "heshi/store/storetest") {
			continue
		}
		ast.Inspect(s.File, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if ok && sel.Sel.Name == "Sleep" && rootOf(sel.X) == "time" {
				t.Errorf("%s sleeps", s.at(n))
			}
			return true
		})
	}
}

// TestScreensBatchWithTheirOwnWord: the root takes what a screen sends before
// the next key, and looks for it only in what screen.Batch made.
func TestScreensBatchWithTheirOwnWord(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || !within(s.pkg.ImportPath, "heshi/ui") || slices.Contains([]string{"heshi/ui", "heshi/ui/screen"}, s.pkg.ImportPath) {
			continue
		}
		ast.Inspect(s.File, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if ok && rootOf(sel.X) == "tea" && slices.Contains([]string{"Batch", "Sequence"}, sel.Sel.Name) {
				t.Errorf("%s uses tea.%s; screens use screen.Batch", s.at(n), sel.Sel.Name)
			}
			return true
		})
	}
}

// mostLines is how long a file may be before it holds more than one idea.
const mostLines = 500

// TestFilesAreShort.
func TestFilesAreShort(t *testing.T) {
	for _, s := range sources(t) {
		if n := s.fset.Position(s.FileEnd).Line; n > mostLines {
			t.Errorf("%s has %d lines", s.name, n)
		}
	}
}

// TestExportedThingsAreDocumented: types, functions, methods, and constants and
// variables by themselves or with their group.
func TestExportedThingsAreDocumented(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || s.Name.Name == "main" {
			continue
		}
		for _, decl := range s.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && d.Doc == nil && ofExported(d) {
					t.Errorf("%s: %s has no comment", s.at(d), d.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					specDocumented(t, s, d, spec)
				}
			}
		}
	}
}

// ofExported reports whether a method's type is exported; a function is its
// own.
func ofExported(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	e := d.Recv.List[0].Type
	if star, ok := e.(*ast.StarExpr); ok {
		e = star.X
	}
	name := rootOf(e)
	return name == "" || ast.IsExported(name)
}

func specDocumented(t *testing.T, s source, d *ast.GenDecl, spec ast.Spec) {
	t.Helper()
	grouped := d.Doc != nil
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		if spec.Name.IsExported() && spec.Doc == nil && spec.Comment == nil && !grouped {
			t.Errorf("%s: %s has no comment", s.at(spec), spec.Name.Name)
		}
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			if name.IsExported() && spec.Doc == nil && spec.Comment == nil && !grouped {
				t.Errorf("%s: %s has no comment", s.at(spec), name.Name)
			}
		}
	}
}

// TestEveryPackageSaysWhatItIs.
func TestEveryPackageSaysWhatItIs(t *testing.T) {
	said := map[string]bool{}
	for _, s := range sources(t) {
		if !s.test {
			said[s.pkg.ImportPath] = said[s.pkg.ImportPath] || s.Doc != nil
		}
	}
	for path, ok := range said {
		if !ok {
			t.Errorf("%s has no package comment", path)
		}
	}
}
