package store

import (
	"context"

	"heshi/model"
	"heshi/model/stats"
	"heshi/store/record"
)

// CodeLedgerLong refuses a ledger of more cases than one paper holds.
const CodeLedgerLong = "ledger.too_long"

// Ledger returns the cases registered from one day to another, both inside, in
// the order they came. More than most are refused rather than left out.
func (s *Store) Ledger(ctx context.Context, from, to model.Day, most int) (list []model.Case, err error) {
	err = s.view(func(r *reader) error {
		var fault error
		err := r.lines(ctx, from, to, 0, func(_ model.Day, l stats.Line) bool {
			if len(list) == most {
				fault = &model.Problem{Code: CodeLedgerLong, Args: map[string]any{"most": most}}
				return false
			}
			c, err := load[model.Case](r, record.CaseKind.ID(l.Ord))
			list, fault = append(list, c), err
			return err == nil
		})
		if fault != nil {
			return fault
		}
		return err
	})
	return list, err
}
