package forms_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/model"
	"heshi/model/clock"
	"heshi/model/flow"
	"heshi/model/ident"
	"heshi/model/workday"
	"heshi/ui/paper"
	"heshi/ui/paper/forms"
	"heshi/ui/text"
)

func at(t testing.TB, s string) time.Time {
	t.Helper()
	m, err := time.Parse(time.RFC3339, s)
	require.NoError(t, err)
	return m.In(time.FixedZone("CST", 8*3600))
}

// full is a case that went everywhere a case can go, so that every paper makes
// sense.
func full(t testing.TB) forms.Case {
	given := at(t, "2026-11-20T09:30:00+08:00")
	return forms.Case{
		Shop: model.Shop{Name: "百味轩", Floor: "2F", Stall: "B12", Contact: "李店长", Phone: "13900005678", CreditCode: "91350582MA00000002"},
		Case: model.Case{
			No: "JJ01-20261120-0001", Kind: model.Complaint, State: model.Terminated,
			RegisteredAt: at(t, "2026-11-20T09:32:00+08:00"), Receiver: "陈阿福",
			Complainant: model.Party{Name: "王小明", Phone: "13800001234", Address: "青阳街道一百二十三号"},
			ShopID:      "s-1", Shop: "百味轩", What: "外套开线，王小明要求退款。店家说“洗过的不退”。", Note: "投诉人下午才有空",
			Class: "apparel", Nature: "ZL", Request: "refund", Amount: 29900, Goods: "外套",
			PurchasedOn: day(t, "2026-11-18"), Channel: "onsite", Proofs: []string{"receipt", "photo"},
			NoticeAt: &given,
			Life: model.Life{
				AcceptedAt: at(t, "2026-11-20T10:00:00+08:00"), Mediators: []string{"林美玉"},
				Decline:  &model.Decline{At: at(t, "2026-11-20T10:00:00+08:00"), Reason: "too_late", Note: "三年多了", Ways: []string{"court"}},
				Contacts: []model.Contact{{At: at(t, "2026-11-20T11:00:00+08:00"), By: "陈阿福", Party: "respondent", How: "phone", Got: true, What: "愿意谈"}},
				Private:  []model.PrivateNote{{Text: "店长其实愿意退一半"}},
				Sessions: []model.Session{
					{At: at(t, "2026-11-22T14:00:00+08:00"), Place: "服务站", Mediators: []string{"林美玉"}, Result: "again", Told: true, Statements: "双方各执一词"},
					{At: at(t, "2026-11-24T14:00:00+08:00"), Place: "二楼会议室", Mediators: []string{"林美玉", "陈阿福"}},
				},
				Agreement: &model.Agreement{
					At: at(t, "2026-11-24T15:00:00+08:00"), Form: "written", Terms: "店家退一半货款。", Responsibility: "各担一半。",
					EffectiveOn: day(t, "2026-11-24"), Mediators: []string{"林美玉"}, Body: "station",
				},
				Duties: []model.Duty{
					{ID: "d1", What: "退款", Amount: 14950, Done: 14950, Due: day(t, "2026-11-30"), Manner: "现金", State: model.DutyPerformed, PerformedAt: at(t, "2026-11-25T10:00:00+08:00"), Proofs: []model.Proof{{Ref: "收条一张"}}},
					{ID: "d2", What: "书面道歉", Due: day(t, "2026-11-30"), State: model.DutyFailed, Why: "不肯写", FailedAt: at(t, "2026-12-01T10:00:00+08:00")},
				},
				FollowUps:   []model.FollowUp{{At: at(t, "2026-12-02T10:00:00+08:00"), By: "陈阿福", Satisfaction: "so_so", Note: "钱收到了"}},
				Termination: &model.Termination{At: at(t, "2026-12-03T10:00:00+08:00"), Reason: "no_agreement", Note: "道歉谈不拢", Ways: []string{"authority", "court"}, ToldAt: at(t, "2026-12-03T11:00:00+08:00"), ToldHow: "phone"},
				Referrals:   []model.Referral{{To: "青阳市场监管所", Kind: "authority", At: at(t, "2026-12-04T10:00:00+08:00"), Why: "调解不成"}},
			},
		},
	}
}

