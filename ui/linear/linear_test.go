package linear_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/model"
	"heshi/model/returns"
	"heshi/model/workday"
	"heshi/store"
	"heshi/store/find"
	"heshi/store/record"
	"heshi/store/storetest"
	"heshi/ui/intake"
	"heshi/ui/linear"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/text"
)

// options are what a talk in a language is held with, but for the desk and the
// lines.
func options(t testing.TB, lang string) linear.Options {
	t.Helper()
	texts, err := text.Load(assets.Files())
	require.NoError(t, err)
	rules, err := returns.LoadRules(assets.Files())
	require.NoError(t, err)
	cal, err := workday.Load(assets.Files())
	require.NoError(t, err)
	charters, err := returns.SampleCharters(assets.Files())
	require.NoError(t, err)
	env := returns.Env{Now: storetest.Now, Zone: storetest.Zone, Lang: lang, Calendar: cal, Charters: charters}
	return linear.Options{
		Text: texts.Lang(lang), Rules: rules, Now: func() time.Time { return storetest.Now },
		By:   func() store.By { return store.By{At: storetest.Now} },
		Env:  func() returns.Env { return env },
		Tell: func(v returns.Verdict) []string { return []string{"verdict " + string(v.Verdict)} },
	}
}

// talk says lines to the desk and returns what it answered.
func talk(t testing.TB, s *storetest.Store, lang string, lines ...string) string {
	t.Helper()
	o := options(t, lang)
	o.Desk = s.Store
	return hold(t, o, strings.Join(lines, "\n")+"\n")
}

func hold(t testing.TB, o linear.Options, in string) string {
	t.Helper()
	var out bytes.Buffer
	o.In, o.Out = strings.NewReader(in), &out
	require.NoError(t, linear.Run(context.Background(), o))
	return out.String()
}

func only(t *testing.T, s *storetest.Store) model.Case {
	t.Helper()
	c, err := s.Case(context.Background(), "HS-20261123-0001")
	require.NoError(t, err)
	return c
}

func TestAComplaintIsTakenInReadBackAndFound(t *testing.T) {
	s := storetest.Open(t)
	_, err := s.AddShop(context.Background(), store.By{At: storetest.Now}, model.Shop{Name: "百味轩"})
	require.NoError(t, err)
	out := talk(t, s, "zh", "１", "张小明", "bwx", "1", "外套开线", // three facts; digits may be full-width
		"", "9", // neither is an answer
		"2", "4", "123", "１３８ ００００ １２３４", // the phone, wrong first
		"2", "5", "1", "2", "10", "昨天", "2", "12", "1，2", // a request, a day, two proofs
		"1",
		"3", "zxm", "1", "",
		"0")
	require.Contains(t, out, "投诉人：张小明")
	require.Contains(t, out, "HS-20261123-0001，张*明，百味轩，已登记")
	require.Contains(t, out, "电话：138****1234")
	c := only(t, s)
	require.Equal(t, "百味轩", c.Shop)
	require.Equal(t, "13800001234", c.Complainant.Phone)
	require.Equal(t, "refund", c.Request)
	require.Equal(t, []string{"receipt", "payment_record"}, c.Proofs)
	require.Equal(t, model.DayOf(storetest.Now, storetest.Zone)-1, c.PurchasedOn)
	drafts, err := s.Drafts(context.Background(), "")
	require.NoError(t, err)
	require.Empty(t, drafts)
}

func TestWhatWasNotFinishedGoesOnInTheIntakeScreen(t *testing.T) {
	s := storetest.Open(t)
	talk(t, s, "zh", "1", "张小明", "新店", "1", "外套开线", "2", "5", "1") // and the input ends
	env := screentest.Env(t, "zh")
	drafts, err := s.Drafts(context.Background(), "intake/")
	require.NoError(t, err)
	require.Len(t, drafts, 1)
	d := screentest.Start(t, env, intake.New(env, s.Store, screen.OpenIntake{Draft: drafts[0].Name}))
	for _, want := range []string{"张小明", "新店", "外套开线", "退货退款"} {
		d.Sees(want)
	}
}

