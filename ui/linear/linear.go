package linear

import (
	"bufio"
	"context"
	"errors"
	"io"
	"time"

	"heshi/model"
	"heshi/model/returns"
	"heshi/store"
	"heshi/store/find"
	"heshi/store/record"
	"heshi/ui/text"
)

// Desk is what the talk needs of the store; *store.Store is one.
type Desk interface {
	AddCase(ctx context.Context, by store.By, c model.Case) (model.Case, error)
	Case(ctx context.Context, ref string) (model.Case, error)
	SaveDraft(ctx context.Context, d store.Draft) error
	Search(ctx context.Context, q find.Query) (find.Result, error)
	Similar(ctx context.Context, c model.Case, since time.Time, limit int) ([]find.Row, error)
	Shop(ctx context.Context, ref string) (model.Shop, error)
	Undo(ctx context.Context, by store.By) (done, undid record.Event, err error)
}

// Options are what a talk is held with.
type Options struct {
	Desk  Desk
	Text  *text.Catalogue
	Rules *returns.Rules
	Env   func() returns.Env             // what the rules judge by, now
	Tell  func(returns.Verdict) []string // a verdict in lines
	Now   func() time.Time
	By    func() store.By
	In    io.Reader
	Out   io.Writer
}

// desk is one person talking.
type desk struct {
	Options
	talk
}

// Run talks until the person leaves or the input ends; what was typed by then
// is kept as a draft. Faults of the store are said, and the talk goes on.
func Run(ctx context.Context, o Options) error {
	d := &desk{Options: o, talk: talk{ctx: ctx, in: bufio.NewReader(o.In), out: o.Out, tx: o.Text}}
	if err := d.say(d.tx.T("app.name"), d.tx.T("linear.hello")); err != nil {
		return err
	}
	for {
		n, err := d.choose(d.tx.T("linear.menu"), d.tx.T("linear.leave"),
			d.tx.T("home.new_complaint"), d.tx.T("home.new_consultation"), d.tx.T("home.find"),
			d.tx.T("home.returns"), d.tx.T("linear.undo"))
		if err == nil && n == 0 {
			return d.say(d.tx.T("linear.bye"))
		}
		if err == nil {
			err = d.do(n)
		}
		switch {
		case errors.Is(err, errLeft):
			return d.say("", d.tx.T("linear.bye"))
		case err != nil && ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			if err := d.say(d.tx.Problem(err)); err != nil {
				return err
			}
		}
	}
}

// do does what was chosen from the menu.
func (d *desk) do(n int) error {
	switch n {
	case 1:
		return d.takeIn(model.Complaint)
	case 2:
		return d.takeIn(model.Consultation)
	case 3:
		return d.lookUp()
	case 4:
		return d.check()
	}
	_, was, err := d.Desk.Undo(d.ctx, d.By())
	if err != nil {
		return err
	}
	return d.say(d.tx.T("linear.undone", "what", d.tx.T(text.Key("event."+was.Kind))))
}
