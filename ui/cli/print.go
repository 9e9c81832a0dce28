package cli

import (
	"encoding/json"
	"fmt"
	"io"

	"golang.org/x/text/encoding/simplifiedchinese"

	"heshi/model"
	"heshi/model/flow"
	"heshi/model/ident"
)

// emit prints one JSON document, or one object of a list, on a line.
func (a *app) emit(v any) error {
	enc := json.NewEncoder(a.out)
	enc.SetEscapeHTML(false)
	return written(enc.Encode(v))
}

// say prints a line for people on standard output, without what a terminal would
// obey: a name in a store or a file may hold anything.
func (a *app) say(format string, args ...any) error {
	_, err := io.WriteString(a.out, flow.Plain(fmt.Sprintf(format, args...))+"\n")
	return written(err)
}

// tell prints a line for people beside JSON: on standard error, in the
// character set of the locale where that is the GBK of older Chinese systems.
// The desk itself refuses such a locale, and must be able to say so.
func (a *app) tell(s string) {
	s = flow.Plain(s) + "\n"
	switch charset(a.ctype()) {
	case "gbk", "gb2312", "gb18030":
		if out, err := simplifiedchinese.GB18030.NewEncoder().String(s); err == nil {
			s = out
		}
	}
	_, _ = io.WriteString(a.err, s)
}

// written turns a closed pipe or a full disk behind standard output into words.
func written(err error) error {
	if err == nil {
		return nil
	}
	return &model.Problem{Code: "cli.output"}
}

// heard passes on what the command library prints, help and version, and keeps
// an error to itself: the library would print it in its own words.
type heard struct {
	w   io.Writer
	err error
}

// Write never fails.
func (h *heard) Write(b []byte) (int, error) {
	if h.err == nil {
		_, h.err = h.w.Write(b)
	}
	return len(b), nil
}

// masked hides what need not be shown of a party.
func masked(p model.Party) model.Party {
	p.Name = ident.MaskName(p.Name)
	if p.Phone != "" {
		p.Phone = ident.MaskPhone(p.Phone)
	}
	if p.IDNumber != "" {
		p.IDNumber = ident.MaskCard(p.IDNumber)
	}
	p.Address = ident.MaskAddress(p.Address)
	return p
}

// lines writes one JSON object a line.
func lines[T any](w io.Writer, list []T) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, v := range list {
		if err := enc.Encode(v); err != nil {
			return written(err)
		}
	}
	return nil
}
