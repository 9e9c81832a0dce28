package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store"
	"heshi/store/find"
	"heshi/store/storetest"
)

// refund is an agreement with one promise.
func refund(due model.Day) flow.Args {
	return flow.Args{"terms": "退款", "duties": []model.Duty{{What: "退款", Amount: 29900, Due: due}}}
}

func take(t require.TestingT, s *storetest.Store, actor string, id model.ID, action string, args flow.Args) model.Case {
	c, err := s.Do(ctx, by(actor, 10), id, 0, action, args)
	require.NoError(t, err, action)
	return c
}

func TestAStepIsOneEventAndOneCommit(t *testing.T) {
	s := storetest.Open(t, storetest.Clocks(t))
	c := addCase(t, s, "a", complaint("王小明", "百味轩", "退款"))
	require.Equal(t, "2026-11-24", c.DueOn.String())
	require.Equal(t, model.DueReason("station.ordinary"), c.DueFor)
	head := s.Head()
	c = take(t, s, "a", c.ID, "accept", nil)
	require.Equal(t, head+1, s.Head())
	c = take(t, s, "a", c.ID, "settle", refund(model.DayOf(storetest.Now, storetest.Zone)+4))
	require.Equal(t, "2026-11-27", c.DueOn.String())
	require.Equal(t, model.DueDuty, c.DueFor)
	due, open, err := s.Due(ctx, 5)
	require.NoError(t, err)
	require.Equal(t, 1, open)
	require.Equal(t, model.DueDuty, due[0].Why)
	require.Equal(t, c.DueOn, due[0].Row.Due)

	events, err := s.History(ctx, c.ID, 0, 5)
	require.NoError(t, err)
	require.Equal(t, []string{"case.settle", "case.accept", store.KindCaseAdded}, kinds(events))

	_, err = s.Do(ctx, by("a", 10), c.ID, c.Rev-1, "pause", flow.Args{"reason": "x"})
	require.Equal(t, store.CodeStale, code(t, err))
	_, err = s.Do(ctx, by("a", 10), c.ID, 0, "close", nil)
	require.Equal(t, "step.open_duty", refusal(t, err))
	require.Equal(t, c.Rev, s.Head(), "a refusal writes nothing")
}

func refusal(t require.TestingT, err error) string {
	var ps model.Problems
	require.ErrorAs(t, err, &ps)
	return ps[0].Code
}

func TestAStepCanBeUndoneUntilSomethingFollows(t *testing.T) {
	s := storetest.Open(t)
	c := addCase(t, s, "a", complaint("王小明", "百味轩", "退款"))
	take(t, s, "a", c.ID, "accept", nil)
	take(t, s, "b", c.ID, "contact", flow.Args{"party": "complainant", "how": "phone"})
	_, _, err := s.Undo(ctx, by("a", 11))
	require.Equal(t, store.CodeBuiltUpon, code(t, err))
	_, _, err = s.Undo(ctx, by("b", 11))
	require.NoError(t, err)
	_, _, err = s.Undo(ctx, by("a", 11))
	require.NoError(t, err)
	got, err := s.Case(ctx, string(c.ID))
	require.NoError(t, err)
	require.Equal(t, model.Registered, got.State)
	require.Empty(t, got.Contacts)
	_, _, err = s.Redo(ctx, by("a", 12))
	require.NoError(t, err)
	got, err = s.Case(ctx, string(c.ID))
	require.NoError(t, err)
	require.Equal(t, model.Accepted, got.State)
}

func TestProofsAreFilesOrWords(t *testing.T) {
	s := storetest.Open(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "凭证.jpg")
	require.NoError(t, os.WriteFile(file, []byte("x"), 0o600))
	c := addCase(t, s, "a", complaint("王小明", "百味轩", "退款"))
	take(t, s, "a", c.ID, "accept", nil)
	take(t, s, "a", c.ID, "settle", refund(model.DayOf(storetest.Now, storetest.Zone)))
	for ref, want := range map[string]string{
		"/no/such/file": "proof.no_file", "nothing.pdf": "proof.no_file", dir: "proof.no_plain", "~/nothing.here.png": "proof.no_file",
	} {
		_, err := s.Do(ctx, by("a", 1), c.ID, 0, "perform-duty", flow.Args{"proof": ref})
		require.Equal(t, want, refusal(t, err), ref)
	}
	c = take(t, s, "a", c.ID, "partly", flow.Args{"proof": "微信转账 100.5 元", "amount_fen": model.Money(10050)})
	require.Equal(t, "微信转账 100.5 元", c.Duties[0].Proofs[0].Ref)
	require.Empty(t, c.Duties[0].Proofs[0].SHA256)
	c = take(t, s, "a", c.ID, "perform-duty", flow.Args{"proof": file})
	require.Equal(t, file, c.Duties[0].Proofs[1].Ref)
	require.Equal(t, "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", c.Duties[0].Proofs[1].SHA256)
}

