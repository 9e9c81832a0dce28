package uitest_test

import (
	"flag"
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/ui/uitest"
)

var update = flag.Bool("update", false, "write the pictures of the README anew")

// pictureNow is the moment the pictures are taken at.
const pictureNow = "2026-11-23T10:00:00+08:00"

// picture is one view of the desk and the keys that lead to it.
type picture struct {
	name  string
	cols  int
	rows  int
	story func(d *uitest.Driver, zh bool)
}

func pictures() []picture {
	pick := func(zh bool, a, b string) string {
		if zh {
			return a
		}
		return b
	}
	return []picture{
		{"home", 100, 24, func(d *uitest.Driver, zh bool) {
			d.Sees(pick(zh, "急的在前", "most urgent first"))
		}},
		{"intake", 100, 28, func(d *uitest.Driver, zh bool) {
			d.Press("1").Sees(pick(zh, "先记三件事", "Three facts first")).Type("王小明").Press("tab").Type("鞋行").Press("tab")
			d.Type(pick(zh, "鞋底脱胶，店家只肯修，要求换一双", "soles came off, wants another pair")).Sees(pick(zh, "要求换一双", "another pair"))
		}},
		{"lookup", 100, 24, func(d *uitest.Driver, zh bool) {
			d.Press("3").Sees(pick(zh, "没办完", "Complaints")).Press("/").Paste("zh").SeesMatch(pick(zh, "姓名首字母", "name initials"))
		}},
		{"case", 100, 28, func(d *uitest.Driver, zh bool) {
			d.Sees(pick(zh, "要办的事", "To see to")).Press("enter").Sees(pick(zh, "双方", "Parties"))
		}},
		{"returns", 100, 30, func(d *uitest.Driver, zh bool) {
			ask := func(n string) string { return pick(zh, "第"+n+"问", "Question "+n) }
			d.Press("4").Sees(ask("1")).Press("2").Sees(ask("2")).Press("2").Sees(ask("3"))
			d.Type(pick(zh, "昨天", "yesterday")).Press("enter").Sees(ask("4")).Press("7").Sees(ask("5")).Press("1")
			d.Sees(pick(zh, "可以退", "It can go back"))
		}},
		{"shops", 100, 24, func(d *uitest.Driver, zh bool) {
			d.Press("6").Sees(pick(zh, "联盟成员", "members of the alliance")).Press("3").Sees(pick(zh, "写新章程", "Write a new charter")).Press("1").Sees("22:00")
		}},
		{"roster", 100, 24, func(d *uitest.Driver, zh bool) {
			d.Press("5").Sees(pick(zh, "每周班次", "The weekly pattern")).Press("3").Sees(pick(zh, "这班", "On this turn"))
		}},
		{"repair", 100, 24, func(d *uitest.Driver, zh bool) {
			d.Press("5").Sees(pick(zh, "每周班次", "The weekly pattern")).Press("8").Sees(pick(zh, "下一班", "next"))
			d.Press("1").Sees(pick(zh, "哪一班", "Which turn")).Press("1").Sees(pick(zh, "怎么办", "What then")).Press("1").Sees(pick(zh, "要打电话给", "To be phoned"))
		}},
		{"steps", 100, 28, func(d *uitest.Driver, zh bool) {
			d.Sees(pick(zh, "要办的事", "To see to")).Press("enter").Sees(pick(zh, "双方", "Parties")).Press("enter").Sees(pick(zh, "接下来", "What is next"))
		}},
		{"paper", 100, 28, func(d *uitest.Driver, zh bool) {
			d.Sees(pick(zh, "要办的事", "To see to")).Press("enter").Sees(pick(zh, "双方", "Parties")).Press("f8").Sees(pick(zh, "要打哪一份", "Which paper")).Press("1").Sees(pick(zh, "被投诉人", "Respondent"))
		}},
		{"signin", 100, 24, func(d *uitest.Driver, zh bool) {
			d.Press("f10").Sees(pick(zh, "谁来值班", "Who is"))
		}},
		{"report", 100, 28, func(d *uitest.Driver, zh bool) {
			d.Press("7").Sees(pick(zh, "规范化自查", "elf-check")).Press("1").Sees(pick(zh, "要留意的", "deserves")).Press("3").Sees("█")
		}},
		{"group", 100, 28, func(d *uitest.Driver, zh bool) {
			d.Press("6").Sees(pick(zh, "核心企业统一处理", "ore enterprise")).Press("6").Sees(pick(zh, "哪一家", "Which")).Press("1").Sees(pick(zh, "授权开始", "uthorised from"))
		}},
		{"help", 100, 24, func(d *uitest.Driver, zh bool) {
			d.Press("f1").Sees(pick(zh, "先是菜单", "First comes the menu"))
		}},
		{"senior", 60, 20, func(d *uitest.Driver, zh bool) {
			d.Press("f3").Sees(pick(zh, "今天要办的事", "To see to today"))
		}},
	}
}

