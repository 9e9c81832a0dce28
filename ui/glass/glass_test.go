package glass_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/ui/glass"
	"heshi/ui/uitest"
)

// tube is a terminal's file that only keeps what is written.
type tube struct {
	*os.File
	io.Writer
}

func (t tube) Write(p []byte) (int, error) { return t.Writer.Write(p) }

// pair is the same output on two terminals: one behind a pane, one without.
type pair struct {
	cols, rows    int
	pane          *glass.Pane
	behind, plain *vt.Emulator
	sent, written int // bytes in all
}

func newPair(cols, rows int) *pair {
	p := &pair{cols: cols, rows: rows, behind: vt.NewEmulator(cols, rows), plain: vt.NewEmulator(cols, rows)}
	// What the terminals would answer is nobody's here.
	go func() { _, _ = io.Copy(io.Discard, p.behind) }()
	go func() { _, _ = io.Copy(io.Discard, p.plain) }()
	counted := writer(func(b []byte) (int, error) { p.written += len(b); return p.behind.Write(b) })
	p.pane = glass.Sized(tube{nil, counted}, func() (int, int) { return p.cols, p.rows })
	return p
}

type writer func([]byte) (int, error)

func (w writer) Write(b []byte) (int, error) { return w(b) }

func (p *pair) close() {
	for _, e := range []*vt.Emulator{p.behind, p.plain} {
		if c, ok := e.InputPipe().(io.Closer); ok {
			_ = c.Close()
		}
	}
}

func (p *pair) write(b []byte) {
	p.sent += len(b)
	_, _ = p.pane.Write(bytes.Clone(b))
	_, _ = p.plain.Write(b)
}

// same asks that the two screens are the same.
func (p *pair) same(t require.TestingT) { p.sameBut(t, nil) }

// sameBut asks that they are but for large letters.
func (p *pair) sameBut(t require.TestingT, letters []uitest.Letter) {
	require.Equal(t, p.plain.CursorPosition(), p.behind.CursorPosition(), "the cursor")
	for y := range p.rows {
		for x := range p.cols {
			if slices.ContainsFunc(letters, func(l uitest.Letter) bool {
				return x >= l.X && x < l.X+l.Width && y >= l.Y && y < l.Y+l.Height
			}) {
				continue
			}
			require.Equal(t, seen(p.plain.CellAt(x, y)), seen(p.behind.CellAt(x, y)), "the cell at %d,%d", x, y)
		}
	}
}

// seen is what one sees of a cell: a blank shows its ground only.
func seen(c *uv.Cell) string {
	if c.Content == " " && c.Style.Attrs&uv.AttrReverse == 0 && c.Style.Underline == 0 {
		return fmt.Sprint(c.Style.Bg)
	}
	return fmt.Sprint(*c)
}

// renderer draws frames as the program's does: every row is cleared and drawn
// anew, whatever changed.
type renderer struct {
	out    bytes.Buffer
	screen *uv.TerminalRenderer
	cells  uv.ScreenBuffer
}

func newRenderer(cols, rows int) *renderer {
	r := &renderer{cells: uv.NewScreenBuffer(cols, rows)}
	r.screen = uv.NewTerminalRenderer(&r.out, []string{"TERM=xterm-256color", "COLORTERM=truecolor"})
	r.screen.SetColorProfile(colorprofile.TrueColor)
	r.screen.SetFullscreen(true)
	r.screen.SetRelativeCursor(false)
	r.screen.SetScrollOptim(true)
	r.screen.SetTabStops(cols)
	r.screen.SetBackspace(true)
	r.screen.Erase()
	return r
}

func (r *renderer) frame(t require.TestingT, rows []string, x, y int) []byte {
	r.out.Reset()
	r.cells.Clear()
	uv.NewStyledString(strings.Join(rows, "\n")).Draw(r.cells, r.cells.Bounds())
	r.screen.Render(r.cells.RenderBuffer)
	r.screen.MoveTo(x, y)
	require.NoError(t, r.screen.Flush())
	return r.out.Bytes()
}

var (
	strong = lipgloss.NewStyle().Bold(true).Foreground(lipgloss.Color("#ffcc00"))
	ground = lipgloss.NewStyle().Background(lipgloss.Color("#102030"))
)

// line draws a row of text.
func line() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{
			"", "和事台", "投诉", "a case", "  ", "张三 4417", "·", "…", "──", "ｆｕｌｌ", "x", "👍", "e\u0301",
			strong.Render("要办的事"), ground.Render(" 查找 "), ground.Render("plain   "),
		}), 0, 6).Draw(t, "words")
		return strings.Join(words, rapid.SampledFrom([]string{"", " ", "   "}).Draw(t, "gap"))
	})
}

