package trade

import (
	"bufio"
	"context"
	"errors"
	"hash/maphash"
	"io"
	"os"

	"heshi/model"
	"heshi/store"
	"heshi/store/exchange"
)

// Cases is a file of cases. It may be larger than memory: it is read twice, a
// case at a time, and nothing is written before all of it was checked.
const Cases = "cases"

// maxFaults is how many faults of a file are told.
const maxFaults = 20

// Progress hears now and then how many cases were checked, and written, and
// when all are and only the index is still to be put together.
type Progress struct {
	Checked, Written func(n uint64)
	Joining          func()
}

// ImportCases takes in the cases of the file path, unless dry. A case is known
// by its number: those that are there already are left alone, so that the same
// file adds nothing when it comes again.
func (t Trader) ImportCases(ctx context.Context, by store.By, path string, dry bool, p Progress) (r Result, err error) {
	r = Result{Kind: Cases, DryRun: dry}
	fresh, links, err := t.checkCases(ctx, path, &r, p.Checked)
	if err != nil || dry || r.Added == 0 {
		return r, err
	}
	in := &incoming{t: t, path: path, by: by, fresh: fresh, targets: links.targets()}
	err = t.Store.AddBatch(ctx, by, r.Added, func(int) (store.Item, error) { return in.next() },
		func(done int) {
			if p.Written(uint64(done)); done == r.Added {
				p.Joining()
			}
		})
	return r, errors.Join(err, in.close())
}

// checkCases reads the whole file and returns, a bit each, which of its cases
// are new, and which go on in others.
func (t Trader) checkCases(ctx context.Context, path string, r *Result, checked func(uint64)) (fresh []uint64, links links, err error) {
	columns, err := exchange.LoadColumns(t.Assets)
	if err != nil {
		return nil, nil, err
	}
	all, err := t.abreast(path)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, all.stop()) }()
	links = map[string]link{}
	seed, met := maphash.MakeSeed(), map[uint64]int32{}
	var faults model.Problems
	for n := 0; len(faults) < maxFaults; n++ {
		c, more := all.next()
		if !more {
			break
		}
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		if n%64 == 0 { // whatever becomes of this row: those behind it count on
			fresh = append(fresh, 0)
		}
		if c.err != nil {
			faults = append(faults, problems(c.err)...)
			continue
		}
		h := maphash.String(seed, c.No)
		if was, twice := met[h]; twice {
			faults = append(faults, columns.InCase(c.row, &model.Problem{
				Code: "exchange.twice", Field: "no", Args: map[string]any{"name": c.No, "first": int(was)},
			}))
			continue
		}
		met[h] = int32(c.row)
		links.meet(c.Case, c.row)
		there, err := t.Store.HasNumber(ctx, c.No)
		if err != nil {
			return nil, nil, err
		}
		if there {
			r.Present++
		} else {
			r.Added++
			fresh[n/64] |= 1 << (n % 64)
		}
		checked(uint64(n + 1))
	}
	if len(faults) == 0 {
		faults, err = links.check(ctx, t, func(no string) bool { return met[maphash.String(seed, no)] > 0 })
	}
	if len(faults) > 0 {
		err = refuse(faults)
	}
	return fresh, links, err
}

// problems returns the faults a reader found in a row.
func problems(err error) (out model.Problems) {
	var one *model.Problem
	switch {
	case errors.As(err, &out):
	case errors.As(err, &one):
		out = model.Problems{one}
	}
	return out
}

func (t Trader) openCases(path string) (*os.File, *exchange.CaseReader, error) {
	columns, err := exchange.LoadColumns(t.Assets)
	if err != nil {
		return nil, nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, refuse(&model.Problem{Code: "file.unreadable", Args: map[string]any{"name": clip(path)}})
	}
	next, err := columns.ReadCases(path, f, t.words, t.Store.Zone())
	if err != nil {
		return nil, nil, errors.Join(refuse(err), f.Close())
	}
	return f, next, nil
}

// ExportCases writes every case to w, the oldest first, in the format that name's
// ending tells, and returns how many there are.
func (t Trader) ExportCases(ctx context.Context, name, lang string, w io.Writer, written func(uint64)) (n int, err error) {
	columns, err := exchange.LoadColumns(t.Assets)
	if err != nil {
		return 0, err
	}
	b := bufio.NewWriterSize(w, 1<<20)
	out, err := columns.WriteCases(name, b, lang)
	if err != nil {
		return 0, refuse(err)
	}
	for after := model.ID(""); ; {
		list, err := t.Store.Cases(ctx, after, 500)
		if err != nil {
			return n, err
		}
		if len(list) == 0 {
			return n, errors.Join(out.Close(), b.Flush())
		}
		for _, c := range list {
			if err := errors.Join(t.byNumber(ctx, &c), out.Write(c)); err != nil {
				return n, err
			}
			after, n = c.ID, n+1
		}
		written(uint64(n))
	}
}
