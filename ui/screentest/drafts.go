package screentest

import (
	"context"
	"strings"

	"heshi/store"
)

// Kept are drafts in memory, by name.
type Kept map[string]store.Draft

// Drafts returns those whose names begin with prefix.
func (d Kept) Drafts(_ context.Context, prefix string) (out []store.Draft, err error) {
	for name, k := range d {
		if strings.HasPrefix(name, prefix) {
			out = append(out, k)
		}
	}
	return out, nil
}

// SaveDraft keeps one.
func (d Kept) SaveDraft(_ context.Context, k store.Draft) error {
	d[k.Name] = k
	return nil
}

// Gone forgets the one a change was typed in, as the store does when it saves.
func (d Kept) Gone(by store.By) { delete(d, by.Draft) }

// DropDraft forgets one.
func (d Kept) DropDraft(_ context.Context, name string) error {
	delete(d, name)
	return nil
}
