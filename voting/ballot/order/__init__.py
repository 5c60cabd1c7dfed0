"""A ballot as ordered: its life, its printed lines. In: BallotOrder. Out: Ballot. Never a vote, never a key."""
