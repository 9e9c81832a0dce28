// Package output brings a printed paper out of the program: to the printer of
// this machine where there is one, else into a file.
package output

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/adrg/xdg"

	"heshi/model"
	"heshi/ui/paper"
	"heshi/ui/trade"
)

// patience is how long a printing system may take to answer.
const patience = 10 * time.Second

// Printer is the name of the printer that lp prints on, "" when there is none.
func Printer(ctx context.Context) string {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	cmd := exec.CommandContext(ctx, "lpstat", "-d")
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	said, err := cmd.Output()
	if err != nil {
		return ""
	}
	// "system default destination: NAME", or a sentence without a colon.
	_, name, _ := strings.Cut(strings.TrimSpace(string(said)), ": ")
	return name
}

// Send prints a file on the machine's printer. title is shown in its queue.
func Send(ctx context.Context, printer, title string, pdf []byte) error {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	cmd := exec.CommandContext(ctx, "lp", "-d", printer, "-t", title) // without a file it reads its input
	cmd.Stdin = bytes.NewReader(pdf)
	if cmd.Run() != nil {
		return &model.Problem{Code: "paper.printer", Args: map[string]any{"name": printer}}
	}
	return nil
}

// Folder is where papers are kept: a folder in the user's documents where they
// have a folder, else one beside the store.
func Folder(store string) string {
	if docs := xdg.UserDirs.Documents; docs != "" {
		if info, err := os.Stat(docs); err == nil && info.IsDir() {
			return filepath.Join(docs, "heshi")
		}
	}
	return filepath.Join(store, "papers")
}

// Name is a file name for a paper. It ends in the digest of what the paper
// says, so that a reprint meets itself and nothing else is ever replaced.
func Name(d paper.Document, large bool) string {
	parts := []string{d.Kind, d.Digest()}
	if d.No != "" {
		parts = append([]string{d.No}, parts...)
	}
	if large {
		parts = append(parts, "large")
	}
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '-'
		}
		return r
	}, strings.Join(parts, "-"))
	return name + ".pdf"
}

// Save writes a paper into a folder, which is made when it is not there, and
// returns the file's path. Only the owner may read it: it names persons.
func Save(folder, name string, pdf []byte) (string, error) {
	path := filepath.Join(folder, name)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", &model.Problem{Code: "file.unwritable", Args: map[string]any{"name": folder}}
	}
	return path, trade.WriteAll(path, pdf)
}
