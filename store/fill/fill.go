// Package fill makes believable cases and shops out of a list of name parts
// and a seed, for demonstrations and load. The same seed, number and end give
// the same cases on every machine.
package fill

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"time"

	"heshi/model"
)

// Names are the parts that generated records are made of.
type Names struct {
	Note          string                 `json:"note"`
	Surnames      []string               `json:"surnames"`
	Given         []string               `json:"given"`
	ShopHeads     []string               `json:"shop_heads"`
	ShopTails     map[string][]string    `json:"shop_tails"` // by class
	Floors        []string               `json:"floors"`
	Complaints    map[string][][4]string `json:"complaints"` // by class: goods, facts, nature, request
	Consultations [][2]string            `json:"consultations"`
	People        []Person               `json:"people"`
	Promises      map[string]string      `json:"promises"` // what is promised, by request
	Refusals      []string               `json:"refusals"` // why a mediation failed
	Office        string                 `json:"office"`   // whom cases are referred to
	Place         string                 `json:"place"`    // where sessions are held
}

// Person is somebody who sits at the demonstration's desk.
type Person struct {
	Name   string
	Role   model.Role
	Senior bool
}

// UnmarshalJSON reads ["name","role",senior].
func (p *Person) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&p.Name, &p.Role, &p.Senior})
}

// Load reads demo/names.json.
func Load(fsys fs.FS) (*Names, error) {
	b, err := fs.ReadFile(fsys, "demo/names.json")
	if err != nil {
		return nil, err
	}
	n := &Names{}
	if err := json.Unmarshal(b, n); err != nil {
		return nil, fmt.Errorf("fill: names: %w", err)
	}
	return n, nil
}

// years is how far back the generated cases reach.
const years = 5

// Plan says what to generate.
type Plan struct {
	Names *Names
	Cases int
	Seed  uint64
	End   time.Time // the last case comes before it
}

// Case returns the i-th case, oldest first, and when it was registered. Shops
// are named, not numbered: the store makes each at its first case.
func (p Plan) Case(i int) (model.Case, time.Time) {
	r := rand.New(rand.NewPCG(p.Seed, uint64(i)))
	at := p.at(r, i)
	if r.IntN(6) == 0 {
		q := p.Names.Consultations[r.IntN(len(p.Names.Consultations))]
		return model.Case{
			Kind: model.Consultation, State: model.Closed, ClosedAt: at, What: q[0], Answer: q[1],
			Complainant: model.Party{Name: p.name(r)},
		}, at
	}
	c := p.complaint(r, at)
	p.state(r, &c, i, at)
	if p.Cases-i <= lived {
		c = p.live(r, c, at)
	}
	return c, at
}

// at spreads the cases over the years, ever closer together, within opening
// hours: a desk that becomes known, and a demonstration with a busy last week.
// A later case never comes before an earlier one.
func (p Plan) at(r *rand.Rand, i int) time.Time {
	const opens, open = 9, 11 // hours
	when := p.spread(i)
	when = when.Add(time.Duration(r.Float64() * float64(p.spread(i+1).Sub(when))))
	y, m, d := when.Date()
	midnight := time.Date(y, m, d, 0, 0, 0, 0, when.Location())
	return midnight.Add(opens*time.Hour + when.Sub(midnight)*open/24).Truncate(time.Second)
}

// spread is where on the line of time the i-th case stands, at any hour of the day.
func (p Plan) spread(i int) time.Time {
	end := p.End.AddDate(0, 0, -1)
	span := end.Sub(end.AddDate(-years, 0, 0))
	back := float64(max(0, p.Cases-1-i)) / float64(max(1, p.Cases))
	return end.Add(-time.Duration(float64(span) * back * back))
}

func (p Plan) complaint(r *rand.Rand, at time.Time) model.Case {
	classes := model.Classes()
	class := classes[r.IntN(len(classes))]
	list := p.Names.Complaints[class]
	t := list[r.IntN(len(list))]
	return model.Case{
		Kind:        model.Complaint,
		Complainant: model.Party{Name: p.name(r), Phone: phone(r)},
		Shop:        p.shop(r, class),
		What:        t[1],
		Goods:       t[0], Nature: t[2], Request: t[3], Class: class,
		Amount:      model.Money(100 * (10 + r.Int64N(r.Int64N(3000)+20))),
		PurchasedOn: model.DayOf(at, at.Location()) - model.Day(r.IntN(20)),
		Channel:     "onsite",
		Proofs:      []string{"receipt"},
	}
}

// state lets old cases be over and some of the newest be open.
func (p Plan) state(r *rand.Rand, c *model.Case, i int, at time.Time) {
	recent := p.Cases-i <= max(12, min(p.Cases/50, 400))
	if recent && r.IntN(2) == 0 {
		c.State = []model.CaseState{model.Registered, model.Accepted, model.Mediating, model.Settled}[r.IntN(4)]
		return
	}
	ends := []model.CaseState{model.Closed, model.Closed, model.Closed, model.Closed, model.Referred, model.Terminated, model.Withdrawn, model.Declined}
	c.State, c.ClosedAt = ends[r.IntN(len(ends))], at.Add(time.Duration(1+r.IntN(72))*time.Hour)
}

func (p Plan) name(r *rand.Rand) string {
	n := p.Names.Surnames[r.IntN(len(p.Names.Surnames))] + p.Names.Given[r.IntN(len(p.Names.Given))]
	if r.IntN(4) > 0 {
		n += p.Names.Given[r.IntN(len(p.Names.Given))]
	}
	return n
}

// shop names one of the shops of a class. The number of shops follows the
// data, not the number of cases, as in a real mall.
func (p Plan) shop(r *rand.Rand, class string) string {
	tails := p.Names.ShopTails[class]
	return p.Names.ShopHeads[r.IntN(len(p.Names.ShopHeads))] + tails[r.IntN(len(tails))]
}

// phone makes a number of the right form out of nothing but the seed.
func phone(r *rand.Rand) string {
	return fmt.Sprintf("1%d%d%08d", 3+r.IntN(7), r.IntN(10), r.IntN(100_000_000))
}

// Shops returns every shop the plan may name, in a fixed order, with stalls,
// for a demonstration that should show a filled list.
func (p Plan) Shops(n int) []model.Shop {
	r := rand.New(rand.NewPCG(p.Seed, 1<<40))
	var out []model.Shop
	classes := model.Classes()
	seen := map[string]bool{}
	for tries := 0; len(out) < n && tries < 20*n; tries++ {
		class := classes[r.IntN(len(classes))]
		s := model.Shop{Name: p.shop(r, class), Class: class, Floor: p.Names.Floors[r.IntN(len(p.Names.Floors))]}
		s.Stall = fmt.Sprintf("%s-%03d", s.Floor, 1+r.IntN(80))
		if joined := model.DayOf(p.End, p.End.Location()) - model.Day(30+r.IntN(300)); r.IntN(3) > 0 {
			s.Member = &model.Member{Joined: joined, TermDays: []int{0, 0, 15, 30}[r.IntN(4)], PosterSeen: &joined}
		}
		if !seen[s.Name] {
			seen[s.Name] = true
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b model.Shop) int {
		if a.Stall < b.Stall {
			return -1
		}
		return 1
	})
	return out
}
