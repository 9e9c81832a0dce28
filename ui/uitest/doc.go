// Package uitest drives the real program as a person does: a binary in a
// pseudo-terminal, an emulator that draws what it writes, and a driver whose
// calls read like the story of what somebody did and saw.
//
//	d := uitest.Start(t, uitest.Options{Cols: 80, Rows: 24, Lang: "zh", Data: dir})
//	d.Sees("今天").Press("1").Type("张三").Press("ctrl+s").Sees("已保存")
//
// Nothing here sleeps. Every look at the screen waits for the screen to change
// until what is awaited is there, the program has ended or the deadline has
// passed; a failure prints the whole screen. The emulator is a modern
// terminal: it draws synchronised updates as one, and sends keys by the Kitty
// protocol when the program asks for it, so that Esc cannot be taken for the
// start of an Alt key. Options.Legacy makes it one of the old kind.
//
// The package is for tests only, on systems that have pseudo-terminals.
package uitest
