package widget_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/ui/widget"
)

var shops = []widget.Item{
	{Value: "s-1", Label: "德昌钟表", Detail: "一楼 A12"},
	{Value: "s-2", Label: "美妆 4417 店"},
	{Value: "s-3", Label: "德昌皮具"},
	{Value: "s-4", Label: "云上餐厅"},
	{Value: "s-5", Label: "童趣教育"},
	{Value: "s-6", Label: "康健会所"},
	{Value: "s-7", Label: "优居家装"},
}

func findShop(q string) []widget.Item {
	var out []widget.Item
	for _, s := range shops {
		if strings.Contains(s.Label, q) {
			out = append(out, s)
		}
	}
	return out
}

func shopPicker() widget.Picker {
	p := widget.NewPicker("商户", findShop)
	p.LabelWidth, p.None = 6, "没有这家店"
	p.Focus()
	return p
}

func sendPicker(p widget.Picker, msgs ...tea.Msg) widget.Picker {
	for _, m := range msgs {
		p, _ = p.Update(m)
	}
	return p
}

func picked(t *testing.T, p widget.Picker) string {
	it, ok := p.Picked()
	if !ok {
		return ""
	}
	return it.Value
}

func TestPickerNarrowsAsTyped(t *testing.T) {
	p := sendPicker(shopPicker(), typed("德昌")...)
	require.True(t, p.QueryChanged())
	require.Equal(t, []string{"商户  德昌", "        德昌钟表  一楼 A12", "        德昌皮具", ""}, trimmed(p.View(dark(), 40, 4)))
	p = sendPicker(p, press("down"), press("enter"))
	require.Equal(t, "s-3", picked(t, p))
	require.Equal(t, "德昌", p.Query())
	p = sendPicker(p, press("x"))
	require.Empty(t, picked(t, p))
	require.Contains(t, ansi.Strip(p.View(dark(), 40, 4).Text), "没有这家店")
	p = sendPicker(p, press("enter"), press("down"), press("up"), press("pgdown"))
	require.Empty(t, picked(t, p))
}

func TestPickerDigitsPickUntilTextIsTyped(t *testing.T) {
	p := shopPicker()
	require.Contains(t, trimmed(p.View(dark(), 40, 6))[1], "1 德昌钟表")
	require.Equal(t, "s-3", picked(t, sendPicker(p, press("３"))))
	p = sendPicker(p, press("德"), press("1"))
	require.Empty(t, picked(t, p))
	require.Equal(t, "德1", p.Query(), "digits are text: people look for phone numbers")
	p = shopPicker()
	p = sendPicker(p, press("德"), press("down"), press("1"))
	require.Equal(t, "s-1", picked(t, p), "but they pick once the arrows left the field")
	p = shopPicker()
	p = sendPicker(p, press("德"), press("down"), press("up"), press("up"), press("1"))
	require.Equal(t, "德1", p.Query(), "and are text again when the arrows came back")
}

func TestPickerPages(t *testing.T) {
	p := shopPicker()
	rows := trimmed(p.View(dark(), 40, 6))
	require.Equal(t, "5 童趣教育  ↓", strings.TrimSpace(rows[5]), "there are more below")
	require.NotContains(t, rows[1], "↑")
	p = sendPicker(p, press("pgdown"))
	rows = trimmed(p.View(dark(), 40, 6))
	require.Equal(t, "1 德昌皮具  ↑", strings.TrimSpace(rows[1]))
	require.NotContains(t, strings.Join(rows, ""), "↓")
	require.Equal(t, "s-7", picked(t, sendPicker(p, press("5"))))
	require.Empty(t, picked(t, sendPicker(p, press("6"))))
}

func TestPickerTakesItemsFromOutside(t *testing.T) {
	p := widget.NewPicker("商户", nil)
	p.Focus()
	p = sendPicker(p, press("德"))
	require.True(t, p.QueryChanged())
	p.SetItems(shops[:2])
	require.Len(t, p.Items(), 2)
	require.Equal(t, "s-2", picked(t, sendPicker(p, press("down"), press("enter"))))
	p.SetItems(nil)
	_, ok := p.Current()
	require.False(t, ok)
}

func TestPickerWithoutFocusIsAField(t *testing.T) {
	p := shopPicker()
	p.SetQuery("德昌")
	p.Blur()
	require.Equal(t, 1, p.Height(40))
	require.Equal(t, []string{"商户  德昌", ""}, trimmed(p.View(dark(), 40, 2)))
	require.Equal(t, "德昌", sendPicker(p, press("x")).Query())
}

func TestPickerClick(t *testing.T) {
	p := shopPicker()
	for y, row := range plainRows(p.View(dark(), 40, 6)) {
		g := p
		g.Click(dark(), 40, 6, 10, y)
		if y == 0 {
			require.Empty(t, picked(t, g))
			continue
		}
		it, ok := g.Picked()
		require.True(t, ok)
		require.Contains(t, row, it.Label)
	}
}

func TestPickerViewIsExactAndTame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := widget.NewPicker(mixed(hostile).Draw(t, "label"), nil)
		p.LabelWidth, p.Rows, p.None = rapid.IntRange(0, 12).Draw(t, "lw"), rapid.IntRange(0, 10).Draw(t, "rows"), mixed(hostile).Draw(t, "none")
		p.Focus()
		p.SetQuery(mixed(hostile).Draw(t, "query"))
		var items []widget.Item
		for range rapid.IntRange(0, 12).Draw(t, "n") {
			items = append(items, widget.Item{Label: mixed(hostile).Draw(t, "item"), Detail: mixed(hostile).Draw(t, "detail")})
		}
		p.SetItems(items)
		for _, k := range rapid.SliceOfN(rapid.SampledFrom([]string{"down", "up", "pgdown", "pgup", "1", "9", "enter"}), 0, 6).Draw(t, "keys") {
			p = sendPicker(p, press(k))
		}
		w, h := rapid.IntRange(0, 60).Draw(t, "w"), rapid.IntRange(0, 12).Draw(t, "h")
		b := p.View(anyTheme(t), w, h)
		exact(t, b, w, h)
		tame(t, b)
		p.Click(dark(), w, h, rapid.IntRange(-1, 60).Draw(t, "x"), rapid.IntRange(-1, 12).Draw(t, "y"))
	})
}