func TestEveryPaperHasItsFieldsAndNothingPrivate(t *testing.T) {
	c := full(t)
	assert.Equal(t, flow.AllPapers(), flow.Papers(c.Case), "the case is made for all of them")
	want := map[string][]string{
		flow.PaperRegistration: {"消费者投诉登记表", "王小明", "13800001234", "百味轩", "李店长", "2FB12", "服装鞋帽", "质量", "299元", "2026年11月18日", "洗过的不退", "投诉人（签名）：", "个人信息"},
		flow.PaperAcceptance:   {"投诉受理告知书", "王小明：", "2026年11月20日10:00受理", "陈阿福负责", "服务站（盖章）"},
		flow.PaperNotHandled:   {"本站不能处理", "超过三年", "三年多了", "1．向法院起诉", "不是行政机关"},
		flow.PaperInvitation:   {"调解通知书", "2026年11月24日14:00", "二楼会议室", "林美玉、陈阿福", "自愿"},
		flow.PaperRecord:       {"调解笔录", "第2次调解", "双方各执一词", "☑是☐否", "☐是☐否", "没有出入", "记录人（签名）："},
		flow.PaperAgreement:    {"调解协议书", "各担一半。", "店家退一半货款。", "大写：壹佰肆拾玖元伍角", "2026年11月30日", "不能申请司法确认", "一式三份", "调解组织（盖章）："},
		flow.PaperReceipt:      {"协议履行收据", "149.50元", "收条一张", "收的一方（签名）："},
		flow.PaperFollowUp:     {"回访记录", "一般", "钱收到了", "回访人（签名）："},
		flow.PaperTermination:  {"终止调解告知书", "告知方式电话", "双方谈不拢", "道歉谈不拢", "向市场监管部门投诉", "服务站（盖章）："},
		flow.PaperPacket:       {"转办材料", "青阳市场监管所", "愿意谈", "不肯写", "调解笔录", "接收单位（盖章）："},
	}
	for _, name := range flow.AllPapers() {
		for _, lang := range text.Langs() {
			d, err := maker(t, lang).Case(name, c)
			require.NoError(t, err)
			got, _ := printed(t, lang, d)
			assert.NotContains(t, got, "愿意退一半", "%s prints a private note", name)
			assert.NotRegexp(t, `\[[a-z]+\.|\{[a-z_]+\}`, got, "%s %s has words missing", lang, name)
			assert.NotContains(t, got, "不予受理")
			assert.Contains(t, got, c.No)
			if lang == "zh" {
				assert.NotRegexp(t, `[a-z]{2}[g-z_]|[g-z][a-z_]{2}`, got, "%s shows a code", name)
				for _, w := range want[name] {
					assert.Contains(t, got, w, name)
				}
			}
		}
	}
}

func TestAConsultationIsNoComplaint(t *testing.T) {
	c := full(t)
	c.Kind, c.Answer = model.Consultation, "能退。"
	d, err := maker(t, "zh").Case(flow.PaperRegistration, c)
	require.NoError(t, err)
	got, _ := printed(t, "zh", d)
	for _, want := range []string{"消费咨询登记表", "咨询人（签名）：", "涉及商户", "咨询内容", "能退。"} {
		assert.Contains(t, got, want)
	}
	assert.NotContains(t, got, "投诉")
}

func TestTheAgreementSaysUntilWhenACourtMayConfirmIt(t *testing.T) {
	rules, err := clock.Load(assets.Files())
	require.NoError(t, err)
	cal, err := workday.Load(assets.Files())
	require.NoError(t, err)
	times := flow.Times{Clocks: clock.Clocks{Rules: rules, Calendar: cal, Zone: time.FixedZone("CST", 8*3600)}}
	c := full(t)
	_, open := times.CourtUntil(c.Case)
	assert.False(t, open, "a station's agreement is a contract")

	c.Agreement.Body = "committee"
	c.Court, c.Open = times.CourtUntil(c.Case)
	require.True(t, c.Open)
	d, err := maker(t, "zh").Case(flow.PaperAgreement, c)
	require.NoError(t, err)
	got, _ := printed(t, "zh", d)
	// 2026-11-24 and thirty days is Thursday 2026-12-24.
	assert.Contains(t, got, "在2026年12月24日星期四以前")
	assert.NotContains(t, got, "不能申请司法确认")

	c.Agreement.ConfirmedOn = day(t, "2026-12-10")
	d, err = maker(t, "zh").Case(flow.PaperAgreement, c)
	require.NoError(t, err)
	got, _ = printed(t, "zh", d)
	assert.Contains(t, got, "已于2026年12月10日确认")
}

