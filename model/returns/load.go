package returns

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"heshi/model"
)

// Rules are the rules, questions and words of the check, read once. It never
// changes and may be used by many goroutines.
type Rules struct {
	all       []*Rule
	found     [numTracks][]*Rule
	bars      [numTracks][]*Rule
	cuts      [numTracks][]*Rule
	tells     []*Rule
	carries   []*Rule
	offers    []*Rule
	questions []question
	words     map[string]map[string]string // language, key
	alike     map[fact][]uint32            // word sets the rules ask of a fact
	refund    int                          // days of S5
	penal     int                          // days of S9
}

// The places of the data below the root of the assets.
const (
	rulesDir     = "law/returns"
	examplesFile = "law/returns/examples.json"
	wordsFile    = "returns.json"
)

// LoadRules reads law/returns/*.json and locale/*/returns.json below fsys (the
// embedded assets or an edited copy). A fault in the data comes back as
// model.Problems with file and line: an unknown key, an unknown predicate, a
// rule given twice for one day, a text missing in one language.
func LoadRules(fsys fs.FS) (*Rules, error) {
	files, err := fs.Glob(fsys, rulesDir+"/*.json")
	if err != nil {
		return nil, fmt.Errorf("returns: list rules: %w", err)
	}
	l := &loader{
		preds: predicates(), rules: &Rules{words: map[string]map[string]string{}},
		defs: map[string]*cond{},
	}
	for _, file := range files {
		if file == examplesFile {
			continue
		}
		data, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, fmt.Errorf("returns: %w", err)
		}
		l.read(file, data)
	}
	if err := l.readWords(fsys); err != nil {
		return nil, err
	}
	if err := l.err(); err != nil {
		return nil, err
	}
	l.finish()
	if err := l.err(); err != nil {
		return nil, err
	}
	return l.rules, nil
}

// loader reads the rule files.
type loader struct {
	reader
	preds map[string]predicate
	rules *Rules
	asks  []questionSource
	defs  map[string]*cond
}

func (l *loader) read(file string, data []byte) {
	l.file = file
	tree, p := parseTree(data)
	if p != nil {
		p.Args["file"] = file
		l.ps = append(l.ps, p)
		return
	}
	if !l.object(tree, "", "note", "define", "rules", "questions") {
		return
	}
	l.definitions(tree.get("define"))
	l.each(tree.get("rules"), "rules", func(n *node, path string) { l.rule(n, path) })
	l.each(tree.get("questions"), "questions", func(n *node, path string) { l.question(n, path) })
}

func (l *loader) each(n *node, path string, do func(*node, string)) {
	if !given(n) || !l.is(n, kindList, path) {
		return
	}
	for i, item := range n.items {
		do(item, index(path, i))
	}
}

// definitions reads the conditions a file names. Files are read by name, so
// definitions.json comes before those that use it.
func (l *loader) definitions(n *node) {
	l.each(n, "define", func(n *node, path string) {
		if !l.object(n, path, "name", "when") {
			return
		}
		name := l.string(n.get("name"), path+".name")
		_, taken := l.preds[name]
		if name == "" || taken || l.defs[name] != nil {
			l.fault(n, "returns.name_taken", path+".name", "name", name)
			return
		}
		if c := l.condition(n.get("when"), path+".when"); c != nil {
			l.defs[name] = c
		}
	})
}

func (l *loader) rule(n *node, path string) {
	if !l.object(n, path, "id", "part", "source", "article", "version", "status", "in_force", "role",
		"effect", "tracks", "stage", "amount", "excludes", "days", "when", "text") {
		return
	}
	r := &Rule{
		ID: l.need(n, "id", path), Part: l.string(n.get("part"), path+".part"),
		Source: l.name(n.get("source"), path+".source"), Article: l.need(n, "article", path),
		Version: l.need(n, "version", path), Days: l.days(n.get("days"), path+".days"),
		role:   role(l.enum(n.get("role"), path+".role", roleWords())),
		stage:  stage(l.enum(n.get("stage"), path+".stage", stageWords())),
		amount: amount(l.enum(n.get("amount"), path+".amount", []string{"gift", "bundle"})),
		when:   l.condition(n.get("when"), path+".when"),

		excludes: l.bool(n.get("excludes"), path+".excludes"),
	}
	status := wordList{"confirmed", "second_hand", "memory", "unsure"}
	r.Status = status.word(l.enum(n.get("status"), path+".status", status))
	r.tracks = listOf[track](&l.reader, n.get("tracks"), path+".tracks", trackWords())
	l.force(n, r, path)
	l.effect(n, r, path)
	l.texts(n, r, path)
	if r.ID != "" && r.when != nil {
		l.rules.all = append(l.rules.all, r)
	}
}

// need reads a text that must be there.
func (l *loader) need(n *node, key, path string) string {
	s := l.string(n.get(key), join(path, key))
	if s == "" {
		l.fault(n, "returns.key_missing", join(path, key), "key", key)
	}
	return s
}

func (l *loader) force(n *node, r *Rule, path string) {
	f, at := n.get("in_force"), path+".in_force"
	if !given(f) || !l.object(f, at, "from", "to") {
		l.fault(n, "returns.key_missing", at, "key", "in_force")
		return
	}
	r.From, r.To = l.day(f.get("from"), at+".from"), l.day(f.get("to"), at+".to")
	if r.From.IsZero() {
		l.fault(f, "returns.key_missing", at+".from", "key", "from")
	}
	for _, other := range l.rules.all {
		if other.ID == r.ID && other.Part == r.Part && (other.inForce(r.From) || r.inForce(other.From)) {
			l.fault(n, "returns.rule_twice", path, "rule", r.ID+"/"+r.Part)
		}
	}
}

