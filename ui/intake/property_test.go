package intake_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/screen"
)

// anyDeed draws something a person or the root may do to the screen.
func anyDeed(r *rapid.T, d *driver) {
	names := slices.Sorted(maps.Keys(named))
	switch rapid.IntRange(0, 9).Draw(r, "deed") {
	case 0, 1, 2:
		d.press(rapid.SampledFrom(names).Draw(r, "key"))
	case 3:
		d.press(rapid.SampledFrom([]string{"0", "1", "2", "3", "5", "9"}).Draw(r, "digit"))
	case 4:
		d.typed(rapid.SampledFrom([]string{"张三", "hx", "１３８", "13800001234", "昨天", "e\u0301", "👨‍👩‍👧", "\u202e", "。"}).Draw(r, "text"))
	case 5:
		d.paste(rapid.StringN(0, 60, 200).Draw(r, "paste"))
	case 6:
		d.tell(screen.Click{
			X: rapid.IntRange(0, d.width-1).Draw(r, "x"), Y: rapid.IntRange(0, d.height-1).Draw(r, "y"),
			Width: d.width, Height: d.height,
		})
	case 7:
		d.tell(screen.Wheel{Lines: rapid.IntRange(-5, 5).Draw(r, "wheel")})
	case 8:
		d.pause()
	case 9:
		d.tell(screen.Do{ID: rapid.SampledFrom(bindings(d.t).All()).Draw(r, "do").ID})
	}
}

// anySurrounding changes what must change nothing typed.
func anySurrounding(r *rapid.T, d *driver) {
	d.resized(rapid.IntRange(1, 200).Draw(r, "width"), rapid.IntRange(1, 60).Draw(r, "height"))
	lang := rapid.SampledFrom([]string{"zh", "en"}).Draw(r, "lang")
	senior := rapid.Bool().Draw(r, "senior")
	words := catalogues(d.t).Lang(lang)
	d.changed(func(e *screen.Env) { e.Text, e.Senior = words, senior })
}

// held is everything typed, as the next draft would keep it.
func held(d *driver) string {
	var last string
	d.desk.fail = map[string]error{}
	d.pause()
	for _, x := range d.desk.drafts {
		last += x.Name + string(x.Body)
	}
	return last
}

func TestAnyKeysNeverPanicAndViewsAreExact(t *testing.T) {
	base := open(t, "zh")
	rapid.Check(t, func(r *rapid.T) {
		d := start(t, base.env, newDesk(), screen.OpenIntake{}).resized(60, 18)
		for range rapid.IntRange(1, 40).Draw(r, "steps") {
			if rapid.IntRange(0, 9).Draw(r, "fails") == 0 {
				d.desk.fail[rapid.SampledFrom([]string{"AddCase", "SaveDraft", "Search", "Similar", "DropDraft"}).Draw(r, "method")] = store.ErrClosed
			}
			anyDeed(r, d)
			b := d.block()
			if b.Cursor != nil {
				require.True(r, b.Cursor.X >= 0 && b.Cursor.X < d.width && b.Cursor.Y >= 0 && b.Cursor.Y < d.height)
				require.True(r, d.s.Typing(), "a cursor only where text is typed\n%s", ansi.Strip(b.Text))
			}
		}
	})
}

func TestTypedValuesSurviveLanguageSeniorAndSize(t *testing.T) {
	base := open(t, "zh")
	rapid.Check(t, func(r *rapid.T) {
		d := start(t, base.env, newDesk(), screen.OpenIntake{}).resized(60, 18)
		for range rapid.IntRange(1, 25).Draw(r, "steps") {
			anyDeed(r, d)
		}
		before := held(d)
		d.block()
		for range rapid.IntRange(1, 4).Draw(r, "changes") {
			anySurrounding(r, d)
			d.block()
		}
		d.changed(func(e *screen.Env) { e.Senior = false })
		require.Equal(r, before, held(d))
	})
}

func TestViewChangesNothing(t *testing.T) {
	d := open(t, "zh").typed("张三").press("tab").typed("hx")
	first := d.block()
	d.s.View(200, 60)
	d.s.View(60, 18)
	require.Equal(t, first, d.block())
}

func TestNoBindingShownWithoutWords(t *testing.T) {
	d := open(t, "zh")
	for _, id := range d.s.Keys() {
		require.NotEmpty(t, bindings(t).Binding(id).Word, id)
	}
	require.Contains(t, d.s.Keys(), keys.Save)
}

// BenchmarkKeystroke is one character typed and one taken back, each drawn, in
// a short story and in one of 5,000 characters.
func BenchmarkKeystroke(b *testing.B) {
	for name, story := range map[string]string{"short": "开胶", "long": strings.Repeat("店家说不退。", 833)} {
		b.Run(name, func(b *testing.B) {
			d := start(b, newEnv(b, "zh"), newDesk(), screen.OpenIntake{}).resized(160, 43)
			d.typed("张三").press("tab").typed("hxxh").press("enter").paste(story)
			key := tea.KeyPressMsg{Code: '胶', Text: "胶"}
			for b.Loop() {
				d.s, _ = d.s.Update(key)
				d.s.View(160, 43)
				d.s, _ = d.s.Update(named["backspace"])
				d.s.View(160, 43)
			}
		})
	}
}
