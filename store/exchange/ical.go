package exchange

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// Appointment is one entry of a calendar file.
type Appointment struct {
	UID         string // names it for ever, so that a later file changes it
	Start, End  time.Time
	Summary     string
	Description string
	Location    string
}

// WriteICal writes a calendar (iCalendar, RFC 5545) that phones and computers
// take in. name is what it is called there, stamp when it was made; the same
// appointments and stamp give the same bytes. Moments are written in UTC.
func WriteICal(w io.Writer, name string, stamp time.Time, list []Appointment) error {
	b := bufio.NewWriter(w)
	put := func(key, value string) { folded(b, key+":"+value) }
	put("BEGIN", "VCALENDAR")
	put("VERSION", "2.0")
	put("PRODID", "-//Heshi//Roster//ZH")
	put("CALSCALE", "GREGORIAN")
	put("METHOD", "PUBLISH")
	put("X-WR-CALNAME", escaped(name))
	for _, a := range list {
		put("BEGIN", "VEVENT")
		put("UID", escaped(a.UID))
		put("DTSTAMP", utc(stamp))
		put("DTSTART", utc(a.Start))
		put("DTEND", utc(a.End))
		put("SUMMARY", escaped(a.Summary))
		if a.Description != "" {
			put("DESCRIPTION", escaped(a.Description))
		}
		if a.Location != "" {
			put("LOCATION", escaped(a.Location))
		}
		put("END", "VEVENT")
	}
	put("END", "VCALENDAR")
	if err := b.Flush(); err != nil {
		return fmt.Errorf("exchange: calendar: %w", err)
	}
	return nil
}

func utc(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// escaped writes a text value: backslash, comma, semicolon and line breaks are
// marked (RFC 5545, 3.3.11); other control characters have no place there.
func escaped(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.NewReplacer(`\`, `\\`, ",", `\,`, ";", `\;`, "\n", `\n`).Replace(s)
}

// folded writes a line in pieces of at most 75 octets, never within a character
// (RFC 5545, 3.1). What the buffer cannot write its Flush reports.
func folded(b *bufio.Writer, line string) {
	room := 75
	for len(line) > room {
		cut := room
		for cut > 0 && !utf8.RuneStart(line[cut]) {
			cut--
		}
		_, _ = b.WriteString(line[:cut] + "\r\n ")
		line, room = line[cut:], 74 // the space that continues counts
	}
	_, _ = b.WriteString(line + "\r\n")
}
