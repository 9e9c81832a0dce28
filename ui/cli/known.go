package cli

import (
	"context"
	"errors"

	"heshi/model"
	"heshi/model/returns"
	"heshi/model/workday"
	"heshi/store"
	"heshi/ui/remote"
)

// known is what a station knows that a deadline or a return is judged by.
type known struct {
	Charters []returns.Charter `json:"charters,omitempty"` // those it adopted
	Years    []workday.Year    `json:"years,omitempty"`    // those it imported
	Shop     *model.Shop       `json:"shop,omitempty"`     // the one that was asked for, its promises only
}

// known reads what the station knows, and of a shop if one is named.
func (s *session) known(ctx context.Context, shop string) (k known, err error) {
	if k.Charters, _, err = s.Charters(ctx); err != nil {
		return k, err
	}
	if k.Years, _, err = s.Years(ctx); err != nil || shop == "" {
		return k, err
	}
	found, err := s.Shop(ctx, shop)
	k.Shop = &model.Shop{Name: found.Name, OwnSignDays: found.OwnSignDays, Member: found.Member}
	return k, err
}

// knownAt is what the station in dir knows: from its store, or, while a desk has
// that open, from the desk. Both only look, so nobody need close a desk for them.
func (a *app) knownAt(ctx context.Context, dir, shop string) (k known, err error) {
	held := a.with(ctx, func(s *session) error {
		k, err = s.known(ctx, shop)
		return err
	})
	if !store.IsCode(held, store.CodeHeld) {
		return k, askedFor(held)
	}
	err = remote.Ask(ctx, dir, remote.Request{Do: remote.Known, Shop: shop, As: a.as}, &k)
	var p *model.Problem
	if err == nil || errors.As(err, &p) && p.Code != unknownCommand {
		return k, askedFor(err)
	}
	return k, held // nobody answers, or a desk of a former version
}

// askedFor marks as bad input that there is no such shop or person.
func askedFor(err error) error {
	if store.IsCode(err, store.CodeNotFound) || store.IsCode(err, "person.disabled") {
		return usage(err)
	}
	return err
}
