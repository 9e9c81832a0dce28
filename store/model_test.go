//go:build unix

package store_test

import (
	"flag"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/store"
	"heshi/store/find"
	"heshi/store/storetest"
)

// plain is the store as a few maps and stacks: what a reader must see.
type plain struct {
	cases map[model.ID]model.Case
	shops map[model.ID]model.Shop
	done  map[string][]step // by actor, the newest last
	again map[string][]step // undone and not yet done again
	draft map[string]string
}

// step is what one undo takes back: a change, or all those of a batch.
type step []change

// change is one record before and after; nil when it was not there.
type change struct {
	id            model.ID
	before, after any
}

func newPlain() *plain {
	return &plain{
		cases: map[model.ID]model.Case{}, shops: map[model.ID]model.Shop{},
		done: map[string][]step{}, again: map[string][]step{}, draft: map[string]string{},
	}
}

func (p *plain) did(actor string, s step) {
	p.done[actor] = append(p.done[actor], s)
	p.again[actor] = nil
}

func (p *plain) now(id model.ID) any {
	if c, ok := p.cases[id]; ok {
		return c
	}
	if s, ok := p.shops[id]; ok {
		return s
	}
	return nil
}

func (p *plain) set(id model.ID, v any) {
	delete(p.cases, id)
	delete(p.shops, id)
	switch v := v.(type) {
	case model.Case:
		p.cases[id] = v
	case model.Shop:
		p.shops[id] = v
	}
}

func same(a, b any) bool { return fmt.Sprint(a) == fmt.Sprint(b) }

// turn moves every change of a step, the last one first, from one side to the
// other. It says why it may not.
func (p *plain) turn(s step, from, to func(change) any) string {
	gone := map[model.ID]bool{}
	for i := len(s) - 1; i >= 0; i-- {
		c := s[i]
		if !same(p.now(c.id), from(c)) {
			return store.CodeBuiltUpon
		}
		gone[c.id] = to(c) == nil
	}
	for _, c := range s {
		shop, ok := from(c).(model.Shop)
		if !ok || to(c) != nil {
			continue
		}
		for id, k := range p.cases {
			if k.ShopID == shop.ID && !gone[id] {
				return store.CodeInUse
			}
		}
	}
	for _, c := range s {
		k, ok := to(c).(model.Case)
		if _, there := p.shops[k.ShopID]; !ok || k.ShopID == "" || there {
			continue
		}
		if !slices.ContainsFunc(s, func(c change) bool { return c.id == k.ShopID }) {
			return store.CodeShopGone
		}
	}
	for _, c := range s {
		if shop, ok := to(c).(model.Shop); ok {
			for id, other := range p.shops {
				if id != shop.ID && find.Fold(other.Name) == find.Fold(shop.Name) {
					return store.CodeNameTaken
				}
			}
		}
	}
	for i := len(s) - 1; i >= 0; i-- {
		p.set(s[i].id, to(s[i]))
	}
	return ""
}

func (p *plain) shopNamed(name string) (model.Shop, bool) {
	for _, s := range p.shops {
		if find.Fold(s.Name) == find.Fold(name) {
			return s, true
		}
	}
	return model.Shop{}, false
}

// machine drives store and model side by side.
type machine struct {
	t *rapid.T
	s *storetest.Store
	p *plain
}

var (
	actors    = rapid.SampledFrom([]string{"a", "b", "c"})
	shopNames = rapid.SampledFrom([]string{"甲", "乙店", "Ｃ", "c"})
	words     = rapid.SampledFrom([]string{"x", "退款", "第二句", "y z"})
)

func bare(c model.Case) model.Case { c.Rev = 0; return c }

func bareShop(s model.Shop) model.Shop { s.Rev = 0; return s }

// took notes the shop that a case made, and the case.
func (m *machine) took(actor string, c model.Case, before any) step {
	var made step
	if _, ok := m.p.shops[c.ShopID]; !ok && c.ShopID != "" {
		shop := model.Shop{ID: c.ShopID, Name: c.Shop}
		m.p.shops[shop.ID] = shop
		made = append(made, change{shop.ID, nil, shop})
	}
	m.p.cases[c.ID] = bare(c)
	return append(made, change{c.ID, before, bare(c)})
}

