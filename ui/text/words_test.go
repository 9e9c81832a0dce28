package text_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/ui/text"
)

// dynamic lists what starts keys that are put together while the program runs
// in a way this test cannot follow. Value translates a code by the name of its
// placeholder, so {state} of a Problem reads "state.<code>"; the others are the
// codes of model/clock and model/returns, which hold no words themselves.
var dynamic = []string{"state.", "kind.", "role.", "field.", "code.", "step.", "duty_state.", "clock.", "returns.", "rule.", "slot.", "paper_name.", "mapping_field.", "route_why."}

// words is what the Go files of the program say about the catalogue.
type words struct {
	literals map[string]bool     // every string literal
	keys     map[string][]string // literals used as a key, and where
	codes    map[string][]string // literals used as a Problem's code, and where
	han      []string            // literals with Chinese characters, and where
}

// room is one folder of Go files: functions and fields that take a Key or a
// Problem's code, by name.
type room struct {
	fset      *token.FileSet
	files     map[string]*ast.File
	keyParams map[string][]int // function -> places of its Key parameters
	codeParam map[string]int   // function -> place of its code parameter
	keyFields map[string]bool  // struct fields of type Key
	plain     map[string]bool  // functions of which at least one takes neither
}

func readWords(t *testing.T) words {
	w := words{map[string]bool{}, map[string][]string{}, map[string][]string{}, nil}
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	rooms := map[string]*room{}
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if name == "testdata" || path != root && strings.HasPrefix(name, ".") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		dir := filepath.Dir(path)
		if rooms[dir] == nil {
			rooms[dir] = &room{token.NewFileSet(), map[string]*ast.File{}, map[string][]int{}, map[string]int{}, map[string]bool{}, map[string]bool{}}
		}
		file, err := parser.ParseFile(rooms[dir].fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		rooms[dir].files[rel] = file
		return err
	}))
	require.Greater(t, len(rooms), 5)
	for _, r := range rooms {
		r.survey()
		for rel, file := range r.files {
			r.read(rel, file, &w)
		}
	}
	return w
}

// isKey reports whether a type is text.Key, as written here or in ui/text.
func isKey(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name == "Key"
	case *ast.SelectorExpr:
		return isName(e.X, "text") && e.Sel.Name == "Key"
	case *ast.Ellipsis:
		return isKey(e.Elt)
	}
	return false
}

func isName(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// isProblem reports whether a composite literal makes a model.Problem.
func isProblem(c *ast.CompositeLit) bool {
	sel, ok := c.Type.(*ast.SelectorExpr)
	return ok && isName(sel.X, "model") && sel.Sel.Name == "Problem"
}

// survey learns which functions and fields take keys and codes.
func (r *room) survey() {
	for _, file := range r.files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				r.params(n)
			case *ast.StructType:
				for _, f := range n.Fields.List {
					for _, name := range f.Names {
						if isKey(f.Type) {
							r.keyFields[name.Name] = true
						}
					}
				}
			}
			return true
		})
	}
}

// params goes by name alone, so a name that some other function of the room has
// too counts only where both take the same.
func (r *room) params(f *ast.FuncDecl) {
	at, keys, code := 0, []int(nil), -1
	for _, p := range f.Type.Params.List {
		for _, name := range p.Names {
			if isKey(p.Type) {
				keys = append(keys, at)
			}
			if isName(p.Type, "string") && f.Body != nil && becomesCode(f.Body, name.Name) {
				code = at
			}
			at++
		}
	}
	name := f.Name.Name
	if len(keys) > 0 {
		r.keyParams[name] = keys
	}
	if code >= 0 {
		r.codeParam[name] = code
	}
	if len(keys) == 0 && code < 0 {
		r.plain[name] = true
	}
}

// becomesCode reports whether a function puts its parameter into a Problem's
// Code as it is.
func becomesCode(body *ast.BlockStmt, param string) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if c, ok := n.(*ast.CompositeLit); ok && isProblem(c) {
			for _, e := range c.Elts {
				kv, ok := e.(*ast.KeyValueExpr)
				found = found || ok && isName(kv.Key, "Code") && isName(kv.Value, param)
			}
		}
		return true
	})
	return found
}

func (r *room) read(rel string, file *ast.File, w *words) {
	note := func(to map[string][]string, e ast.Expr) {
		if s, ok := literal(e); ok {
			to[s] = append(to[s], rel+":"+strconv.Itoa(r.fset.Position(e.Pos()).Line))
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			if n.Tag != nil {
				return false // a struct tag is no word
			}
		case *ast.BasicLit:
			if s, ok := literal(n); ok {
				w.literals[s] = true
				if strings.ContainsFunc(s, func(c rune) bool { return unicode.Is(unicode.Han, c) }) {
					w.han = append(w.han, rel+":"+strconv.Itoa(r.fset.Position(n.Pos()).Line)+" "+s)
				}
			}
		case *ast.CallExpr:
			r.call(n, func(e ast.Expr) { note(w.keys, e) }, func(e ast.Expr) { note(w.codes, e) })
		case *ast.ValueSpec:
			if n.Type != nil && isKey(n.Type) && file.Name.Name != "keys" {
				for _, v := range n.Values {
					note(w.keys, v)
				}
			}
		case *ast.CompositeLit:
			r.composite(n, func(e ast.Expr) { note(w.keys, e) }, func(e ast.Expr) { note(w.codes, e) })
		}
		return true
	})
}

