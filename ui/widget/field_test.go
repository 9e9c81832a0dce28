package widget_test

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/ui/theme"
	"heshi/ui/widget"
)

func focused(value string) widget.Field {
	var f widget.Field
	f.Focus()
	f.SetValue(value)
	return f
}

func send(f widget.Field, msgs ...tea.Msg) widget.Field {
	for _, m := range msgs {
		f, _ = f.Update(m)
	}
	return f
}

func TestFieldPutsTheCursorWhereTheNextCharacterGoes(t *testing.T) {
	f := focused("")
	f.Label, f.LabelWidth = "姓名", 6
	f = send(f, typed("张三借款")...)
	b := f.View(dark(), 20, 1)
	exact(t, b, 20, 1)
	require.Equal(t, "姓名  张三借款      ", plainRows(b)[0])
	require.Equal(t, 6+8, b.Cursor.X)
	require.Equal(t, tea.CursorBar, b.Cursor.Shape)
	require.False(t, b.Cursor.Blink)
	f = send(f, press("left"), press("left"))
	require.Equal(t, 6+4, f.View(dark(), 20, 1).Cursor.X)
	require.Equal(t, "张三x借款", send(f, press("x")).Value())
}

func TestFieldWithoutFocusTakesNothing(t *testing.T) {
	f := focused("甲")
	f.Blur()
	f = send(f, press("x"), tea.PasteMsg{Content: "乙"})
	require.Equal(t, "甲", f.Value())
	require.False(t, f.Changed())
	require.Nil(t, f.View(dark(), 20, 1).Cursor)
}

func TestFieldPasteIsOneEditOnOneLine(t *testing.T) {
	f := send(focused("甲乙"), press("left"), tea.PasteMsg{Content: "一\n二\r\n三\t\x1b[31m四\n"})
	require.Equal(t, "甲一 二 三 四乙", f.Value())
	require.True(t, f.Changed())
}

func TestFieldEditingKeys(t *testing.T) {
	for _, c := range []struct {
		value string
		keys  string
		want  string // | is the cursor
	}{
		{"张三", "left", "张|三"},
		{"张三", "left left left", "|张三"},
		{"张三", "home right", "张|三"},
		{"张三", "ctrl+a", "|张三"},
		{"张三", "home end", "张三|"},
		{"张三", "home ctrl+e", "张三|"},
		{"张三", "backspace", "张|"},
		{"张三", "ctrl+h", "张|"},
		{"张三", "home backspace", "|张三"},
		{"张三", "home delete", "|三"},
		{"张三", "delete", "张三|"},
		{"张三李四", "left ctrl+u", "|四"},
		{"退款 refund 299元", "ctrl+left", "退款 refund 299|元"},
		{"退款 refund 299元", "ctrl+left ctrl+left", "退款 refund |299元"},
		{"退款 refund 299元", "ctrl+left ctrl+left ctrl+left", "退款 |refund 299元"},
		{"退款 refund 299元", "home ctrl+right", "退款| refund 299元"},
		{"退款 refund 299元", "home ctrl+right ctrl+right", "退款 refund| 299元"},
		{"店方同意，退款", "ctrl+w", "店方同意，|"},
		{"店方 同意  ", "ctrl+w", "店方 |"},
		{"", "ctrl+w backspace delete left right ctrl+left ctrl+right ctrl+u", "|"},
		{"一家👨‍👩‍👧", "backspace", "一家|"},
		{"cafe\u0301", "backspace", "caf|"},
	} {
		f := focused(c.value)
		for _, k := range strings.Fields(c.keys) {
			f = send(f, press(k))
		}
		require.Equal(t, c.want, send(f, press("|")).Value(), "%q %s", c.value, c.keys)
	}
}

// TestMarkedTextGivesWay: to what is typed or pasted; a key that moves takes the
// mark away, and nothing is lost.
func TestMarkedTextGivesWay(t *testing.T) {
	f := focused("2026-13-01")
	f.Mark()
	require.NotEqual(t, focused("2026-13-01").View(dark(), 30, 1).Text, f.View(dark(), 30, 1).Text, "it shows")
	require.Equal(t, "昨天", send(f, press("昨"), press("天")).Value())
	require.Equal(t, "11-20", send(f, tea.PasteMsg{Content: "11-20"}).Value())
	require.Equal(t, "2026-13-0", send(f, press("backspace")).Value())
	require.Equal(t, "2026-13-021", send(f, press("left"), press("2")).Value())
	f = focused("")
	f.Mark()
	require.Equal(t, "x", send(f, press("x")).Value())
}

