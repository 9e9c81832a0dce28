// Package paper is the press of the desk. A Document is a paper as data: a
// title, fields, paragraphs, tables, places for ink. The same Document becomes
// a PDF on A4 in normal or large print (Press.Print), and lines for a look at
// it in the terminal (Lines). Redacted gives the copy without persons.
//
// A Document carries finished words: who builds one takes them from the
// catalogue. Nothing here asks the clock, and the same Document gives the same
// bytes, so a paper printed again is the same paper.
package paper
