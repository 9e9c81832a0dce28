// Command heshi 和事台 is a consumer-dispute mediation desk for the terminal.
package main

import (
	"os"

	"heshi/assets"
	"heshi/ui/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], assets.Files()))
}
