package widget_test

import (
	"strconv"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// yuan reads whole yuan; over a million is doubtful.
func yuan(s string) (model.Money, *model.Problem) {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, &model.Problem{Code: "money.unclear"}
	}
	if n > 1_000_000 {
		return model.Money(n * 100), &model.Problem{Code: "money.large", Doubt: true}
	}
	return model.Money(n * 100), nil
}

func amount() widget.Money {
	m := widget.NewInput("金额", widget.Reading[model.Money]{
		Parse: yuan,
		Show:  func(m model.Money) string { return m.Yuan() + "元" },
		Say:   func(p *model.Problem) string { return p.Code },
	})
	m.Focus()
	return m
}

func sendMoney(m widget.Money, msgs ...tea.Msg) widget.Money {
	for _, msg := range msgs {
		m, _ = m.Update(msg)
	}
	return m
}

func TestInputReadsAsTyped(t *testing.T) {
	m := sendMoney(amount(), typed("299")...)
	v, ok := m.Parsed()
	require.True(t, ok)
	require.Equal(t, model.Money(29900), v)
	require.Equal(t, widget.Note{Text: "299元", Tone: theme.Good}, m.Note)
	require.Equal(t, []string{"金额", "299", "✓ 299元"}, trimmed(m.View(dark(), 20, 3)))
}

func TestInputSaysWhatIsWrongPlainlyOnlyAfterwards(t *testing.T) {
	m := sendMoney(amount(), press("2"), press("x"))
	_, ok := m.Parsed()
	require.False(t, ok)
	require.Equal(t, theme.Muted, m.Note.Tone, "not while it is being typed")
	m.Blur()
	require.Equal(t, widget.Note{Text: "money.unclear", Tone: theme.Bad}, m.Note)
	m.Focus()
	require.Equal(t, theme.Muted, m.Note.Tone)
	require.Equal(t, "money.unclear", m.Problem().Code)
}

func TestInputKeepsADoubtfulValue(t *testing.T) {
	m := amount()
	m.SetValue("2000000")
	v, ok := m.Parsed()
	require.True(t, ok)
	require.Equal(t, model.Money(200000000), v)
	require.Equal(t, widget.Note{Text: "money.large", Tone: theme.Warn}, m.Note)
}

func TestEmptyInputIsNeitherWrongNorAValue(t *testing.T) {
	m := sendMoney(amount(), press("2"), press("backspace"), press("space"))
	m.Blur()
	_, ok := m.Parsed()
	require.False(t, ok)
	require.True(t, m.Empty())
	require.Nil(t, m.Problem())
	require.Empty(t, m.Note.Text)
	var zero widget.Date
	zero.SetValue("x")
	require.Empty(t, zero.Note.Text)
}

func TestInputReadsAgainInAnotherLanguage(t *testing.T) {
	m := amount()
	m.SetValue("299")
	m.SetReading(widget.Reading[model.Money]{Parse: yuan, Show: func(m model.Money) string { return "¥" + m.Yuan() }})
	require.Equal(t, "¥299", m.Note.Text)
}
