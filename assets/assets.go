// Package assets holds the data the program carries: words, rules, calendars,
// the sample charter, forms and the demo station. Nothing here is code.
package assets

import (
	"embed"
	"io/fs"
)

//go:embed all:calendar
//go:embed all:charter
//go:embed all:demo
//go:embed all:exchange
//go:embed font/*.zst
//go:embed all:form
//go:embed all:help
//go:embed all:law
//go:embed all:locale
//go:embed all:roster
//go:embed all:station
var files embed.FS

// Files returns the embedded tree, rooted at this folder.
func Files() fs.FS { return files }