// TestPictures holds the README's pictures to the program: each is drawn from
// the real binary's screen. Write them anew with
//
//	go test ./ui/uitest -run TestPictures -update
func TestPictures(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"zh", "en"} {
		demo := demonstration(t, lang, pictureNow)
		for _, p := range pictures() {
			t.Run(p.name+"-"+lang, func(t *testing.T) {
				t.Parallel()
				data := filepath.Join(t.TempDir(), "data")
				require.NoError(t, os.CopyFS(data, os.DirFS(demo)))
				d := uitest.Start(t, uitest.Options{
					Cols: p.cols, Rows: p.rows, Lang: lang, Data: data,
					Args: []string{"--now", pictureNow, "--lang", lang, "--as", "吴明"},
					Env:  []string{"COLORTERM=truecolor"},
				})
				d.Sees(map[string]string{"zh": "和事台", "en": "Heshi"}[lang])
				p.story(d, lang == "zh")
				// The first frame may still be on its way, row by row.
				d.Until("the key bar is drawn", func(s uitest.Shot) bool { return s.Rows[p.rows-1] != "" })
				path := filepath.Join(uitest.Root(t), "assets", "picture", p.name+"-"+lang+".svg")
				if *update {
					still(d, p.cols, p.rows)
					require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
					require.NoError(t, os.WriteFile(path, []byte(svg(d, p.cols, p.rows)), 0o644))
					return
				}
				want, err := os.ReadFile(path)
				require.NoError(t, err, "make it with: go test ./ui/uitest -run TestPictures -update")
				d.Until("the screen is that of "+path+"; has it changed? make the picture anew", func(uitest.Shot) bool {
					return svg(d, p.cols, p.rows) == string(want)
				})
			})
		}
	}
}

// demonstration opens the demonstration, which plans a quarter, kills it and
// returns its store: for every story its own copy.
func demonstration(t *testing.T, lang, now string) (dir string) {
	temp := t.TempDir()
	d := uitest.Start(t, uitest.Options{
		Lang: lang, Args: []string{"--demo", "--now", now, "--lang", lang, "--as", "吴明"}, Env: []string{"TMPDIR=" + temp},
	})
	d.Sees(words(lang)["due"]).Kill()
	stores, err := filepath.Glob(filepath.Join(temp, "heshi-demo-*"))
	require.NoError(t, err)
	require.Len(t, stores, 1)
	return stores[0]
}

// still waits, where pictures are written, until nothing has changed on the
// screen for a while: what a screen reads from the store may come after what
// the story waits for. A comparison waits for the picture instead.
func still(d *uitest.Driver, cols, rows int) {
	for last, now := "", svg(d, cols, rows); now != last; last, now = now, svg(d, cols, rows) {
		<-time.After(2 * time.Second)
	}
}

// Sizes of one cell in the picture.
const (
	cellW, cellH = 9, 20
	baseline     = 15
)

// svg draws the screen, every character at its own cell, so that Chinese and
// Latin line up in any font.
func svg(d *uitest.Driver, cols, rows int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="'Noto Sans Mono CJK SC','Sarasa Mono SC','Microsoft YaHei',monospace" font-size="15">`+"\n", cols*cellW, rows*cellH)
	ground := hex(d.Cell(0, rows/2).Bg, "#000000")
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" fill="%s"/>`+"\n", ground)
	for y := range rows {
		grounds(&b, d, y, cols, ground)
		letters(&b, d, y, cols)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// grounds draws the backgrounds of a row that differ from the screen's.
func grounds(b *strings.Builder, d *uitest.Driver, y, cols int, ground string) {
	for x := 0; x < cols; {
		bg, from := groundOf(d, x, y, ground), x
		for x < cols && groundOf(d, x, y, ground) == bg {
			x++
		}
		if bg != ground {
			fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>`+"\n", from*cellW, y*cellH, (x-from)*cellW, cellH, bg)
		}
	}
}

// groundOf is a cell's background; the second half of a wide character has
// that of the first.
func groundOf(d *uitest.Driver, x, y int, ground string) string {
	c := d.Cell(x, y)
	if c.Width == 0 && x > 0 {
		c = d.Cell(x-1, y)
	}
	return hex(c.Bg, ground)
}

// letters draws the text of a row: one element for each run of a style without
// a gap, so that a viewer that ignores the places of single characters still
// draws them about right.
func letters(b *strings.Builder, d *uitest.Driver, y, cols int) {
	for x := 0; x < cols; {
		first := d.Cell(x, y)
		if blank(first) {
			x++
			continue
		}
		var places, text strings.Builder
		for x < cols {
			c := d.Cell(x, y)
			if c.Width > 0 && (blank(c) || styleOf(c) != styleOf(first)) {
				break
			}
			if c.Width > 0 {
				fmt.Fprintf(&places, "%d ", x*cellW)
				text.WriteString(escape(c.Text))
			}
			x++
		}
		fmt.Fprintf(b, `<text y="%d" x="%s"%s>%s</text>`+"\n", y*cellH+baseline, strings.TrimSpace(places.String()), styleOf(first), text.String())
	}
}

func blank(c uitest.Cell) bool { return strings.TrimSpace(c.Text) == "" }

func styleOf(c uitest.Cell) string {
	s := ` fill="` + hex(c.Fg, "#ffffff") + `"`
	if c.Bold {
		s += ` font-weight="bold"`
	}
	if c.Width > 1 {
		s += ` font-size="18"`
	}
	return s
}

func hex(c color.Color, otherwise string) string {
	if c == nil {
		return otherwise
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}
