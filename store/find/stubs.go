package find

import (
	"context"
	"errors"
	"time"
)

var errUnbuilt = errors.New("find: being built")

// Entries returns everything the store keeps to find the record by, the row
// included: a pure function of the Doc.
func (d Doc) Entries() []Entry { return nil }

// Search answers a query.
func Search(ctx context.Context, r Reader, q Query) (Result, error) { return Result{}, errUnbuilt }

// List returns one page, newest first.
func List(ctx context.Context, r Reader, q ListQuery) ([]Row, error) { return nil, errUnbuilt }

// RowOf returns the row of one record; false when there is none.
func RowOf(r Getter, k Kind, ord uint64) (Row, bool, error) { return Row{}, false, errUnbuilt }

// ByPhone returns the cases of exactly this phone registered at or after since,
// newest first.
func ByPhone(ctx context.Context, r Reader, phone string, since time.Time, limit int) ([]Row, error) {
	return nil, errUnbuilt
}

// ByShopAndName returns the cases of this shop and this complainant registered
// at or after since, newest first.
func ByShopAndName(ctx context.Context, r Reader, shop, name string, since time.Time, limit int) ([]Row, error) {
	return nil, errUnbuilt
}

// Fold returns s as the search compares it: half width, lower case, simplified,
// single spaces.
func Fold(s string) string { return s }

// Clean returns s without control characters and without space around it.
func Clean(s string) string { return s }
