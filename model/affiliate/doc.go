// Package affiliate decides where a complaint about a shop of a core
// enterprise goes, which complaints within a group are the same one, and when
// a group has drawn too many. It is pure: days and deadlines are given to it.
package affiliate
