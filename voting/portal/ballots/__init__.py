"""What the public may know of ballots: turnout, announced results, how to check them."""
