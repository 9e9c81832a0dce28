package text

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// articlesFile says of which articles the numbers in brackets count items
// (项) at once, not paragraphs (款).
const articlesFile = "law/articles.json"

// readItems reads the articles whose numbers in brackets are items, by the
// law's Chinese name. Without the file there are none.
func readItems(fsys fs.FS) (map[string][]string, error) {
	data, err := fs.ReadFile(fsys, articlesFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var file struct {
		Source string              `json:"source"`
		Items  map[string][]string `json:"items"`
	}
	if err == nil {
		err = json.Unmarshal(data, &file)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", articlesFile, err)
	}
	return file.Items, nil
}

// articles matches "25", "25(1)(2)" and "11-12".
var articles = regexp.MustCompile(`^(\d{1,4})(?:-(\d{1,4})|(\(\d{1,2}\)){0,2})$`)

// bracketed matches a number in brackets.
var bracketed = regexp.MustCompile(`\((\d{1,2})\)`)

// Article names an article of a law, such as "25(1)(2)" or "11-12", the way
// the language does. A source that names its parts by words, as a charter, is
// named alone.
func (c *Catalogue) Article(source, article string) string {
	found := articles.FindStringSubmatch(article)
	if found == nil {
		return source
	}
	var place string
	if from, to := found[1], found[2]; to != "" {
		place = c.T("law.range", "from", c.numeral(from), "to", c.numeral(to))
	} else {
		place = c.T("law.article", "number", c.numeral(from))
		level := Key("law.paragraph")
		if slices.Contains(c.items[source], from) {
			level = "law.item"
		}
		for _, n := range bracketed.FindAllStringSubmatch(article, -1) {
			place += c.T(level, "number", c.numeral(n[1]))
			level = "law.item"
		}
	}
	return c.T("law.cite", "source", source, "place", place)
}

// numeral writes a number below ten thousand with the language's numerals:
// zero to nine, and where it has them ten, hundred and thousand.
func (c *Catalogue) numeral(digits string) string {
	n, _ := strconv.Atoi(digits)
	signs := []rune(c.T("law.numerals"))
	if len(signs) < 13 {
		return strconv.Itoa(n)
	}
	if n == 0 {
		return string(signs[0])
	}
	var b strings.Builder
	gap := false
	for place, unit := 3, 1000; unit > 0; place, unit = place-1, unit/10 {
		d := n / unit % 10
		switch {
		case d == 0:
			gap = b.Len() > 0
			continue
		case gap:
			b.WriteRune(signs[0])
		}
		gap = false
		if d != 1 || place != 1 || b.Len() > 0 { // ten is no "one ten"
			b.WriteRune(signs[d])
		}
		if place > 0 {
			b.WriteRune(signs[9+place])
		}
	}
	return b.String()
}
