// Package station ties the planner of package shifts to the records of one
// desk: it makes an instance from the register of volunteers, the weekly
// pattern and the calendar, and holds what a roster of the desk is: a draft
// that may be changed freely, or a published one that only a repair changes.
// It is pure, like shifts.
package station
