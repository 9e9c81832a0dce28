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

const (
	hanPoint   = '点'
	hanMinus   = "负"
	yuanSigns  = "元块圆"
	jiaoSigns  = "角毛"
	fenSigns   = "分"
	yearSign   = "年"
	monthSign  = "月"
	daySigns   = "日号號"
	extension  = "转"
	dashSigns  = "-‐‑‒–—―−－_~～"
	phoneNoise = " ()[].·（）"
)

// moneyWords may stand around an amount and say nothing about it.
func moneyWords() []string {
	return []string{"人民币", "¥", "￥", "rmb", "cny", "yuan", "整", "正", "钱"}
}

// dayWords are days told from today, in days back.
func dayWords() map[string]int32 {
	return map[string]int32{
		"今天": 0, "今日": 0, "今": 0, "today": 0,
		"昨天": 1, "昨日": 1, "昨": 1, "yesterday": 1,
		"前天": 2, "前日": 2, "大前天": 3,
	}
}
