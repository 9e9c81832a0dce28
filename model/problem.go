package model

import (
	"fmt"
	"sort"
	"strings"
)

// Problem is a fault in what a person or a program gave us, or a refusal with
// its reason. It carries a dotted code and values, never a sentence: the
// catalogue (ui/text) holds "problem.<Code>" in every language and fills in
// Args. Args never hold unmasked personal data, because a Problem may be
// logged.
type Problem struct {
	Code  string         // such as "phone.too_short"; key "problem."+Code
	Field string         // dotted path of the field as in the input, "" when none
	Args  map[string]any // values the sentence names
	// Doubt marks a value that may be kept after a warning; without it the
	// value is wrong and must be changed.
	Doubt bool
}

// Error returns code, field and values for logs and tests. It is not for
// people at the desk.
func (p *Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.Code)
	if p.Field != "" {
		b.WriteString(" field=" + p.Field)
	}
	keys := make([]string, 0, len(p.Args))
	for k := range p.Args {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		b.WriteString(" " + k + "=" + fmt.Sprint(p.Args[k]))
	}
	return b.String()
}

// Problems is a list of faults found in one go.
type Problems []*Problem

// Error joins the faults for logs.
func (ps Problems) Error() string {
	s := make([]string, len(ps))
	for i, p := range ps {
		s[i] = p.Error()
	}
	return strings.Join(s, "; ")
}

// Hard returns the faults that are wrong, leaving out the doubtful ones.
func (ps Problems) Hard() Problems {
	var out Problems
	for _, p := range ps {
		if !p.Doubt {
			out = append(out, p)
		}
	}
	return out
}

// At returns the faults of one field.
func (ps Problems) At(field string) Problems {
	var out Problems
	for _, p := range ps {
		if p.Field == field {
			out = append(out, p)
		}
	}
	return out
}