func TestFieldTakesTheNumericPadAndSpace(t *testing.T) {
	f := send(focused(""), tea.KeyPressMsg{Code: tea.KeyKp1}, tea.KeyPressMsg{Code: tea.KeyKpDecimal}, press("space"), press("９"))
	require.Equal(t, "1. ９", f.Value())
	f = send(f, press("ctrl+s"), press("enter"), press("tab"), press("esc"), tea.KeyPressMsg{Code: 'x', Mod: tea.ModAlt})
	require.Equal(t, "1. ９", f.Value(), "keys that type nothing")
}

func TestFieldKeepsItsLimitAndSaysSo(t *testing.T) {
	f := focused("")
	f.Max, f.Full = 3, "只能填三个字"
	f = send(f, tea.PasteMsg{Content: "张三李四"})
	require.Equal(t, "张三李", f.Value())
	require.Contains(t, strings.Join(plainRows(f.View(dark(), 30, 2)), "\n"), "只能填三个字")
	f = send(f, press("backspace"))
	require.NotContains(t, strings.Join(plainRows(f.View(dark(), 30, 2)), "\n"), "只能填三个字")
	f.SetValue("甲乙丙丁")
	require.Equal(t, "甲乙丙", f.Value())
}

func TestFieldShowsLabelTextAndNote(t *testing.T) {
	f := focused("１３８")
	f.Label, f.Hint = "电话", "手机或座机"
	require.Equal(t, 3, f.Height(20))
	require.Equal(t, []string{"电话", "１３８", "手机或座机"}, trimmed(f.View(dark(), 20, 3)))
	f.Blur()
	require.Equal(t, 3, f.Height(20), "the height does not jump with the focus")
	require.Equal(t, []string{"电话", "１３８", ""}, trimmed(f.View(dark(), 20, 3)))
	f.Note = widget.Note{Text: "还差八位", Tone: theme.Bad}
	require.Equal(t, []string{"电话", "１３８", "✗ 还差八位"}, trimmed(f.View(dark(), 20, 3)))
	require.Equal(t, []string{"１３８"}, trimmed(f.View(dark(), 20, 1)), "the text stays to the last")
	f.LabelWidth = 6
	require.Equal(t, []string{"电话  １３８", "      ✗ 还差八位"}, trimmed(f.View(dark(), 20, 2)))
}

func trimmed(b widget.Block) []string {
	rows := plainRows(b)
	for i, r := range rows {
		rows[i] = strings.TrimRight(r, " ")
	}
	return rows
}

func TestLongTextScrollsWithItsCursor(t *testing.T) {
	f := focused("一二三四五六七八九十")
	require.Equal(t, "…五六七八九十 ", plainRows(f.View(dark(), 14, 1))[0])
	require.Equal(t, 13, f.View(dark(), 14, 1).Cursor.X)
	f = send(f, press("home"))
	require.Equal(t, "一二三四五六 …", plainRows(f.View(dark(), 14, 1))[0])
	require.Equal(t, 0, f.View(dark(), 14, 1).Cursor.X)
}

func TestFieldViewIsExactAndTame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var f widget.Field
		f.Label = mixed(hostile).Draw(t, "label")
		f.LabelWidth = rapid.IntRange(0, 20).Draw(t, "labelWidth")
		f.Cells = rapid.IntRange(0, 30).Draw(t, "cells")
		f.Hint = mixed(hostile).Draw(t, "hint")
		f.Note = widget.Note{Text: mixed(hostile).Draw(t, "note"), Tone: theme.Tone(rapid.IntRange(0, 5).Draw(t, "tone"))}
		f.SetValue(mixed(hostile).Draw(t, "value"))
		if rapid.Bool().Draw(t, "focus") {
			f.Focus()
		}
		keys := rapid.SliceOfN(rapid.SampledFrom([]string{"left", "right", "home", "end", "backspace", "delete", "ctrl+left", "ctrl+right", "ctrl+w", "张", "🏽", "\u0301", "x"}), 0, 12).Draw(t, "keys")
		for _, k := range keys {
			f = send(f, press(k))
		}
		if rapid.Bool().Draw(t, "paste") {
			f = send(f, tea.PasteMsg{Content: mixed(hostile).Draw(t, "pasted")})
		}
		w, h := rapid.IntRange(0, 80).Draw(t, "w"), rapid.IntRange(0, 6).Draw(t, "h")
		b := f.View(anyTheme(t), w, h)
		exact(t, b, w, h)
		tame(t, b)
		if f.Focused() && w > 0 && h > 0 {
			require.NotNil(t, b.Cursor, "the input method needs the cursor on every frame")
		}
		f.Click(dark(), w, rapid.IntRange(-1, 90).Draw(t, "x"), rapid.IntRange(-1, 5).Draw(t, "y"))
		exact(t, f.View(dark(), w, h), w, h)
	})
}

