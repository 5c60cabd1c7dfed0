"""Stage 2. In: handover.BallotOrder. Out: handover.SealedBox. A wall runs between the roll and the box."""
