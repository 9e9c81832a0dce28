package returns

// track is one way a return can be carried: each has founding rules and bars.
type track uint8

const (
	noTrack      track = iota
	statute            // consumer law, distance sales
	charterTrack       // the alliance's charter
	signTrack          // the shop's own promise
	prepaidTrack       // refund of a prepaid card
	numTracks
)

func trackWords() wordList { return wordList{"statute", "charter", "sign", "prepaid"} }

// basis says on what a carried return rests.
func (t track) basis() string {
	switch t {
	case statute, prepaidTrack:
		return "statute"
	case charterTrack, signTrack:
		return "commitment"
	default:
		return "none"
	}
}