func TestAConsultationAndUndo(t *testing.T) {
	s := storetest.Open(t)
	out := talk(t, s, "en", "2", "", "can shoes go back", "within seven days", "1", "5", "5", "0")
	require.Contains(t, out, "cannot stay empty")
	require.Contains(t, out, "Undone")
	_, err := s.Case(context.Background(), "HS-20261123-0001")
	require.True(t, store.IsCode(err, store.CodeNotFound))
}

func TestReturnCheckAsksUntilTheVerdict(t *testing.T) {
	s := storetest.Open(t)
	out := talk(t, s, "zh", "4", "1", "2", "9", "1", "昨天", "", "", "", "", "", "", "", "0", "0")
	require.Contains(t, out, "verdict ")
	out = talk(t, s, "zh", "4", "", "0")
	require.NotContains(t, out, "verdict ", "nothing was told")
	out = talk(t, s, "zh", "4", "1", "", "0")
	require.Contains(t, out, "verdict need_info", "not knowing ends the questions, not the talk")
}

func TestNothingFound(t *testing.T) {
	s := storetest.Open(t)
	require.Contains(t, talk(t, s, "zh", "3", "没有这个人", "", "0"), "没有找到")
}

// forgetful is a desk that takes everything and finds nothing.
type forgetful struct{}

func (forgetful) AddCase(_ context.Context, _ store.By, c model.Case) (model.Case, error) {
	return c, nil
}

func (forgetful) Case(context.Context, string) (model.Case, error) { return model.Case{}, nil }

func (forgetful) SaveDraft(context.Context, store.Draft) error { return nil }

func (forgetful) Search(_ context.Context, q find.Query) (find.Result, error) {
	return find.Result{Hits: []find.Hit{{Row: find.Row{Name: q.Text}}}}, nil
}

func (forgetful) Similar(context.Context, model.Case, time.Time, int) ([]find.Row, error) {
	return nil, nil
}

func (forgetful) Shop(context.Context, string) (model.Shop, error) { return model.Shop{}, nil }

func (forgetful) Undo(context.Context, store.By) (done, undid record.Event, err error) {
	return done, undid, &model.Problem{Code: store.CodeNothingUndo}
}

func FuzzTalk(f *testing.F) {
	f.Add("1\n张\n店\n1\n事\n1\n0\n")
	f.Add("2\nq\na\n2\n1\nx\n1\n3\nzhang\n1\n\n4\n1\n1\n1\n昨天\n5\n")
	f.Add("4\n1 2 3\n\xff\n" + strings.Repeat("长", 30000) + "\n")
	o := options(f, "zh")
	o.Desk = forgetful{}
	f.Fuzz(func(t *testing.T, in string) {
		require.NotEmpty(t, hold(t, o, in))
	})
}

// A name that a former version took in from a file does nothing to the terminal.
func TestWhatATerminalWouldObeyIsNotSaid(t *testing.T) {
	s := storetest.Open(t)
	given := false
	require.NoError(t, s.AddBatch(context.Background(), store.By{At: storetest.Now}, 1, func(int) (store.Item, error) {
		require.False(t, given)
		given = true
		c := model.Case{
			No: "\x1b[5mS-1", Kind: model.Complaint, State: model.Registered, RegisteredAt: storetest.Now,
			Complainant: model.Party{Name: "\x1b[31m王五"}, Shop: "\x1b]0;t\x07店", What: "\x1b[2Jx",
		}
		return store.Item{Whole: &c}, nil
	}, func(int) {}))
	said := talk(t, s, "en", "3", "王五", "1", "0", "0")
	require.Contains(t, said, "[5mS-1")
	require.NotContains(t, said, "\x1b")
}
