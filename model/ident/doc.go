// Package ident reads what people type for a phone, an identity card, a credit
// code, an amount and a day, says what is wrong with it, and masks personal
// data for the screen. It is forgiving about width, spaces and punctuation, and
// exact about the result: what it returns is the one form the store keeps.
//
// Every parser returns the value and a Problem. No Problem: the value is good.
// A Problem with Doubt: the value may be kept after a warning. Any other
// Problem: the value is wrong and the returned value is empty. Empty input is
// no fault: it returns the empty value and no Problem.
package ident