// effect holds role and effect together: a founding rule supports, a bar
// defeats; only a told rule chooses.
func (l *loader) effect(n *node, r *Rule, path string) {
	words := wordList{string(Supports), string(Defeats), string(Deducts), string(Informs)}
	r.Effect = Effect(words.word(l.enum(n.get("effect"), path+".effect", words)))
	want := map[role]Effect{roleFound: Supports, roleBar: Defeats, roleCut: Deducts, roleTell: r.Effect, roleCarry: "", roleOffer: ""}
	e, ok := want[r.role]
	if !ok || r.Effect != e || (r.role == roleTell && e == "") || (r.role == roleCut) != (r.amount != 0) {
		l.fault(n, "returns.rule_effect", path, "rule", r.ID, "effect", string(e))
	}
	if (r.role == roleFound || r.role == roleBar || r.role == roleCut) && len(r.tracks) == 0 {
		l.fault(n, "returns.key_missing", path+".tracks", "key", "tracks")
	}
}

func (l *loader) texts(n *node, r *Rule, path string) {
	text := l.name(n.get("text"), path+".text")
	for lang, s := range map[string]string{"zh": text.ZH, "en": text.EN} {
		t, bad := parseTemplate(s)
		if s == "" || bad != "" {
			l.fault(n, "returns.text_bad", path+".text."+lang, "rule", r.ID, "placeholder", bad)
		}
		if lang == "en" {
			r.en = t
		} else {
			r.zh = t
		}
	}
	if r.Source.ZH == "" || r.Source.EN == "" {
		l.fault(n, "returns.key_missing", path+".source", "key", "source")
	}
}

func (l *loader) readWords(fsys fs.FS) error {
	for _, lang := range []string{"zh", "en"} {
		file := path.Join("locale", lang, wordsFile)
		data, err := fs.ReadFile(fsys, file)
		if err != nil {
			return fmt.Errorf("returns: %w", err)
		}
		l.file = file
		tree, p := parseTree(data)
		if p != nil {
			p.Args["file"] = file
			return model.Problems{p}
		}
		words := map[string]string{}
		for _, m := range tree.members {
			words[m.key] = l.string(m.value, m.key)
		}
		l.rules.words[lang] = words
	}
	return nil
}

// finish sorts the rules, so that their order in the files never matters, and
// puts each where the engine looks for it.
func (l *loader) finish() {
	r := l.rules
	slices.SortFunc(r.all, compareRules)
	for _, rule := range r.all {
		r.place(rule)
	}
	r.alike = map[fact][]uint32{}
	for f, name := range wordFacts() {
		seen := map[uint32]bool{}
		for _, rule := range r.all {
			rule.when.wordsAsked(name, seen)
		}
		for bits := range seen {
			r.alike[f] = append(r.alike[f], bits)
		}
		slices.Sort(r.alike[f])
	}
	for _, q := range l.asks {
		l.finishQuestion(q)
	}
	l.checkAsked()
	l.checkWords()
}

func (r *Rules) place(rule *Rule) {
	lists := map[role]*[numTracks][]*Rule{roleFound: &r.found, roleBar: &r.bars, roleCut: &r.cuts}
	if list := lists[rule.role]; list != nil {
		for _, t := range rule.tracks {
			list[t] = append(list[t], rule)
		}
	}
	switch rule.role {
	case roleTell:
		r.tells = append(r.tells, rule)
	case roleCarry:
		r.carries = append(r.carries, rule)
	case roleOffer:
		r.offers = append(r.offers, rule)
	}
	switch {
	case rule.ID == "S5" && rule.Days > 0:
		r.refund = rule.Days
	case rule.ID == "S9" && rule.Days > 0:
		r.penal = rule.Days
	}
}

// wordFacts are the facts told in words, with the predicate that asks for them.
func wordFacts() map[fact]string {
	return map[fact]string{
		fChannel: "channel", fSeller: "seller", fCategory: "category",
		fReason: "reason", fConfirmed: "exclusion_confirmed",
	}
}

// term returns the days the law sets for the track on that day.
func (r *Rules) term(t track, day model.Day) int {
	for _, rule := range r.found[t] {
		if rule.Days > 0 && rule.inForce(day) {
			return rule.Days
		}
	}
	return 0
}

// checkWords demands every word the engine may need, in every language.
func (l *loader) checkWords() {
	keys := []string{"returns.why.weekend", "returns.why.rolled_to", "returns.why.by_law", "returns.separator"}
	for f := range numFacts {
		keys = append(keys, askKey(f))
	}
	for _, w := range proofWords() {
		keys = append(keys, "returns.proof."+w)
	}
	for _, q := range l.rules.questions {
		keys = append(keys, q.keys()...)
	}
	for lang, words := range l.rules.words {
		l.file = path.Join("locale", lang, wordsFile)
		for _, key := range keys {
			if strings.TrimSpace(words[key]) == "" {
				l.fault(&node{line: 1}, "returns.word_missing", key, "key", key)
			}
		}
	}
}

// askKey is the key of the question for one missing fact.
func askKey(f fact) string { return "returns.ask." + f.path() }

func (r *Rules) word(lang, key string) string {
	if lang != "en" {
		lang = "zh"
	}
	return r.words[lang][key]
}
