// Package assets holds the data the program carries: words, rules, calendars,
// the sample charter, forms and the demo station. Nothing here is code.
package assets

import (
	"embed"
	"io/fs"
)

//go:embed all:locale all:law all:charter all:calendar all:demo all:exchange all:station
var files embed.FS

// Files returns the embedded tree, rooted at this folder.
func Files() fs.FS { return files }
