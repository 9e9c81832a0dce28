package strict_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store/exchange/strict"
)

// inner is what part of a document is, and part what is embedded in it.
type inner struct {
	Due  model.Day `json:"due"`
	What string    `json:"what"`
}

type part struct {
	Note string `json:"note,omitempty"`
}

type whole struct {
	Kind   string         `json:"kind"`
	Amount model.Money    `json:"amount_fen"`
	At     *time.Time     `json:"at"`
	Urgent bool           `json:"urgent"`
	Proofs []string       `json:"proofs"`
	Duties []inner        `json:"duties"`
	Party  inner          `json:"party"`
	Need   map[string]int `json:"need"`
	Hidden string         `json:"-"`
	part

	Steps map[string]json.RawMessage `json:"steps"`
}

func TestADocumentIsReadToTheLetter(t *testing.T) {
	for text, want := range map[string]struct{ code, name string }{
		``:                             {"input.empty", ""},
		" \n\t":                        {"input.empty", ""},
		"\xff":                         {"text.not_utf8", ""},
		`{"kind":"\ud800"}`:            {"text.not_utf8", ""},
		`{"kind":"\udc00 a"}`:          {"text.not_utf8", ""},
		`{"kind":"\ud83d\u0041"}`:      {"text.not_utf8", ""},
		`{"kind":"\\\ud83d"}`:          {"text.not_utf8", ""},
		`{"kind":"`:                    {"input.cut", ""},
		`{"amount_fen":NaN}`:           {"input.syntax", ""},
		`{} {}`:                        {"input.more", ""},
		`[]`:                           {"input.whole", ""},
		`"x"`:                          {"input.whole", ""},
		`{"KIND":"a"}`:                 {"input.unknown_field", "KIND"},
		`{"party":{"What":"a"}}`:       {"input.unknown_field", "party.What"},
		`{"Hidden":"a"}`:               {"input.unknown_field", "Hidden"},
		`{"part":{}}`:                  {"input.unknown_field", "part"},
		`{"kind":"a","kind":"b"}`:      {"input.twice", "kind"},
		`{"need":{"lead":1,"lead":2}}`: {"input.twice", "need.lead"},
		`{"kind":1}`:                   {"input.type", "kind"},
		`{"steps":{"a":1,"a":2}}`:      {"input.twice", "steps.a"},
		`{"steps":{"a":[true,{"due":1,"what":[],"due":null}]}}`: {"input.twice", "steps.a[1].due"},
		`{"urgent":"yes"}`:                             {"input.type", "urgent"},
		`{"party":[]}`:                                 {"input.type", "party"},
		`{"proofs":"a"}`:                               {"input.type", "proofs"},
		`{"proofs":["a",2]}`:                           {"input.type", "proofs[1]"},
		`{"amount_fen":1.5}`:                           {"input.integer", "amount_fen"},
		`{"amount_fen":1e3}`:                           {"input.integer", "amount_fen"},
		`{"amount_fen":1e999}`:                         {"input.integer", "amount_fen"},
		`{"need":{"lead":"two"}}`:                      {"input.integer", "need.lead"},
		"{\n\"duties\":[{},{\"due\":\"2026-02-30\"}]}": {"input.day", "duties[1].due"},
		`{"at":"2026-11-23"}`:                          {"input.moment", "at"},
		`{"at":"9999-12-31T23:59:59Z"}`:                {"input.moment", "at"},
		`{"at":"0000-01-01T00:00:00Z"}`:                {"input.moment", "at"},
		`{"at":"1900-12-31T23:00:00+08:00"}`:           {"input.moment", "at"},
	} {
		var v whole
		var p *model.Problem
		require.ErrorAs(t, strict.Decode([]byte(text), &v), &p, text)
		require.Equal(t, want.code, p.Code, text)
		if want.name != "" {
			require.Equal(t, want.name, p.Args["name"], text)
		}
	}
}

func TestEscapesOfWholeCharactersAreRead(t *testing.T) {
	for text, want := range map[string]string{
		`{"kind":"\ud83d\ude00\u738b"}`: "😀王",
		`{"kind":"\\ud800"}`:            `\ud800`, // a backslash, and what looks like an escape
		`{"kind":"\uFFFD\n"}`:           "\ufffd\n",
	} {
		var v whole
		require.NoError(t, strict.Decode([]byte(text), &v), text)
		require.Equal(t, want, v.Kind)
	}
}

func TestTheLineOfAFaultIsSaid(t *testing.T) {
	for text, line := range map[string]int{
		"{\n\n\"kind\": 3,\n\"urgent\":true}": 3,
		"{\"kind\":\"a\"}\n\n{}":              3,
		"{\n\"kind\"\n}":                      3,
		"{\n\"kind\":\n\"a":                   3,
	} {
		var v whole
		var p *model.Problem
		require.ErrorAs(t, strict.Decode([]byte(text), &v), &p, text)
		require.Equal(t, line, p.Args["line"], text)
	}
}

func TestWhatIsRightIsRead(t *testing.T) {
	text := "\xef\xbb\xbf" + `{"kind":null,"amount_fen":5,"at":"2026-11-23T10:00:00+08:00","proofs":null,
		"duties":[{"due":"2024-02-29"},{"due":null}],"party":{"what":"a"},"need":{"Lead":1},"note":"n"}`
	var got whole
	require.NoError(t, strict.Decode([]byte(text), &got))
	var want whole
	require.NoError(t, json.Unmarshal([]byte(text[3:]), &want))
	require.Equal(t, want, got)
	require.Equal(t, "n", got.Note)

	// A moment that stands for none is as Go writes it.
	require.NoError(t, strict.Decode([]byte(`{"at":"0001-01-01T00:00:00Z"}`), &got))
}

func TestPlainTakesFromEveryTextWhatNobodySees(t *testing.T) {
	v := whole{
		Kind: "\x1b[31ma\u202eb\u200b", Proofs: []string{"\u009bx", "张\n三"}, Duties: []inner{{What: "\x00"}},
		Party: inner{What: "👨\u200d👩"}, part: part{"\ufeffn"},
	}
	strict.Plain(&v)
	require.Equal(t, whole{
		Kind: "[31mab", Proofs: []string{"x", "张\n三"}, Duties: []inner{{}}, Party: inner{What: "👨\u200d👩"}, part: part{"n"},
	}, v)
}

// FuzzDecode: what strict takes encoding/json takes as well, to the same value,
// and the short way finds no less than the long one.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"kind":"a","duties":[{"due":"2026-11-23","what":""}],"need":{"a":1}}`))
	f.Add([]byte(`{"at":"2026-11-23T10:00:00+08:00","party":null}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var got, want whole
		err := strict.Decode(text, &got)
		var p *model.Problem
		if err != nil {
			require.ErrorAs(t, err, &p)
			return
		}
		plain := []byte(trimMark(string(text)))
		require.Nil(t, strict.NewForm(whole{}).Check(plain))
		require.NoError(t, json.Unmarshal(plain, &want))
		require.Equal(t, want, got)
	})
}

func trimMark(s string) string {
	if len(s) >= 3 && s[:3] == "\xef\xbb\xbf" {
		return s[3:]
	}
	return s
}
