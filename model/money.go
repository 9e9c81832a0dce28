package model

import "strconv"

// Money is an amount in fen; 100 fen are one yuan. It never carries a
// fraction of a fen.
type Money int64

// Yuan returns the amount as a plain decimal in yuan: "299", "299.50",
// "-0.05". Whole yuan carry no decimals. It has no currency sign and no
// grouping, so it reads the same in both languages and parses back.
func (m Money) Yuan() string {
	sign := ""
	u := uint64(m)
	if m < 0 {
		sign = "-"
		u = uint64(-(m + 1)) + 1
	}
	s := sign + strconv.FormatUint(u/100, 10)
	if f := u % 100; f != 0 {
		s += "." + string([]byte{'0' + byte(f/10), '0' + byte(f%10)})
	}
	return s
}
