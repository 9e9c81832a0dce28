package trade

import (
	"slices"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store"
	"heshi/store/exchange"
	"heshi/store/find"
)

// enrolment is what a file of volunteers makes of the register, before anything
// is written.
type enrolment struct {
	columns exchange.Columns
	before  []model.Volunteer // the register, normalised
	after   []model.Volunteer // the same people as the file wants them
	added   []store.NewVolunteer
	were    people         // those of before
	by      map[string]int // by folded name, where somebody stands after the import: in after, else among added from -1 down
	rows    []enrolled
	unclear map[int]*model.Problem // by place in rows
	faults  model.Problems
}

// enrolled is a row and whom it means: the at-th of the register, or of the added
// ones.
type enrolled struct {
	exchange.Volunteer
	known bool
	at    int
}

// people tells where somebody stands in a list: the first of a folded name, of an
// id and of a phone.
type people struct {
	byName, byPhone map[string]int
	byID            map[model.ID]int
}

func peopleOf(list []model.Volunteer) people {
	p := people{map[string]int{}, map[string]int{}, map[model.ID]int{}}
	for i, v := range slices.Backward(list) { // the first of several is kept
		p.byName[find.Fold(v.Name)], p.byPhone[v.Phone], p.byID[v.ID] = i, i, i
	}
	return p
}

// enrol matches every row with the register: by id, else by name and the end of
// the phone.
func enrol(columns exchange.Columns, rows []exchange.Volunteer, register []model.Volunteer, ties ties) *enrolment {
	in := &enrolment{columns: columns, unclear: map[int]*model.Problem{}}
	for _, v := range register {
		v, _ = flow.CheckVolunteer(v)
		in.before = append(in.before, v)
	}
	in.after, in.were = slices.Clone(in.before), peopleOf(in.before)
	taken := map[int]int{}
	for _, row := range rows {
		row, bad := ties.tied(columns, row)
		in.faults = append(in.faults, bad...)
		e := enrolled{Volunteer: row}
		p := in.match(&e)
		if first, twice := taken[e.at]; e.known && twice {
			p = columns.InRow(row.Row, &model.Problem{Code: "exchange.twice", Field: "id", Args: map[string]any{"name": in.before[e.at].Name, "first": first}})
		}
		switch {
		case p != nil:
			in.unclear[len(in.rows)] = p
		case e.known:
			taken[e.at] = row.Row
			in.after[e.at] = row.Onto(in.before[e.at])
		default:
			e.at = len(in.added)
			v := row.Volunteer
			v.ID = ""
			in.added = append(in.added, store.NewVolunteer{Volunteer: v})
		}
		in.rows = append(in.rows, e)
	}
	in.by = map[string]int{}
	for i, n := range slices.Backward(in.added) {
		in.by[find.Fold(n.Name)] = -1 - i
	}
	for i, v := range slices.Backward(in.after) {
		in.by[find.Fold(v.Name)] = i
	}
	in.pair()
	in.check()
	return in
}

// match finds whom a row means. It is unclear when the name is that of one whose
// phone ends otherwise, when the phone is that of somebody with another name, or
// when an id stands beside another name and phone.
func (in *enrolment) match(e *enrolled) *model.Problem {
	said := func(field, code string, v model.Volunteer) *model.Problem {
		return in.columns.InRow(e.Row, &model.Problem{Code: code, Field: field, Args: map[string]any{"name": v.Name, "id": string(v.ID)}})
	}
	byName, named := in.were.byName[find.Fold(e.Name)]
	if e.ID != "" {
		at, there := in.were.byID[e.ID]
		switch {
		case !there && e.Name == "":
			return in.columns.NoSuch(e.Row, "id", string(e.ID))
		case there && e.Name != "" && !(named && byName == at) && (e.Phone == "" && e.Tail == "" || !e.SamePhone(in.before[at].Phone)):
			return said("id", "exchange.other_id", in.before[at])
		case there:
			e.known, e.at = true, at
			return nil
		}
	}
	if named {
		if !e.SamePhone(in.before[byName].Phone) {
			return said("phone", "exchange.other_phone", in.before[byName])
		}
		e.known, e.at = true, byName
		return nil
	}
	if at, there := in.were.byPhone[e.Phone]; there && e.Phone != "" {
		return said("phone", "exchange.same_phone", in.before[at])
	}
	return nil
}

