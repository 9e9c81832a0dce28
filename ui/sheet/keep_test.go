package sheet_test

import (
	"context"
	"errors"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"

	"heshi/store"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/sheet"
)

// drafts are kept in memory.
type drafts struct {
	have  map[string]store.Draft
	saves int
	drops []string
	err   error
}

func (d *drafts) Drafts(context.Context, string) (out []store.Draft, err error) {
	for _, k := range d.have {
		out = append(out, k)
	}
	return out, d.err
}

func (d *drafts) SaveDraft(_ context.Context, k store.Draft) error {
	d.saves++
	if d.err == nil {
		d.have[k.Name] = k
	}
	return d.err
}

func (d *drafts) DropDraft(_ context.Context, name string) error {
	d.drops = append(d.drops, name)
	delete(d.have, name)
	return nil
}

// kept is a form whose answers are kept; commands wait until they are run.
type kept struct {
	*form
	k    sheet.Keeper
	d    *drafts
	cmds []tea.Cmd
	said []screen.Notice
	bad  []screen.Failed
}

func keep(t screentest.T, d *drafts) *kept {
	f := &kept{form: open(t, false), d: d}
	f.env.After = screentest.AtOnce
	f.hold(f.k.Open(d, "form/x", f.s))
	return f
}

func (f *kept) hold(cmd tea.Cmd) {
	if cmd != nil {
		f.cmds = append(f.cmds, cmd)
	}
}

func (f *kept) write(text string) *kept {
	f.typed(text)
	f.hold(f.k.Typed(f.s, f.env))
	return f
}

// settle runs every command that waits, and what follows from it.
func (f *kept) settle() *kept {
	for len(f.cmds) > 0 {
		cmd := f.cmds[0]
		f.cmds = f.cmds[1:]
		msg := cmd()
		switch m := msg.(type) {
		case screen.Notice:
			f.said = append(f.said, m)
			continue
		case screen.Failed:
			f.bad = append(f.bad, m)
			continue
		}
		next, took := f.k.Take(msg, &f.s, f.env)
		require.True(f, took)
		f.hold(next)
	}
	return f
}

func TestWhatIsTypedOutlivesTheSheet(t *testing.T) {
	d := &drafts{have: map[string]store.Draft{}}
	f := keep(t, d).settle()
	f.write("新的").write("字").settle()
	require.Len(t, d.have, 1)
	require.Equal(t, 1, d.saves, "typing on waits for the same moment")
	require.Len(t, f.said, 1, "said once")
	f.write("，还有").settle()
	require.Equal(t, 2, d.saves)
	require.Len(t, f.said, 1)

	again := keep(t, d).settle()
	require.Equal(t, "旧新的字，还有", again.s.Value("line"))
	require.Equal(t, []string{"line"}, again.s.Changed(), "it is a change still")
	require.Len(t, again.said, 1)
	again.hold(again.k.Drop())
	again.settle()
	require.Empty(t, d.have)
	require.Equal(t, "旧", keep(t, d).settle().s.Value("line"))
}

func TestWhatIsTypedIsKeptAtOnceBeforeLeaving(t *testing.T) {
	d := &drafts{have: map[string]store.Draft{}}
	f := keep(t, d).settle()
	require.True(t, f.k.Kept(f.s), "nothing was typed")
	f.write("甲")
	require.False(t, f.k.Kept(f.s))
	f.cmds = nil // the pause is not over
	cmd, took := f.k.Take(screen.Keep{}, &f.s, f.env)
	require.True(t, took)
	f.hold(cmd)
	f.settle()
	require.True(t, f.k.Kept(f.s))
	require.Len(t, d.have, 1)
	cmd, _ = f.k.Take(screen.Keep{}, &f.s, f.env)
	require.Nil(t, cmd, "it is kept already")

	d.err = errors.New("disk full")
	f.write("乙")
	f.settle()
	require.False(t, f.k.Kept(f.s), "what the store refused is not kept")
}

func TestWhoIsTypingIsNotOverwritten(t *testing.T) {
	d := &drafts{have: map[string]store.Draft{}}
	keep(t, d).settle().write("甲").settle()
	f := keep(t, d)
	f.write("乙").settle()
	require.Equal(t, "旧乙", f.s.Value("line"))
}

func TestNoDraftComesAfterItsEnd(t *testing.T) {
	d := &drafts{have: map[string]store.Draft{}}
	f := keep(t, d).settle().write("甲")
	due := f.cmds[0]() // the pause is over
	f.cmds = nil
	save, _ := f.k.Take(due, &f.s, f.env)
	drop := f.k.Drop()
	drop()
	save() // the write was on its way already
	require.Empty(t, d.have)
	require.Nil(t, f.k.Typed(f.s, f.env), "and nothing is kept any more")
}

// save has the store write, which drops the draft unless err says why not.
func (f *kept) save(err error) error {
	_, got := sheet.Save(f.k, store.By{}, func(by store.By) (string, error) {
		if err == nil {
			f.d.drops = append(f.d.drops, by.Draft)
			delete(f.d.have, by.Draft)
		}
		return "", err
	})
	return got
}

// TestADraftGoesWithTheSave: in the store's own transaction; a write that was on
// its way does not bring it back, and none follows to drop it.
func TestADraftGoesWithTheSave(t *testing.T) {
	d := &drafts{have: map[string]store.Draft{}}
	f := keep(t, d).settle().write("甲").settle().write("乙")
	due := f.cmds[0]()
	f.cmds = nil
	late, _ := f.k.Take(due, &f.s, f.env)
	require.NoError(t, f.save(nil))
	late()
	require.Empty(t, d.have)
	require.Empty(t, keep(t, d).settle().s.Changed(), "whoever opens the form at once is offered nothing")
	drop := f.k.Drop()
	require.Nil(t, drop())
	require.Equal(t, []string{"form/x"}, d.drops, "once, by the save")
}

func TestASaveThatIsRefusedKeepsTheDraft(t *testing.T) {
	d := &drafts{have: map[string]store.Draft{}}
	f := keep(t, d).settle().write("甲").settle()
	no := errors.New("no")
	require.Equal(t, no, f.save(no))
	require.Len(t, d.have, 1)
	f.write("乙").settle()
	require.Equal(t, "旧甲乙", keep(t, d).settle().s.Value("line"), "typing on is kept too")
	f.k.Drop()()
	require.Empty(t, d.have, "then let go")

	var none sheet.Keeper
	by, err := sheet.Save(none, store.By{Actor: "a"}, func(by store.By) (store.By, error) { return by, nil })
	require.NoError(t, err)
	require.Equal(t, store.By{Actor: "a"}, by)
}

func TestNothingTypedNothingDropped(t *testing.T) {
	f := keep(t, &drafts{have: map[string]store.Draft{}}).settle()
	require.Nil(t, f.k.Drop(), "a step without a form costs one commit, not two")
}

func TestADraftThatCannotBeKeptIsSaid(t *testing.T) {
	d := &drafts{have: map[string]store.Draft{}, err: errors.New("full")}
	f := keep(t, d).settle().write("甲").settle()
	require.NotEmpty(t, f.bad)
	require.Equal(t, "旧甲", f.s.Value("line"))
	var none sheet.Keeper
	require.Nil(t, none.Typed(f.s, f.env))
	require.Nil(t, none.Drop())
}
