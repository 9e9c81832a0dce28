package cli

import (
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"heshi/model"
	"heshi/model/ident"
	"heshi/store/find"
	"heshi/ui/text"
)

// listFlags checks --state and --limit.
func listFlags(state string, limit int) error {
	if limit < 1 || limit > 1_000_000 {
		return &model.Problem{Code: "cli.limit", Args: map[string]any{"value": limit, "max": 1_000_000}}
	}
	if state != "" && !slices.Contains(model.CaseStates(), model.CaseState(state)) {
		words := make([]string, 0, 11)
		for _, s := range model.CaseStates() {
			words = append(words, string(s))
		}
		return &model.Problem{Code: "code.unknown", Field: "state", Args: map[string]any{"value": clip(state), "expected": strings.Join(words, ", ")}}
	}
	return nil
}

// ordinal is the number in an id; 0 for none.
func ordinal(id model.ID) uint64 {
	_, n, _ := strings.Cut(string(id), "-")
	ord, err := strconv.ParseUint(n, 10, 64)
	if err != nil {
		return 0
	}
	return ord
}

// hit is one line of find.
type hit struct {
	Kind  string   `json:"kind"`
	ID    model.ID `json:"id"`
	No    string   `json:"no"`
	Title string   `json:"title"`
	Why   []why    `json:"why"`
}

type why struct {
	Field string   `json:"field"`
	How   find.How `json:"how"`
	Text  string   `json:"text"`
}

func (a *app) findCommand() *cobra.Command {
	var limit int
	cmd := a.command("find QUERY", "cli.find", func(cmd *cobra.Command, words []string) error {
		if err := listFlags("", limit); err != nil {
			return usage(err)
		}
		query := strings.Join(words, " ")
		if find.Blank(query) {
			return usage(&model.Problem{Code: "find.empty"})
		}
		return a.with(cmd.Context(), func(s *session) error {
			res, err := s.Search(cmd.Context(), find.Query{Text: query, Limit: limit, Near: true})
			if err != nil {
				return err
			}
			for _, h := range res.Hits {
				if err := a.printHit(h); err != nil {
					return err
				}
			}
			if len(res.Hits) == 0 {
				a.tell(a.tx.T(nothing(query)))
			}
			if res.Partial {
				a.tell(a.tx.T("cli.find.partial"))
			}
			return nil
		})
	})
	cmd.Args = args(1, 50)
	cmd.Flags().IntVar(&limit, "limit", find.DefaultLimit, a.tx.T("cli.flag.limit"))
	return cmd
}

// nothing is what to try when nothing was found.
func nothing(query string) text.Key {
	if find.ShortNumber(query) {
		return "lookup.short"
	}
	return "cli.find.none"
}

func (a *app) printHit(h find.Hit) error {
	out := hit{Kind: h.Kind.String(), ID: h.ID, No: h.No, Title: title(h), Why: []why{}}
	for _, w := range h.Why {
		out.Why = append(out.Why, why{w.Field, w.How, maskedMatch(h.Kind, w)})
	}
	if a.json {
		return a.emit(out)
	}
	return a.say("%s  %s", out.No, out.Title)
}

// title heads a hit: who and which shop, or the shop's name.
func title(h find.Hit) string {
	if h.Kind != find.Case {
		return h.Name
	}
	parts := []string{}
	for _, s := range []string{ident.MaskName(h.Name), h.Shop} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " · ")
}

// maskedMatch shows of personal data no more than a list does.
func maskedMatch(kind find.Kind, w find.Why) string {
	switch w.Field {
	case "phone":
		if w.How == find.Tail && len(w.Text) <= 4 {
			return w.Text
		}
		return ident.MaskPhone(w.Text)
	case "name":
		if kind != find.Shop {
			return ident.MaskName(w.Text)
		}
	}
	return w.Text
}
