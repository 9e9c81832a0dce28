package trade

import (
	"errors"
	"io"
	"os"

	"heshi/model"
	"heshi/store/exchange"
)

const (
	// readers is how many read a file of cases at once: to read a case is most of
	// what takes time when it is checked, and nearly every desk has two processors.
	readers = 2
	// inTurn is how many cases one reads before it is another's turn.
	inTurn = 16
)

// readCase is a case of a file, its row, and what is wrong with it.
type readCase struct {
	model.Case
	row int
	err error
}

// abreast reads the cases of a file in their order with some readers that take
// turns, each of which passes over what the others read. It must be stopped.
type abreast struct {
	files []*os.File
	made  []chan []readCase // of each reader
	quit  chan struct{}
	turn  int
	list  []readCase // of this turn, not taken yet
}

// abreast begins to read a file of cases.
func (t Trader) abreast(path string) (*abreast, error) {
	a := &abreast{quit: make(chan struct{})}
	var all []*exchange.CaseReader
	for range readers {
		f, r, err := t.openCases(path)
		if err != nil {
			return nil, errors.Join(err, a.stop())
		}
		a.files, all = append(a.files, f), append(all, r)
	}
	for i, r := range all {
		to := make(chan []readCase, 1)
		a.made = append(a.made, to)
		go a.read(r, i, to)
	}
	return a, nil
}

// read is one of the readers, the how manieth.
func (a *abreast) read(r *exchange.CaseReader, i int, to chan<- []readCase) {
	defer close(to)
	for turn := 0; ; turn++ {
		if turn%readers != i {
			if !r.Skip(inTurn) {
				return
			}
			continue
		}
		list := make([]readCase, 0, inTurn)
		for range inTurn {
			c, row, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			list = append(list, readCase{c, row, err})
		}
		select {
		case to <- list:
		case <-a.quit:
			return
		}
		if len(list) < inTurn {
			return
		}
	}
}

// next returns the next case; false at the end.
func (a *abreast) next() (readCase, bool) {
	if len(a.list) == 0 {
		a.list = <-a.made[a.turn%readers] // nil when that one came to the end
		a.turn++
	}
	if len(a.list) == 0 {
		a.turn-- // it is the end from now on
		return readCase{}, false
	}
	c := a.list[0]
	a.list = a.list[1:]
	return c, true
}

// stop ends the reading, and returns when it has ended.
func (a *abreast) stop() (err error) {
	close(a.quit)
	for _, made := range a.made {
		for range made {
		}
	}
	for _, f := range a.files {
		err = errors.Join(err, f.Close())
	}
	return err
}