func (m *machine) pick(r *rapid.T) (model.Case, bool) {
	var ids []model.ID
	for _, row := range list(m.t, m.s, find.Case) {
		ids = append(ids, row.ID)
	}
	if len(ids) == 0 {
		return model.Case{}, false
	}
	c, err := m.s.Case(ctx, string(rapid.SampledFrom(ids).Draw(r, "case")))
	require.NoError(m.t, err)
	return c, true
}

func (m *machine) addCase(r *rapid.T) {
	actor := actors.Draw(r, "actor")
	c, err := m.s.AddCase(ctx, grown(by(actor, 0), "d"), complaint("n", shopNames.Draw(r, "shop"), words.Draw(r, "what")))
	require.NoError(m.t, err)
	delete(m.p.draft, "d")
	for _, ch := range m.took(actor, c, nil) {
		m.p.did(actor, step{ch})
	}
}

func (m *machine) editCase(r *rapid.T) {
	c, ok := m.pick(r)
	if !ok {
		return
	}
	actor, was := actors.Draw(r, "actor"), bare(c)
	c.Note = words.Draw(r, "note")
	if rapid.Bool().Draw(r, "move") {
		c.Shop = shopNames.Draw(r, "shop")
	}
	if rapid.IntRange(0, 4).Draw(r, "stale") == 0 {
		c.Rev++
		_, err := m.s.EditCase(ctx, by(actor, 1), c)
		require.Equal(m.t, store.CodeStale, code(m.t, err))
		return
	}
	out, err := m.s.EditCase(ctx, by(actor, 1), c)
	require.NoError(m.t, err)
	if same(bare(out), was) {
		return
	}
	for _, ch := range m.took(actor, out, was) {
		m.p.did(actor, step{ch})
	}
}

func (m *machine) addShop(r *rapid.T) {
	actor, name := actors.Draw(r, "actor"), shopNames.Draw(r, "name")
	shop, err := m.s.AddShop(ctx, by(actor, 0), model.Shop{Name: name})
	if _, taken := m.p.shopNamed(name); taken {
		require.Equal(m.t, store.CodeNameTaken, code(m.t, err))
		return
	}
	require.NoError(m.t, err)
	m.p.shops[shop.ID] = bareShop(shop)
	m.p.did(actor, step{{shop.ID, nil, bareShop(shop)}})
}

func (m *machine) addBatch(r *rapid.T) {
	actor := actors.Draw(r, "actor")
	n := rapid.IntRange(1, 5).Draw(r, "n")
	fail := rapid.IntRange(0, 3).Draw(r, "fail") == 0
	head := m.s.Head()
	err := m.s.AddBatch(ctx, by(actor, 0), n, func(i int) (store.Item, error) {
		if fail && i == n-1 {
			return store.Item{}, &model.Problem{Code: "row"}
		}
		c := complaint("n", shopNames.Draw(r, "shop"), "batch")
		return store.Item{Case: &c, By: by("import", 0)}, nil
	}, nil)
	if fail {
		require.Equal(m.t, "row", code(m.t, err))
		require.Equal(m.t, head, m.s.Head())
		return
	}
	require.NoError(m.t, err)
	events, err := m.s.Events(ctx, head, 1000)
	require.NoError(m.t, err)
	var made step
	for _, e := range events {
		if e.Kind == store.KindCaseAdded {
			id, _ := store.IDOf(e.Subject)
			c, err := m.s.Case(ctx, string(id))
			require.NoError(m.t, err)
			made = append(made, m.took(actor, c, nil)...)
		}
	}
	m.p.did(actor, made)
}

