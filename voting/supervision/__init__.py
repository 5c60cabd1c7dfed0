"""Stage 4. In: tally.handover.Outcome. Out: carry-over to next year's screening. Acts: units, deputies, staff."""
