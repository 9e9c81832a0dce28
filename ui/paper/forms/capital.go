package forms

import (
	"encoding/json"
	"io/fs"
	"strings"

	"heshi/model"
)

// capitals are the digits and places of a language that writes amounts in
// capitals, which cannot be altered with a stroke (大写), read from
// assets/form/capital/<lang>.json. Most languages have none.
type capitals struct {
	Source  string `json:"source"`
	Digits  string `json:"digits"` // nought to nine
	Places  string `json:"places"` // ten, hundred, thousand
	Groups  string `json:"groups"` // 10^4, 10^8, 10^12
	Yuan    string `json:"yuan"`
	Jiao    string `json:"jiao"`
	Fen     string `json:"fen"`
	Whole   string `json:"whole"`
	Written string `json:"written"` // figures and capitals together
}

// loadCapitals returns nil where the language has no capitals.
func loadCapitals(fsys fs.FS, lang string) *capitals {
	data, err := fs.ReadFile(fsys, "form/capital/"+lang+".json")
	c := &capitals{}
	if err != nil || json.Unmarshal(data, c) != nil {
		return nil
	}
	return c
}

// mostCapital is the first amount that has no name any more, in yuan.
const mostCapital = 10_000_000_000_000_000

// formal writes an amount as a contract does: in figures, and in capitals where
// the language has them. No amount is "".
func (m Maker) formal(n model.Money) string {
	figures := m.amount(n)
	if m.capitals == nil || n <= 0 || n/100 >= mostCapital {
		return figures
	}
	return strings.NewReplacer("{amount}", figures, "{capital}", m.capitals.write(n)).Replace(m.capitals.Written)
}

// write writes a positive amount: 299.50 is 贰佰玖拾玖元伍角.
func (c *capitals) write(n model.Money) string {
	digits := []rune(c.Digits)
	var b strings.Builder
	c.writeYuan(&b, int64(n)/100)
	jiao, fen := int64(n)/10%10, int64(n)%10
	if b.Len() > 0 {
		b.WriteString(c.Yuan)
	}
	switch {
	case jiao == 0 && fen == 0:
		b.WriteString(c.Whole)
	case jiao > 0:
		b.WriteString(string(digits[jiao]) + c.Jiao)
	case b.Len() > 0:
		b.WriteRune(digits[0])
	}
	if fen > 0 {
		b.WriteString(string(digits[fen]) + c.Fen)
	}
	return b.String()
}

// writeYuan writes the whole yuan, four digits a group; one nought stands for
// any number of noughts between two digits.
func (c *capitals) writeYuan(b *strings.Builder, yuan int64) {
	digits, places, groups := []rune(c.Digits), []rune(c.Places), []rune(c.Groups)
	gap := false
	for g := len(groups); g >= 0; g-- {
		four := yuan / pow(10_000, g) % 10_000
		for p := 3; p >= 0; p-- {
			d := four / pow(10, p) % 10
			if d == 0 {
				gap = b.Len() > 0
				continue
			}
			if gap {
				b.WriteRune(digits[0])
				gap = false
			}
			b.WriteRune(digits[d])
			if p > 0 {
				b.WriteRune(places[p-1])
			}
		}
		if g > 0 && four > 0 {
			b.WriteRune(groups[g-1])
		}
	}
}

func pow(base int64, n int) int64 {
	out := int64(1)
	for range n {
		out *= base
	}
	return out
}
