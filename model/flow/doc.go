// Package flow holds the rules of a case's life: what a registration needs,
// which step may follow, what each step asks for and does, which clocks run
// and what falls due next. It checks and normalises; it stores nothing.
//
// Every step is one entry of the table in steps.go with one function that does
// it. The table drives the desk's list of next steps and its forms, the
// palette, and "heshi case do"; a step that is not in it cannot be taken.
package flow
