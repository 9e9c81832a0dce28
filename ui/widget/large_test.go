package widget_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"

	"heshi/ui/theme"
	"heshi/ui/widget"
)

func TestQuestion(t *testing.T) {
	th := theme.New(theme.Dark)
	rows := func(s string, width int) []string {
		return strings.Split(ansi.Strip(widget.Question(th, s, width).Text), "\n")
	}
	require.Equal(t, []string{"谁来？  "}, rows("谁来？", 8), "letters of one size")
	th.Large = 1
	require.Equal(t, []string{"谁  来  ？    ", "              "}, rows("谁来？", 14))
	require.Equal(t, []string{"谁来？a   "}, rows("谁来？a", 10), "two lines where one may be large")
	th.Large = 2
	require.Equal(t, []string{"谁  来      ", "            ", "y e s ?     ", "            "}, rows("谁来 yes?", 12))
	require.Equal(t, []string{"谁来🙂     "}, rows("谁来🙂", 11), "nobody knows where the next letter is")
}

func TestLargeChoicesNeedTheirRoom(t *testing.T) {
	th := theme.New(theme.Dark)
	th.Large = 1
	c := widget.NewMenu(true, widget.Option{Label: "登记"}, widget.Option{Label: "查找"})
	rows := func(w, h int) []string { return strings.Split(ansi.Strip(c.View(th, w, h).Text), "\n") }
	require.Equal(t, []string{"  1     登  记  ", "                ", "  2     查  找  ", "                "}, rows(16, 4))
	require.Equal(t, []string{" 1  登记        ", "                ", " 2  查找        "}, rows(16, 3), "no row below the last")
	require.Equal(t, []string{" 1  登记       ", "               ", " 2  查找       ", "               "}, rows(15, 4), "too narrow")
	i, ok := c.At(16, 4, 3, 1)
	require.True(t, ok)
	require.Equal(t, 0, i, "the lower half belongs to the choice")
}
