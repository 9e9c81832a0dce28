package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store"
	"heshi/store/find"
	"heshi/store/storetest"
)

func ids[T any](list []T, row func(T) find.Row) (out []model.ID) {
	for _, x := range list {
		out = append(out, row(x).ID)
	}
	return out
}

// TestMissed: what is new, due, answered, offered and promised since the last
// stay, and nothing of what was there before.
func TestMissed(t *testing.T) {
	s := storetest.Open(t)
	who := store.By{Actor: "王阿姨", Role: model.Mediator}
	at := func(actor string, minutes int) store.By {
		b := who
		b.Actor, b.At = actor, storetest.Now.Add(time.Duration(minutes)*time.Minute)
		return b
	}
	do := func(minutes int, actor string, id model.ID, step string, args flow.Args) {
		t.Helper()
		_, err := s.Do(ctx, at(actor, minutes), id, 0, step, args)
		require.NoError(t, err)
	}
	own, err := s.AddCase(ctx, at("王阿姨", 0), complaint("张三", "百味轩", "x"))
	require.NoError(t, err)
	old, err := s.AddCase(ctx, at("李伯", 1), complaint("李四", "百味轩", "y"))
	require.NoError(t, err)
	do(2, "李伯", old.ID, "advise", flow.Args{"to": "市监所", "question": "?"})
	x := signIn(t, s, "v-1", 10)
	_, err = s.SignOut(ctx, at("王阿姨", 60), x.ID, "")
	require.NoError(t, err)

	nothing, err := s.Missed(ctx, "v-1", "王阿姨", at("", 61).At)
	require.NoError(t, err)
	require.Empty(t, nothing.Added)
	require.Empty(t, nothing.Answers)
	require.Empty(t, nothing.Offered)

	fresh, err := s.AddCase(ctx, at("李伯", 70), complaint("王五", "华兴鞋行", "z"))
	require.NoError(t, err)
	_, err = s.AddCase(ctx, at("李伯", 71), model.Case{Kind: model.Consultation, What: "几点关门", Answer: "十点"})
	require.NoError(t, err)
	do(72, "李伯", old.ID, "advice-answer", flow.Args{"answer": "可以退"})
	do(73, "李伯", old.ID, "hand-over", flow.Args{"to": "王阿姨", "reason": "休假"})
	do(74, "王阿姨", own.ID, "accept", flow.Args{})
	do(75, "王阿姨", own.ID, "settle", flow.Args{"terms": "退款", "duties": []model.Duty{{What: "退款299元", Due: model.DayOf(storetest.Now, storetest.Zone) + 2}}})
	y, err := s.SignIn(ctx, at("desk", 80), "v-2", "李伯", "")
	require.NoError(t, err)
	_, err = s.SignOut(ctx, at("desk", 90), y.ID, "鞋行说下午回话")
	require.NoError(t, err)

	now := at("", 24*60)
	signIn(t, s, "v-1", 24*60)
	for range 2 {
		m, err := s.Missed(ctx, "v-1", "王阿姨", now.At)
		require.NoError(t, err)
		require.Equal(t, x.ID, m.Last.ID)
		require.Equal(t, "鞋行说下午回话", m.Diary[0].Diary)
		self := func(r find.Row) find.Row { return r }
		require.Equal(t, []model.ID{fresh.ID}, ids(m.Added, self), "no consultation, and nothing older")
		require.Equal(t, []model.ID{old.ID}, ids(m.Answers, func(a store.Answer) find.Row { return a.Row }))
		require.Equal(t, "case.advice-answer", m.Answers[0].Kind)
		require.Equal(t, []model.ID{old.ID}, ids(m.Offered, self))
		require.Equal(t, []model.ID{own.ID}, ids(m.Promised, func(p store.Promise) find.Row { return p.Row }))
		require.Equal(t, "退款299元", m.Promised[0].What)
		require.Contains(t, ids(m.Due, func(d store.Due) find.Row { return d.Row }), old.ID)
		s.Reopen()
	}
	other, err := s.Missed(ctx, "v-9", "没来过", now.At)
	require.NoError(t, err)
	require.Empty(t, other.Last.ID)
	require.Empty(t, other.Offered)
	require.NotEmpty(t, other.Added)
}

// TestWork: what somebody did counts once, and what he undid does not.
func TestWork(t *testing.T) {
	s := storetest.Open(t)
	p, err := s.AddPerson(ctx, by("desk", 0), model.Person{Name: "王阿姨", Role: model.Mediator})
	require.NoError(t, err)
	me := store.By{ID: p.ID, Actor: p.Name, Role: p.Role, At: by("", 10).At}
	c, err := s.AddCase(ctx, me, complaint("张三", "百味轩", "x"))
	require.NoError(t, err)
	for range 2 {
		_, err = s.Do(ctx, me, c.ID, 0, "contact", flow.Args{"party": "complainant", "how": "phone", "got": true})
		require.NoError(t, err)
	}
	_, _, err = s.Undo(ctx, me)
	require.NoError(t, err)
	_, _, err = s.Redo(ctx, me)
	require.NoError(t, err)
	_, _, err = s.Undo(ctx, me)
	require.NoError(t, err)
	_, err = s.AddCase(ctx, by("另一位", 11), complaint("李四", "百味轩", "y"))
	require.NoError(t, err)
	w, err := s.Work(ctx, p.ID, by("", 5).At)
	require.NoError(t, err)
	require.Equal(t, []int{1, 1}, []int{w.Complaints, w.Contacts})
	require.Equal(t, []model.ID{c.ID}, ids(w.Cases, func(r find.Row) find.Row { return r }))
	w, err = s.Work(ctx, p.ID, by("", 15).At)
	require.NoError(t, err)
	require.Zero(t, w.Complaints)
	v := model.Volunteer{Name: "王阿姨"}
	id, err := s.Actor(ctx, v)
	require.NoError(t, err)
	require.Equal(t, p.ID, id)
	v.Name = "没有这个人"
	id, err = s.Actor(ctx, v)
	require.NoError(t, err)
	require.Empty(t, id)
}
