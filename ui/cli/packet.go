package cli

import (
	"io"

	"github.com/spf13/cobra"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store"
	"heshi/ui/trade"
)

// casePacket hands out the packet of a case as JSON Lines, for a program of
// whoever takes the case over. It holds personal data in full, so the log says
// who took it and why.
func (a *app) casePacket() *cobra.Command {
	cmd := a.command("packet ID|NO [FILE]", "cli.case.packet", func(cmd *cobra.Command, args []string) error {
		return a.with(cmd.Context(), func(s *session) error {
			c, err := s.Case(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			shop := model.Shop{}
			if c.ShopID != "" {
				if shop, err = s.Shop(cmd.Context(), string(c.ShopID)); err != nil && !store.IsCode(err, store.CodeNotFound) {
					return err
				}
			}
			packet, p := flow.Packet(c, shop)
			if p != nil {
				return p
			}
			if _, err := s.Reveal(cmd.Context(), s.by(), c.ID, a.tx.T("cli.case.packet.reason")); err != nil {
				return err
			}
			if len(args) == 1 {
				return written(lines(a.out, packet))
			}
			if err := trade.Write(args[1], func(w io.Writer) error { return lines(w, packet) }); err != nil {
				return err
			}
			return a.printMoved(trade.Result{Kind: flow.PaperPacket, Added: len(packet)}, "cli.exported")
		})
	})
	cmd.Args = args(1, 2)
	return cmd
}
