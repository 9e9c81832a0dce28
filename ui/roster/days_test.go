package roster_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/store"
	"heshi/ui/screen"
	"heshi/ui/screentest"
)

// A roster that begins later is published all the same, and one that reaches
// into a year whose holidays are not announced says so.
func TestARosterOfDaysToComeSaysWhenItBeginsAndWhatIsNotKnown(t *testing.T) {
	d := open(t, "zh", 6).Press("6", "1", "ctrl+u").Type("2026-12-14").Press("tab", "ctrl+u").Type("2027-01-10").Press("ctrl+s")
	d.Sees("2027年的放假通知还没有发布").SeesNot("2026年的放假通知")
	d.Press("2")
	d.Tell(screentest.Asked[screen.Ask](d).Options[1].Answer)
	d.Press("esc", "esc").Sees("公布的轮值表从2026年12月14日开始，排到2027年1月10日").SeesNot("现在没有公布")
}

// Who has left is said to have left, in the register and on the card.
func TestWhoLeavesIsSaidToLeave(t *testing.T) {
	d := open(t, "zh", 1)
	v := d.volunteer(t, "陈秀兰")
	v.Left = day(t, "2026-11-20")
	_, err := d.store.EditVolunteer(context.Background(), store.By{Actor: "吴明", At: screentest.Now()}, v)
	require.NoError(t, err)
	d.Tell(screen.Changed{})
	d.Press("4").Sees("已离开").SeesNot("轮值表没有了").Press("1").Sees("已离开", "2026年11月20日起")
}

// The name that is offered for a month's file goes with the month: December's
// roster was written into a file called November's.
func TestAMonthsFileIsCalledAfterItsMonth(t *testing.T) {
	t.Chdir(t.TempDir())
	d := published(t, "zh", 6)
	d.Press("esc", "esc", "9", "1").Sees("roster-2026-11.pdf").Press("ctrl+u").Type("2026-12").Press("ctrl+s")
	require.FileExists(t, "roster-2026-12.pdf")
	require.NoFileExists(t, "roster-2026-11.pdf")
}
