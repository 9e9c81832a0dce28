package record

import (
	"encoding/binary"
	"strconv"
	"time"

	"heshi/model"
)

// Kind is the letter that begins an ID and a record's key.
type Kind byte

// The kinds of record.
const (
	CaseKind    Kind = 'c'
	ShopKind    Kind = 's'
	PersonKind  Kind = 'p'
	StationKind Kind = 't'
	// CharterKind and CalendarKind have one record each: every version of the
	// alliance's charter, and the years of the calendar that were imported.
	CharterKind  Kind = 'g'
	CalendarKind Kind = 'y'
	// GroupKind is a core enterprise with its affiliated shops.
	GroupKind   Kind = 'G'
	StintKind   Kind = 'j' // a line of the sign-in sheet
	CallOutKind Kind = 'k'
	// A volunteer and a roster are a record each; PatternKind is the one
	// weekly pattern of the station.
	VolunteerKind Kind = 'v'
	PatternKind   Kind = 'w'
	RosterKind    Kind = 'f'
	// MappingKind has one record: which column of the ODR platform's file
	// holds what.
	MappingKind   Kind = 'M'
	AnswerKind    Kind = 'l' // a ready answer
	SelfCheckKind Kind = 'z' // a look at whether the station is up to the standard
	// TargetsKind has one record: what the station aims at.
	TargetsKind Kind = 'T'
)

// Kinds lists every kind of record.
func Kinds() []Kind {
	return []Kind{
		CaseKind, ShopKind, PersonKind, StationKind, CharterKind, CalendarKind,
		GroupKind, MappingKind,
		StintKind, CallOutKind,
		VolunteerKind, PatternKind, RosterKind, AnswerKind, SelfCheckKind,
		TargetsKind,
	}
}

// Word returns the word the log names the kind with; "" when there is no such
// kind.
func (k Kind) Word() string {
	switch k {
	case CaseKind:
		return "case"
	case ShopKind:
		return "shop"
	case PersonKind:
		return "person"
	case StationKind:
		return "station"
	case CharterKind:
		return "charter"
	case CalendarKind:
		return "calendar"
	case GroupKind:
		return "group"
	case MappingKind:
		return "mapping"
	case StintKind:
		return "stint"
	case CallOutKind:
		return "callout"
	case VolunteerKind:
		return "volunteer"
	case PatternKind:
		return "pattern"
	case RosterKind:
		return "roster"
	case AnswerKind:
		return "answer"
	case SelfCheckKind:
		return "selfcheck"
	case TargetsKind:
		return "targets"
	}
	return ""
}

// ID returns the name of a record of kind k with the ordinal ord.
func (k Kind) ID(ord uint64) model.ID {
	return model.ID(string(rune(k)) + "-" + strconv.FormatUint(ord, 10))
}

// Split takes an ID apart; false when it is none.
func Split(id model.ID) (Kind, uint64, bool) {
	if len(id) < 3 || id[1] != '-' || id[2] == '0' || id[2] == '+' {
		return 0, 0, false
	}
	ord, err := strconv.ParseUint(string(id[2:]), 10, 64)
	if err != nil {
		return 0, 0, false
	}
	k := Kind(id[0])
	return k, ord, k.Word() != ""
}

func seqKey(prefix byte, n uint64) []byte {
	return binary.BigEndian.AppendUint64(append(make([]byte, 0, 9), prefix), n)
}

func nameKey(prefix byte, name string, n uint64) []byte {
	k := make([]byte, 0, len(name)+14) // room for a day behind a list's prefix
	k = append(k, prefix)
	k = append(k, name...)
	k = append(k, 0)
	return binary.BigEndian.AppendUint64(k, n)
}

// Key returns the key of a record.
func Key(k Kind, ord uint64) []byte { return seqKey(byte(k), ord) }

// EventKey returns the key of an event's header.
func EventKey(seq uint64) []byte { return seqKey('e', seq) }

// BodyKey returns the key of an event's bodies.
func BodyKey(seq uint64) []byte { return seqKey('b', seq) }

// ActorKey returns the key that holds the number of an actor's last event.
func ActorKey(actor string) []byte { return append([]byte{'a'}, actor...) }

// HistoryKey returns the key that holds the number of a subject's last event
// when the subject's record does not tell it: the record is gone, or somebody
// looked at it since.
func HistoryKey(subject string) []byte { return append([]byte{'h'}, subject...) }

// UniqueKey returns the key that holds a name which may exist once.
func UniqueKey(kind, name string) []byte {
	k := append(make([]byte, 0, len(kind)+len(name)+2), 'u')
	k = append(append(k, kind...), 0)
	return append(k, name...)
}

// Lists of the sign-in sheet among the keys that list a record under something;
// no id looks like these.
const (
	stintDays = "@stint"
	openStint = "@open"
	diaryList = "@diary"
	sessions  = "@session"
)

