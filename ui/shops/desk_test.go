package shops_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/model"
	"heshi/model/affiliate"
	"heshi/model/flow"
	"heshi/model/returns"
	"heshi/model/workday"
	"heshi/store"
	"heshi/store/record"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/shops"
	"heshi/ui/trade"
	"heshi/ui/widget"
)

var _ shops.Desk = (*store.Store)(nil)

func TestMain(m *testing.M) {
	widget.PinWidths()
	os.Exit(m.Run())
}

func day(t screentest.T, s string) model.Day {
	d, err := model.ParseDay(s)
	require.NoError(t, err)
	return d
}

// desk is a store in memory; core enterprises are tried on the real one.
type desk struct {
	shops.Desk
	shops []model.Shop
	cases map[model.ID]int
	held  []returns.Charter
	rev   uint64
	other *returns.Charter // somebody else saves this just before the next save
	fail  error
	by    []store.By

	drafts screentest.Kept
}

func newDesk(t screentest.T) *desk {
	d := &desk{drafts: screentest.Kept{}, cases: map[model.ID]int{"s-1": 3}}
	for i, name := range []string{"天天甜品", "华兴鞋行", "红星小吃"} {
		d.shops = append(d.shops, model.Shop{ID: model.ID(fmt.Sprint("s-", i+1)), Rev: 1, Name: name, Stall: fmt.Sprint("A-0", i+1)})
	}
	seen := day(t, "2026-11-01")
	d.shops[0].Class, d.shops[0].Phone = "food", "13800001234"
	d.shops[0].Member = &model.Member{Joined: day(t, "2026-01-01"), TermDays: 10, PosterSeen: &seen}
	d.shops[1].Left = day(t, "2026-06-30")
	return d
}

func (d *desk) AllShops(context.Context) ([]model.Shop, error) {
	return append([]model.Shop(nil), d.shops...), d.fail
}

func (d *desk) Drafts(ctx context.Context, prefix string) ([]store.Draft, error) {
	return d.drafts.Drafts(ctx, prefix)
}

func (d *desk) SaveDraft(ctx context.Context, k store.Draft) error { return d.drafts.SaveDraft(ctx, k) }

func (d *desk) DropDraft(ctx context.Context, name string) error {
	return d.drafts.DropDraft(ctx, name)
}

func (d *desk) Groups(context.Context) ([]model.Group, error) { return nil, nil }

func (d *desk) ShopCases(_ context.Context, id model.ID) (int, error) { return d.cases[id], nil }

func (d *desk) AddShop(_ context.Context, by store.By, shop model.Shop) (model.Shop, error) {
	shop, ps := flow.CheckShop(shop)
	if hard := ps.Hard(); len(hard) > 0 {
		return shop, hard
	}
	for _, s := range d.shops {
		if s.Name == shop.Name {
			return shop, &model.Problem{Code: store.CodeNameTaken, Field: "name", Args: map[string]any{"name": shop.Name}}
		}
	}
	shop.ID, shop.Rev = model.ID(fmt.Sprint("s-", len(d.shops)+1)), 1
	d.shops, d.by = append(d.shops, shop), append(d.by, by)
	d.drafts.Gone(by)
	return shop, nil
}

func (d *desk) EditShop(_ context.Context, by store.By, shop model.Shop) (model.Shop, error) {
	for i, s := range d.shops {
		switch {
		case s.ID != shop.ID:
		case s.Rev != shop.Rev:
			return shop, &store.Stale[model.Shop]{Mine: shop, Theirs: s, By: record.Event{Actor: "王五", At: screentest.Now()}}
		default:
			shop.Rev++
			d.shops[i], d.by = shop, append(d.by, by)
			d.drafts.Gone(by)
			return shop, nil
		}
	}
	return shop, errors.New("no such shop")
}

func (d *desk) Charters(context.Context) ([]returns.Charter, uint64, error) {
	return d.held, d.rev, nil
}

func (d *desk) SaveCharters(_ context.Context, by store.By, list []returns.Charter, rev uint64) (uint64, error) {
	if d.other != nil {
		d.held, d.rev, d.other = []returns.Charter{*d.other}, d.rev+1, nil
	}
	if rev != d.rev {
		return d.rev, &store.Stale[[]returns.Charter]{Mine: list, Theirs: d.held, By: record.Event{Actor: "王五", At: screentest.Now()}}
	}
	d.held, d.rev, d.by = list, d.rev+1, append(d.by, by)
	return d.rev, nil
}

// supply is the real rules and examples; files go to memory.
type supply struct {
	rules    *returns.Rules
	calendar *workday.Calendar
	imports  []string // what was imported, dry ones marked
	result   trade.Result
	fault    error
	exported []string
}

func newSupply(t screentest.T) *supply {
	rules, err := returns.LoadRules(assets.Files())
	require.NoError(t, err)
	cal, err := workday.Load(assets.Files())
	require.NoError(t, err)
	return &supply{rules: rules, calendar: cal}
}

func (s *supply) Sample() ([]returns.Charter, error) { return returns.SampleCharters(assets.Files()) }

func (s *supply) Examples() ([]returns.Example, error) { return returns.LoadExamples(assets.Files()) }

func (s *supply) Thresholds() (affiliate.Thresholds, error) {
	return affiliate.Thresholds{Days: 30, Shop: 3, Group: 5, Shops: 3}, nil
}

func (s *supply) Rules() (*returns.Rules, returns.Env, error) {
	return s.rules, returns.Env{Calendar: s.calendar}, nil
}

func (s *supply) Import(_ context.Context, _ store.By, kind, name string, data []byte, dry bool) (trade.Result, error) {
	s.imports = append(s.imports, fmt.Sprint(kind, " ", string(data), " ", dry))
	return s.result, s.fault
}

func (s *supply) Export(_ context.Context, kind, _, _ string, w io.Writer) (int, error) {
	s.exported = append(s.exported, kind)
	_, err := io.WriteString(w, kind)
	return 7, err
}

// open sits at the screen, in a language, as a person with a role.
func open(t screentest.T, lang string, role model.Role) (*screentest.Driver, *desk, *supply) {
	d, s := newDesk(t), newSupply(t)
	return start(t, lang, role, d, s), d, s
}

func start(t screentest.T, lang string, role model.Role, d *desk, s *supply) *screentest.Driver {
	env := screentest.Env(t, lang)
	env.Person.Role = role
	return screentest.Start(t, env, shops.At(env, d, s, screen.OpenShops{}))
}

// notice is the last line the screen said.
func notice(d *screentest.Driver) screen.Notice { return screentest.Asked[screen.Notice](d) }
