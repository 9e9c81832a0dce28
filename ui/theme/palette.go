package theme

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// palette names the colours of a kind, all taken from the xterm 256 colours so
// that terminals without true colour show the same.
type palette struct {
	ground, ink            color.Color // screen and ordinary text
	title, muted, strong   color.Color // text on ground
	good, bad, warn        color.Color // text on ground
	warnGround             color.Color // behind warn
	selInk, selGround      color.Color
	label                  color.Color
	fieldInk, fieldGround  color.Color
	focusInk, focusGround  color.Color
	headerInk, headGround  color.Color
	barInk, barKey, bar    color.Color
	border                 color.Color
	dialogInk, dialog      color.Color
	dialogTitle, cursorInk color.Color
}

func hex(s string) color.Color { return lipgloss.Color(s) }

func dark() palette {
	return palette{
		ground: hex("#121212"), ink: hex("#e4e4e4"),
		title: hex("#87d7ff"), muted: hex("#bcbcbc"), strong: hex("#ffffff"),
		good: hex("#87d787"), bad: hex("#ff8787"), warn: hex("#ffd75f"), warnGround: hex("#121212"),
		selInk: hex("#000000"), selGround: hex("#87d7ff"),
		label:    hex("#d0d0d0"),
		fieldInk: hex("#ffffff"), fieldGround: hex("#303030"),
		focusInk: hex("#ffffff"), focusGround: hex("#005f87"),
		headerInk: hex("#ffffff"), headGround: hex("#303030"),
		barInk: hex("#e4e4e4"), barKey: hex("#ffd75f"), bar: hex("#303030"),
		border:    hex("#a8a8a8"),
		dialogInk: hex("#ffffff"), dialog: hex("#262626"), dialogTitle: hex("#ffd75f"),
		cursorInk: hex("#ffd75f"),
	}
}

func light() palette {
	return palette{
		ground: hex("#ffffff"), ink: hex("#121212"),
		title: hex("#00005f"), muted: hex("#444444"), strong: hex("#000000"),
		good: hex("#005f00"), bad: hex("#870000"), warn: hex("#000000"), warnGround: hex("#ffd75f"),
		selInk: hex("#ffffff"), selGround: hex("#00005f"),
		label:    hex("#262626"),
		fieldInk: hex("#000000"), fieldGround: hex("#e4e4e4"),
		focusInk: hex("#000000"), focusGround: hex("#d7ffff"),
		headerInk: hex("#ffffff"), headGround: hex("#00005f"),
		barInk: hex("#121212"), barKey: hex("#5f0000"), bar: hex("#e4e4e4"),
		border:    hex("#444444"),
		dialogInk: hex("#000000"), dialog: hex("#ffffd7"), dialogTitle: hex("#00005f"),
		cursorInk: hex("#870000"),
	}
}

func contrast() palette {
	return palette{
		ground: hex("#000000"), ink: hex("#ffffff"),
		title: hex("#ffff00"), muted: hex("#ffffff"), strong: hex("#ffff00"),
		good: hex("#00ff00"), bad: hex("#ff8787"), warn: hex("#ffff00"), warnGround: hex("#000000"),
		selInk: hex("#000000"), selGround: hex("#ffff00"),
		label:    hex("#ffffff"),
		fieldInk: hex("#000000"), fieldGround: hex("#d0d0d0"),
		focusInk: hex("#000000"), focusGround: hex("#ffffff"),
		headerInk: hex("#000000"), headGround: hex("#ffffff"),
		barInk: hex("#ffffff"), barKey: hex("#ffff00"), bar: hex("#000000"),
		border:    hex("#ffffff"),
		dialogInk: hex("#ffffff"), dialog: hex("#000000"), dialogTitle: hex("#ffff00"),
		cursorInk: hex("#ff0000"),
	}
}

func pair(ink, ground color.Color) lipgloss.Style {
	return lipgloss.NewStyle().Foreground(ink).Background(ground)
}

func coloured(p palette) Theme {
	return Theme{
		Text:     of(pair(p.ink, p.ground)),
		Title:    of(pair(p.title, p.ground).Bold(true)),
		Muted:    of(pair(p.muted, p.ground)),
		Strong:   of(pair(p.strong, p.ground).Bold(true)),
		Good:     of(pair(p.good, p.ground).Bold(true)),
		Bad:      of(pair(p.bad, p.ground).Bold(true)),
		Warn:     of(pair(p.warn, p.warnGround).Bold(true)),
		Selected: of(pair(p.selInk, p.selGround).Bold(true)),
		Label:    of(pair(p.label, p.ground)),
		Field:    of(pair(p.fieldInk, p.fieldGround)),
		Focus:    of(pair(p.focusInk, p.focusGround)),
		Header:   of(pair(p.headerInk, p.headGround).Bold(true)),
		Bar:      of(pair(p.barInk, p.bar)),
		Key:      of(pair(p.barKey, p.bar).Bold(true)),
		Columns:  of(pair(p.muted, p.ground).Underline(true)),
		Border:   of(pair(p.border, p.ground)),
		Dialog:   of(pair(p.dialogInk, p.dialog)),
		DialogBr: of(pair(p.dialogTitle, p.dialog).Bold(true)),
		Ground:   p.ground, CursorColor: p.cursorInk,
	}
}

// colourless tells things apart by weight, underline and reverse only.
func colourless() Theme {
	none := lipgloss.NewStyle()
	plain, bold, reverse, under := of(none), of(none.Bold(true)), of(none.Reverse(true)), of(none.Underline(true))
	return Theme{
		Text: plain, Title: bold, Muted: plain, Strong: bold,
		Good: plain, Bad: bold, Warn: bold, Selected: reverse,
		Label: plain, Field: under, Focus: of(none.Bold(true).Underline(true)),
		Header: reverse, Bar: plain, Key: bold, Columns: under,
		Border: plain, Dialog: plain, DialogBr: bold,
	}
}
