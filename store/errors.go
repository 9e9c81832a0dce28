package store

import (
	"errors"
	"fmt"

	"github.com/dgraph-io/badger/v4"

	"heshi/model"
	"heshi/model/ident"
	"heshi/store/record"
)

// Codes of the Problems that the store returns. The sentence for each stands
// in the catalogue under "problem."+code.
const (
	CodeHeld        = "store.held"         // another process has the store open; args pid, since
	CodeNewer       = "store.newer"        // written by a newer program; args have, want
	CodeDamaged     = "store.damaged"      // bytes are not what was written; args what
	CodeLost        = "store.lost"         // the log ends before the head file; args from, to
	CodeDiskFull    = "store.disk_full"    // less room than needed; args free_mib, need_mib
	CodeReadOnly    = "store.read_only"    // the folder cannot be written; args dir
	CodeNotDir      = "store.not_dir"      // the data path is a file; args dir
	CodeStale       = "store.stale"        // somebody changed the record meanwhile; args actor
	CodeNotFound    = "store.not_found"    // args what, ref
	CodeClosed      = "store.closed"       // the store is closing
	CodeNameTaken   = "store.name_taken"   // args name
	CodeNumberTwice = "store.number_twice" // two cases of one batch have this number; args name
	CodeAffiliated  = "group.shop_taken"   // the shop belongs to another group; args name, core
	CodePlatformNo  = "odr.there"          // a case with this number of the platform is there; args no
	CodeNothingUndo = "undo.nothing"       // nothing left to undo
	CodeNothingRedo = "undo.nothing_redo"  // nothing left to redo
	CodeUndoRoster  = "undo.roster"        // args from, to of the roster that was published meanwhile
	CodeBuiltUpon   = "undo.built_upon"    // args kind (what was to be undone), event (what came later), actor, at
	CodeInUse       = "undo.in_use"        // other records refer to it; args n, counted up to 100
	CodeShopGone    = "undo.shop_gone"     // the shop of the case was taken away meanwhile; args name
	codeBroken      = "store.broken"       // a commit failed; nothing may follow it
	codeTooBig      = "store.too_big"      // one change is larger than a transaction
	CodeReason      = "reveal.need_reason" // looking at masked data needs a reason
)

// ErrClosed is returned by every call after Close.
var ErrClosed error = &model.Problem{Code: CodeClosed}

// Stale says that a record was changed between reading and writing it. Both
// versions are handed out, so that the screen can show them; nothing was
// written.
type Stale[T any] struct {
	Mine, Theirs T
	By           record.Event // the change that came first
}

// Error implements error.
func (s *Stale[T]) Error() string { return s.Unwrap().Error() }

// Unwrap returns the Problem to show.
func (s *Stale[T]) Unwrap() error {
	return &model.Problem{Code: CodeStale, Args: map[string]any{"actor": s.By.Actor, "at": s.By.At}}
}

// IsCode reports whether err is, or wraps, a Problem with the code.
func IsCode(err error, code string) bool {
	var p *model.Problem
	return errors.As(err, &p) && p.Code == code
}

// NotFound says that there is no record of that name, number or id. What may be
// somebody's telephone or document number is masked.
func NotFound(what, ref string) *model.Problem {
	return &model.Problem{Code: CodeNotFound, Args: map[string]any{"what": what, "ref": short(ident.MaskTyped(ref))}}
}

// short cuts what is quoted back, so that a sentence stays a sentence.
func short(s string) string {
	const most = 60 // no number and hardly a name is longer
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "..."
	}
	return s
}

// damaged turns what Badger or a checksum says about bad bytes into a Problem;
// other errors pass. The key is named by its prefix letter only, since keys
// can hold names.
func damaged(err error, key []byte) error {
	if err == nil {
		return nil
	}
	what := "?"
	if len(key) > 0 {
		what = string(key[:1])
	}
	switch {
	case errors.Is(err, record.ErrNewer):
		return &model.Problem{Code: CodeNewer, Args: map[string]any{"have": "?", "want": schemaVersion}}
	case errors.Is(err, record.ErrDamaged):
		return &model.Problem{Code: CodeDamaged, Args: map[string]any{"what": what}}
	case errors.Is(err, badger.ErrDBClosed), errors.Is(err, badger.ErrBlockedWrites):
		return ErrClosed
	}
	return fmt.Errorf("store: %w", err)
}
