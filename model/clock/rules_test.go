package clock_test

import (
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/clock"
	"heshi/model/workday"
)

func TestTheEmbeddedRules(t *testing.T) {
	rules := clocks(t).Rules
	labels := map[string]clock.Label{
		"K1": clock.Statutory, "K2": clock.Statutory, "K3": clock.Statutory, "K4": clock.Statutory,
		"K5": clock.Statutory, "K6": clock.Statutory, "odr.settle": clock.Commitment,
		"odr.first_contact": clock.Unverified, "station.ordinary": clock.StationTarget,
		"station.complex": clock.StationTarget, "group.answer": clock.StationTarget, "refund": clock.Statutory,
		"court_confirmation": clock.Statutory, "return.window": clock.Statutory,
	}
	for _, r := range rules.All() {
		require.Equal(t, labels[r.ID], r.Label, r.ID)
	}
	for id := range labels {
		_, err := rules.Find(id, day(t, "2026-11-23"))
		require.NoError(t, err, id)
	}
	// Whoever shows a rule finds its words.
	for _, lang := range []string{"zh", "en"} {
		words := catalogue(t, lang)
		for _, r := range rules.All() {
			require.Contains(t, words, "clock.label."+string(r.Label))
			require.Contains(t, words, "clock.unit."+string(r.Unit))
			require.Contains(t, words, "clock.roll."+string(r.Roll))
		}
	}
}

func TestTheRollIsPartOfTheRule(t *testing.T) {
	data, err := os.ReadFile("../../assets/" + clock.File)
	require.NoError(t, err)
	c := clocks(t)
	ask := clock.Ask{Rule: "K2", From: moment(t, "2026-04-15T10:00:00+08:00")}
	e, err := c.Evaluate(ask, voice(t, "zh"))
	require.NoError(t, err)
	require.Equal(t, "2026-06-15", e.Last.String(), "Sunday rolls")
	require.Equal(t, "顺延到这一天", e.Days[60].Why)
	require.Equal(t, "周末", e.Days[59].Why)

	strict := strings.ReplaceAll(string(data), `"roll": "civil_code"`, `"roll": "statutory_only"`)
	c.Rules, err = clock.Parse(clock.File, []byte(strict))
	require.NoError(t, err)
	e, err = c.Evaluate(ask, voice(t, "zh"))
	require.NoError(t, err)
	require.Equal(t, "2026-06-14", e.Last.String(), "Sunday stays")
}

func TestFaultsInARuleFile(t *testing.T) {
	second := strings.TrimSuffix(strings.TrimPrefix(hourRule, `{"rules": [`), "\n]}")
	for _, c := range []struct {
		name, old, new string
		code, field    string
		line           int
	}{
		{"syntax", `"count": 24,`, `"count": 24`, "datafile.syntax", "", 4},
		{"unknown key", `"roll"`, `"rolls"`, "datafile.key_unknown", "rolls", 4},
		{"key twice", `"article": ""`, `"id": ""`, "datafile.key_twice", "id", 2},
		{"wrong kind", `24`, `"24"`, "datafile.value_kind", "rules.count", 4},
		{"no id", `"h"`, `""`, "clock.rule.no_id", "rules[0]", 1},
		{"label", `"station_target"`, `"law"`, "clock.label.unknown", "rules[0].label", 1},
		{"unit", `"hour"`, `"week"`, "clock.unit.unknown", "rules[0].unit", 4},
		{"count", `24`, `0`, "clock.count.range", "rules[0].count", 4},
		{"huge count", `24`, `99999999`, "clock.count.range", "rules[0].count", 4},
		{"years beyond reason", `"hour", "count": 24`, `"year", "count": 101`, "clock.count.range", "rules[0].count", 4},
		{"roll", `"none"`, `"yes"`, "clock.roll.unknown", "rules[0].roll", 4},
		{"name", `"name": {"zh": "a"`, `"name": {"zh": ""`, "clock.name.incomplete", "rules[0].name", 2},
		{"day", `"2026-01-01"`, `"2026-02-30"`, "clock.day.bad", "rules[0].in_force.from", 3},
		{"last day", `"2026-12-31"`, `"soon"`, "clock.day.bad", "rules[0].in_force.to", 3},
		{"period backwards", `"2026-12-31"`, `"2025-12-31"`, "clock.period.order", "rules[0].in_force", 3},
		{"overlap", "\n]}", "," + second + "\n]}", "clock.rule.overlap", "rules[1].in_force", 6},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Contains(t, hourRule, c.old)
			text := strings.Replace(hourRule, c.old, c.new, 1)
			_, err := clock.Parse("h.json", []byte(text))
			var p *model.Problem
			require.ErrorAs(t, err, &p)
			require.Equal(t, "h.json", p.Args["file"])
			require.Equal(t, c.line, p.Args["line"])
			requireSentence(t, p)
			if inner, ok := p.Args["fault"].(*model.Problem); ok {
				requireSentence(t, inner)
				p = inner
			}
			require.Equal(t, c.code, p.Code)
			require.Equal(t, c.field, p.Field)
		})
	}
	for _, text := range []string{"", hourRule + hourRule} {
		_, err := clock.Parse("h.json", []byte(text))
		var p *model.Problem
		require.ErrorAs(t, err, &p)
		require.Equal(t, "clock.file.empty", p.Code)
		requireSentence(t, p)
	}
}

