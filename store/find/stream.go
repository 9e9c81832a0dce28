package find

// stream is the records of a look that may match at one tier. at is where the
// next one stands, or the least place it can have.
type stream struct {
	look  *look
	tier  int
	at    tail
	ready bool // at is where the next one stands
	used  int  // of the few
	it    iter
	place uint32
	ahead []spotAhead // places at and after it that were looked for already
	wide  int         // how many were looked for the last time
	over  bool        // there are no more
	room  [maxAhead]spotAhead
}

// spotAhead is a place that was looked for, and its head.
type spotAhead struct {
	place uint32
	head
}

// maxAhead is how many records are looked for beyond the next, so that the
// processor fetches several rows at a time.
const maxAhead = 8

// seek returns the first place at or after a place; nil when there is none. Each
// time it looks further ahead than the time before.
func (st *stream) seek(place uint32) *spotAhead {
	for len(st.ahead) > 0 && st.ahead[0].place < place {
		st.ahead = st.ahead[1:]
	}
	if len(st.ahead) > 0 {
		return &st.ahead[0]
	}
	l := st.look
	st.wide = min(2*st.wide+1, maxAhead)
	list := st.room[:0]
	for len(list) < st.wide && !st.over {
		at, ok := st.it.seek(place)
		if !ok {
			st.over = true
			break
		}
		list = append(list, spotAhead{place: at})
		place = at + 1
	}
	for i := range list {
		l.s.touched += l.src.seg.touch(list[i].place)
	}
	for i := range list {
		h := &list[i]
		h.head = l.src.seg.head(int(h.place))
		l.s.touched += h.touch()
	}
	if st.ahead = list; len(list) == 0 {
		return nil
	}
	return &list[0]
}

// take adds the record that stands next, if it is of the tier.
func (st *stream) take() {
	l := st.look
	if l.few {
		l.show(l.found[st.tier][st.used])
		st.used++
		return
	}
	l.check(st.place, &st.ahead[0].head, st.tier)
	st.place++
}

// next finds the next record; false when there is none.
func (st *stream) next() bool {
	l := st.look
	l.begin(st.tier)
	if l.few {
		if st.used == len(l.found[st.tier]) {
			return false
		}
		st.at, st.ready = l.found[st.tier][st.used].at, true
		return true
	}
	if st.it == nil {
		if st.it = l.plan(st.tier); st.it == nil {
			return false
		}
	}
	next := st.seek(st.place)
	if next == nil {
		return false
	}
	if open := uint32(l.src.seg.open); st.place < open && next.place >= open {
		// Open ones of other parts come first.
		st.place, st.at, st.ready = open, l.src.seg.tail(int(open)), false
		return true
	}
	st.place, st.at, st.ready = next.place, next.tail, true
	return true
}
