package record_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/store/record"
)

func TestSealedValueOpensToWhatWasSealed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.SliceOf(rapid.Byte()).Draw(t, "key")
		payload := rapid.SliceOf(rapid.Byte()).Draw(t, "payload")
		rev := rapid.Uint64().Draw(t, "rev")
		sealed := record.Seal(key, rev, payload)
		gotRev, got, err := record.Open(key, sealed)
		require.NoError(t, err)
		require.Equal(t, rev, gotRev)
		require.True(t, bytes.Equal(payload, got))
	})
}

func TestEveryFlippedBitOfASealedValueIsNoticed(t *testing.T) {
	key, sealed := []byte("c1"), record.Seal([]byte("c1"), 300, []byte(`{"what":"外套开线"}`))
	for i := range sealed {
		for bit := range 8 {
			bad := bytes.Clone(sealed)
			bad[i] ^= 1 << bit
			_, _, err := record.Open(key, bad)
			require.Error(t, err, "byte %d bit %d", i, bit)
		}
	}
	_, _, err := record.Open([]byte("c2"), sealed)
	require.ErrorIs(t, err, record.ErrDamaged, "a value at another key")
	for n := range sealed {
		_, _, err := record.Open(key, sealed[:n])
		require.ErrorIs(t, err, record.ErrDamaged, "cut to %d", n)
	}
}

func TestNewerEnvelopeIsToldFromADamagedOne(t *testing.T) {
	sealed := record.Seal([]byte("k"), 1, []byte("x"))
	sealed[0] = 2
	_, _, err := record.Open([]byte("k"), sealed)
	require.ErrorIs(t, err, record.ErrNewer)
}

func event() record.Event {
	return record.Event{
		Seq: 7, At: time.Date(2026, 11, 23, 9, 0, 0, 5e6, time.FixedZone("", 8*3600)), Actor: "李调解", By: "p-3",
		Role: model.Mediator, Kind: "case.edited", Subject: "case/c-2", Prior: 2, Last: 6,
		Before: record.Digest([]byte("a")), Digest: record.Digest([]byte("b")), Undoes: 3, Redoes: 4, Batch: 5,
		Reason: "回访 \"x\" <&>", Changed: []string{"what"}, Gap: 1,
	}
}

func TestSignedEventReadsBackAndIsIntact(t *testing.T) {
	e := event()
	b, err := e.Sign(strings.Repeat("0", 64))
	require.NoError(t, err)
	require.True(t, json.Valid(b))
	got, err := record.DecodeEvent(b)
	require.NoError(t, err)
	require.True(t, got.At.Equal(e.At))
	got.At = e.At
	require.Equal(t, e, got)
	require.True(t, got.Intact())
	require.Len(t, got.Hash, 64)
}

// TestSignedEventIsItsJSON: what is signed must stay what json.Marshal writes,
// or the log of an older program would not be intact.
func TestSignedEventIsItsJSON(t *testing.T) {
	text := rapid.OneOf(
		rapid.String(), rapid.SampledFrom([]string{"", "李调解", "<a>&\u2028\u2029", "\xe2\x80", "\xff", "\x7f\x00\t\"\\"}),
		rapid.Custom(func(t *rapid.T) string { return string(rapid.SliceOfN(rapid.Byte(), 0, 8).Draw(t, "bytes")) }),
	)
	number := rapid.OneOf(rapid.Uint64(), rapid.Just(uint64(0)))
	rapid.Check(t, func(t *rapid.T) {
		e := record.Event{
			Seq: number.Draw(t, "seq"), Kind: text.Draw(t, "kind"), Subject: text.Draw(t, "subject"),
			At: time.Unix(rapid.Int64Range(-70_000_000_000, 300_000_000_000).Draw(t, "at"), rapid.Int64Range(0, 1e9).Draw(t, "ns")).
				In(time.FixedZone("", rapid.IntRange(-30*3600, 30*3600).Draw(t, "zone"))),
			Actor: text.Draw(t, "actor"), By: model.ID(text.Draw(t, "by")), Role: model.Role(text.Draw(t, "role")),
			Before: text.Draw(t, "before"), Digest: text.Draw(t, "digest"), Prior: number.Draw(t, "prior"), Last: number.Draw(t, "last"),
			Undoes: number.Draw(t, "undoes"), Redoes: number.Draw(t, "redoes"), Batch: number.Draw(t, "batch"),
			Reason: text.Draw(t, "reason"), Changed: rapid.SliceOfN(text, 0, 3).Draw(t, "changed"), Gap: number.Draw(t, "gap"),
		}
		b, err := e.Sign(text.Draw(t, "prev"))
		want, err2 := json.Marshal(e)
		require.Equal(t, err2 == nil, err == nil)
		if err == nil {
			require.Equal(t, string(want), string(b))
		}
	})
}

