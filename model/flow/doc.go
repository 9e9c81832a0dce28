// Package flow holds the rules of a case's life: what a registration needs and
// what may follow. It checks and normalises; it stores nothing.
package flow
