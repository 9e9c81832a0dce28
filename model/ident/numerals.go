package ident

// Words and numerals people write amounts and days with. They are data of the
// parsers, not text for anybody to read.

// numeral returns the value of a Han digit, plain or formal.
func numeral(r rune) (int64, bool) {
	switch r {
	case '零', '〇', '○':
		return 0, true
	case '一', '壹', '幺':
		return 1, true
	case '二', '贰', '貳', '两', '兩':
		return 2, true
	case '三', '叁', '叄':
		return 3, true
	case '四', '肆':
		return 4, true
	case '五', '伍':
		return 5, true
	case '六', '陆', '陸':
		return 6, true
	case '七', '柒':
		return 7, true
	case '八', '捌':
		return 8, true
	case '九', '玖':
		return 9, true
	}
	return 0, false
}

// multiplier returns the value of a Han unit of counting.
func multiplier(r rune) (int64, bool) {
	switch r {
	case '十', '拾':
		return 10, true
	case '百', '佰':
		return 100, true
	case '千', '仟':
		return 1000, true
	case '万', '萬':
		return 10_000, true
	case '亿', '億':
		return 100_000_000, true
	}
	return 0, false
}

// sign is what a Han character or mark says in an amount, a day or a phone.
type sign byte

const (
	other     sign = iota
	pointSign      // decimal point
	minusSign      // below zero
	yuanSign       // behind yuan
	jiaoSign       // behind jiao
	fenSign        // behind fen
	filler         // stands around an amount and says nothing
	yearSign
	monthSign
	extension // before the extension of a phone
	dash
)

// signOf returns what r says. The sign behind a day is dayNoise.
func signOf(r rune) sign {
	switch r {
	case '.', '。', '点':
		return pointSign
	case '负':
		return minusSign
	case '元', '块', '圆':
		return yuanSign
	case '角', '毛':
		return jiaoSign
	case '分':
		return fenSign
	case '人', '民', '币', '¥', '￥', '整', '正', '钱':
		return filler
	case '年':
		return yearSign
	case '月':
		return monthSign
	case '转', '#':
		return extension
	case '-', '‐', '‑', '‒', '–', '—', '―', '−':
		return dash
	}
	return other
}

// is returns a test for one sign.
func is(want sign) func(rune) bool { return func(r rune) bool { return signOf(r) == want } }

// dayNoise are the characters that may stand behind a day.
func dayNoise(r rune) bool {
	switch r {
	case '日', '号', '號', '天':
		return true
	}
	return false
}

// parting is a word for a part of the day; hours under its limit lie behind
// noon.
type parting struct {
	word  string
	under int
}

func dayParting() []parting {
	return []parting{
		{string([]rune{'上', '午'}), 0},
		{string([]rune{'早', '上'}), 0},
		{string([]rune{'中', '午'}), 6},
		{string([]rune{'下', '午'}), 12},
		{string([]rune{'晚', '上'}), 12},
		{"am", 0},
		{"pm", 12},
	}
}
