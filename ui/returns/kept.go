package returns

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"sync"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	engine "heshi/model/returns"
	"heshi/store"
	"heshi/ui/screen"
	"heshi/ui/sheet"
)

// A check half done is kept in the store after every answer, so that it
// outlives the program; it is offered when the check is opened again the same
// day, and forgotten with the verdict.

// halves keeps a check. Its writes come in the order of their numbers.
type halves struct {
	drafts sheet.Drafts
	name   string
	slot   *slot
	writes int    // number of the newest write
	body   []byte // what it wrote; nil when nothing is kept
	safe   bool   // the store has it
}

// slot orders the writes about one check, which commands do side by side.
type slot struct {
	mu   sync.Mutex
	last int
}

// half is a check as a draft holds it.
type half struct {
	Answers map[string]halfAnswer `json:"answers"`
	More    told                  `json:"more"`
}

type halfAnswer struct {
	Answer   engine.Answer  `json:"answer"`
	Text     string         `json:"text,omitempty"`
	Chosen   []string       `json:"chosen,omitempty"`
	Prices   map[int]string `json:"prices,omitempty"`
	Shop     *model.Shop    `json:"shop,omitempty"`
	Unlisted bool           `json:"unlisted,omitempty"`
	Offered  []string       `json:"offered,omitempty"`
	Unknown  bool           `json:"unknown,omitempty"`
}

func halved(answers map[string]answer, more told) half {
	h := half{Answers: make(map[string]halfAnswer, len(answers)), More: more}
	for id, a := range answers {
		h.Answers[id] = halfAnswer{
			Answer: a.Answer, Text: a.entry.text, Chosen: a.entry.chosen, Prices: a.entry.prices,
			Shop: a.entry.shop, Unlisted: a.entry.unlisted, Offered: a.offered, Unknown: a.unknown,
		}
	}
	return h
}

func (h half) whole() (map[string]answer, told) {
	answers := make(map[string]answer, len(h.Answers))
	for id, a := range h.Answers {
		answers[id] = answer{
			Answer: a.Answer, offered: a.Offered, unknown: a.Unknown,
			entry: entry{text: a.Text, chosen: a.Chosen, prices: a.Prices, shop: a.Shop, unlisted: a.Unlisted},
		}
	}
	return answers, h.More
}

// Messages about what is kept.
type (
	halfKept struct {
		write int
		err   error
	}
	goOn     struct{ half half }
	startNew struct{}
)

func newHalves(env screen.Env, drafts sheet.Drafts) halves {
	return halves{drafts: drafts, name: "returns/" + store.DraftOwner(env.Person.ID), slot: &slot{}}
}

// found looks for the check that was left half done.
func (h halves) found(ctx context.Context) (*store.Draft, error) {
	all, err := h.drafts.Drafts(ctx, h.name)
	for _, d := range all {
		if d.Name == h.name {
			return &d, err
		}
	}
	return nil, err
}

// put has the store hold body, or forget what it held when body is nil.
func (h *halves) put(env screen.Env, body []byte) tea.Cmd {
	h.writes++
	h.body, h.safe = body, false
	write, slot, drafts := h.writes, h.slot, h.drafts
	d := store.Draft{Name: h.name, Actor: env.Person.Name, At: env.Now(), Body: body}
	return func() tea.Msg {
		slot.mu.Lock()
		defer slot.mu.Unlock()
		if write < slot.last {
			return nil
		}
		slot.last = write
		if d.Body == nil {
			return halfKept{write, drafts.DropDraft(context.Background(), d.Name)}
		}
		return halfKept{write, drafts.SaveDraft(context.Background(), d)}
	}
}

// over forgets what was kept for good: no write comes after it.
func (h *halves) over(env screen.Env) tea.Cmd {
	h.writes = math.MaxInt - 1
	return h.put(env, nil)
}

// halfDone reports whether there is something to keep.
func (s *Screen) halfDone() bool { return len(s.st.steps) > 0 && s.st.open != nil }

// keepHalf has the store hold what was answered, where that has changed.
func (s *Screen) keepHalf() tea.Cmd {
	var body []byte
	if s.halfDone() {
		var err error
		if body, err = json.Marshal(halved(s.answers, s.more)); err != nil {
			return screen.Send(screen.Failed{Err: err})
		}
	}
	if bytes.Equal(body, s.halves.body) {
		return nil
	}
	return s.halves.put(s.env, body)
}

func (s *Screen) onHalfKept(k halfKept) tea.Cmd {
	switch {
	case k.err != nil:
		return screen.Send(screen.Failed{Err: k.err})
	case k.write == s.halves.writes:
		s.halves.safe = true
	}
	return nil
}

// offerHalf asks whether to go on with the check left half done, which stays
// until that is answered. One of another day is forgotten; somebody who has
// begun already is not asked.
func (s *Screen) offerHalf(d *store.Draft) tea.Cmd {
	if d == nil {
		return nil
	}
	now := s.env.Now()
	var h half
	if json.Unmarshal(d.Body, &h) != nil || len(h.Answers) == 0 || model.DayOf(d.At, now.Location()) != s.today() {
		return s.halves.put(s.env, nil)
	}
	if len(s.answers) > 0 || len(s.held) > 0 {
		return nil
	}
	return screen.Send(screen.Ask{
		Title: s.env.T("check.half.title"),
		Body:  s.env.T("check.half.body", "at", s.env.Text.Clock(d.At.In(now.Location())), "n", len(h.Answers)),
		Options: []screen.Option{
			{Label: s.env.T("check.half.go_on"), Answer: goOn{h}},
			{Label: s.env.T("check.half.new"), Answer: startNew{}},
		},
	})
}

// onGoOn takes up where it was left.
func (s *Screen) onGoOn(h half) tea.Cmd {
	s.answers, s.more = h.whole()
	s.jump = true
	return s.think()
}