func TestAnEditLeavesTheLifeOfACaseAlone(t *testing.T) {
	s := storetest.Open(t)
	c := addCase(t, s, "a", complaint("王小明", "百味轩", "退款"))
	take(t, s, "a", c.ID, "accept", nil)
	was := take(t, s, "a", c.ID, "settle", refund(model.DayOf(storetest.Now, storetest.Zone)))
	edit := was
	edit.State, edit.Duties, edit.Agreement, edit.Owner, edit.Note = model.Closed, nil, nil, "x", "改了备注"
	got, err := s.EditCase(ctx, by("a", 12), edit)
	require.NoError(t, err)
	was.Note, was.Rev = "改了备注", got.Rev
	require.Equal(t, was, got)
}

func TestTargetsAreTheStationsOwn(t *testing.T) {
	s := storetest.Open(t, storetest.Clocks(t))
	targets, err := s.Targets(ctx)
	require.NoError(t, err)
	require.Equal(t, model.DefaultTargets(), targets)
	bad := targets
	bad.OrdinaryDays, bad.Opens = 0, "9"
	_, err = s.EditTargets(ctx, by("a", 0), bad)
	require.Equal(t, "days.range", refusal(t, err))
	targets.OrdinaryDays = 3
	targets, err = s.EditTargets(ctx, by("a", 0), targets)
	require.NoError(t, err)
	c := addCase(t, s, "a", complaint("王小明", "百味轩", "退款"))
	require.Equal(t, "2026-11-26", c.DueOn.String())
	_, err = s.EditTargets(ctx, by("a", 0), model.DefaultTargets())
	require.Equal(t, store.CodeStale, code(t, err))
	_, _, err = s.Undo(ctx, by("a", 1)) // the case
	require.NoError(t, err)
	_, _, err = s.Undo(ctx, by("a", 1)) // its shop
	require.NoError(t, err)
	_, _, err = s.Undo(ctx, by("a", 1))
	require.NoError(t, err)
	back, err := s.Targets(ctx)
	require.NoError(t, err)
	require.Equal(t, model.DefaultTargets(), back)
	require.NotZero(t, targets.Rev)
}

func TestACaseFromAFileCannotEndOverAPromise(t *testing.T) {
	s := storetest.Open(t)
	c := complaint("王小明", "百味轩", "退款")
	c.Kind, c.State = model.Complaint, model.Closed
	c.Duties = []model.Duty{{ID: "d1", What: "退款", Due: 1, State: model.DutyOpen}}
	batch := func() error {
		return s.AddBatch(ctx, by("a", 0), 1, func(int) (store.Item, error) { return store.Item{Case: &c, By: by("a", 0)}, nil }, nil)
	}
	require.Equal(t, "step.open_duty", refusal(t, batch()))
	c.Duties[0].State = model.DutyFailed
	require.Equal(t, "step.failed_duty", refusal(t, batch()))
	c.Duties[0].State = ""
	require.Equal(t, "whole.duty_state", refusal(t, batch()))
	c.Duties[0].State = model.DutyPerformed
	require.Equal(t, "whole.duty_proof", refusal(t, batch()))
	c.Duties[0].Proofs = []model.Proof{{Ref: "转账 1"}}
	require.NoError(t, batch())
}

