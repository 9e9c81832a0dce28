package text

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

// Load reads locale/<lang>/*.json of every language from fsys. Each file is a
// flat JSON object from key to sentence. The error names every key that is
// written twice, stands in one language only, has other placeholders in
// another language, or is empty.
func Load(fsys fs.FS) (*Set, error) {
	set := &Set{byLang: map[string]*Catalogue{}}
	items, err := readItems(fsys)
	if err != nil {
		return nil, err
	}
	for _, lang := range Langs() {
		c, err := loadLang(fsys, lang)
		if err != nil {
			return nil, err
		}
		c.items = items
		set.byLang[lang] = c
	}
	if err := set.compare(); err != nil {
		return nil, err
	}
	return set, nil
}

// Open is Load for a start: it trusts that the files hold to Load's rules, as
// those that come with the program do, because a test has loaded them. To look
// for faults takes longer than the rest of many a command.
func Open(fsys fs.FS) (*Set, error) {
	set := &Set{byLang: map[string]*Catalogue{}}
	items, err := readItems(fsys)
	if err != nil {
		return nil, err
	}
	langs := Langs()
	opened, errs := make([]*Catalogue, len(langs)), make([]error, len(langs))
	var both sync.WaitGroup
	for i, lang := range langs {
		both.Go(func() { opened[i], errs[i] = openLang(fsys, lang) })
	}
	both.Wait()
	for i, c := range opened {
		if errs[i] != nil {
			return nil, errs[i]
		}
		c.items = items
		set.byLang[langs[i]] = c
	}
	return set, nil
}

// usualWords is a little more than a language has sentences.
const usualWords = 1 << 12

func openLang(fsys fs.FS, lang string) (*Catalogue, error) {
	files, err := filesOf(fsys, lang)
	if err != nil {
		return nil, err
	}
	c := &Catalogue{lang: lang, words: make(map[Key]string, usualWords)}
	for _, file := range files {
		data, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, fmt.Errorf("locale: %w", err)
		}
		if err := json.Unmarshal(data, &c.words); err != nil {
			return nil, fmt.Errorf("locale %s: %w", file, err)
		}
	}
	return c, nil
}

func filesOf(fsys fs.FS, lang string) ([]string, error) {
	files, err := fs.Glob(fsys, "locale/"+lang+"/*.json")
	if err != nil {
		return nil, fmt.Errorf("locale %s: %w", lang, err)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("locale %s: no files", lang)
	}
	return files, nil
}

func loadLang(fsys fs.FS, lang string) (*Catalogue, error) {
	c := &Catalogue{lang: lang, words: map[Key]string{}}
	files, err := filesOf(fsys, lang)
	if err != nil {
		return nil, err
	}
	owner := map[Key]string{}
	for _, file := range files {
		if err := c.add(fsys, file, owner); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (c *Catalogue) add(fsys fs.FS, file string, owner map[Key]string) error {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return fmt.Errorf("locale: %w", err)
	}
	pairs, err := readPairs(data)
	if err != nil {
		return fmt.Errorf("locale %s: %w", file, err)
	}
	for _, p := range pairs {
		if first, ok := owner[p.key]; ok {
			return fmt.Errorf("locale %s: key %q is also in %s", file, p.key, path.Base(first))
		}
		owner[p.key] = file
		c.words[p.key] = p.sentence
	}
	return nil
}

type pair struct {
	key      Key
	sentence string
}

// readPairs reads a flat object token by token: json.Unmarshal into a map would
// hide a key written twice.
func readPairs(data []byte) ([]pair, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, errors.New("want one JSON object")
	}
	var pairs []pair
	for dec.More() {
		p, err := readPair(dec)
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, p)
	}
	if _, err := dec.Token(); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("text after the object")
	}
	return pairs, nil
}

func readPair(dec *json.Decoder) (pair, error) {
	k, err := dec.Token()
	if err != nil {
		return pair{}, err
	}
	v, err := dec.Token()
	if err != nil {
		return pair{}, err
	}
	sentence, ok := v.(string)
	if !ok || sentence == "" {
		return pair{}, fmt.Errorf("key %q: want a sentence", k)
	}
	return pair{Key(fmt.Sprint(k)), sentence}, nil
}

// compare holds every language to the same keys and placeholders.
func (s *Set) compare() error {
	var faults []string
	for _, a := range Langs() {
		for _, b := range Langs() {
			if a != b {
				faults = append(faults, s.lacks(a, b)...)
			}
		}
	}
	if len(faults) == 0 {
		return nil
	}
	slices.Sort(faults)
	return errors.New("locale: " + strings.Join(slices.Compact(faults), "; "))
}

// lacks lists what language b lacks of language a.
func (s *Set) lacks(a, b string) []string {
	var faults []string
	other := s.byLang[b]
	for key, sentence := range s.byLang[a].words {
		base, one := strings.CutSuffix(string(key), oneSuffix)
		translated, ok := other.words[key]
		switch {
		case ok:
			if !slices.Equal(placeholders(sentence), placeholders(translated)) {
				faults = append(faults, fmt.Sprintf("key %q has other placeholders in %s than in %s", key, max(a, b), min(a, b)))
			}
		case one && other.Has(Key(base)):
		default:
			faults = append(faults, fmt.Sprintf("key %q is missing in %s", key, b))
		}
	}
	return faults
}
