package uitest_test

import (
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/ui/uitest"
)

// wrote presses a key and returns how much the program wrote until its picture
// was there.
func wrote(d *uitest.Driver, key string, done func(before, now uitest.Shot) bool) int {
	before := d.Look()
	d.Press(key).Until("the picture after "+key, func(now uitest.Shot) bool { return done(before, now) })
	return d.Look().Bytes - before.Bytes
}

// TestAKeyWritesFewBytes holds that a picture costs what changed in it, in
// Chinese as in English. Without ui/glass a key on these screens writes 3 to 8 KB
// in Chinese, whatever it changes.
func TestAKeyWritesFewBytes(t *testing.T) {
	t.Parallel()
	pointer := regexp.MustCompile(`(?m)^.*›.*$`)
	moved := func(before, now uitest.Shot) bool {
		return pointer.FindString(before.Text()) != pointer.FindString(now.Text())
	}
	typed := func(before, now uitest.Shot) bool { return before.X != now.X }
	for _, lang := range []string{"zh", "en"} {
		data := filepath.Join(t.TempDir(), "store") // the other's has a draft, on a slow machine
		command(t, data, "fill", "--cases", "300", "--seed", "1")
		d := uitest.Start(t, uitest.Options{Cols: 120, Rows: 40, Lang: lang, Data: data, Args: []string{"--lang", lang, "--now", "2026-01-02T10:00:00+08:00"}})
		d.SeesMatch(`\p{Han}\*|\w\*`).SeesMatch(`›`)
		within := func(bar int, what string, list ...int) {
			t.Logf("%s %s: %d", lang, what, list)
			for _, n := range list {
				require.Less(t, n, bar, "%s, %s", lang, what)
			}
		}
		wrote(d, "down", moved) // after it nothing more is to come
		within(2500, "home, down", wrote(d, "down", moved), wrote(d, "down", moved))
		d.Press("3").Sees("HS01-20251231")
		wrote(d, "down", moved)
		within(3000, "lookup, down", wrote(d, "down", moved), wrote(d, "down", moved))
		d.Press("esc").Sees(words(lang)["complaint"]).Press("1").Sees(words(lang)["facts"])
		within(2000, "intake, a letter", wrote(d, "w", typed), wrote(d, "a", typed), wrote(d, "张", typed))
		d.Kill()
	}
}
