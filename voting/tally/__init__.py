"""Stage 3. In: ballot.handover.SealedBox. Out: handover.Outcome. Acts: scrutineers, tellers, presidium."""