func TestVersionsThatOnlyTouchAreNoOverlap(t *testing.T) {
	next := strings.NewReplacer(`"2026-01-01"`, `"2027-01-01"`, `"2026-12-31"`, `null`, `"count": 24`, `"count": 48`).Replace(hourRule)
	both := strings.TrimSuffix(hourRule, "\n]}") + "," + strings.TrimPrefix(next, `{"rules": [`)
	rules, err := clock.Parse("h.json", []byte(both))
	require.NoError(t, err)
	for date, count := range map[string]int{"2026-12-31": 24, "2027-01-01": 48} {
		r, err := rules.Find("h", day(t, date))
		require.NoError(t, err)
		require.Equal(t, count, r.Count)
	}
	_, err = rules.Find("h", day(t, "2025-12-31"))
	require.Error(t, err)
}

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

// requireSentence checks that both languages can say p with nothing left open.
func requireSentence(t *testing.T, p *model.Problem) {
	t.Helper()
	for _, lang := range []string{"zh", "en"} {
		sentence := catalogue(t, lang)["problem."+p.Code]
		require.NotEmpty(t, sentence, p.Code)
		for _, m := range placeholder.FindAllStringSubmatch(sentence, -1) {
			require.Contains(t, p.Args, m[1], sentence)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(hourRule))
	f.Add([]byte(strings.Replace(hourRule, `"hour"`, `"year"`, 1)))
	f.Add([]byte(strings.Replace(hourRule, `"2026-12-31"`, `null`, 1)))
	f.Add([]byte(`{"rules": [{}]}`))
	f.Add([]byte(`{"rules": null}{"rules": []}`))
	cal, err := workday.New(workday.Fixed{})
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte) {
		rules, err := clock.Parse("f.json", data)
		if err != nil {
			var p *model.Problem
			if !errors.As(err, &p) {
				t.Fatalf("no Problem: %v", err)
			}
			return
		}
		c := clock.Clocks{Rules: rules, Calendar: cal, Zone: shanghai}
		for _, r := range rules.All() {
			if r.InForce.From.IsZero() {
				continue
			}
			if y, _, _ := r.InForce.From.Date(); y < 1951 || y > 2990 {
				continue
			}
			due, err := c.Due(clock.Ask{Rule: r.ID, From: r.InForce.From.In(shanghai)})
			if err != nil {
				t.Fatalf("rule %q: %v", r.ID, err)
			}
			if due.Last < r.InForce.From {
				t.Fatalf("rule %q ends before it starts", r.ID)
			}
		}
	})
}