func TestTheScreenIsWhatTheProgramDrew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const cols, rows = 30, 8
		p, r := newPair(cols, rows), newRenderer(cols, rows)
		defer p.close()
		p.write([]byte(ansi.SetModeAltScreenSaveCursor))
		page := rapid.SliceOfN(line(), rows, rows).Draw(t, "page")
		for range rapid.IntRange(1, 12).Draw(t, "frames") {
			switch rapid.IntRange(0, 5).Draw(t, "change") {
			case 0:
				page = rapid.SliceOfN(line(), rows, rows).Draw(t, "page")
			case 1: // scroll a list
				at := rapid.IntRange(0, rows-2).Draw(t, "at")
				copy(page[at:], page[at+1:])
				page[rows-1] = line().Draw(t, "new")
			case 2:
				r.screen.Erase()
			case 3:
				p.write([]byte(ansi.SetWindowTitle("x") + "\x1b[?25l"))
			default:
				page[rapid.IntRange(0, rows-1).Draw(t, "row")] = line().Draw(t, "line")
			}
			cut := make([]string, rows)
			for i := range page {
				cut[i] = ansi.Truncate(page[i], cols, "")
			}
			p.write(r.frame(t, cut, rapid.IntRange(0, cols-1).Draw(t, "x"), rapid.IntRange(0, rows-1).Draw(t, "y")))
			p.same(t)
		}
	})
}

func TestOnlyWhatChangedIsWritten(t *testing.T) {
	p, r := newPair(80, 24), newRenderer(80, 24)
	defer p.close()
	page := make([]string, 24)
	for i := range page {
		page[i] = ground.Render(fmt.Sprintf("第%d行 投诉人 商户 状态", i)) + strong.Render("已办结")
	}
	p.write([]byte(ansi.SetModeAltScreenSaveCursor))
	p.write(r.frame(t, page, 0, 0))
	p.sent, p.written = 0, 0
	page[7] = strong.Render("第7行")
	p.write(r.frame(t, page, 3, 7))
	p.same(t)
	require.Greater(t, p.sent, 1000, "the program writes all rows")
	require.Less(t, p.written, 200, "one row")
	p.written = 0
	p.write(r.frame(t, page, 5, 7))
	require.Less(t, p.written, 100, "a move of the cursor")
	p.same(t)
}

func TestAnotherSizeForgets(t *testing.T) {
	p, r := newPair(40, 10), newRenderer(40, 10)
	defer p.close()
	page := []string{"第一行", "第二行"}
	p.write(r.frame(t, page, 0, 0))
	p.cols, p.rows = 40, 12
	p.behind.Resize(40, 12)
	p.plain.Resize(40, 12)
	p.written, p.sent = 0, 0
	p.write(r.frame(t, page, 0, 0))
	require.Equal(t, p.sent, p.written)
	p.same(t)
}

// FuzzPane writes anything: what comes behind the pane shows the same.
func FuzzPane(f *testing.F) {
	row := "\x1b[?7l\x1b[3;1H\x1b[K投诉\x1b[1mx\x1b[?7h\x1b[3;6H"
	for _, seed := range []string{
		row + row, row + "\x1b[2;5r\x1b[5;1H\n" + row, row + "\x1b[1S" + row, row + "\x1b[3;2Hab" + row,
		row + "\x1b[1;38;2;1;2;3m" + row + "y", row + "\x1bM\x1bM\x1bM" + row, "\x1b]2;标题\x07" + row + "\x1b[2J" + row, "\x1b[?1049h" + row + "\x1b[?1049l" + row,
		row + "\x1b[", row + "\t\b\r\n" + row, "\x1b7" + row + row + "\x1b8z",
	} {
		f.Add([]byte(seed), uint8(3))
	}
	huge := regexp.MustCompile(`\d{4}`) // the emulator would count for minutes
	f.Fuzz(func(t *testing.T, out []byte, parts uint8) {
		if len(out) > 2048 || huge.Match(out) {
			t.Skip()
		}
		p := newPair(20, 6)
		defer p.close()
		n := len(out)/(1+int(parts)%4) + 1
		for len(out) > 0 {
			n := min(n, len(out))
			p.write(out[:n])
			out = out[n:]
		}
		p.same(t)
	})
}
