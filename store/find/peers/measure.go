package main

import (
	"context"
	"fmt"
	"os/exec"
	"slices"
	"time"

	"heshi/store"
	"heshi/store/find"
)

// times are how long things took, sorted.
type times []time.Duration

func (t times) at(q float64) time.Duration {
	if len(t) == 0 {
		return 0
	}
	return t[int(q*float64(len(t)-1))]
}

func (t times) cell() string {
	if len(t) == 0 {
		return "-"
	}
	return fmt.Sprintf("%s / %s", short(t.at(.5)), short(t.at(.99)))
}

func short(d time.Duration) string {
	switch {
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.3f", float64(d)/1e6)
	case d < 100*time.Millisecond:
		return fmt.Sprintf("%.1f", float64(d)/1e6)
	}
	return fmt.Sprintf("%.0f", float64(d)/1e6)
}

// now is the clock that things are timed by: the wall, or what this thread had
// of the processor, which leaves out how others load the machine.
var now = wall

// byProcessor says which.
var byProcessor bool

func wall() time.Duration { return time.Duration(time.Now().UnixNano()) }

// steady says whether the processor runs at its full speed just now. Nil when that
// does not matter.
var steady func() bool

// atFullSpeed makes steady: a loop that keeps several units of the processor busy
// takes as long as the quickest of many did, or a tenth more. On a virtual machine
// a neighbour on the other half of the same core makes it take nearly twice as long,
// for moments that come and go; a loop of one chain of steps would hardly notice.
func atFullSpeed() func() bool {
	var table [2048]uint64
	var a, b, c, d uint64 = 1, 2, 3, 4
	loop := func() time.Duration {
		began := wall()
		for i := range 10_000 {
			a = a*6364136223846793005 + table[i&2047]
			b = b*6364136223846793005 ^ table[(i+7)&2047]
			c += table[(i*5)&2047] ^ a
			d ^= table[(i*3)&2047] + b
		}
		table[d&2047] += a ^ b
		return wall() - began
	}
	full := loop()
	for range 100_000 {
		full = min(full, loop())
	}
	return func() bool {
		loop() // after a search its table is cold
		return loop() <= full*11/10
	}
}

// timed runs fn over the queries, after one pass that does not count. Of a steady
// processor it counts those only that began and ended at full speed.
func timed(queries []string, passes int, fn func(q string) error) (out times) {
	for pass := range passes + 1 {
		for _, q := range queries {
			ready := steady == nil || steady()
			began := now()
			if err := fn(q); err != nil {
				return nil
			}
			took := now() - began
			if (pass > 0 || passes == 0) && ready && (steady == nil || steady()) {
				out = append(out, took)
			}
		}
	}
	slices.Sort(out)
	return out
}

// searched times the desk's search.
func searched(s *store.Store, k kind, passes int) times {
	return timed(k.queries, passes, func(q string) error {
		_, err := s.Search(context.Background(), find.Query{Text: q, Limit: screenful})
		return err
	})
}

// measureAll prints the table: p50 and p99 in milliseconds to a screenful.
func measureAll(s *store.Store, p *peers, kinds []kind, passes int) {
	fmt.Printf("\n%d cases; milliseconds p50 / p99 to the first %d results\n\n", p.cases, screenful)
	fmt.Printf("| %-16s | %-15s | %-15s | %-15s | %-13s | %-13s |\n", "query", "heshi", "FTS5 trigram", "LIKE", "ripgrep", "fzf")
	fmt.Println("|---|---|---|---|---|---|")
	var all, answered, fts, sqlite, rg, fzf, heshiRg, heshiFzf times
	for _, k := range kinds {
		own := searched(s, k, passes)
		all = append(all, own...)
		var f, l, r, z times
		few := k.queries[:min(3, len(k.queries))]
		if k.fts() {
			f = timed(k.queries, 1, func(q string) error { _, err := p.fts(q); return err })
			fts, sqlite, answered = append(fts, f...), append(sqlite, f...), append(answered, own...)
		} else if k.literal {
			l = timed(few, 1, func(q string) error { _, err := p.like(q); return err })
			sqlite = append(sqlite, l...)
		}
		if k.literal && !byProcessor {
			r = timed(few, 2, func(q string) error { return command("rg", "-F", "-m", fmt.Sprint(screenful), q, p.dump) })
			z = timed(few[:1], 1, func(q string) error {
				if _, err := exec.LookPath("fzf"); err != nil { // the shell would be found without it
					return err
				}
				return command("sh", "-c", "fzf --exact --no-sort --filter \"$1\" <\"$2\" | head -n 50", "sh", q, p.dump)
			})
			rg, fzf = append(rg, r...), append(fzf, z...)
			heshiRg, heshiFzf = append(heshiRg, own...), append(heshiFzf, own...)
		}
		fmt.Printf("| %-16s | %-15s | %-15s | %-15s | %-13s | %-13s |\n", k.name, own.cell(), f.cell(), l.cell(), r.cell(), z.cell())
	}
	for _, t := range []*times{&all, &answered, &fts, &sqlite, &rg, &fzf, &heshiRg, &heshiFzf} {
		slices.Sort(*t)
	}
	fmt.Printf("| %-16s | %-15s | %-15s | %-15s | %-13s | %-13s |\n\n", "all", all.cell(), fts.cell(), sqlite.cell(), rg.cell(), fzf.cell())
	ratio("FTS5 p50 over ours, where it can answer", fts.at(.5), answered.at(.5))
	ratio("SQLite p99 over ours, the whole mix", sqlite.at(.99), all.at(.99))
	ratio("ripgrep p50 over ours", rg.at(.5), heshiRg.at(.5))
	ratio("fzf p50 over ours", fzf.at(.5), heshiFzf.at(.5))
}

// measureSteady prints what the desk's search takes at the processor's full speed,
// and how many of the searches that is of.
func measureSteady(s *store.Store, kinds []kind, passes int) {
	const more = 40 // times the passes: most of them may not count
	for _, k := range kinds {
		own := searched(s, k, more*passes)
		fmt.Printf("| %-16s | %-15s | %5d of %d |\n", k.name, own.cell(), len(own), more*passes*len(k.queries))
	}
}

func ratio(what string, theirs, ours time.Duration) {
	if theirs > 0 && ours > 0 {
		fmt.Printf("%s: %.1f\n", what, float64(theirs)/float64(ours))
	}
}

// command runs a program as somebody would who has no index.
func command(name string, args ...string) error {
	if _, err := exec.LookPath(name); err != nil {
		return err
	}
	_ = exec.Command(name, args...).Run() // 1 means that nothing was found
	return nil
}
