package flow

import "heshi/model"

// CheckAnswer checks a ready answer and returns it normalised.
func CheckAnswer(a model.Answer) (model.Answer, model.Problems) {
	var ps faults
	a.Question = ps.line("question", a.Question)
	a.Text = ps.text("text", a.Text)
	a.Ground = ps.line("ground", a.Ground)
	if a.Question == "" {
		ps.add("need.question", "question", nil)
	}
	if a.Text == "" {
		ps.add("need.answer", "text", nil)
	}
	return a, model.Problems(ps)
}
