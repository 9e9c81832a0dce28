package uitest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/ui/paper/papertest"
	"heshi/ui/uitest"
)

// TestTheAgreementIsPrintedToAFile: from a case, F8 lists its papers; the
// agreement is seen, saved, and its place is said.
func TestTheAgreementIsPrintedToAFile(t *testing.T) {
	t.Parallel()
	for lang, w := range map[string][]string{
		"zh": {"外套开线", "要打哪一份", "调解协议书", "三、协议内容和履行", "已存好"},
		"en": {"外套开线", "Which paper?", "Mediation agreement", "3. Terms and performance", "Saved, one page"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			pipe(t, data, `{"kind":"complaint","complainant":{"name":"王小明","phone":"13800001234"},"shop":"百味轩","what":"外套开线，要求退款"}`, "case", "add", "--json")
			pipe(t, data, `{}`, "case", "do", "c-2", "accept", "--json")
			pipe(t, data, `{"form":"written","terms":"退款","body":"station","duties":[{"what":"退款","amount_fen":29900,"due":"2027-11-30","manner":"现金"}]}`,
				"case", "do", "c-2", "settle", "--json")
			d := uitest.Start(t, uitest.Options{Lang: lang, Data: data, Args: []string{"--lang", lang}})
			d.Sees("百味轩").Press("enter").Sees(w[0]).Press("f8").Sees(w[1], w[2])
			d.Press("3").Sees(w[2], "138****1234").NotSees("13800001234")
			d.Press("pgdown").Sees(w[3]).Press("1").Sees(w[4])
			files, err := filepath.Glob(filepath.Join(data, "papers", "*agreement*.pdf"))
			require.NoError(t, err)
			require.Len(t, files, 1)
			pdf, err := os.ReadFile(files[0])
			require.NoError(t, err)
			require.Contains(t, papertest.Text(t, pdf), "13800001234")
			d.Press("esc").Sees(w[1]).Press("esc").Sees(w[0]).Press("ctrl+q")
			require.Zero(t, d.Wait())
			require.Contains(t, command(t, data, "log", "--json"), `"reason":"agreement"`)
		})
	}
}

// pipe runs the program with a text on its standard input.
func pipe(t *testing.T, data, in string, args ...string) {
	t.Helper()
	cmd := exec.Command(uitest.Binary(t), append([]string{"--data", data}, args...)...)
	cmd.Stdin = strings.NewReader(in)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
}
