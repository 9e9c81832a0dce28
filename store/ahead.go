package store

// arrived is a record of a batch that waits for the writer, or why there is none.
type arrived struct {
	Item
	in  *arrival // of a case that is new
	err error
}

// ahead has the records of a batch made and looked at beside the writer, in their
// order, a few hundred of them at most before it wants them.
type ahead struct {
	made chan []arrived
	quit chan struct{}
	list []arrived // taken out of made
}

// atOnce is how many records are handed over together.
const atOnce = 64

func (s *Store) ahead(n int, item func(i int) (Item, error)) *ahead {
	a := &ahead{made: make(chan []arrived, 2), quit: make(chan struct{})}
	go func() {
		defer close(a.made)
		var list []arrived
		for i := range n {
			var it arrived
			it.err = safely(func() (err error) {
				if it.Item, err = item(i); err == nil && it.Case != nil {
					it.in, err = s.arrival(it.By, *it.Case)
				}
				return err
			})
			if list = append(list, it); len(list) < atOnce && i+1 < n && it.err == nil {
				continue
			}
			select {
			case a.made <- list:
				list = make([]arrived, 0, atOnce)
			case <-a.quit:
				return
			}
			if it.err != nil {
				return
			}
		}
	}()
	return a
}

// next returns the next record. It must not be called after the last one, or
// after an error.
func (a *ahead) next() arrived {
	if len(a.list) == 0 {
		a.list = <-a.made
	}
	it := a.list[0]
	a.list = a.list[1:]
	return it
}

// stop ends the making, and returns when it has ended.
func (a *ahead) stop() {
	close(a.quit)
	for range a.made {
	}
}