// An agreement without a dated promise has no table: in an empty one somebody
// could write what nobody agreed to.
func TestAnAgreementOfWordsHasNoEmptyTable(t *testing.T) {
	c := full(t)
	d, err := maker(t, "zh").Case(flow.PaperAgreement, c)
	require.NoError(t, err)
	got, _ := printed(t, "zh", d)
	assert.Contains(t, got, "谁来办")
	assert.Equal(t, 3, strings.Count(got, "百味轩"), "who keeps a promise is named")
	c.Case.Shop = strings.Repeat("百味轩", 9)
	d, err = maker(t, "zh").Case(flow.PaperAgreement, c)
	require.NoError(t, err)
	got, _ = printed(t, "zh", d)
	assert.Equal(t, 9, strings.Count(got, "百味轩"), "a long name stands among the parties only")
	c.Duties = nil
	d, err = maker(t, "zh").Case(flow.PaperAgreement, c)
	require.NoError(t, err)
	got, _ = printed(t, "zh", d)
	assert.NotContains(t, got, "谁来办")
	assert.Contains(t, got, "店家退一半货款。")
}

// An agreement with one promise is signed on the page it stands on.
func TestAShortAgreementIsOnePage(t *testing.T) {
	c := full(t)
	c.Duties, c.Agreement.Responsibility, c.Agreement.Body, c.Open = c.Duties[:1], "", "committee", true
	c.Court.Last = day(t, "2026-12-24")
	for _, lang := range text.Langs() {
		d, err := maker(t, lang).Case(flow.PaperAgreement, c)
		require.NoError(t, err)
		_, pages := printed(t, lang, d)
		assert.Equal(t, 1, pages, lang)
	}
}

func TestAnOralAgreementNeedsNoSignaturesToHold(t *testing.T) {
	c := full(t)
	c.Agreement.Form = "oral"
	d, err := maker(t, "zh").Case(flow.PaperAgreement, c)
	require.NoError(t, err)
	got, _ := printed(t, "zh", d)
	assert.Contains(t, got, "口头协议")
	assert.NotContains(t, got, "一式三份")
}

func TestAPaperThatDoesNotFitTheCaseIsRefused(t *testing.T) {
	c := forms.Case{Case: model.Case{No: "JJ01-20261120-0001", Kind: model.Complaint, State: model.Registered}}
	assert.Equal(t, []string{flow.PaperRegistration}, flow.Papers(c.Case))
	for name, code := range map[string]string{flow.PaperAgreement: "paper.not_yet", "poem": "paper.unknown"} {
		_, err := maker(t, "zh").Case(name, c)
		var p *model.Problem
		require.ErrorAs(t, err, &p)
		assert.Equal(t, code, p.Code)
		assert.NotContains(t, catalogue(t, "zh").Problem(p), "{")
	}
	c.State = model.Accepted
	d, err := maker(t, "zh").Case(flow.PaperRecord, c)
	require.NoError(t, err, "a record to write on")
	got, _ := printed(t, "zh", d)
	assert.Contains(t, got, "☐是☐否")
}

func TestTheRedactedCopyHidesEverybodyUnderTheSameMarks(t *testing.T) {
	m, c := maker(t, "zh"), full(t)
	for _, name := range flow.AllPapers() {
		d, err := m.Case(name, c)
		require.NoError(t, err)
		got, _ := printed(t, "zh", d.Redacted(m.Redactor(c)))
		for _, secret := range []string{"王小明", "李店长", "陈阿福", "林美玉", "13800001234", "13900005678", "青阳街道一百二十三号"} {
			assert.NotContains(t, got, secret, name)
		}
		if strings.Contains(name, "registration") {
			assert.Contains(t, got, "甲1要求退款")
			assert.Contains(t, got, "乙1")
			assert.Contains(t, got, "〔电话1〕")
			assert.Contains(t, got, "百味轩", "a business is no person")
		}
	}
}

func TestWhatTheScreenShowsIsMasked(t *testing.T) {
	c := full(t)
	d, err := maker(t, "zh").Case(flow.PaperRegistration, forms.Case{Case: c.Masked().Case, Shop: c.Shop})
	require.NoError(t, err)
	got, _ := printed(t, "zh", d)
	assert.NotContains(t, got, "13800001234")
	assert.Contains(t, got, ident.MaskPhone("13800001234"))
}