func (m *machine) undo(r *rapid.T) {
	actor := actors.Draw(r, "actor")
	_, _, err := m.s.Undo(ctx, by(actor, 2))
	stack := m.p.done[actor]
	if len(stack) == 0 {
		require.Equal(m.t, store.CodeNothingUndo, code(m.t, err))
		return
	}
	top := stack[len(stack)-1]
	if why := m.p.turn(top, func(c change) any { return c.after }, func(c change) any { return c.before }); why != "" {
		require.Equal(m.t, why, code(m.t, err))
		return
	}
	require.NoError(m.t, err)
	m.p.done[actor], m.p.again[actor] = stack[:len(stack)-1], append(m.p.again[actor], top)
}

func (m *machine) redo(r *rapid.T) {
	actor := actors.Draw(r, "actor")
	_, _, err := m.s.Redo(ctx, by(actor, 3))
	stack := m.p.again[actor]
	if len(stack) == 0 {
		require.Equal(m.t, store.CodeNothingRedo, code(m.t, err))
		return
	}
	top := stack[len(stack)-1]
	if why := m.p.turn(top, func(c change) any { return c.before }, func(c change) any { return c.after }); why != "" {
		require.Equal(m.t, why, code(m.t, err))
		return
	}
	require.NoError(m.t, err)
	m.p.again[actor], m.p.done[actor] = stack[:len(stack)-1], append(m.p.done[actor], top)
}

func (m *machine) reveal(r *rapid.T) {
	if c, ok := m.pick(r); ok {
		_, err := m.s.Reveal(ctx, by(actors.Draw(r, "actor"), 4), c.ID, "call")
		require.NoError(m.t, err)
	}
}

func (m *machine) saveDraft(r *rapid.T) {
	m.p.draft["d"] = fmt.Sprintf("%q", words.Draw(r, "draft"))
	require.NoError(m.t, m.s.SaveDraft(ctx, store.Draft{Name: "d", Body: []byte(m.p.draft["d"])}))
}

// agree compares everything a reader can see.
func (m *machine) agree(*rapid.T) {
	got := map[model.ID]model.Case{}
	for _, row := range list(m.t, m.s, find.Case) {
		c, err := m.s.Case(ctx, row.No)
		require.NoError(m.t, err)
		got[c.ID] = bare(c)
	}
	require.Equal(m.t, m.p.cases, got)
	shops := map[model.ID]model.Shop{}
	for _, row := range list(m.t, m.s, find.Shop) {
		shop, err := m.s.Shop(ctx, row.Name)
		require.NoError(m.t, err)
		shops[shop.ID] = bareShop(shop)
		n, err := m.s.ShopCases(ctx, shop.ID)
		require.NoError(m.t, err)
		for _, c := range got {
			if c.ShopID == shop.ID {
				n--
			}
		}
		require.Zero(m.t, n)
	}
	require.Equal(m.t, m.p.shops, shops)
	drafts, err := m.s.Drafts(ctx, "")
	require.NoError(m.t, err)
	have := map[string]string{}
	for _, d := range drafts {
		have[d.Name] = string(d.Body)
	}
	require.Equal(m.t, m.p.draft, have)
}

// TestStoreAgreesWithAPlainModel runs random sequences of changes against the
// store and against maps and stacks.
func TestStoreAgreesWithAPlainModel(t *testing.T) {
	checks(t, rounds(8))
	rapid.Check(t, func(r *rapid.T) {
		m := &machine{t: r, s: storetest.Open(t, storetest.Unchecked()), p: newPlain()}
		r.Repeat(map[string]func(*rapid.T){
			"add case":  m.addCase,
			"edit case": m.editCase,
			"add shop":  m.addShop,
			"add batch": m.addBatch,
			"undo":      m.undo,
			"redo":      m.redo,
			"reveal":    m.reveal,
			"draft":     m.saveDraft,
			"reopen":    func(*rapid.T) { m.s.Reopen() },
			"":          m.agree,
		})
		m.s.Whole()
		m.s.Reopen()
		m.agree(r)
		m.s.Whole()
		require.NoError(r, m.s.Close())
	})
}

// checks sets how many random runs a property gets.
func checks(t *testing.T, n int) {
	f := flag.Lookup("rapid.checks")
	was := f.Value.String()
	require.NoError(t, f.Value.Set(fmt.Sprint(n)))
	t.Cleanup(func() { _ = f.Value.Set(was) })
}
