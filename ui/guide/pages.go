// Package guide is the help of the desk: pages by topic, in every language,
// that come with the program and need no network. F1 opens it on the page of
// the screen that was left.
package guide

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"heshi/ui/keys"
	"heshi/ui/text"
)

// Page is one topic: what it is about and the words of it, in which
// {key.<id>} stands for the key of an action.
type Page struct {
	Topic string // such as "intake"
	Title string
	Body  string
}

// Pages are the pages of every language, in the order they are listed.
type Pages struct {
	byLang map[string][]Page
}

// Load reads help/<lang>/<order>-<topic>.md of every language: a line "# title"
// and paragraphs. It refuses a topic that is missing in one language, stands at
// another place there, or has no title or words.
func Load(fsys fs.FS) (*Pages, error) {
	out := &Pages{byLang: map[string][]Page{}}
	for _, lang := range text.Langs() {
		files, err := fs.Glob(fsys, "help/"+lang+"/*.md")
		if err != nil {
			return nil, fmt.Errorf("help %s: %w", lang, err)
		}
		for _, file := range files {
			data, err := fs.ReadFile(fsys, file)
			if err != nil {
				return nil, fmt.Errorf("help: %w", err)
			}
			page, err := parse(file, string(data))
			if err != nil {
				return nil, err
			}
			out.byLang[lang] = append(out.byLang[lang], page)
		}
	}
	base := topics(out.byLang[text.Langs()[0]])
	for _, lang := range text.Langs() {
		if list := topics(out.byLang[lang]); !slices.Equal(list, base) {
			return nil, fmt.Errorf("help %s: topics %v, want %v", lang, list, base)
		}
	}
	if len(base) == 0 {
		return nil, fmt.Errorf("help: no pages")
	}
	return out, nil
}

func parse(file, data string) (Page, error) {
	_, topic, _ := strings.Cut(strings.TrimSuffix(path.Base(file), ".md"), "-")
	head, body, _ := strings.Cut(strings.TrimSpace(data), "\n")
	p := Page{Topic: topic, Title: strings.TrimSpace(strings.TrimPrefix(head, "#")), Body: strings.TrimSpace(body)}
	if p.Topic == "" || p.Title == "" || p.Body == "" || !strings.HasPrefix(head, "# ") {
		return p, fmt.Errorf("help: %s lacks a topic, a title or words", file)
	}
	return p, nil
}

func topics(list []Page) []string {
	out := make([]string, len(list))
	for i, p := range list {
		out[i] = p.Topic
	}
	return out
}

// Of lists the pages in the language of c.
func (p *Pages) Of(c *text.Catalogue) []Page { return p.byLang[c.Lang()] }

// at returns the place of a topic; the first page's when there is none.
func (p *Pages) at(topic string) int {
	return max(0, slices.IndexFunc(p.byLang[text.Langs()[0]], func(x Page) bool { return x.Topic == topic }))
}

// keyWord finds {key.<id>}.
func keyWord() *regexp.Regexp { return regexp.MustCompile(`\{key\.([a-z0-9_]+)\}`) }

// Words returns the body with the keys as the desk names them; a paragraph's
// own line breaks are joined, lines that begin with "- " stay lines.
func (p Page) Words(c *text.Catalogue, table *keys.Map) string {
	body := keyWord().ReplaceAllStringFunc(p.Body, func(m string) string {
		b := table.Binding(keys.ID(m[len("{key.") : len(m)-1]))
		if len(b.Keys) == 0 {
			return m
		}
		return keys.Label(c, b.Keys[0])
	})
	var out []string
	for _, para := range strings.Split(body, "\n\n") {
		out = append(out, joined(para, c.Lang() == "zh"))
	}
	return strings.Join(out, "\n\n")
}

// joined makes one line of a paragraph's lines: Chinese without a space between.
func joined(para string, tight bool) string {
	glue := " "
	if tight {
		glue = ""
	}
	var b strings.Builder
	for i, line := range strings.Split(para, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case i == 0:
		case strings.HasPrefix(line, "- "):
			b.WriteString("\n")
		default:
			b.WriteString(glue)
		}
		b.WriteString(line)
	}
	return b.String()
}
