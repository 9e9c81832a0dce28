package returns

import (
	"encoding/binary"

	"heshi/model"
)

// trace spells what an undecided judgement came to, so that two views of the
// facts with the same trace need to be explored only once. A condition that is
// settled counts by its truth; one that is not, by its unsettled predicates
// and the facts these rest on.
type trace struct{ key []byte }

// note adds the truth of a condition. A nil trace takes no notes.
func (t *trace) note(x *eval, c *cond, truth Tri) {
	if t == nil {
		return
	}
	if t.key == nil {
		t.key = make([]byte, 0, 256)
	}
	t.key = append(t.key, byte(truth))
	if truth == Unknown {
		t.unsettled(x, c)
	}
}

func (t *trace) unsettled(x *eval, c *cond) {
	if c.op == opPred {
		t.facts(x, c.pred.reads)
		return
	}
	for _, k := range c.kids {
		truth, _ := k.judge(x)
		t.key = append(t.key, byte(truth))
		if truth == Unknown {
			t.unsettled(x, k)
		}
	}
}

// facts adds the values of the facts a predicate of several rests on.
func (t *trace) facts(x *eval, reads factSet) {
	if reads&(reads-1) == 0 {
		return
	}
	for reads != 0 {
		f := reads.first()
		reads &^= setOf(f)
		t.key = append(t.key, x.v.val[f])
	}
}

// values adds days and amounts, which the outcome shows as they are.
func (t *trace) values(v *view) {
	for _, d := range [...]model.Day{v.purchased, v.received, v.paidOn, v.joined} {
		t.key = binary.LittleEndian.AppendUint32(t.key, uint32(d))
	}
	t.key = binary.LittleEndian.AppendUint16(t.key, uint16(v.sign))
	t.key = binary.LittleEndian.AppendUint16(t.key, uint16(v.term))
	t.key = binary.LittleEndian.AppendUint64(t.key, uint64(v.kept))
	t.key = binary.LittleEndian.AppendUint64(t.key, uint64(v.paid))
	for _, b := range [...]bool{v.isMember, v.partial} {
		if b {
			t.key = append(t.key, 1)
		}
		t.key = append(t.key, 0)
	}
}