// TestACaseThatComesWholeIsSoundAndOnTheList: the same holds for cases with
// number and state from elsewhere; what somebody has to act on has a day.
func TestACaseThatComesWholeIsSoundAndOnTheList(t *testing.T) {
	s := storetest.Open(t, storetest.Clocks(t))
	n := 0
	arrive := func(change func(*model.Case)) (model.Case, error) {
		n++
		c := complaint("王小明", "百味轩", "退款")
		c.No, c.RegisteredAt = fmt.Sprint("A-", n), storetest.Now
		change(&c)
		err := s.AddBatch(ctx, by("a", 0), 1, func(int) (store.Item, error) { return store.Item{Whole: &c, By: by("a", 0)}, nil }, nil)
		if err != nil {
			return c, err
		}
		return s.Case(ctx, c.No)
	}
	for _, state := range []model.CaseState{"", model.Mediating, model.Settled, model.Reopened} {
		c, err := arrive(func(c *model.Case) { c.State = state })
		require.NoError(t, err)
		require.False(t, c.DueOn.IsZero(), state)
		require.NotEmpty(t, c.DueFor, state)
	}
	c, err := arrive(func(c *model.Case) { c.State, c.DueOn = model.Closed, monday })
	require.NoError(t, err)
	require.True(t, c.DueOn.IsZero())
	c, err = arrive(func(c *model.Case) { c.Kind = model.Consultation })
	require.NoError(t, err)
	require.Equal(t, model.Closed, c.State, "nobody could ever close it")
	_, err = arrive(func(c *model.Case) { c.Kind, c.State = model.Consultation, model.Mediating })
	require.Equal(t, "whole.consultation", refusal(t, err))
	_, err = arrive(func(c *model.Case) { c.Origin = &model.Origin{Via: "moon"} })
	require.Equal(t, "code.unknown", refusal(t, err), "no clock knows what follows from it")
	duty := model.Duty{ID: "d1", What: "退款", Due: monday + 5, State: model.DutyOpen}
	for want, change := range map[string]func(*model.Case){
		"step.open_duty":   func(c *model.Case) { c.State = model.Withdrawn },
		"whole.duty_state": func(c *model.Case) { c.State, c.Duties[0].State = model.Closed, "" },
		"whole.duty_id":    func(c *model.Case) { c.Duties = append(c.Duties, c.Duties[0]) },
		"whole.duty_proof": func(c *model.Case) { c.State, c.Duties[0].State = model.Closed, model.DutyPerformed },
	} {
		head := s.Head()
		_, err := arrive(func(c *model.Case) { c.Duties = []model.Duty{duty}; change(c) })
		require.Equal(t, want, refusal(t, err))
		require.Equal(t, head, s.Head(), "nothing is written")
	}
	c, err = arrive(func(c *model.Case) { c.State, c.Duties = model.Performing, []model.Duty{duty} })
	require.NoError(t, err)
	_, err = s.Do(ctx, by("a", 1), c.ID, 0, "close", nil)
	require.Equal(t, "step.open_duty", refusal(t, err))
}

// TestNoWayThroughTheStoreEndsOverAPromise tries steps on one case and on many,
// edits, merges, files that bring cases whole, undo and redo by several people
// in any order.
func TestNoWayThroughTheStoreEndsOverAPromise(t *testing.T) {
	s := storetest.Open(t, storetest.Clocks(t))
	_, err := s.AddGroup(ctx, by("c", 0), core("陈埭鞋业", "百味轩"))
	require.NoError(t, err)
	n, ended := 0, map[model.CaseState]int{}
	checks(t, rounds(40))
	rapid.Check(t, func(t *rapid.T) {
		var ids []model.ID
		for range 2 {
			n++
			c, err := s.AddCase(ctx, by("a", 0), complaint("王小明", "百味轩", fmt.Sprint("第", n, "件")))
			require.NoError(t, err)
			ids = append(ids, c.ID)
		}
		for range rapid.IntRange(1, 25).Draw(t, "moves") {
			who := store.By{Actor: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "who"), At: storetest.Now.Add(time.Hour)}
			id := ids[rapid.IntRange(0, 1).Draw(t, "case")]
			switch rapid.IntRange(0, 11).Draw(t, "move") {
			case 0:
				_, _, _ = s.Undo(ctx, who)
			case 1:
				_, _, _ = s.Redo(ctx, who)
			case 2:
				now, err := s.Case(ctx, string(id))
				if err == nil {
					now.State, now.Duties, now.Note = model.Closed, nil, rapid.SampledFrom([]string{"x", "y"}).Draw(t, "note")
					_, _ = s.EditCase(ctx, who, now)
				}
			case 3:
				n++
				anyFile(t, s, who, id, fmt.Sprint("A-", n))
			case 4:
				action := rapid.SampledFrom([]string{"close", "withdraw", "decline", "terminate", "core-answer"}).Draw(t, "for all")
				_ = s.DoMany(ctx, who, ids, action, anyArgs(t, action, id))
			case 5:
				_, _ = s.Do(ctx, who, ids[0], 0, "merge", flow.Args{"into": string(ids[1])})
			default:
				anyStep(t, s, who, id)
			}
			for _, id := range ids {
				if c, ok := sound(t, s, id); ok && c.State.Over() {
					ended[c.State]++
				}
			}
		}
	})
	t.Log(ended) // how far it led
}

// anyFile brings a copy of a case whole, with a state and promises that the
// file has made up.
func anyFile(t *rapid.T, s *storetest.Store, who store.By, of model.ID, no string) {
	c, err := s.Case(ctx, string(of))
	if err != nil {
		return
	}
	c.ID, c.No = "", no
	c.State = rapid.SampledFrom(model.CaseStates()).Draw(t, "state")
	c.Duties = slices.Clone(c.Duties)
	for i := range c.Duties {
		c.Duties[i].State = rapid.SampledFrom(append(model.DutyStates(), "", "done")).Draw(t, "duty")
	}
	err = s.AddBatch(ctx, who, 1, func(int) (store.Item, error) { return store.Item{Whole: &c, By: who}, nil }, nil)
	if err != nil {
		return
	}
	got, err := s.Case(ctx, no)
	require.NoError(t, err)
	sound(t, s, got.ID)
	for _, d := range got.Duties {
		require.Contains(t, model.DutyStates(), d.State)
	}
}

