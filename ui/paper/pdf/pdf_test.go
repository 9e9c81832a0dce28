package pdf_test

import (
	"bytes"
	"os"
	"regexp"
	"strconv"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"heshi/ui/paper/papertest"
	"heshi/ui/paper/pdf"
)

func font(t testing.TB, name string) *pdf.Font {
	t.Helper()
	packed, err := os.ReadFile("../../../assets/font/" + name + ".ttf.zst")
	require.NoError(t, err)
	d, err := zstd.NewReader(nil)
	require.NoError(t, err)
	defer d.Close()
	data, err := d.DecodeAll(packed, nil)
	require.NoError(t, err)
	f, err := pdf.ParseFont(name, data)
	require.NoError(t, err)
	return f
}

// gbk is every Han character of GBK, and its wide letters and digits.
func gbk(t testing.TB) []rune {
	t.Helper()
	var all []rune
	for hi := 0x81; hi < 0xff; hi++ {
		for lo := 0x40; lo < 0xff; lo++ {
			b, err := simplifiedchinese.GBK.NewDecoder().Bytes([]byte{byte(hi), byte(lo)})
			r := []rune(string(b))
			if err == nil && len(r) == 1 && (r[0] >= 0x4e00 && r[0] < 0xa000 || r[0] >= 0xff01 && r[0] < 0xff5f) {
				all = append(all, r[0])
			}
		}
	}
	return all
}

func TestTheFontHoldsEveryCharacterOfficesWrite(t *testing.T) {
	f := font(t, "paper")
	missing := ""
	for _, r := range gbk(t) {
		if !f.Has(r) {
			missing += string(r)
		}
	}
	assert.Empty(t, missing)
	for _, r := range "䶮㛃㑇堃昇玥旻犇喆龑☐☑✓□■●①②③€¥￥—…“”‘’·《》〔〕【】℃№½ＡＺ０９" {
		assert.True(t, f.Has(r), "%q", r)
	}
	for _, r := range "𠅤𫖯𬭎𬺈𬴊" {
		assert.True(t, font(t, "rare").Has(r) || f.Has(r), "%q", r)
	}
}

func TestTextComesBackAsDrawn(t *testing.T) {
	f := font(t, "paper")
	w := pdf.New("全字", pdf.A4Width, pdf.A4Height, f, font(t, "rare"))
	var want bytes.Buffer
	page := w.AddPage()
	for all := gbk(t); len(all) > 0; {
		line := string(all[:min(40, len(all))])
		all = all[min(40, len(all)):]
		w.Text(page, 1000, 2000, 10000, line, false)
		want.WriteString(line + "\n")
	}
	w.Text(w.AddPage(), 0, 0, 9500, "李𬭎 mixed 𫖯体", true)
	want.WriteString("李𬭎 mixed 𫖯体\n")
	// Not Equal: 24,000 characters would be printed twice.
	assert.True(t, want.String() == papertest.Text(t, w.Bytes()), "what was drawn and what is read differ")
	assert.Empty(t, w.Missing())
}

func TestTheCrossReferencesPointAtObjects(t *testing.T) {
	w := pdf.New("x", pdf.A4Width, pdf.A4Height, font(t, "paper"))
	p := w.AddPage()
	w.Text(p, -500, 1234, 9500, "和事台 heshi é", false)
	w.Line(p, 0, 0, 1500, -20, 500)
	w.Fill(p, 10, 10, 10, 10, 930)
	file := w.Bytes()
	m := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(file)
	require.NotNil(t, m)
	at, _ := strconv.Atoi(string(m[1]))
	require.True(t, bytes.HasPrefix(file[at:], []byte("xref\n0 ")))
	for i, e := range regexp.MustCompile(`(\d{10}) 00000 n \n`).FindAllSubmatch(file[at:], -1) {
		at, _ := strconv.Atoi(string(e[1]))
		assert.True(t, bytes.HasPrefix(file[at:], []byte(strconv.Itoa(i+1)+" 0 obj\n")), "object %d", i+1)
	}
}

func TestOneMarkStandsForAPicture(t *testing.T) {
	f := font(t, "paper")
	w := pdf.New("x", pdf.A4Width, pdf.A4Height, f)
	w.Text(w.AddPage(), 0, 0, 10000, "好👍🏽，家👨\u200d👩\ufe0f。\u200e完", false)
	assert.Equal(t, "好☐，家☐☐。完\n", papertest.Text(t, w.Bytes()))
	assert.Equal(t, "👍👨👩", string(w.Missing()))
	assert.Equal(t, pdf.Measure("好☐", 10000, f), pdf.Measure("好👍🏽", 10000, f))
}

func TestMeasureCountsWhatIsDrawn(t *testing.T) {
	f := font(t, "paper")
	assert.Equal(t, 30000, pdf.Measure("和事台", 10000, f))
	assert.Equal(t, 10000, pdf.Measure("🙂", 10000, f), "the square that stands for it")
	assert.Less(t, pdf.Measure("il", 10000, f), pdf.Measure("MW", 10000, f))
}

func TestBytesThatAreNoFont(t *testing.T) {
	for _, data := range [][]byte{nil, []byte("OTTO"), make([]byte, 40), append([]byte{0, 1, 0, 0, 0, 9}, make([]byte, 30)...)} {
		_, err := pdf.ParseFont("x", data)
		assert.Error(t, err)
	}
}

func FuzzParseFont(f *testing.F) {
	f.Add([]byte{0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	f.Add(small())
	f.Fuzz(func(t *testing.T, data []byte) {
		face, err := pdf.ParseFont("x", data)
		if err != nil {
			return
		}
		w := pdf.New("x", 1000, 1000, face)
		w.Text(w.AddPage(), 0, 0, 1000, "aé和", false)
		w.Bytes()
	})
}

// small is a font of one composite glyph, for the fuzzer to begin with.
func small() []byte {
	tables := []struct {
		name string
		data []byte
	}{
		{"head", append(append(make([]byte, 18), 4, 0), make([]byte, 34)...)},
		{"hhea", append(make([]byte, 34), 0, 1)},
		{"maxp", []byte{0, 1, 0, 0, 0, 2}},
		{"hmtx", []byte{4, 0, 0, 0, 0, 0}},
		{"loca", []byte{0, 0, 0, 0, 0, 8}},
		{"glyf", []byte{0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0}},
		{"cmap", []byte{
			0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12,
			0, 12, 0, 0, 0, 0, 0, 28, 0, 0, 0, 0, 0, 0, 0, 1,
			0, 0, 0, 97, 0, 0, 0, 97, 0, 0, 0, 1,
		}},
	}
	dir := []byte{0, 1, 0, 0, 0, byte(len(tables)), 0, 0, 0, 0, 0, 0}
	var body []byte
	for _, t := range tables {
		at := 12 + 16*len(tables) + len(body)
		dir = append(dir, t.name...)
		dir = append(dir, 0, 0, 0, 0, 0, 0, byte(at>>8), byte(at), 0, 0, 0, byte(len(t.data)))
		body = append(body, t.data...)
	}
	return append(dir, body...)
}