func TestEveryFieldOfAnEventIsUnderItsHash(t *testing.T) {
	for name, change := range map[string]func(*record.Event){
		"seq": func(e *record.Event) { e.Seq++ }, "at": func(e *record.Event) { e.At = e.At.Add(time.Millisecond) },
		"zone": func(e *record.Event) { e.At = e.At.UTC() }, "actor": func(e *record.Event) { e.Actor += "x" },
		"by": func(e *record.Event) { e.By = "p-4" }, "role": func(e *record.Event) { e.Role = "" },
		"kind": func(e *record.Event) { e.Kind = "x" }, "subject": func(e *record.Event) { e.Subject = "case/c-3" },
		"prior": func(e *record.Event) { e.Prior++ }, "last": func(e *record.Event) { e.Last++ },
		"before": func(e *record.Event) { e.Before = "" }, "digest": func(e *record.Event) { e.Digest = "" },
		"undoes": func(e *record.Event) { e.Undoes++ }, "redoes": func(e *record.Event) { e.Redoes++ },
		"batch": func(e *record.Event) { e.Batch++ }, "reason": func(e *record.Event) { e.Reason = "" },
		"changed": func(e *record.Event) { e.Changed = nil }, "gap": func(e *record.Event) { e.Gap++ },
		"prev": func(e *record.Event) { e.Prev = "" }, "hash": func(e *record.Event) { e.Hash = "0" + e.Hash[1:] + "x" },
	} {
		e := event()
		_, err := e.Sign("")
		require.NoError(t, err)
		if name == "prev" {
			_, err = e.Sign("x")
			require.NoError(t, err)
		}
		change(&e)
		require.False(t, e.Intact(), name)
	}
}

func TestEventOfANewerProgramIsRefused(t *testing.T) {
	_, err := record.DecodeEvent([]byte(`{"seq":1,"mood":"good"}`))
	require.ErrorIs(t, err, record.ErrDamaged)
}

func TestDigestTellsNothingFromEmpty(t *testing.T) {
	require.Empty(t, record.Digest(nil))
	require.Len(t, record.Digest([]byte{}), 64)
}

func TestChangedNamesTheFields(t *testing.T) {
	encode := func(c model.Case) []byte {
		b, err := record.Encode(c)
		require.NoError(t, err)
		return b
	}
	a := model.Case{ID: "c-1", What: "x", Note: "n"}
	b := a
	b.What, b.Note, b.Goods = "y", "", "g"
	require.Equal(t, []string{"goods", "note", "what"}, record.Changed(encode(a), encode(b)))
	require.Empty(t, record.Changed(encode(a), encode(a)))
	require.Nil(t, record.Changed(nil, encode(a)))
	require.Nil(t, record.Changed(encode(a), nil))
}

func TestRecordsReadBack(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.FixedZone("", 8*3600))
	c := model.Case{
		ID: "c-1", No: "HS-20261123-0001", Kind: model.Complaint, State: model.Registered, RegisteredAt: now,
		Complainant: model.Party{Name: "王小明", Phone: "13800001234"}, What: "退款", Amount: 29900, Proofs: []string{"receipt"},
		NoticeAt: &now, Consent: &model.Consent{At: now, Form: "oral"}, DueOn: 739943,
	}
	b, err := record.Encode(c)
	require.NoError(t, err)
	got, err := record.Decode[model.Case](b)
	require.NoError(t, err)
	require.Equal(t, c, got)
	again, err := record.Encode(got)
	require.NoError(t, err)
	require.Equal(t, b, again, "the same record has the same bytes, and so the same digest")
	_, err = record.Decode[model.Case]([]byte("{"))
	require.ErrorIs(t, err, record.ErrDamaged)
}

func TestIDsComeApart(t *testing.T) {
	for _, kind := range record.Kinds() {
		for _, ord := range []uint64{1, 42, 1 << 40} {
			k, n, ok := record.Split(kind.ID(ord))
			require.True(t, ok)
			require.Equal(t, kind, k)
			require.Equal(t, ord, n)
		}
	}
	for _, bad := range []model.ID{"", "c", "c-", "c-0", "c-01", "c-+1", "c--1", "x-1", "c-1x", "c-99999999999999999999", "HS-20261123-0001"} {
		_, _, ok := record.Split(bad)
		require.False(t, ok, bad)
	}
}

func TestKeysSortAsNumbersAndDoNotMeet(t *testing.T) {
	require.Negative(t, bytes.Compare(record.EventKey(255), record.EventKey(256)))
	require.Negative(t, bytes.Compare(record.DueKey(739943, 9), record.DueKey(739944, 1)))
	require.Zero(t, record.Tail([]byte("x")))
	require.NotEqual(t, record.UniqueKey("shop", "a"), record.UniqueKey("sho", "pa"))
}

func FuzzOpen(f *testing.F) {
	key := []byte("k")
	f.Add(record.Seal(key, 1, []byte("x")))
	f.Add(record.Seal(key, 1<<63, nil))
	f.Add([]byte{1, 0, 0, 0, 0, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		rev, payload, err := record.Open(key, b)
		if err != nil {
			return
		}
		// A revision may be written longer than needed; what it says counts.
		gotRev, got, err := record.Open(key, record.Seal(key, rev, payload))
		require.NoError(t, err)
		require.Equal(t, rev, gotRev)
		require.True(t, bytes.Equal(payload, got))
	})
}

func FuzzDecodeEvent(f *testing.F) {
	e := event()
	b, err := e.Sign("")
	require.NoError(f, err)
	f.Add(b)
	f.Add([]byte(`{"seq":1} {}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := record.DecodeEvent(b)
		if err != nil {
			require.ErrorIs(t, err, record.ErrDamaged)
			return
		}
		if !e.Intact() {
			return
		}
		again, err := e.Sign(e.Prev)
		require.NoError(t, err)
		got, err := record.DecodeEvent(again)
		require.NoError(t, err)
		require.True(t, got.Intact())
	})
}

func FuzzChanged(f *testing.F) {
	f.Add([]byte(`{"a":1}`), []byte(`{"a":2,"b":3}`))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		there, back := record.Changed(a, b), record.Changed(b, a)
		require.Equal(t, there, back, "the same fields differ either way")
	})
}
