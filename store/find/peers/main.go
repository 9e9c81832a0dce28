// Command peers measures the desk's search beside SQLite (FTS5 with trigrams,
// and LIKE), ripgrep and fzf, over the same cases and in one run, kind of query
// by kind of query in turn; and a saved case beside SQLite and a raw append.
//
//	go run . -data DIR [-queries N] [-passes N] [-rounds N] [-cpu] [-full]
//
// DIR holds a store that heshi fill made. What the others need is written
// beside it once, into DIR.peers.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"heshi/model"
	"heshi/store"
	"heshi/store/find"
)

// screenful is how many results are asked for.
const screenful = 50

func main() {
	log.SetFlags(0)
	data := flag.String("data", "", "folder of a filled store")
	queries := flag.Int("queries", 60, "different queries a kind")
	passes := flag.Int("passes", 5, "passes over them")
	cpu := flag.Bool("cpu", false, "time by the processor used, not by the clock: for a machine that others load; leaves ripgrep and fzf out")
	full := flag.Bool("full", false, "count only what ran while the processor was at its full speed, with more passes, and nothing but the desk's search: for a machine whose neighbours slow it at times")
	curve := flag.Bool("curve", false, "print what selective queries cost, and the size of the index, and nothing else")
	rounds := flag.Int("rounds", 1500, "saved cases; 0 leaves saving out")
	flag.Parse()
	if *cpu {
		runtime.LockOSThread()
		now, byProcessor = processor, true
	}
	if *full {
		steady = atFullSpeed()
	}
	if *curve {
		*rounds = -1
	}
	if err := run(*data, *queries, *passes, *rounds); err != nil {
		log.Fatal(err)
	}
}

func run(data string, queries, passes, rounds int) error {
	began := time.Now()
	s, err := open(data)
	if err != nil {
		return err
	}
	fmt.Printf("opened in %v\n", time.Since(began).Round(time.Millisecond))
	peers, err := prepare(s, data+".peers")
	if err != nil {
		return err
	}
	defer peers.close()
	kinds := queriesOf(peers.sample, queries)
	if rounds < 0 {
		sizes(data, peers)
		return selective(s, kinds, passes)
	}
	if steady != nil {
		measureSteady(s, kinds, passes)
		return s.Close()
	}
	measureAll(s, peers, kinds, passes)
	memory(s, kinds)
	if err := s.Close(); err != nil {
		return err
	}
	if rounds == 0 {
		return nil
	}
	return saving(data+".peers", peers.sample, rounds)
}

func open(dir string) (*store.Store, error) {
	zone := time.FixedZone("CST", 8*3600)
	return store.Open(store.Options{Dir: dir, Zone: zone, Station: model.Station{Code: "HS", Name: "S"}})
}

// memory prints the private memory of this process after searches.
func memory(s *store.Store, kinds []kind) {
	runtime.GC()
	for _, k := range kinds {
		for _, q := range k.queries {
			_, _ = s.Search(context.Background(), find.Query{Text: q, Limit: screenful, Near: true})
		}
	}
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return
	}
	for line := range strings.Lines(string(b)) {
		if strings.HasPrefix(line, "RssAnon") {
			fmt.Print("after all searches, sqlite's memory included: ", line)
		}
	}
}

// selective prints what queries cost that few records answer, and how many do:
// for the same number of results it should not grow with the number of records.
func selective(s *store.Store, kinds []kind, passes int) error {
	for _, name := range []string{"case number", "phone", "phone, last 4", "name of 3", "pinyin", "nobody"} {
		for _, k := range kinds {
			if k.name == name {
				fmt.Printf("  %-14s %s ms, %.1f results\n", k.name, searched(s, k, passes).cell(), results(s, k))
			}
		}
	}
	return s.Close()
}

// results is how many results queries of a kind have, a screenful at most.
func results(s *store.Store, k kind) float64 {
	n := 0
	for _, q := range k.queries {
		res, _ := s.Search(context.Background(), find.Query{Text: q, Limit: screenful})
		n += len(res.Hits)
	}
	return float64(n) / float64(max(1, len(k.queries)))
}

// sizes prints what the index takes of the disk, with the rows and texts in it,
// beside the records.
func sizes(data string, p *peers) {
	index, records := int64(0), int64(0)
	_ = filepath.WalkDir(filepath.Join(data, "index"), func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			if info, err := d.Info(); err == nil {
				index += info.Size()
			}
		}
		return nil
	})
	for _, c := range p.sample {
		b, _ := json.Marshal(c)
		records += int64(len(b))
	}
	a, b := float64(index)/float64(p.cases), float64(records)/float64(len(p.sample))
	fmt.Printf("%d cases: index with rows and texts %.0f B a case, records %.0f B: %.2f\n", p.cases, a, b, a/b)
}
