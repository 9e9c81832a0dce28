package cli

import (
	"runtime"
	"runtime/debug"
)

// number is the version of the program.
const number = "0.1.0"

type version struct{ commit string }

// build reads what the Go linker knows of this binary.
func build() version {
	v := version{commit: "unknown"}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			v.commit = s.Value[:12]
		}
	}
	return v
}

// String is one line: version, commit, Go.
func (v version) String() string {
	return "heshi " + number + " (" + v.commit + ", " + runtime.Version() + ", " + runtime.GOOS + "/" + runtime.GOARCH + ")"
}
