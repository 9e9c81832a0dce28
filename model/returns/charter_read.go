package returns

import (
	"strings"

	"heshi/model"
	"heshi/model/workday"
)

// ReadCharters reads a charter file: one charter, several behind each other
// (JSON Lines), or {"charters": […]}. It is strict: an unknown key, overlapping
// versions, a promise below the base or below the charter come back as
// model.Problems with file (in Args), line and field.
func ReadCharters(file string, data []byte) ([]Charter, error) {
	docs, p := parseTrees(data)
	if p != nil {
		p.Args["file"] = file
		return nil, model.Problems{p}
	}
	r := &reader{file: file}
	nodes := r.charterNodes(docs)
	out := make([]Charter, 0, len(nodes))
	for _, n := range nodes {
		out = append(out, r.charter(n))
	}
	if len(nodes) == 0 && len(r.ps) == 0 {
		r.fault(&node{line: 1}, "returns.charter_none", "")
	}
	if err := r.err(); err != nil {
		return nil, err
	}
	for i := range out {
		r.checked(nodes[i], out[i].Check(), "")
	}
	for _, p := range CheckVersions(out) {
		r.checked(&node{kind: kindObject, members: []member{{key: "charters", value: &node{kind: kindList, items: nodes}}}}, model.Problems{p}, "")
	}
	if err := r.err(); err != nil {
		return nil, err
	}
	return out, nil
}

// checked adds problems found later, with the line their field stands on.
func (r *reader) checked(n *node, ps model.Problems, path string) {
	for _, p := range ps {
		p.Args["line"] = n.lineOf(p.Field)
		if r.file != "" {
			p.Args["file"] = r.file
		}
		p.Field = join(path, p.Field)
		r.ps = append(r.ps, p)
	}
}

// lineOf returns the line of the value at a dotted path, or of the deepest
// value on the way to it.
func (n *node) lineOf(path string) int {
	for path != "" {
		key, rest, _ := strings.Cut(path, ".")
		name, place, listed := strings.Cut(key, "[")
		next := n.get(name)
		if next != nil && listed {
			next = next.item(place)
		}
		if next == nil {
			break
		}
		n, path = next, rest
	}
	return n.line
}

// item returns the item of a list at a place written as "3]".
func (n *node) item(place string) *node {
	i := 0
	for _, c := range strings.TrimSuffix(place, "]") {
		if i = i*10 + int(c-'0'); i >= len(n.items) {
			return nil
		}
	}
	if i >= len(n.items) {
		return nil
	}
	return n.items[i]
}

func (r *reader) charterNodes(docs []*node) []*node {
	var out []*node
	for _, d := range docs {
		if !r.is(d, kindObject, "") {
			continue
		}
		list := d.get("charters")
		if list == nil {
			out = append(out, d)
			continue
		}
		if r.object(d, "", "charters") && r.is(list, kindList, "charters") {
			out = append(out, list.items...)
		}
	}
	return out
}

func (r *reader) charter(n *node) Charter {
	var c Charter
	if !r.object(n, "", "id", "version", "sample", "name", "effective_from", "effective_to", "term_days",
		"count_from", "holiday_roll", "closing_time", "channels", "categories", "excluded", "price_cap_fen",
		"proof", "intact_rules", "gift_rule", "bundle_rule", "refund_within_hours", "refund_route", "cross_shop",
		"advance_pay", "pledge", "contact", "process", "members") {
		return c
	}
	c.ID = r.string(n.get("id"), "id")
	c.Version = r.string(n.get("version"), "version")
	c.Sample = r.bool(n.get("sample"), "sample")
	c.Name = r.name(n.get("name"), "name")
	c.EffectiveFrom = r.day(n.get("effective_from"), "effective_from")
	c.EffectiveTo = r.day(n.get("effective_to"), "effective_to")
	r.charterTerm(n, &c)
	r.charterScope(n, &c)
	r.charterMoney(n, &c)
	c.Pledge = r.pledge(n.get("pledge"), "pledge")
	c.Contact = r.contact(n.get("contact"), "contact")
	c.Process = r.name(n.get("process"), "process")
	if m := n.get("members"); given(m) && r.is(m, kindList, "members") {
		for i, item := range m.items {
			c.Members = append(c.Members, r.charterMember(item, index("members", i)))
		}
	}
	return c
}

func (r *reader) charterTerm(n *node, c *Charter) {
	days, _ := r.int(n.get("term_days"), "term_days", 1, maxTerm)
	c.TermDays = int(days)
	c.CountFrom = choice(r, n, "count_from", NextDay, SameDay)
	c.HolidayRoll = choice(r, n, "holiday_roll", workday.CivilCode, workday.NoRoll)
	at := n.get("closing_time")
	text := r.string(at, "closing_time")
	t, ok := ParseClockTime(text)
	switch {
	case !given(at):
		t = 24 * 60
	case !ok && at.kind == kindString:
		r.fault(at, "returns.clock_time", "closing_time", "value", text)
	}
	c.Closing = t
}

// choice reads one of the words of a typed choice; a word that is missing is
// told by Check.
func choice[T ~string](r *reader, n *node, key string, choices ...T) T {
	words := make([]string, len(choices))
	for i, c := range choices {
		words[i] = string(c)
	}
	v := r.enum(n.get(key), key, words)
	if v == 0 {
		return ""
	}
	return choices[v-1]
}

