package shops

import (
	"strconv"
	"strings"

	"heshi/model"
	"heshi/model/ident"
	"heshi/model/returns"
	"heshi/model/workday"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// The parts of a charter, in the order they are shown; what is left out has a
// page of its own.
const (
	partName     = "name"
	partTerm     = "term"
	partScope    = "scope"
	partExcluded = "excluded"
	partMoney    = "money"
	partFund     = "fund"
	partProcess  = "process"
	partPledge   = "pledge"
)

func parts() []string {
	return []string{partName, partTerm, partScope, partExcluded, partMoney, partFund, partProcess, partPledge}
}

type charter = returns.Charter

// terms are what a charter says; the ids are the paths of the charter file.
func terms() []fact[charter] {
	var out []fact[charter]
	for _, part := range parts() {
		for _, f := range termsOf(part) {
			f.part = part
			out = append(out, f)
		}
	}
	return out
}

func termsOf(part string) []fact[charter] {
	switch part {
	case partName:
		return nameTerms()
	case partTerm:
		return termTerms()
	case partScope:
		return scopeTerms()
	case partExcluded:
		return []fact[charter]{excludedTerm()}
	case partMoney:
		return moneyTerms()
	case partFund:
		return fundTerms()
	case partProcess:
		return processTerms()
	}
	return pledgeTerms()
}

func nameTerms() []fact[charter] {
	return []fact[charter]{
		dated("effective_from", true, func(c *charter) *model.Day { return &c.EffectiveFrom }),
		plain("name.zh", func(c *charter) *string { return &c.Name.ZH }),
		plain("name.en", func(c *charter) *string { return &c.Name.EN }),
	}
}

func termTerms() []fact[charter] {
	return []fact[charter]{
		numbered("term_days", days, func(c *charter) *int { return &c.TermDays }),
		coded("count_from", "shops.count_from.", []returns.CountFrom{returns.NextDay, returns.SameDay}, func(c *charter) *returns.CountFrom { return &c.CountFrom }),
		coded("holiday_roll", "shops.holiday_roll.", []workday.Roll{workday.CivilCode, workday.NoRoll}, func(c *charter) *workday.Roll { return &c.HolidayRoll }),
		closingTerm(),
	}
}

// closingTerm is the last moment of the last day: 22:00, 9:30, or the hour.
func closingTerm() fact[charter] {
	f := plain("closing_time", func(*charter) *string { return new(string) })
	f.get = func(c charter) []string { return []string{c.Closing.String()} }
	f.set = func(c *charter, a []string, _ model.Day) *model.Problem {
		t := strings.TrimSpace(ident.Fold(first(a)))
		if !strings.Contains(t, ":") {
			t += ":00"
		}
		if len(t) == len("9:30") {
			t = "0" + t
		}
		at, ok := returns.ParseClockTime(t)
		if !ok {
			return &model.Problem{Code: "returns.clock_time", Args: map[string]any{"value": widget.Truncate(widget.Clean(first(a)), 10)}}
		}
		c.Closing = at
		return nil
	}
	f.show = func(_ screen.Env, c charter) string { return c.Closing.String() }
	return f
}

func scopeTerms() []fact[charter] {
	channels := fact[charter]{
		id: "channels", kind: sheet.Many, options: worded("shops.channel.", wordsOf(channels())),
		get: func(c charter) []string { return wordsOf(c.Channels) },
		set: func(c *charter, a []string, _ model.Day) *model.Problem {
			c.Channels = wordsTo(channels(), a)
			return nil
		},
	}
	goods := fact[charter]{
		id: "categories", kind: sheet.Many, options: categoryOptions,
		get: func(c charter) []string { return wordsOf(c.Categories) },
		set: func(c *charter, a []string, _ model.Day) *model.Problem {
			c.Categories = wordsTo(returns.Categories(), a)
			return nil
		},
		show: func(env screen.Env, c charter) string { return categoryWords(env, c.Categories) },
	}
	return []fact[charter]{channels, goods, priced("price_cap_fen", func(c *charter) **model.Money { return &c.PriceCapFen })}
}

func channels() []returns.Channel {
	return []returns.Channel{returns.Onsite, returns.Online, returns.TV, returns.Phone, returns.Mail}
}

// wordsOf are the codes of a list.
func wordsOf[T interface{ String() string }](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = v.String()
	}
	return out
}

// wordsTo are those of all whose codes were chosen; never nil, so that the file
// says an empty list.
func wordsTo[T interface{ String() string }](all []T, chosen []string) []T {
	out := make([]T, 0, len(chosen))
	for _, v := range all {
		for _, c := range chosen {
			if v.String() == c {
				out = append(out, v)
			}
		}
	}
	return out
}

func categoryOptions(env screen.Env) []widget.Option {
	return worded("returns.option.category.", wordsOf(returns.Categories()))(env)
}

// categoryWords names classes of goods; none named is all of them.
func categoryWords(env screen.Env, list []returns.Category) string {
	if len(list) == 0 {
		return env.T("shops.all_goods")
	}
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = env.T(text.Key("returns.option.category." + c.String()))
	}
	return env.Text.List(out)
}

