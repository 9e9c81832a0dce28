// Package remote is how a command reaches the desk that holds the store: a
// socket in the data folder, which only its owner may use. The desk answers at
// once that it has heard, and again when it is done.
package remote

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"heshi/model"
)

// Request asks the desk to do something that a command cannot do beside it.
type Request struct {
	Do   string `json:"do"`             // see Backup and Known
	File string `json:"file,omitempty"` // a whole path
	Shop string `json:"shop,omitempty"` // by name or id
	As   string `json:"as,omitempty"`   // who asks, by name; "" is the shared desk
}

// Backup is the request for a backup into File; the result is what
// store.Backup returned.
const Backup = "backup"

// Known is the request for what the station knows that deadlines and returns are
// judged by, and of one Shop.
const Known = "known"

// ErrSilent says that nobody answers at the socket.
var ErrSilent = errors.New("remote: nobody answers")

// ErrLost says that the desk had heard and went away before it answered:
// whether it did what was asked is not known.
var ErrLost = errors.New("remote: the desk went away at its work")

const (
	// answersWithin is how long a desk that lives takes to say that it has heard.
	answersWithin = 3 * time.Second
	// longest is how long a request may be, in bytes.
	longest = 64 << 10
	// longestPath is what every system takes as the name of a socket.
	longestPath = 100
)

// message is what the desk says: first that it has heard, then the result or
// what was in the way.
type message struct {
	Heard  bool            `json:"heard,omitempty"`
	Result json.RawMessage `json:"result,omitempty"`
	Fault  *fault          `json:"fault,omitempty"`
}

// fault is a Problem on its way.
type fault struct {
	Code string         `json:"code"`
	Args map[string]any `json:"args,omitempty"`
}

func socket(dir string) string { return filepath.Join(dir, "desk.sock") }

// Serve answers requests at the socket of the data folder dir until ctx ends:
// do takes one at a time, from several goroutines. It must hold the store: a
// socket that is left from a desk that died is taken over. The desk works
// without it, so what stands in the way of listening is only returned. When it
// returns nothing is under way any more.
func Serve(ctx context.Context, dir string, do func(context.Context, Request) (any, error)) error {
	path := socket(dir)
	if len(path) > longestPath {
		return ErrSilent
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	l, err := new(net.ListenConfig).Listen(ctx, "unix", path)
	if err != nil {
		return err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return errors.Join(err, l.Close())
	}
	stop := context.AfterFunc(ctx, func() { _ = l.Close() })
	defer stop()
	var working sync.WaitGroup
	defer working.Wait()
	for {
		c, err := l.Accept()
		if err != nil {
			return errors.Join(ctx.Err(), l.Close())
		}
		working.Go(func() { answer(ctx, c, do) })
	}
}

// answer serves one command.
func answer(ctx context.Context, c net.Conn, do func(context.Context, Request) (any, error)) {
	defer c.Close()
	hangUp := context.AfterFunc(ctx, func() { _ = c.Close() }) // a desk that ends waits for nobody to ask
	defer hangUp()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if c.SetReadDeadline(time.Now().Add(answersWithin)) != nil {
		return
	}
	in := bufio.NewReader(io.LimitReader(c, longest))
	line, err := in.ReadBytes('\n')
	var r Request
	if err != nil || json.Unmarshal(line, &r) != nil || tell(c, message{Heard: true}) != nil {
		return
	}
	hangUp() // from here on an answer is owed, also that it was stopped
	if c.SetReadDeadline(time.Time{}) != nil {
		return
	}
	var watching sync.WaitGroup
	defer watching.Wait()
	defer c.Close()      // ends the watching
	watching.Go(func() { // who goes away does not want it any more
		_, _ = in.ReadByte()
		stop()
	})
	result, err := do(ctx, r)
	m := message{}
	if err == nil {
		m.Result, err = json.Marshal(result)
	}
	if err != nil {
		m.Fault = faultOf(err)
	}
	_ = tell(c, m)
}

func faultOf(err error) *fault {
	var p *model.Problem
	var list model.Problems
	switch {
	case errors.As(err, &p):
		return &fault{p.Code, p.Args}
	case errors.As(err, &list) && len(list) > 0:
		return &fault{list[0].Code, list[0].Args}
	}
	return &fault{Code: "internal"}
}

func tell(w io.Writer, m message) error { return json.NewEncoder(w).Encode(m) }

// Ask has the desk that holds the store in dir do something, and reads its
// result. ErrSilent says that no desk answers, ErrLost that it went away while at
// it; what was in the way there comes back as a *model.Problem. It waits as long
// as ctx lets it.
func Ask(ctx context.Context, dir string, r Request, result any) error {
	dialer := net.Dialer{Timeout: answersWithin}
	c, err := dialer.DialContext(ctx, "unix", socket(dir))
	if err != nil {
		return errors.Join(ErrSilent, err)
	}
	defer c.Close()
	stop := context.AfterFunc(ctx, func() { _ = c.Close() })
	defer stop()
	var m message
	in := json.NewDecoder(c)
	err = errors.Join(c.SetDeadline(time.Now().Add(answersWithin)), json.NewEncoder(c).Encode(r))
	if err == nil {
		err = in.Decode(&m)
	}
	if err != nil || !m.Heard {
		return errors.Join(ErrSilent, err, ctx.Err())
	}
	if err = c.SetDeadline(time.Time{}); err == nil {
		m = message{}
		err = in.Decode(&m)
	}
	switch {
	case err != nil && ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return errors.Join(ErrLost, err)
	case m.Fault != nil:
		return &model.Problem{Code: m.Fault.Code, Args: m.Fault.Args}
	}
	return json.Unmarshal(m.Result, result)
}