// pair notes who likes to, or must not, share a turn with whom. A row adds to
// what stands; a dash takes all of that kind away, with whomever it is noted.
func (in *enrolment) pair() {
	for _, k := range kinds() {
		for i, e := range in.rows {
			if in.unclear[i] == nil && e.known && slices.Contains(e.Given, k.field) && len(k.names(e.Volunteer)) == 0 {
				in.unpair(k, e.at)
			}
		}
		for i, e := range in.rows {
			for _, name := range k.names(e.Volunteer) {
				switch {
				case in.unclear[i] != nil:
				case find.Fold(name) == find.Fold(e.Name):
					in.faults = append(in.faults, in.columns.InRow(e.Row, &model.Problem{Code: "volunteer.pair_of_one", Field: k.field, Args: map[string]any{"name": name}}))
				case !in.tie(k, e, name):
					in.faults = append(in.faults, in.columns.NoSuch(e.Row, k.field, name))
				}
			}
		}
	}
}

// kindOfPair is one of the two kinds of pair.
type kindOfPair struct {
	field string
	names func(exchange.Volunteer) []string
	ids   func(*model.Volunteer) *[]model.ID
	later func(*store.NewVolunteer) *[]string
}

func kinds() []kindOfPair {
	return []kindOfPair{
		{
			"with", func(v exchange.Volunteer) []string { return v.With },
			func(v *model.Volunteer) *[]model.ID { return &v.With }, func(n *store.NewVolunteer) *[]string { return &n.WithNames },
		},
		{
			"avoid", func(v exchange.Volunteer) []string { return v.Avoid },
			func(v *model.Volunteer) *[]model.ID { return &v.Avoid }, func(n *store.NewVolunteer) *[]string { return &n.AvoidNames },
		},
	}
}

func (in *enrolment) unpair(k kindOfPair, at int) {
	id := in.after[at].ID
	*k.ids(&in.after[at]) = nil
	for i := range in.after {
		list := k.ids(&in.after[i])
		left := slices.DeleteFunc(slices.Clone(*list), func(x model.ID) bool { return x == id })
		if len(left) == 0 {
			left = nil
		}
		*list = left
	}
}

// tie notes one pair, once: with a new volunteer where one of the two is new, and
// with the later where both are. False when nobody has that name.
func (in *enrolment) tie(k kindOfPair, e enrolled, name string) bool {
	other, there := in.by[find.Fold(name)]
	known := other >= 0
	if !known {
		other = -1 - other
	}
	switch {
	case !there:
		return false
	case e.known && known:
		a, b := &in.after[e.at], &in.after[other]
		if !slices.Contains(*k.ids(a), b.ID) && !slices.Contains(*k.ids(b), a.ID) {
			*k.ids(a) = append(slices.Clone(*k.ids(a)), b.ID)
		}
	case e.known:
		in.later(k, other, in.after[e.at].Name)
	case known:
		in.later(k, e.at, in.after[other].Name)
	default:
		in.later(k, max(e.at, other), in.added[min(e.at, other)].Name)
	}
	return true
}

func (in *enrolment) later(k kindOfPair, at int, name string) {
	if list := k.later(&in.added[at]); !slices.Contains(*list, name) {
		*list = append(*list, name)
	}
}

// check looks at everybody as he would be: what a row alone cannot tell, and
// names that would stand twice.
func (in *enrolment) check() {
	called := map[string][]model.ID{}
	for _, v := range in.after {
		name := find.Fold(v.Name)
		called[name] = append(called[name], v.ID)
	}
	for i, e := range in.rows {
		if in.unclear[i] != nil || !e.known {
			continue
		}
		v, ps := flow.CheckVolunteer(in.after[e.at])
		in.after[e.at] = v
		for _, p := range ps.Hard() {
			in.faults = append(in.faults, in.columns.InRow(e.Row, p))
		}
		if slices.ContainsFunc(called[find.Fold(v.Name)], func(o model.ID) bool { return o != v.ID }) {
			in.faults = append(in.faults, in.columns.InRow(e.Row, &model.Problem{Code: store.CodeNameTaken, Field: "name", Args: map[string]any{"name": v.Name}}))
		}
	}
}

// changed are those of the register who become others.
func (in *enrolment) changed() (out []model.Volunteer) {
	for i, v := range in.after {
		if len(in.columns.Differing(in.before[i], v)) > 0 {
			out = append(out, v)
		}
	}
	return out
}

// result counts what would be done, and tells it row by row.
func (in *enrolment) result() Result {
	r := Result{Added: len(in.added), Changed: len(in.changed())}
	for i, e := range in.rows {
		row := Row{Row: e.Row, Name: e.Name, What: New, After: e.Volunteer.Volunteer}
		switch {
		case in.unclear[i] != nil:
			row.What = Unclear
			r.Unclear = append(r.Unclear, in.unclear[i])
		case e.known:
			row.Before, row.After = in.before[e.at], in.after[e.at]
			row.Name, row.What, row.Fields = row.After.Name, Changed, in.columns.Differing(row.Before, row.After)
			if len(row.Fields) == 0 {
				row.What = Same
				r.Present++
			}
		}
		r.Rows = append(r.Rows, row)
	}
	return r
}
