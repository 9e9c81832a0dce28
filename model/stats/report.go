package stats

import (
	"heshi/model"
)

// Report is a station's month in figures. Amounts are fen.
type Report struct {
	Month     Month      `json:"month"`
	Came      Total      `json:"came"` // registered in the month
	Done      Total      `json:"done"` // ended in the month
	Open      int        `json:"open"` // complaints of the month that nobody has ended yet
	Tables    []Table    `json:"tables"`
	Spell     Spell      `json:"time_to_settle"`
	Promises  []Promise  `json:"clocks"`
	Satisfied Share      `json:"satisfied"` // of those whom a follow-up call reached
	Heat      [7][24]int `json:"heat"`      // what came, Monday first
	Trend     []Point    `json:"trend"`     // thirteen months, this one last
	Hours     []Hours    `json:"volunteer_hours"`
	Warnings  []Warning  `json:"warnings"`
}

// Total is how much there was, and how much before.
type Total struct {
	Complaints    int         `json:"complaints"`
	Consultations int         `json:"consultations"`
	Asked         model.Money `json:"asked_fen,omitempty"`
	Recovered     model.Money `json:"recovered_fen,omitempty"`
	Before        int         `json:"complaints_month_before"`
	YearAgo       int         `json:"complaints_year_ago"`
}

// Table counts complaints by one dimension, the most first.
type Table struct {
	By   Dim   `json:"by"`
	Rows []Row `json:"rows"`
	More int   `json:"more,omitempty"` // rows beyond those listed
}

// Row is one value of a Table. Value "" is what nobody has entered.
type Row struct {
	Value     string      `json:"value"`
	Name      string      `json:"name,omitempty"` // of a shop or group
	N         int         `json:"n"`
	Before    int         `json:"month_before"`
	YearAgo   int         `json:"year_ago"`
	Asked     model.Money `json:"asked_fen,omitempty"`
	Recovered model.Money `json:"recovered_fen,omitempty"`
}

// Spell is how long complaints took from registration to their agreement, or
// else to their end.
type Spell struct {
	N              int `json:"n"`
	MedianHours    int `json:"median_hours"`
	P90Hours       int `json:"p90_hours"`
	MedianWorkdays int `json:"median_workdays"`
	P90Workdays    int `json:"p90_workdays"`
}

// Promise is how a clock was kept by the complaints that ended in the month.
type Promise struct {
	Rule string `json:"rule"`
	Kept int    `json:"kept"`
	Late int    `json:"late"`
}

// Share is a part of a whole.
type Share struct {
	Part int `json:"part"`
	Of   int `json:"of"`
}

// Percent returns the share in hundredths, rounded down; 0 of nothing.
func (s Share) Percent() int {
	if s.Of == 0 {
		return 0
	}
	return s.Part * 100 / s.Of
}

// Share is how many of those that ran out were kept.
func (p Promise) Share() Share { return Share{p.Kept, p.Kept + p.Late} }

// Point is a month of the trend.
type Point struct {
	Month         Month       `json:"month"`
	Complaints    int         `json:"complaints"`
	Consultations int         `json:"consultations"`
	Done          int         `json:"done"`
	Recovered     model.Money `json:"recovered_fen,omitempty"`
}

// Hours is what one volunteer gave in the month.
type Hours struct {
	Name    string `json:"name"`
	Minutes int    `json:"minutes"`
}

// Warning is something that deserves a look, with the cases behind it. Code
// has a sentence under "stats.warn."+code.
type Warning struct {
	Code   string   `json:"code"`
	Name   string   `json:"name,omitempty"` // of the shop
	Value  string   `json:"value,omitempty"`
	N      int      `json:"n"`
	Limit  int      `json:"limit"`
	Before int      `json:"before,omitempty"`
	Where  []Cond   `json:"where"`
	Cases  []string `json:"cases"` // numbers of the first of them
	ords   []uint64
}

// Codes of warnings, in the order they are shown.
const (
	WarnUnkept    = "unkept"    // a shop makes no promise or breaks it
	WarnMatter    = "matter"    // one shop, again and again the same
	WarnShop      = "shop"      // one shop, again and again
	WarnLate      = "late"      // clocks are not kept
	WarnClass     = "class"     // a class of goods rises
	WarnNature    = "nature"    // a kind of dispute rises
	WarnSatisfied = "satisfied" // people are not content
)

// Table returns the table of a dimension; empty when there is none.
func (r Report) Table(d Dim) Table {
	for _, t := range r.Tables {
		if t.By == d {
			return t
		}
	}
	return Table{By: d}
}
