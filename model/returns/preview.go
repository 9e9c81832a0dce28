package returns

import (
	"fmt"
	"io/fs"

	"heshi/model"
	"heshi/model/workday"
)

// Example is an example situation: facts with the verdict the contract gives
// them, used to show what a change of the charter does.
type Example struct {
	ID      string       `json:"id"`
	Title   workday.Name `json:"title"`
	Facts   Facts        `json:"facts"`
	Verdict Kind         `json:"verdict"` // under the sample charter
}

// LoadExamples reads law/returns/examples.json below fsys.
func LoadExamples(fsys fs.FS) ([]Example, error) {
	data, err := fs.ReadFile(fsys, examplesFile)
	if err != nil {
		return nil, fmt.Errorf("returns: %w", err)
	}
	tree, p := parseTree(data)
	if p != nil {
		p.Args["file"] = examplesFile
		return nil, model.Problems{p}
	}
	r := &reader{file: examplesFile}
	var out []Example
	if r.object(tree, "", "note", "examples") && given(tree.get("examples")) {
		for i, n := range tree.get("examples").items {
			out = append(out, r.example(n, index("examples", i)))
		}
	}
	return out, r.err()
}

func (r *reader) example(n *node, path string) Example {
	if !r.object(n, path, "id", "title", "facts", "verdict") || !given(n.get("facts")) {
		return Example{}
	}
	kinds := make([]string, 0, 5)
	for _, k := range Kinds() {
		kinds = append(kinds, string(k))
	}
	return Example{
		ID: r.string(n.get("id"), path+".id"), Title: r.name(n.get("title"), path+".title"),
		Facts:   r.facts(n.get("facts")),
		Verdict: Kind(wordList(kinds).word(r.enum(n.get("verdict"), path+".verdict", kinds))),
	}
}

// Change is an example situation whose verdict a new charter changes.
type Change struct {
	Example Example `json:"example"`
	Before  Verdict `json:"before"`
	After   Verdict `json:"after"`
}

// Preview judges the examples under the charters of env and as if next had been
// in force all the time, and returns those whose verdict, money, basis or last
// day differs. Words alone make no difference.
func (r *Rules) Preview(examples []Example, env Env, next Charter) ([]Change, error) {
	next.EffectiveFrom, next.EffectiveTo = 1, 0
	then := env
	then.Charters = []Charter{next}
	var out []Change
	for _, e := range examples {
		before, err := r.Evaluate(e.Facts, env)
		if err != nil {
			return nil, err
		}
		after, err := r.Evaluate(e.Facts, then)
		if err != nil {
			return nil, err
		}
		if !alike(before, after) {
			out = append(out, Change{e, before, after})
		}
	}
	return out, nil
}

func alike(a, b Verdict) bool {
	return a.Verdict == b.Verdict && a.Basis == b.Basis && lastOf(a) == lastOf(b) &&
		fen(a.RefundFen) == fen(b.RefundFen) && a.RefundBy == b.RefundBy
}

func lastOf(v Verdict) model.Day {
	if v.Window == nil {
		return 0
	}
	return v.Window.Last
}

func fen(m *model.Money) model.Money {
	if m == nil {
		return 0
	}
	return *m
}
