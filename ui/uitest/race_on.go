//go:build race

package uitest

// raced says that the test binary was built with the race detector.
const raced = true
