// Package forms makes the station's papers: it fills the forms of assets/form
// with the facts of a case, a ledger, a roster or a volunteer's hours, and
// gives back a paper.Document to print or look at. What stands on a form is
// data; its words are in the catalogue under "paper."; which papers make sense
// for a case is model/flow's to say. Private notes never get in here.
package forms
