package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"heshi/model"
	"heshi/model/clock"
	"heshi/model/flow"
	"heshi/model/ident"
	"heshi/store/find"
	"heshi/ui/chronicle"
	"heshi/ui/text"
)

func (a *app) caseCommands() *cobra.Command {
	return a.group("case", "cli.case", a.caseAdd(), a.caseShow(), a.caseList(), a.caseDo(), a.casePrint(), a.casePacket(), a.caseLedger())
}

// caseInput is case.json. Everything but what, and for a complaint name and
// shop, may be left out.
type caseInput struct {
	Kind        model.CaseKind `json:"kind"`
	Complainant model.Party    `json:"complainant"`
	Shop        string         `json:"shop"` // name or id
	What        string         `json:"what"`
	Answer      string         `json:"answer"`
	Class       string         `json:"class"`
	Nature      string         `json:"nature"`
	Request     string         `json:"request"`
	Amount      model.Money    `json:"amount_fen"`
	Goods       string         `json:"goods"`
	PurchasedOn model.Day      `json:"purchased_on"`
	Channel     string         `json:"channel"`
	Proofs      []string       `json:"proofs"`
	NoticeAt    *time.Time     `json:"notice_given_at"`
	Consent     *model.Consent `json:"consent"`
	Urgent      bool           `json:"urgent"`
	Dialect     string         `json:"dialect"`
	Note        string         `json:"note"`
}

// record is the case, its moments in the station's zone. Consent of which no
// moment is said is given now.
func (in caseInput) record(loc *time.Location, now time.Time) model.Case {
	if in.NoticeAt != nil {
		at := in.NoticeAt.In(loc)
		in.NoticeAt = &at
	}
	if in.Consent != nil {
		if in.Consent.At.IsZero() {
			in.Consent.At = now
		}
		in.Consent.At = in.Consent.At.In(loc)
	}
	return model.Case{
		Kind: in.Kind, Complainant: in.Complainant, Shop: in.Shop, What: in.What, Answer: in.Answer,
		Class: in.Class, Nature: in.Nature, Request: in.Request, Amount: in.Amount, Goods: in.Goods,
		PurchasedOn: in.PurchasedOn, Channel: in.Channel, Proofs: in.Proofs, NoticeAt: in.NoticeAt,
		Consent: in.Consent, Urgent: in.Urgent, Dialect: in.Dialect, Note: in.Note,
	}
}

// added is what case add prints.
type added struct {
	ID model.ID `json:"id"`
	No string   `json:"no"`
}

func (a *app) caseAdd() *cobra.Command {
	return a.command("add", "cli.case.add", func(cmd *cobra.Command, _ []string) error {
		var in caseInput
		if err := a.readJSON(&in); err != nil {
			return err
		}
		return a.with(cmd.Context(), func(s *session) error {
			c, err := s.AddCase(cmd.Context(), s.by(), in.record(s.Zone(), s.now()))
			if err != nil {
				return inputFault(err)
			}
			if a.json {
				return a.emit(added{c.ID, c.No})
			}
			if err := a.say("%s", a.tx.T("cli.case.added", "no", c.No)); err != nil || c.Route == nil {
				return err
			}
			return a.say("%s", chronicle.Begun(a.tx, *c.Route))
		})
	})
}

// caseOut is a case as programs read it, with what runs on it. Personal data
// is masked unless a reason to see it was given and logged.
type caseOut struct {
	model.Case
	Clocks  []clock.State `json:"clocks"`
	Duties  []model.Duty  `json:"duties"`
	History []logLine     `json:"history"`
}