// whole are characters that never join with one another.
var whole = []string{"张", "三", "，", "a", "B", "9", " ", "👍🏽", "👨‍👩‍👧", "é", "①", "…", "－"}

// TestFieldMatchesAModel edits a field and a plain slice of characters alike.
func TestFieldMatchesAModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := focused("")
		var model []string
		at := 0
		width := rapid.IntRange(1, 40).Draw(t, "width")
		ops := map[string]func(*rapid.T){
			"type": func(t *rapid.T) {
				s := rapid.SampledFrom(whole).Draw(t, "s")
				f = send(f, tea.KeyPressMsg{Text: s, Code: tea.KeyExtended})
				model = slices.Insert(model, at, s)
				at++
			},
			"paste": func(t *rapid.T) {
				s := rapid.SliceOfN(rapid.SampledFrom(whole), 1, 10).Draw(t, "s")
				f = send(f, tea.PasteMsg{Content: strings.Join(s, "")})
				model = slices.Insert(model, at, s...)
				at += len(s)
			},
			"left": func(t *rapid.T) {
				f = send(f, press("left"))
				at = max(0, at-1)
			},
			"right": func(t *rapid.T) {
				f = send(f, press("right"))
				at = min(len(model), at+1)
			},
			"home": func(t *rapid.T) { f, at = send(f, press("home")), 0 },
			"end":  func(t *rapid.T) { f, at = send(f, press("end")), len(model) },
			"backspace": func(t *rapid.T) {
				f = send(f, press("backspace"))
				if at > 0 {
					model = slices.Delete(model, at-1, at)
					at--
				}
			},
			"delete": func(t *rapid.T) {
				f = send(f, press("delete"))
				if at < len(model) {
					model = slices.Delete(model, at, at+1)
				}
			},
			"": func(t *rapid.T) {
				require.Equal(t, strings.Join(model, ""), f.Value())
				b := f.View(dark(), width, 1)
				exact(t, b, width, 1)
				row := ansi.Strip(b.Text)
				left := ansi.Cut(row, 0, b.Cursor.X)
				before := strings.Join(model[:at], "")
				require.Equal(t, b.Cursor.X, ansi.StringWidth(left), "between two characters")
				if ansi.StringWidth(strings.Join(model, "")) < width {
					require.Equal(t, before, left, "no scrolling where all fits")
					return
				}
				require.True(t, strings.HasSuffix(before, strings.TrimPrefix(left, "…")), "%q shows %q", before, left)
			},
		}
		t.Repeat(ops)
	})
}

func TestClickPutsTheCursorThere(t *testing.T) {
	f := focused("张三借款")
	f.Label, f.LabelWidth = "姓名", 6
	for x, want := range map[int]string{0: "张三借款|", 6: "|张三借款", 7: "|张三借款", 8: "张|三借款", 11: "张三|借款", 14: "张三借款|", 19: "张三借款|"} {
		g := f
		g.Click(dark(), 20, x, 0)
		require.Equal(t, want, send(g, press("|")).Value(), "x=%d", x)
	}
	f.Click(dark(), 20, 6, 1)
	require.Equal(t, "张三借款|", send(f, press("|")).Value(), "a click on another row moves nothing")
}

func FuzzField(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, uint8(3), uint8(10))
	}
	f.Fuzz(func(t *testing.T, s string, back, width uint8) {
		if len(s) > 1000 {
			return
		}
		fd := send(focused(""), tea.PasteMsg{Content: s})
		for range back {
			fd = send(fd, press("left"))
		}
		fd = send(fd, tea.PasteMsg{Content: s}, press("backspace"), press("ctrl+w"))
		b := fd.View(dark(), int(width), 1)
		exact(t, b, int(width), min(1, int(width)))
		tame(t, b)
	})
}

func BenchmarkFieldView(b *testing.B) {
	f := focused(strings.Repeat("店方同意退款299元，", 10))
	th := dark()
	for b.Loop() {
		f.View(th, 60, 1)
	}
}
