package text_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/ui/text"
)

// lawful are sentences that quote the law, where its own word has to stand.
func lawful(key string) bool { return strings.HasPrefix(key, "law.") }

func TestOneWordForOneThing(t *testing.T) {
	data, err := os.ReadFile("testdata/glossary.json")
	require.NoError(t, err)
	var words map[string][]struct {
		Term string
		Not  []string
	}
	require.NoError(t, json.Unmarshal(data, &words))
	set, err := text.Load(assets.Files())
	require.NoError(t, err)
	for _, lang := range text.Langs() {
		require.NotEmpty(t, words[lang])
		c := set.Lang(lang)
		for _, key := range c.Keys() {
			said := strings.ToLower(c.T(key))
			for _, w := range words[lang] {
				for _, not := range w.Not {
					if strings.Contains(said, not) && !lawful(string(key)) {
						t.Errorf("%s %s says %q where the desk says %q: %s", lang, key, not, w.Term, c.T(key))
					}
				}
			}
		}
	}
}
