// Package model holds the words of the trade: cases, parties, shops, groups,
// volunteers, stations, money and days. It is pure: standard library only, no
// I/O, no clock, no environment, no text that a user reads. Time comes in as
// an argument; faults go out as a Problem that carries a code, never a
// sentence.
package model