// excludedTerm is what is left out; a page of its own changes it.
func excludedTerm() fact[charter] {
	return fact[charter]{
		id: "excluded",
		get: func(c charter) []string {
			out := make([]string, len(c.Excluded))
			for i, e := range c.Excluded {
				out[i] = string(e.When) + " " + strings.Join(wordsOf(e.Categories), ",")
			}
			return out
		},
		set: func(*charter, []string, model.Day) *model.Problem { return nil },
		show: func(env screen.Env, c charter) string {
			out := make([]string, len(c.Excluded))
			for i, e := range c.Excluded {
				out[i] = exclusionWords(env, e)
			}
			return strings.Join(out, "\n")
		},
	}
}

func exclusionWords(env screen.Env, e returns.Exclusion) string {
	when := env.T(text.Key("shops.when." + string(e.When)))
	if e.When == returns.Always {
		return env.T("shops.excluded.always", "goods", categoryWords(env, e.Categories))
	}
	return env.T("shops.excluded.when", "goods", categoryWords(env, e.Categories), "when", when)
}

func moneyTerms() []fact[charter] {
	proofs := []string{"receipt", "payment_record", "member_record"}
	bits := map[string]returns.ProofSet{"receipt": returns.Receipt, "payment_record": returns.PaymentRecord, "member_record": returns.MemberRecord}
	proof := fact[charter]{
		id: "proof", kind: sheet.Many, options: worded("returns.option.proof.", proofs),
		get: func(c charter) []string { return c.Proof.Strings() },
		set: func(c *charter, a []string, _ model.Day) *model.Problem {
			c.Proof = 0
			for _, v := range a {
				c.Proof |= bits[v]
			}
			return nil
		},
	}
	hours := numbered("refund_within_hours", refundWords, func(c *charter) *int { return &c.RefundHours })
	hours.get = func(c charter) []string { return []string{strconv.Itoa(c.RefundHours)} }
	return []fact[charter]{
		proof, hours,
		coded("refund_route", "shops.refund_route.", []returns.RefundRoute{returns.OriginalRoute, returns.Cash}, func(c *charter) *returns.RefundRoute { return &c.RefundRoute }),
		coded("cross_shop", "shops.cross_shop.", []returns.CrossShop{returns.NoCrossShop, returns.SameBrand, returns.WholeAlliance}, func(c *charter) *returns.CrossShop { return &c.CrossShop }),
		coded("gift_rule", "shops.gift_rule.", []returns.GiftRule{returns.PayMarked, returns.ReturnOrDeduct}, func(c *charter) *returns.GiftRule { return &c.GiftRule }),
		coded("bundle_rule", "shops.bundle_rule.", []returns.BundleRule{returns.Resettle, returns.AllOrNothing}, func(c *charter) *returns.BundleRule { return &c.BundleRule }),
	}
}

// refundWords tells the time of the refund in days where it is whole days.
func refundWords(env screen.Env, hours int) string {
	switch {
	case hours == 0:
		return env.T("shops.refund.once")
	case hours%24 == 0:
		return env.T("shops.refund.days", "hours", hours, "n", hours/24)
	}
	return env.T("shops.refund.hours", "n", hours)
}

func fundTerms() []fact[charter] {
	return []fact[charter]{
		priced("advance_pay.fund_fen", func(c *charter) **model.Money { return &c.AdvancePay.FundFen }),
		priced("advance_pay.limit_per_case_fen", func(c *charter) **model.Money { return &c.AdvancePay.LimitPerCaseFen }),
		priced("advance_pay.limit_per_year_fen", func(c *charter) **model.Money { return &c.AdvancePay.LimitPerYearFen }),
	}
}

func processTerms() []fact[charter] {
	return []fact[charter]{
		plain("contact.name", func(c *charter) *string { return &c.Contact.Name }),
		plain("contact.phone", func(c *charter) *string { return &c.Contact.Phone }),
		plain("contact.hours", func(c *charter) *string { return &c.Contact.Hours }),
		long("process.zh", func(c *charter) *string { return &c.Process.ZH }),
		long("process.en", func(c *charter) *string { return &c.Process.EN }),
	}
}

func pledgeTerms() []fact[charter] {
	return []fact[charter]{
		numbered("pledge.respond_within_minutes", minutes, func(c *charter) *int { return &c.Pledge.RespondMinutes }),
		truth("pledge.first_asked_responsible", func(c *charter) *bool { return &c.Pledge.FirstAsked }),
		truth("pledge.receipt_for_every_sale", func(c *charter) *bool { return &c.Pledge.Receipts }),
		long("pledge.text.zh", func(c *charter) *string { return &c.Pledge.Text.ZH }),
		long("pledge.text.en", func(c *charter) *string { return &c.Pledge.Text.EN }),
	}
}

func minutes(env screen.Env, n int) string {
	if n == 0 {
		return ""
	}
	return env.T("shops.minutes", "n", n)
}