// anyStep takes a step, mostly one that is possible.
func anyStep(t *rapid.T, s *storetest.Store, who store.By, id model.ID) {
	c, err := s.Case(ctx, string(id))
	if err != nil { // its registration was undone
		return
	}
	a := rapid.SampledFrom(flow.Actions()).Draw(t, "step")
	if next := flow.Next(c, flow.Actor{Name: who.Actor}); len(next) > 0 && rapid.IntRange(0, 3).Draw(t, "fits") > 0 {
		a = rapid.SampledFrom(next).Draw(t, "next")
	}
	if way := onward(c, who); len(way) > 0 && rapid.Bool().Draw(t, "on") {
		a = rapid.SampledFrom(way).Draw(t, "way")
	}
	_, _ = s.Do(ctx, who, id, 0, a.ID, anyArgs(t, a.ID, id))
}

// onward are the steps by which a case is meant to go on.
func onward(c model.Case, who store.By) (out []flow.Action) {
	for _, a := range flow.Next(c, flow.Actor{Name: who.Actor}) {
		if slices.Contains([]string{"accept", "settle", "perform-duty", "fail-duty", "close", "reopen"}, a.ID) {
			out = append(out, a)
		}
	}
	return out
}

// anyArgs answers what a step asks for.
func anyArgs(t *rapid.T, action string, of model.ID) flow.Args {
	a, _ := flow.Find(action)
	args := flow.Args{}
	for _, f := range a.Fields {
		switch {
		case f.Kind == flow.Duties:
			args[f.Name] = []model.Duty{{What: "退款", Amount: 100, Due: model.DayOf(storetest.Now, storetest.Zone) + 1}}
		case f.Name == "into":
			args[f.Name] = string(of)
		case !f.Required || f.Begin != nil:
		case f.Kind == flow.Choice:
			args[f.Name] = rapid.SampledFrom(f.Choices).Draw(t, f.Name)
		case f.Kind == flow.Duty:
			args[f.Name] = rapid.SampledFrom([]string{"d1", "d2"}).Draw(t, f.Name)
		case f.Kind == flow.Money:
			args[f.Name] = model.Money(rapid.SampledFrom([]int64{50, 100}).Draw(t, f.Name))
		case f.Kind == flow.Day:
			args[f.Name] = model.DayOf(storetest.Now, storetest.Zone) + 9
		case f.Kind == flow.Names:
			args[f.Name] = []string{"x"}
		default:
			args[f.Name] = "x"
		}
	}
	return args
}

// sound asserts that the case has not ended over a promise, and that it is on
// the list of what is due while somebody has to act.
func sound(t *rapid.T, s *storetest.Store, id model.ID) (model.Case, bool) {
	c, err := s.Case(ctx, string(id))
	if err != nil {
		return c, false
	}
	require.Empty(t, flow.Sound(c))
	if c.Over() && c.State != model.Referred {
		require.Empty(t, c.OpenDuties())
	}
	if c.State == model.Referred && c.Over() && c.Referral() != nil {
		require.False(t, c.Referral().AcceptedAt.IsZero(), "somebody has taken it over")
	}
	require.Equal(t, c.Over(), c.DueOn.IsZero())
	rows, err := s.List(ctx, find.ListQuery{Kind: find.Case, Limit: 40})
	require.NoError(t, err)
	for _, r := range rows {
		if r.ID == id {
			require.Equal(t, c.Over(), r.Over)
		}
	}
	return c, true
}

// BenchmarkDue reads the first screenful of what is due among 100,000 cases,
// 10,000 of them open.
func BenchmarkDue(b *testing.B) {
	s := storetest.Open(b, storetest.Clocks(b), storetest.Demo(90_000), storetest.Unchecked())
	c := complaint("王小明", "百味轩", "退款")
	c.Kind, c.State = model.Complaint, model.Registered
	require.NoError(b, s.AddBatch(ctx, by("a", 0), 10_000, func(i int) (store.Item, error) {
		return store.Item{Case: &c, By: by("a", i%500)}, nil
	}, nil))
	for b.Loop() {
		rows, _, err := s.Due(ctx, 60)
		require.NoError(b, err)
		require.Len(b, rows, 60)
	}
}

// BenchmarkStep notes a contact on a case: one commit a step.
func BenchmarkStep(b *testing.B) {
	s := storetest.Open(b, storetest.Clocks(b), storetest.Unchecked())
	c, err := s.AddCase(ctx, by("a", 0), complaint("王小明", "百味轩", "退款"))
	require.NoError(b, err)
	for b.Loop() {
		c, err = s.Do(ctx, by("a", 1), c.ID, c.Rev, "complex", flow.Args{"complex": !c.Complex})
		require.NoError(b, err)
	}
}
