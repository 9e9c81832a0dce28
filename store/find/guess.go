package find

// atLeast is how many places a walk that is not begun has at least.
func atLeast(it iter) (n int) {
	switch w := it.(type) {
	case *blockWalk, *bitWalk, *leafWalk, *list:
		return it.size()
	case *window:
		for _, one := range w.walks {
			n = max(n, one.size())
		}
	case *union:
		for _, p := range w.parts {
			n = max(n, atLeast(p.it))
		}
	}
	return n
}

// likely is how many of n places a crossing has, if one walk says nothing of another.
func likely(it iter, n int) int {
	b, ok := it.(*both)
	if !ok {
		return 0
	}
	share := float64(n)
	for _, it := range b.its {
		share *= float64(it.size()) / float64(n)
	}
	return int(share)
}