// StintKey returns the key that lists a stay by the day it began.
func StintKey(day model.Day, ord uint64) []byte {
	return binary.BigEndian.AppendUint64(StintDay(day), ord)
}

// StintDay returns the prefix of the stays that began on a day; days are in
// order.
func StintDay(day model.Day) []byte {
	return binary.BigEndian.AppendUint32(StintDays(), uint32(day))
}

// StintDays returns the prefix of all stays by day.
func StintDays() []byte { return listPrefix(stintDays) }

// SessionKey returns the key that lists a case by the day of a mediation that
// was held.
func SessionKey(day model.Day, caseOrd uint64) []byte {
	return binary.BigEndian.AppendUint64(SessionDay(day), caseOrd)
}

// SessionDay returns the prefix of the mediations held on a day; days are in
// order.
func SessionDay(day model.Day) []byte {
	return binary.BigEndian.AppendUint32(SessionDays(), uint32(day))
}

// SessionDays returns the prefix of all mediations by day.
func SessionDays() []byte { return listPrefix(sessions) }

// OpenStintKey returns the key that lists a stay nobody has ended.
func OpenStintKey(ord uint64) []byte { return nameKey('x', openStint, ord) }

// OpenStints returns the prefix of the stays nobody has ended.
func OpenStints() []byte { return listPrefix(openStint) }

// DiaryKey returns the key that lists a stay with a line of the diary, the
// newest first.
func DiaryKey(ord uint64) []byte { return nameKey('x', diaryList, ^ord) }

// Diaries returns the prefix of the stays with a line of the diary.
func Diaries() []byte { return listPrefix(diaryList) }

// OfVolunteerKey returns the key that lists a stay under its volunteer, the
// newest first.
func OfVolunteerKey(volunteer model.ID, ord uint64) []byte {
	return nameKey('x', string(volunteer), ^ord)
}

// OfVolunteer returns the prefix of a volunteer's stays.
func OfVolunteer(volunteer model.ID) []byte { return listPrefix(string(volunteer)) }

// answerList lists cases by the ready answer they were given.
const answerList = "@answer/"

// AnswerUseKey returns the key that lists a case under the answer it was given.
func AnswerUseKey(ref string, ord uint64) []byte { return nameKey('x', answerList+ref, ord) }

// AnswerUses returns the prefix of all cases that were given a ready answer.
func AnswerUses() []byte { return append([]byte{'x'}, answerList...) }

// AnswerOf returns the answer of an AnswerUseKey.
func AnswerOf(key []byte) string {
	return string(key[len(AnswerUses()) : len(key)-9])
}

// monthList lists cases by the day they came.
const monthList = "@month"

// MonthKey returns the key that lists a case by the day it came.
func MonthKey(day model.Day, ord uint64) []byte {
	k := binary.BigEndian.AppendUint32(MonthKeys(), uint32(day))
	return binary.BigEndian.AppendUint64(k, ord)
}

// MonthDay returns the day of a MonthKey.
func MonthDay(key []byte) model.Day {
	if len(key) < 12 {
		return 0
	}
	return model.Day(binary.BigEndian.Uint32(key[len(key)-12:]))
}

// MonthKeys returns the prefix of all cases by day.
func MonthKeys() []byte { return listPrefix(monthList) }

func listPrefix(name string) []byte {
	k := nameKey('x', name, 0)
	return k[:len(k)-8]
}

// PlatformKey returns the key that lists a case of the ODR platform by the
// moment the platform received it: among those somebody has to act on, or
// among all.
func PlatformKey(open bool, received time.Time, caseOrd uint64) []byte {
	k := binary.BigEndian.AppendUint64(PlatformPrefix(open), uint64(max(0, received.Unix())))
	return binary.BigEndian.AppendUint64(k, caseOrd)
}

// PlatformPrefix returns the prefix of the cases of the platform.
func PlatformPrefix(open bool) []byte {
	if open {
		return []byte("xodr-open\x00")
	}
	return []byte("xodr\x00")
}

// DueKey returns the key that lists an open case by the day somebody must see
// to it.
func DueKey(due model.Day, caseOrd uint64) []byte {
	k := binary.BigEndian.AppendUint32(append(make([]byte, 0, 13), 'o'), uint32(due))
	return binary.BigEndian.AppendUint64(k, caseOrd)
}

// DraftKey returns the key of a draft.
func DraftKey(name string) []byte { return append([]byte{'d'}, name...) }

// BatchKey returns the key of an unfinished batch, named by its first event.
func BatchKey(first uint64) []byte { return seqKey('q', first) }

// MetaKey returns the key of a counter or setting of the store itself.
func MetaKey(name string) []byte { return append([]byte{'m'}, name...) }

// Tail returns the last eight bytes of a key as a number: the ordinal or
// sequence number that ends it. Shorter keys give 0.
func Tail(key []byte) uint64 {
	if len(key) < 8 {
		return 0
	}
	return binary.BigEndian.Uint64(key[len(key)-8:])
}
