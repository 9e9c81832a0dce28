package shops

import (
	"heshi/model"
	"heshi/model/flow"
	"heshi/model/ident"
	"heshi/model/returns"
	"heshi/ui/screen"
	"heshi/ui/text"
)

// The parts of a shop's record, which are changed apart.
const (
	record     = "record"
	membership = "membership"
)

// shopFacts are what is kept about a shop, in the order it is shown.
func shopFacts() []fact[model.Shop] {
	out := []fact[model.Shop]{
		plain("name", func(s *model.Shop) *string { return &s.Name }),
		plain("stall", func(s *model.Shop) *string { return &s.Stall }),
		plain("floor", func(s *model.Shop) *string { return &s.Floor }),
		checkedText("credit_code", ident.CreditCode, func(s *model.Shop) *string { return &s.CreditCode }),
		plain("contact", func(s *model.Shop) *string { return &s.Contact }),
		checkedText("phone", ident.Phone, func(s *model.Shop) *string { return &s.Phone }),
		coded("class", "code.class.", model.Classes(), func(s *model.Shop) *string { return &s.Class }),
		plain("landlord", func(s *model.Shop) *string { return &s.Landlord }),
		plain("group", func(s *model.Shop) *string { return &s.Group }),
		dated("opened", false, func(s *model.Shop) *model.Day { return &s.Opened }),
		dated("left", true, func(s *model.Shop) *model.Day { return &s.Left }),
		numbered("own_sign_days", days, func(s *model.Shop) *int { return &s.OwnSignDays }),
	}
	for i := range out {
		out[i].part = record
	}
	return append(out, memberFacts()...)
}

// checkedText is a text with rules of its own, kept as they say.
func checkedText[T any](id string, read func(string) (string, *model.Problem), of func(*T) *string) fact[T] {
	f := plain(id, of)
	f.set = func(v *T, a []string, _ model.Day) *model.Problem {
		*of(v) = first(a)
		if first(a) == "" {
			return nil
		}
		kept, p := read(first(a))
		if p != nil && !p.Doubt {
			return p
		}
		*of(v) = kept
		return nil
	}
	return f
}

// member is the membership of a shop, to be changed: never shared with another
// copy of the shop.
func member(s *model.Shop) *model.Member {
	m := model.Member{}
	if s.Member != nil {
		m = *s.Member
	}
	s.Member = &m
	return &m
}

func memberFacts() []fact[model.Shop] {
	out := []fact[model.Shop]{
		dated("member.joined", false, func(s *model.Shop) *model.Day { return &member(s).Joined }),
		dated("member.left", true, func(s *model.Shop) *model.Day { return &member(s).Left }),
		numbered("member.term_days", days, func(s *model.Shop) *int { return &member(s).TermDays }),
		posterSeen(),
	}
	for i := range out {
		out[i].part = membership
	}
	return out
}

func posterSeen() fact[model.Shop] {
	seen := func(s model.Shop) model.Day {
		if s.Member == nil || s.Member.PosterSeen == nil {
			return 0
		}
		return *s.Member.PosterSeen
	}
	f := dated("member.poster_seen", false, func(s *model.Shop) *model.Day { d := seen(*s); return &d })
	f.set = func(s *model.Shop, a []string, today model.Day) *model.Problem {
		m := member(s)
		m.PosterSeen = nil
		if first(a) == "" {
			return nil
		}
		d, p := readDay(first(a), today, false)
		m.PosterSeen = &d
		return p
	}
	return f
}

// partOf are the facts of one part; "" is all of them.
func partOf[T any](facts []fact[T], part string) []fact[T] {
	var out []fact[T]
	for _, f := range facts {
		if f.part == part || part == "" {
			out = append(out, f)
		}
	}
	return out
}

// applied is a version of the shop with answers to some questions. The first
// answer that cannot be read is returned with its field.
func applied[T any](facts []fact[T], v T, ids []string, answers func(string) []string, today model.Day) (T, *model.Problem) {
	for _, id := range ids {
		f, ok := factOf(facts, id)
		if !ok {
			continue
		}
		if p := f.set(&v, answers(id), today); p != nil {
			q := *p
			q.Field = id
			return v, &q
		}
	}
	return v, nil
}

// tidy drops a membership that says nothing.
func tidy(s model.Shop) model.Shop {
	if m := s.Member; m != nil && m.Joined.IsZero() && m.Left.IsZero() && m.TermDays == 0 && m.PosterSeen == nil {
		s.Member = nil
	}
	return s
}

// checkShop returns what is wrong with a shop: by its own rules, and a promise
// below the charter of the day.
func (s *Screen) checkShop(shop model.Shop) model.Problems {
	_, ps := flow.CheckShop(tidy(shop))
	c := s.governing(s.today())
	if shop.Member == nil || c == nil {
		return ps
	}
	for _, p := range c.ImproveOnly(returns.Promise{TermDays: shop.Member.TermDays}) {
		q := *p
		q.Field = "member." + p.Field
		ps = append(ps, &q)
	}
	return ps
}

// governing is the charter for purchases of a day; before any begins the
// first one, nil when there is none.
func (s *Screen) governing(day model.Day) *returns.Charter {
	all := s.versions()
	if c := returns.CharterOn(all, day); c != nil {
		return c
	}
	if len(all) > 0 {
		return &all[0]
	}
	return nil
}

// versions are those adopted, or the sample while there are none.
func (s *Screen) versions() []returns.Charter {
	if len(s.held) > 0 {
		return s.held
	}
	return s.sample
}

// standing is a shop's place in the alliance in a few words; short leaves days
// out.
func standing(env screen.Env, shop model.Shop, today model.Day, short bool) string {
	said := func(key text.Key, day model.Day) string {
		if short {
			return env.T(key + ".short")
		}
		return env.T(key, "day", env.Text.ShortDay(day))
	}
	m := shop.Member
	switch {
	case !shop.Left.IsZero() && shop.Left <= today:
		return said("shops.gone", shop.Left)
	case m == nil && shop.OwnSignDays > 0:
		return env.T("shops.own_sign", "n", shop.OwnSignDays)
	case m == nil:
		return ""
	case !m.Left.IsZero() && m.Left < today:
		return said("shops.left_alliance", m.Left)
	case m.Joined > today:
		return said("shops.joins", m.Joined)
	case m.TermDays > 0:
		return env.T("shops.member_days", "n", m.TermDays)
	}
	return env.T("shops.member")
}

// label names a fact of a shop.
func label(env screen.Env, id string) string { return env.T(text.Key("shops.field." + id)) }