func (r *room) call(c *ast.CallExpr, key, code func(ast.Expr)) {
	name := ""
	switch f := c.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	switch {
	case len(c.Args) > 0 && name == "T":
		key(c.Args[0])
	case len(c.Args) == 1 && isKey(c.Fun):
		key(c.Args[0])
	}
	if r.plain[name] {
		return
	}
	for _, at := range r.keyParams[name] {
		if at < len(c.Args) {
			key(c.Args[at])
		}
	}
	if at, ok := r.codeParam[name]; ok && at < len(c.Args) {
		code(c.Args[at])
	}
}

func (r *room) composite(c *ast.CompositeLit, key, code func(ast.Expr)) {
	var element ast.Expr
	switch t := c.Type.(type) {
	case *ast.ArrayType:
		element = t.Elt
	case *ast.MapType:
		element = t.Value
	}
	for _, e := range c.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			if element != nil && isKey(element) {
				key(e)
			}
			continue
		}
		field, named := kv.Key.(*ast.Ident)
		switch {
		case element != nil && isKey(element):
			key(kv.Value)
		case named && field.Name == "Code" && isProblem(c):
			code(kv.Value)
		case named && element == nil && r.keyFields[field.Name]:
			key(kv.Value)
		}
	}
}

func literal(e ast.Expr) (string, bool) {
	b, ok := e.(*ast.BasicLit)
	if !ok || b.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(b.Value)
	return s, err == nil
}

// everything loads the base language alone; TestEveryAreaLoads compares the
// languages.
func everything(t *testing.T) *text.Catalogue {
	fsys := fstest.MapFS{}
	files, err := fs.Glob(assets.Files(), "locale/zh/*.json")
	require.NoError(t, err)
	for _, f := range files {
		data, err := fs.ReadFile(assets.Files(), f)
		require.NoError(t, err)
		for _, lang := range text.Langs() {
			fsys["locale/"+lang+"/"+filepath.Base(f)] = &fstest.MapFile{Data: data}
		}
	}
	set, err := text.Load(fsys)
	require.NoError(t, err)
	return set.Lang("zh")
}

func TestEveryKeyInTheCodeHasASentence(t *testing.T) {
	c, w := everything(t), readWords(t)
	var missing []string
	for key, at := range w.keys {
		if !c.Has(text.Key(key)) {
			missing = append(missing, key+"  "+at[0])
		}
	}
	slices.Sort(missing)
	require.Empty(t, missing)
	require.Greater(t, len(w.keys), 20, "the test still finds keys")
}

func TestEveryProblemHasASentence(t *testing.T) {
	c, w := everything(t), readWords(t)
	var missing []string
	for code, at := range w.codes {
		if !c.Has(text.Key("problem." + code)) {
			missing = append(missing, code+"  "+at[0])
		}
	}
	slices.Sort(missing)
	require.Empty(t, missing)
	require.NotEmpty(t, w.codes, "the test still finds codes")
}

func TestEverySentenceIsUsed(t *testing.T) {
	c, w := everything(t), readWords(t)
	var idle []string
	for _, key := range c.Keys() {
		if !w.uses(strings.TrimSuffix(string(key), ".one")) {
			idle = append(idle, string(key))
		}
	}
	require.Empty(t, idle)
}

// TestOneIsNotMany: a noun that is counted somewhere with a word for one has it
// wherever it is counted: no certificate says "1 times".
func TestOneIsNotMany(t *testing.T) {
	set, err := text.Load(assets.Files())
	require.NoError(t, err)
	c := set.Lang("en")
	counted := map[string]bool{}
	forms := regexp.MustCompile(`\{[a-z_]+:[^|}]*\|([a-z-]+)`)
	for _, key := range c.Keys() {
		for _, m := range forms.FindAllStringSubmatch(c.T(key), -1) {
			counted[m[1]] = true
		}
	}
	for _, verb := range []string{"is", "are", "was", "them", "they"} {
		delete(counted, verb)
	}
	require.Greater(t, len(counted), 20, "the test still finds nouns")
	var wrong []string
	literal := regexp.MustCompile(`\{([a-z_]+)\} ([a-z-]+)(?: ([a-z-]+))?`)
	for _, key := range c.Keys() {
		own := c.Has(key+".one") || strings.HasSuffix(string(key), ".one") // a sentence of its own for n
		for _, m := range literal.FindAllStringSubmatch(c.T(key), -1) {
			if m[1] == "key" { // no count: "{key} changes it"
				continue
			}
			if (counted[m[2]] || counted[m[3]]) && !(own && m[1] == "n") {
				wrong = append(wrong, string(key)+"  "+m[0])
			}
		}
	}
	require.Empty(t, wrong)
}

// uses reports whether the code names a key: whole, or put together from a
// beginning such as "event." or from a key and an ending such as ".body".
func (w words) uses(key string) bool {
	if w.literals[key] || slices.ContainsFunc(dynamic, func(p string) bool { return strings.HasPrefix(key, p) }) {
		return true
	}
	for i := range key {
		if key[i] == '.' && (w.literals[key[:i+1]] || w.literals[key[:i]] && w.literals[key[i:]]) {
			return true
		}
	}
	return false
}

func TestNoChineseInCode(t *testing.T) {
	var found []string
	for _, h := range readWords(t).han {
		// Search compares with characters; the driver of screen tests types them.
		if !strings.HasPrefix(h, filepath.Join("store", "find")) && !strings.HasPrefix(h, filepath.Join("ui", "screentest")) {
			found = append(found, h)
		}
	}
	require.Empty(t, found)
}
