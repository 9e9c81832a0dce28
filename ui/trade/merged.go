package trade

import (
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"slices"

	"heshi/model"
	"heshi/store"
	"heshi/store/exchange"
)

// A case that goes on in another one names it by its number in a file. Either
// may stand first, so those that go on in others are written last.

// byNumber puts the number of the case that c goes on in where its id stood.
func (t Trader) byNumber(ctx context.Context, c *model.Case) error {
	if c.MergedInto == "" {
		return nil
	}
	into, err := t.Store.Case(ctx, string(c.MergedInto))
	c.MergedInto = model.ID(into.No)
	return err
}

// links are the cases of a file that go on in others, by number.
type links map[string]link

type link struct {
	row  int
	into string
}

func (l links) meet(c model.Case, row int) {
	if c.MergedInto != "" {
		l[c.No] = link{row, string(c.MergedInto)}
	}
}

// targets lists the numbers of the cases that others go on in.
func (l links) targets() map[string]bool {
	out := map[string]bool{}
	for _, k := range l {
		out[k.into] = true
	}
	return out
}

// check refuses cases that go on in one that is not there, neither in the file
// nor in the store, or that itself goes on in another one.
func (l links) check(ctx context.Context, t Trader, inFile func(no string) bool) (faults model.Problems, err error) {
	nos := slices.SortedFunc(maps.Keys(l), func(a, b string) int { return l[a].row - l[b].row })
	columns, err := exchange.LoadColumns(t.Assets)
	if err != nil {
		return nil, err
	}
	for _, no := range nos {
		k := l[no]
		p, err := l.fault(ctx, t, no, inFile(k.into))
		if err != nil {
			return nil, err
		}
		if p != nil && len(faults) < maxFaults {
			p.Field = "merged_into"
			faults = append(faults, columns.InCase(k.row, p))
		}
	}
	return faults, nil
}

func (l links) fault(ctx context.Context, t Trader, no string, inFile bool) (*model.Problem, error) {
	into := l[no].into
	on := &model.Problem{Code: "merge.merged", Args: map[string]any{"no": into}}
	if into == no {
		return &model.Problem{Code: "merge.itself"}, nil
	}
	if _, goesOn := l[into]; goesOn {
		return on, nil
	}
	there, err := t.Store.HasNumber(ctx, into)
	if err != nil {
		return nil, err
	}
	if !there {
		if inFile {
			return nil, nil
		}
		return store.NotFound("case", clip(into)), nil
	}
	c, err := t.Store.Case(ctx, into)
	if err != nil || c.MergedInto == "" {
		return nil, err
	}
	return on, nil
}

// incoming reads the new cases of a checked file for a batch: first those that
// stand by themselves, then, from the file's beginning again, those that go on
// in others.
type incoming struct {
	t       Trader
	path    string
	by      store.By
	fresh   []uint64 // a bit for each case of the file
	targets map[string]bool

	file   *os.File
	reader *exchange.CaseReader
	at     int  // of the next case in the file
	again  bool // those that go on in others
}

func (in *incoming) next() (store.Item, error) {
	for {
		if in.file == nil {
			if err := in.open(); err != nil {
				return store.Item{}, err
			}
		}
		c, _, err := in.reader.Next()
		if errors.Is(err, io.EOF) && !in.again {
			in.again = true
			if err := in.close(); err != nil {
				return store.Item{}, err
			}
			continue
		}
		if err != nil {
			return store.Item{}, refuse(err)
		}
		isNew := in.fresh[in.at/64]&(1<<(in.at%64)) != 0
		in.at++
		if isNew && (c.MergedInto != "") == in.again {
			return store.Item{Whole: &c, Target: in.targets[c.No], By: in.by}, nil
		}
	}
}

func (in *incoming) open() (err error) {
	in.at = 0
	in.file, in.reader, err = in.t.openCases(in.path)
	return err
}

func (in *incoming) close() error {
	if in.file == nil {
		return nil
	}
	err := in.file.Close()
	in.file = nil
	return err
}
