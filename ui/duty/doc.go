// Package duty is the pages about who is at the desk: signing in and out, what
// happened since somebody's last duty, the hand-over to whoever comes next, the
// hours served, and calling somebody out by telephone.
package duty
