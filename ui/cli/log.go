package cli

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"heshi/model"
	"heshi/model/ident"
	"heshi/store"
	"heshi/store/record"
	"heshi/ui"
	"heshi/ui/text"
)

// logLine is a line of heshi log --json: the event as it was signed, and a
// summary with personal data masked. The hash covers the event as it is
// stored, without the summary.
type logLine struct {
	Seq     uint64     `json:"seq"`
	At      time.Time  `json:"at"`
	Actor   string     `json:"actor"`
	By      model.ID   `json:"by,omitempty"`
	Role    model.Role `json:"role"`
	Kind    string     `json:"kind"`
	Subject string     `json:"subject"`
	Summary string     `json:"summary"`
	Before  string     `json:"digest_before,omitempty"`
	Digest  string     `json:"digest"`
	Undoes  uint64     `json:"undoes,omitempty"`
	Redoes  uint64     `json:"redoes,omitempty"`
	Batch   uint64     `json:"batch,omitempty"`
	Reason  string     `json:"reason,omitempty"`
	Changed []string   `json:"changed,omitempty"`
	Gap     uint64     `json:"gap,omitempty"`
	Prev    string     `json:"prev"`
	Hash    string     `json:"hash"`

	Contents *contents `json:"contents,omitempty"`
}

type contents struct {
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
}

func (a *app) logLine(s *session, e record.Event) logLine {
	return logLine{
		Seq: e.Seq, At: e.At, Actor: e.Actor, By: e.By, Role: e.Role, Kind: e.Kind, Subject: e.Subject,
		Summary: a.summary(s, e), Before: e.Before, Digest: e.Digest, Undoes: e.Undoes, Redoes: e.Redoes,
		Batch: e.Batch, Reason: e.Reason, Changed: e.Changed, Gap: e.Gap, Prev: e.Prev, Hash: e.Hash,
	}
}

// summary says in a few words what happened to which record.
func (a *app) summary(s *session, e record.Event) string {
	parts := []string{a.tx.T(text.Key("event." + e.Kind))}
	if ref := reference(s.Store, e); ref != "" {
		parts = append(parts, ref)
	}
	if said := a.calledFor(s.Store, e); said != "" {
		parts = append(parts, said)
	}
	for _, f := range e.Changed {
		if key := text.Key("field." + f); a.tx.Has(key) {
			parts = append(parts, a.tx.T(key))
		}
	}
	return strings.Join(parts, " ")
}

// calledFor says for which turn somebody was phoned, and in whose place, the
// name masked.
func (a *app) calledFor(s *store.Store, e record.Event) string {
	if !strings.HasPrefix(e.Subject, record.CallOutKind.Word()+"/") {
		return ""
	}
	b, err := s.Contents(e.Seq)
	if err != nil || b.After == nil {
		return ""
	}
	o, err := record.Decode[model.CallOut](b.After)
	if err != nil || o.ForName == "" {
		return o.Turn
	}
	return a.tx.T("cli.log.instead", "turn", o.Turn, "for", ident.MaskName(o.ForName))
}

// reference names the record of an event as the desk does, persons masked.
func reference(s *store.Store, e record.Event) string {
	if e.Digest == "" && e.Before == "" {
		return ""
	}
	ref := ui.Reference(s, e)
	if strings.HasPrefix(e.Subject, "person/") {
		return ident.MaskName(ref)
	}
	return ref
}

func (a *app) logCommand() *cobra.Command {
	var since uint64
	var full bool
	cmd := a.command("log", "cli.log", func(cmd *cobra.Command, _ []string) error {
		return a.with(cmd.Context(), func(s *session) error {
			if full && s.person.Role != model.Auditor && s.person.Role != model.Coordinator {
				return &model.Problem{Code: "log.contents_role"}
			}
			return a.printLog(cmd.Context(), s, since, full)
		})
	})
	cmd.Flags().Uint64Var(&since, "since", 0, a.tx.T("cli.flag.since"))
	cmd.Flags().BoolVar(&full, "contents", false, a.tx.T("cli.flag.contents"))
	return cmd
}

func (a *app) printLog(ctx context.Context, s *session, since uint64, full bool) error {
	for {
		events, err := s.Events(ctx, since, 256)
		if err != nil || len(events) == 0 {
			return err
		}
		for _, e := range events {
			since = e.Seq
			l := a.logLine(s, e)
			if full {
				if b, err := s.Contents(e.Seq); err == nil {
					l.Contents = &contents{b.Before, b.After}
				}
			}
			if err := a.printLine(l); err != nil {
				return err
			}
		}
	}
}

func (a *app) printLine(l logLine) error {
	if a.json {
		return a.emit(l)
	}
	return a.say("%6d  %s  %s  %s", l.Seq, a.tx.Moment(l.At), a.tx.Actor(l.By, l.Actor), l.Summary)
}

func (a *app) undoCommand() *cobra.Command {
	return a.back("undo", "cli.undo", "cli.undone", (*store.Store).Undo)
}

func (a *app) redoCommand() *cobra.Command {
	return a.back("redo", "cli.redo", "cli.redone", (*store.Store).Redo)
}

type turn func(*store.Store, context.Context, store.By) (done, was record.Event, err error)

func (a *app) back(use string, key, said text.Key, do turn) *cobra.Command {
	return a.command(use, key, func(cmd *cobra.Command, _ []string) error {
		return a.with(cmd.Context(), func(s *session) error {
			done, was, err := do(s.Store, cmd.Context(), s.by())
			if err != nil {
				return err
			}
			ref := ui.Named(a.tx, reference(s.Store, was))
			kind, many := ui.Changes(cmd.Context(), s.Store, was)
			if many > 0 {
				ref = a.tx.T("root.many", "n", many)
			}
			if ref != "" {
				ref = " " + ref
			}
			words := a.tx.T(said, "what", a.tx.T(text.Key("event."+kind)), "ref", ref)
			if a.json {
				return a.emit(struct {
					Seq     uint64 `json:"seq"`
					Of      uint64 `json:"of"`
					Kind    string `json:"kind"`
					Subject string `json:"subject"`
					Text    string `json:"text"`
				}{done.Seq, was.Seq, was.Kind, was.Subject, words})
			}
			return a.say("%s", words)
		})
	})
}
