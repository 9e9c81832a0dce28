package forms

import (
	"strconv"
	"strings"

	"heshi/model"
	"heshi/model/flow"
	"heshi/ui/chronicle"
	"heshi/ui/text"
)

// addPacket tells what whoever takes the case over has to know: what was done,
// what was tried, why it failed, and which papers there are.
func (m Maker) addPacket(f facts, c Case) {
	for _, h := range flow.Chronicle(c.Case) {
		f.rows["chronology"] = append(f.rows["chronology"], row{
			"at": m.words.Moment(h.At), "step": chronicle.Step(m.words, h), "what": chronicle.What(m.words, h.Said, " · "),
		})
	}
	for _, name := range flow.Papers(c.Case) {
		if name == flow.PaperPacket {
			continue
		}
		n := strconv.Itoa(len(f.rows["papers"]) + 1)
		f.rows["papers"] = append(f.rows["papers"], row{"n": n, "paper": m.words.T(text.Key("paper.title." + name))})
	}
	f.values["why_failed"] = m.whyFailed(c.Case)
	if n := len(c.Referrals); n > 0 {
		r := c.Referrals[n-1]
		f.values["referred_to"], f.values["referred_at"], f.values["referred_why"] = r.To, m.words.Moment(r.At), r.Why
	}
}

// whyFailed gathers the reasons that were written down, each once.
func (m Maker) whyFailed(c model.Case) string {
	var lines []string
	for _, why := range flow.WhyFailed(c) {
		lines = append(lines, chronicle.What(m.words, why, m.words.T("paper.colon")))
	}
	return strings.Join(lines, "\n")
}
