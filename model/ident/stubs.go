package ident

import "heshi/model"

// Phone reads a telephone number.
func Phone(text string) (string, *model.Problem) { return text, nil }

// Card reads an identity card number.
func Card(text string, today model.Day) (string, *model.Problem) { return text, nil }

// CreditCode reads a unified social credit code.
func CreditCode(text string) (string, *model.Problem) { return text, nil }

// Money reads an amount in yuan.
func Money(text string) (model.Money, *model.Problem) { return 0, nil }

// Day reads a day not after today.
func Day(text string, today model.Day) (model.Day, *model.Problem) { return 0, nil }

// MaskPhone hides the middle of a phone.
func MaskPhone(phone string) string { return phone }

// MaskCard hides the middle of an identity card number.
func MaskCard(card string) string { return card }

// MaskName hides a name but for its first and last character.
func MaskName(name string) string { return name }

// Digits folds full-width digits.
func Digits(text string) string { return text }

// Fold folds full-width letters, punctuation and space, drops control
// characters and trims.
func Fold(text string) string { return text }
