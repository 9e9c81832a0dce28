// Package workday counts days the way Chinese law does and can explain each
// one: working days with make-up days, natural days that roll off a holiday,
// whole years, hours. Civil Code articles 200 to 203 are the base: the first
// day is not counted, and a last day that falls on a holiday moves to the day
// after it.
//
// A Calendar is built from data (assets/calendar): one file a year with the
// days off and the make-up days of the official notice, or, where no notice is
// held, the days the law itself fixes. Such a year is never ordinary: every
// result that looked at it is marked provisional. A Calendar does not change
// once built and may be used by many goroutines.
package workday
