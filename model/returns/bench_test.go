package returns_test

import (
	"testing"

	"heshi/model/returns"
)

// BenchmarkVerdict judges one purchase of which everything is told.
func BenchmarkVerdict(b *testing.B) {
	d, e, f := loaded(b), env(b), facts(b, onsite())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.rules.Evaluate(f, e); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNeedInfo judges one of which three facts are not told.
func BenchmarkNeedInfo(b *testing.B) {
	d, e := loaded(b), env(b)
	f := facts(b, set{"goods.exclusion_confirmed": nil, "condition.tag_removed": nil, "seller": nil})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := d.rules.Evaluate(f, e); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNothingKnown asks for the next question when only the class of the
// goods is known.
func BenchmarkNothingKnown(b *testing.B) {
	d, e := loaded(b), env(b)
	f := returns.Facts{Subject: returns.Goods, Goods: returns.GoodsFacts{Category: returns.Electronics}}
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := d.rules.Next(f, e); !ok {
			b.Fatal("nothing to ask")
		}
	}
}

// BenchmarkSubjectOnly is the same with nothing but the subject.
func BenchmarkSubjectOnly(b *testing.B) {
	d, e := loaded(b), env(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := d.rules.Next(returns.Facts{Subject: returns.Goods}, e); !ok {
			b.Fatal("nothing to ask")
		}
	}
}
