"""Token cards: made, printed, handed out, accounted for. Acts: secretariat, staff."""
