package returns

import (
	"fmt"
	"io/fs"

	"heshi/model"
)

// ShopOf returns what the check needs of a shop's record.
func ShopOf(s model.Shop) *Shop {
	out := &Shop{Name: s.Name, OwnSignDays: s.OwnSignDays}
	if m := s.Member; m != nil {
		out.Member = &Member{Joined: m.Joined, Left: m.Left, TermDays: m.TermDays}
	}
	return out
}

// samplePath is the charter that comes with the program.
const samplePath = "charter/sample.json"

// SampleCharters returns the sample charter below fsys, which applies until a
// station adopts its own.
func SampleCharters(fsys fs.FS) ([]Charter, error) {
	b, err := fs.ReadFile(fsys, samplePath)
	if err != nil {
		return nil, fmt.Errorf("returns: sample charter: %w", err)
	}
	return ReadCharters(samplePath, b)
}