func (r *reader) charterScope(n *node, c *Charter) {
	c.Channels = listOf[Channel](r, n.get("channels"), "channels", channelWords())
	c.Categories = listOf[Category](r, n.get("categories"), "categories", categoryWords())
	c.Excluded = r.exclusions(n.get("excluded"), "excluded")
	c.PriceCapFen = r.money(n.get("price_cap_fen"), "price_cap_fen")
	c.Proof = ProofSet(r.set(n.get("proof"), "proof", proofWords()))
	c.IntactRules = choice(r, n, "intact_rules", Regulation)
	c.CrossShop = choice(r, n, "cross_shop", NoCrossShop, SameBrand, WholeAlliance)
}

func (r *reader) charterMoney(n *node, c *Charter) {
	c.GiftRule = choice(r, n, "gift_rule", PayMarked, ReturnOrDeduct)
	c.BundleRule = choice(r, n, "bundle_rule", Resettle, AllOrNothing)
	if hours := n.get("refund_within_hours"); !given(hours) {
		r.fault(n, "returns.key_missing", "refund_within_hours", "key", "refund_within_hours")
	} else {
		v, _ := r.int(hours, "refund_within_hours", 0, 24*maxTerm)
		c.RefundHours = int(v)
	}
	c.RefundRoute = choice(r, n, "refund_route", OriginalRoute, Cash)
	a, at := n.get("advance_pay"), "advance_pay"
	if given(a) && r.object(a, at, "fund_fen", "limit_per_case_fen", "limit_per_year_fen") {
		c.AdvancePay = AdvancePay{
			FundFen:         r.money(a.get("fund_fen"), at+".fund_fen"),
			LimitPerCaseFen: r.money(a.get("limit_per_case_fen"), at+".limit_per_case_fen"),
			LimitPerYearFen: r.money(a.get("limit_per_year_fen"), at+".limit_per_year_fen"),
		}
	}
}

// listOf reads a list of words, in the order of the words.
func listOf[T ~uint8](r *reader, n *node, path string, words wordList) []T {
	bits := r.set(n, path, words)
	out := []T{}
	for i := range words {
		if bits&(1<<i) != 0 {
			out = append(out, T(i+1))
		}
	}
	return out
}

func (r *reader) exclusions(n *node, path string) []Exclusion {
	out := []Exclusion{}
	if !given(n) || !r.is(n, kindList, path) {
		return out
	}
	for i, item := range n.items {
		at := index(path, i)
		if !r.object(item, at, "categories", "when") {
			continue
		}
		e := Exclusion{Categories: listOf[Category](r, item.get("categories"), at+".categories", categoryWords())}
		if w := item.get("when"); given(w) {
			e.When = When(whenWords().word(r.enum(w, at+".when", whenWords())))
		} else {
			r.fault(item, "returns.key_missing", at+".when", "key", "when")
		}
		out = append(out, e)
	}
	return out
}

// name reads a text in both languages.
func (r *reader) name(n *node, path string) workday.Name {
	if !given(n) || !r.object(n, path, "zh", "en") {
		return workday.Name{}
	}
	return workday.Name{ZH: r.string(n.get("zh"), path+".zh"), EN: r.string(n.get("en"), path+".en")}
}

func (r *reader) pledge(n *node, path string) Pledge {
	if !given(n) || !r.object(n, path, "respond_within_minutes", "first_asked_responsible", "receipt_for_every_sale", "text") {
		return Pledge{}
	}
	minutes, _ := r.int(n.get("respond_within_minutes"), path+".respond_within_minutes", 0, 60*24*366)
	return Pledge{
		RespondMinutes: int(minutes),
		FirstAsked:     r.bool(n.get("first_asked_responsible"), path+".first_asked_responsible"),
		Receipts:       r.bool(n.get("receipt_for_every_sale"), path+".receipt_for_every_sale"),
		Text:           r.name(n.get("text"), path+".text"),
	}
}

func (r *reader) contact(n *node, path string) Contact {
	if !given(n) || !r.object(n, path, "name", "phone", "hours") {
		return Contact{}
	}
	return Contact{
		Name:  r.string(n.get("name"), path+".name"),
		Phone: r.string(n.get("phone"), path+".phone"),
		Hours: r.string(n.get("hours"), path+".hours"),
	}
}

func (r *reader) charterMember(n *node, path string) CharterMember {
	if !r.object(n, path, "shop", "uscc", "joined", "left", "term_days", "extra_excluded", "extra_included", "poster_seen") {
		return CharterMember{}
	}
	return CharterMember{
		Shop:          r.string(n.get("shop"), path+".shop"),
		CreditCode:    r.string(n.get("uscc"), path+".uscc"),
		Joined:        r.day(n.get("joined"), path+".joined"),
		Left:          r.day(n.get("left"), path+".left"),
		TermDays:      r.days(n.get("term_days"), path+".term_days"),
		ExtraExcluded: r.exclusions(n.get("extra_excluded"), path+".extra_excluded"),
		ExtraIncluded: listOf[Category](r, n.get("extra_included"), path+".extra_included", categoryWords()),
		PosterSeen:    r.day(n.get("poster_seen"), path+".poster_seen"),
	}
}

// UnmarshalJSON is ReadCharters for one charter kept inside a larger record.
func (c *Charter) UnmarshalJSON(data []byte) error {
	charters, err := ReadCharters("", data)
	if err != nil {
		return err
	}
	*c = charters[0]
	return nil
}
