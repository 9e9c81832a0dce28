// Package office makes the papers of a case for whoever asks: the desk and the
// command line. It reads what a paper needs from the store, prints it or puts
// it into a file, and has the store note that it was made.
package office

import (
	"context"
	"io/fs"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store"
	"heshi/ui/paper"
	"heshi/ui/paper/forms"
	"heshi/ui/paper/output"
	"heshi/ui/text"
	"heshi/ui/trade"
)

// Desk is what the papers ask of the store.
type Desk interface {
	// Case returns a case by id or number.
	Case(ctx context.Context, ref string) (model.Case, error)
	// Shop returns a shop by id or name.
	Shop(ctx context.Context, ref string) (model.Shop, error)
	// Station returns the station.
	Station(ctx context.Context) (model.Station, error)
	// Printed notes that a paper of a case was made.
	Printed(ctx context.Context, by store.By, id model.ID, paper string) error
}

// Office makes papers of cases.
type Office struct {
	Desk   Desk
	Assets fs.FS
	Press  *paper.Press
	Times  func(context.Context) (flow.Times, error) // the clocks, with the station's own calendar
	Folder string                                    // where files go when no other place is named
}

// Way says how a paper is made.
type Way struct {
	Large    bool   // large print
	Redacted bool   // without persons
	Printer  string // prints there; "" makes a file
	File     string // of this name; "" is one of the paper's own in the folder
}

// Made is a paper that was made.
type Made struct {
	File    string // where it lies, "" when it went to the printer
	Printer string
	Pages   int
	Missing []rune // characters no font has, to be filled in by hand
}

// Load reads a case with what its papers need.
func (o Office) Load(ctx context.Context, ref string) (forms.Case, error) {
	c, err := o.Desk.Case(ctx, ref)
	if err != nil {
		return forms.Case{}, err
	}
	out := forms.Case{Case: c}
	if c.ShopID != "" {
		if out.Shop, err = o.Desk.Shop(ctx, string(c.ShopID)); err != nil && !store.IsCode(err, store.CodeNotFound) {
			return out, err
		}
	}
	if c.Agreement == nil {
		return out, nil
	}
	times, err := o.Times(ctx)
	if err != nil {
		return out, err
	}
	out.Court, out.Open = times.CourtUntil(c)
	return out, nil
}

// Paper makes the document of a paper, the redacted one if asked.
func (o Office) Paper(ctx context.Context, words *text.Catalogue, c forms.Case, name string, redacted bool) (paper.Document, error) {
	station, err := o.Desk.Station(ctx)
	if err != nil {
		return paper.Document{}, err
	}
	m := forms.New(o.Assets, words, station.Name)
	d, err := m.Case(name, c)
	if err == nil && redacted {
		d = d.Redacted(m.Redactor(c))
	}
	return d, err
}

// Make prints a paper of a case, or saves it, and notes who did.
func (o Office) Make(ctx context.Context, by store.By, words *text.Catalogue, c forms.Case, name string, way Way) (Made, error) {
	d, err := o.Paper(ctx, words, c, name, way.Redacted)
	if err != nil {
		return Made{}, err
	}
	made, err := o.give(ctx, words, d, way)
	if err != nil {
		return Made{}, err
	}
	if way.Redacted {
		name += ".redacted"
	}
	return made, o.Desk.Printed(ctx, by, c.ID, name)
}

// Page makes a paper of blocks put together elsewhere, on the printer where
// there is one, else as a file. kind names its form.
func (o Office) Page(ctx context.Context, words *text.Catalogue, kind, title string, blocks []paper.Block) (Made, error) {
	station, err := o.Desk.Station(ctx)
	if err != nil {
		return Made{}, err
	}
	d, err := forms.New(o.Assets, words, station.Name).Page(kind, title, "", blocks...)
	if err != nil {
		return Made{}, err
	}
	return o.give(ctx, words, d, Way{Printer: output.Printer(ctx)})
}

// give brings a paper to where it goes.
func (o Office) give(ctx context.Context, words *text.Catalogue, d paper.Document, way Way) (Made, error) {
	out, err := o.Press.Print(d, paper.Options{Large: way.Large, Text: words})
	if err != nil {
		return Made{}, err
	}
	made := Made{Printer: way.Printer, Pages: out.Pages, Missing: out.Missing}
	switch {
	case way.Printer != "":
		err = output.Send(ctx, way.Printer, d.Title+" "+d.No, out.PDF)
	case way.File != "":
		made.File, err = way.File, trade.WriteAll(way.File, out.PDF)
	default:
		made.File, err = output.Save(o.Folder, output.Name(d, way.Large), out.PDF)
	}
	if err != nil {
		return Made{}, err
	}
	return made, nil
}
