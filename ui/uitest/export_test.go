package uitest

import (
	"testing"
	"time"
)

// Borrow returns a driver of the same program that reports to another test and
// has other patience.
func Borrow(d *Driver, t testing.TB, patience time.Duration) *Driver {
	other := *d
	other.t, other.patience = t, patience
	return &other
}

// TB returns the test the driver reports to.
func (d *Driver) TB() testing.TB { return d.t }