func TestAPaperPrintedLaterSaysTheSame(t *testing.T) {
	m, c := maker(t, "zh"), full(t)
	before, err := m.Case(flow.PaperAcceptance, c)
	require.NoError(t, err)
	c.FollowUps, c.State, c.Rev, c.Owner, c.Complex = nil, model.Closed, 99, "郑大海", true
	after, err := m.Case(flow.PaperAcceptance, c)
	require.NoError(t, err)
	assert.Equal(t, before, after)
}

func TestTheLedgerHasEveryCaseMasked(t *testing.T) {
	var cases []model.Case
	for range 40 {
		cases = append(cases, full(t).Case)
	}
	for _, lang := range text.Langs() {
		d, err := maker(t, lang).Ledger(day(t, "2026-11-01"), day(t, "2026-11-30"), cases)
		require.NoError(t, err)
		got, pages := printed(t, lang, d)
		assert.Greater(t, pages, 1)
		assert.Equal(t, 40, strings.Count(got, "138****1234"))
		assert.NotContains(t, got, "13800001234")
		assert.NotRegexp(t, `\[[a-z_]+\.`, got, lang)
	}
}

// A case is a line of the ledger: a long text is cut there, a merged case says
// where it went on, and the sum is what the shopper got, the fund's money too.
func TestALineOfTheLedgerSaysWhatCameOfIt(t *testing.T) {
	one, two, three := full(t).Case, full(t).Case, full(t).Case
	one.ID, one.What = "c-1", strings.Repeat("鞋底开胶", 100)
	one.Duties = append(one.Duties, model.Duty{ID: "d3", By: "complainant", Amount: 900, Done: 900, State: model.DutyPerformed})
	one.Advances = []model.Advance{{Amount: 5000}}
	two.ID, two.No, two.MergedInto = "c-2", "JJ01-20261121-0002", "c-1"
	three.ID, three.MergedInto = "c-3", "c-99"
	d, err := maker(t, "zh").Ledger(day(t, "2026-11-01"), day(t, "2026-11-30"), []model.Case{one, two, three})
	require.NoError(t, err)
	got, pages := printed(t, "zh", d)
	assert.Equal(t, 1, pages)
	assert.Contains(t, got, "……（全文见登记表）")
	assert.Contains(t, got, "199.50元", "149.50 of the shop and 50 of the fund")
	assert.Contains(t, got, "已并到JJ01-20261120-0001")
	assert.Contains(t, got, "已并到另一件")
}

func TestFormsNameOnlyWordsThatExist(t *testing.T) {
	files, err := fs.Glob(assets.Files(), "form/*.json")
	require.NoError(t, err)
	require.Greater(t, len(files), 12)
	names := regexp.MustCompile(`"(heading|text|ruled|name|label)": *"([a-z_]+)"`)
	for _, lang := range text.Langs() {
		words := catalogue(t, lang)
		for _, file := range files {
			data, err := fs.ReadFile(assets.Files(), file)
			require.NoError(t, err)
			var form struct{ Edition, Source string }
			require.NoError(t, json.Unmarshal(data, &form))
			assert.NotEmpty(t, form.Edition, file)
			assert.NotEmpty(t, form.Source, file)
			for _, m := range names.FindAllSubmatch(data, -1) {
				places := map[string][]string{"heading": {"part"}, "ruled": {"part"}, "text": {"text"}, "name": {"field", "column", "sign"}, "label": {"field"}}
				found := false
				for _, place := range places[string(m[1])] {
					found = found || words.Has(text.Key("paper."+place+"."+string(m[2])))
				}
				assert.True(t, found, "%s %s: no word for %s %s", lang, path.Base(file), m[1], m[2])
			}
		}
	}
}

// TestPages writes every paper where PAPER_PAGES says, to be looked at.
func TestPages(t *testing.T) {
	dir := os.Getenv("PAPER_PAGES")
	if dir == "" {
		t.Skip("PAPER_PAGES names no folder")
	}
	for _, lang := range text.Langs() {
		for _, name := range flow.AllPapers() {
			d, err := maker(t, lang).Case(name, full(t))
			require.NoError(t, err)
			for _, large := range []bool{false, true} {
				out, err := paper.NewPress(assets.Files()).Print(d, paper.Options{Text: catalogue(t, lang), Large: large})
				require.NoError(t, err)
				file := path.Join(dir, lang+"-"+name)
				if large {
					file += "-large"
				}
				require.NoError(t, os.WriteFile(file+".pdf", out.PDF, 0o600))
			}
		}
	}
}