func (a *app) caseShow() *cobra.Command {
	var reason string
	cmd := a.command("show ID|NO", "cli.case.show", func(cmd *cobra.Command, args []string) error {
		return a.with(cmd.Context(), func(s *session) error {
			c, err := s.Case(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if cmd.Flags().Changed("reveal") {
				if c, err = s.Reveal(cmd.Context(), s.by(), c.ID, reason); err != nil {
					return usage(err)
				}
			} else {
				c.Complainant, c.Private = masked(c.Complainant), nil
				c.PlatformRow = nil // columns of others may hold anything
			}
			return a.showCase(cmd, s, c)
		})
	})
	cmd.Args = args(1, 1)
	cmd.Flags().StringVar(&reason, "reveal", "", a.tx.T("cli.flag.reveal"))
	return cmd
}

func (a *app) showCase(cmd *cobra.Command, s *session, c model.Case) error {
	out := caseOut{Case: c, Duties: append([]model.Duty{}, c.Duties...), History: []logLine{}}
	events, err := s.History(cmd.Context(), c.ID, 0, 1000)
	if err != nil {
		return err
	}
	for _, e := range events {
		out.History = append(out.History, a.logLine(s, e))
	}
	if out.Clocks, err = a.caseClocks(cmd.Context(), s, c); err != nil {
		return err
	}
	if a.json {
		return a.emit(out)
	}
	return a.printCase(out)
}

// caseClocks explains every clock that was started on a case.
func (a *app) caseClocks(ctx context.Context, s *session, c model.Case) ([]clock.State, error) {
	times, err := s.Times(ctx)
	return times.Explain(c, a.voice()), err
}

func (a *app) voice() clock.Voice {
	return clock.Voice{Lang: a.tx.Lang(), Say: func(key string, args ...any) string { return a.tx.T(text.Key(key), args...) }}
}

func (a *app) printCase(c caseOut) error {
	for _, l := range [][2]string{
		{"cli.case.no", c.No},
		{"cli.case.state", a.tx.T(text.Key("state." + string(c.State)))},
		{"cli.case.registered", a.tx.Moment(c.RegisteredAt)},
		{"cli.case.complainant", c.Complainant.Name + " " + c.Complainant.Phone},
		{"cli.case.shop", c.Shop},
		{"cli.case.route", a.routeWord(c.Case)},
		{"cli.case.what", c.What},
		{"cli.case.answer", c.Answer},
		{"cli.case.due", a.dueWord(c.Case)},
	} {
		if l[1] == "" || l[1] == " " {
			continue
		}
		if err := a.say("%s", a.tx.T(text.Key(l[0]), "value", l[1])); err != nil {
			return err
		}
	}
	for _, d := range c.Duties {
		what := d.What
		if d.Amount > 0 {
			what += "  " + a.tx.Money(d.Amount)
		}
		line := a.tx.T("casework.duty", "what", what, "day", d.Due)
		if err := a.say("  %s  %s  %s", d.ID, line, a.tx.T(text.Key("duty_state."+string(d.State)))); err != nil {
			return err
		}
	}
	for _, st := range c.Clocks {
		if err := a.say("  %s  %s  %s", st.Name, a.tx.T(text.Key("clock.label."+string(st.Label))), a.tx.Day(st.Last)); err != nil {
			return err
		}
	}
	for _, h := range c.History {
		if err := a.say("  %s  %s  %s", a.tx.Moment(h.At), a.tx.Actor(h.By, h.Actor), h.Summary); err != nil {
			return err
		}
	}
	return nil
}

// routeWord says where a complaint about an affiliated shop is.
func (a *app) routeWord(c model.Case) string {
	clocks, err := a.rules.load(zone())
	now, err2 := a.clock(zone())
	if err != nil || err2 != nil {
		return ""
	}
	stand, until, ok := flow.Times{Clocks: clocks}.Stand(c, now())
	if !ok {
		return ""
	}
	return chronicle.Route(a.tx, *c.Route, stand, until)
}

func (a *app) dueWord(c model.Case) string {
	if c.Over() || c.DueOn.IsZero() {
		return ""
	}
	return a.tx.Day(c.DueOn)
}

// row is one line of case list.
type row struct {
	ID           model.ID        `json:"id"`
	No           string          `json:"no"`
	Kind         model.CaseKind  `json:"kind"`
	State        model.CaseState `json:"state"`
	Complainant  string          `json:"complainant"`
	Phone        string          `json:"phone,omitempty"`
	Shop         string          `json:"shop,omitempty"`
	Amount       model.Money     `json:"amount_fen,omitempty"`
	RegisteredAt time.Time       `json:"registered_at"`
	DueOn        model.Day       `json:"due_on"`
}

func (a *app) caseList() *cobra.Command {
	var state, after string
	var limit int
	cmd := a.command("list", "cli.case.list", func(cmd *cobra.Command, _ []string) error {
		if err := listFlags(state, limit); err != nil {
			return usage(err)
		}
		return a.with(cmd.Context(), func(s *session) error {
			q := find.ListQuery{Kind: find.Case, State: model.CaseState(state)}
			if after != "" {
				c, err := s.Case(cmd.Context(), after)
				if err != nil {
					return usage(err)
				}
				q.After = ordinal(c.ID)
			}
			return a.listCases(cmd, s, q, limit)
		})
	})
	cmd.Flags().StringVar(&state, "state", "", a.tx.T("cli.flag.state"))
	cmd.Flags().IntVar(&limit, "limit", 50, a.tx.T("cli.flag.limit"))
	cmd.Flags().StringVar(&after, "after", "", a.tx.T("cli.flag.after"))
	return cmd
}

// listCases prints page by page, so that any limit stays within memory.
func (a *app) listCases(cmd *cobra.Command, s *session, q find.ListQuery, limit int) error {
	for limit > 0 {
		q.Limit = min(limit, 500)
		rows, err := s.List(cmd.Context(), q)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := a.printRow(r); err != nil {
				return err
			}
			q.After = r.Ord
		}
		limit -= len(rows)
		if len(rows) < q.Limit {
			return nil
		}
	}
	return nil
}

func (a *app) printRow(r find.Row) error {
	phone := ""
	if r.Phone != "" {
		phone = ident.MaskPhone(r.Phone)
	}
	if a.json {
		return a.emit(row{
			ID: r.ID, No: r.No, Kind: r.CaseKind, State: r.State, Complainant: ident.MaskName(r.Name),
			Phone: phone, Shop: r.Shop, Amount: r.Amount, RegisteredAt: r.At, DueOn: r.Due,
		})
	}
	return a.say("%s  %s  %s  %s  %s", r.No, a.tx.T(text.Key("state."+string(r.State))), ident.MaskName(r.Name), phone, r.Shop)
}
