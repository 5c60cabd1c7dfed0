"""Paper ballots handed out on the same roll. Never what is on a paper. Acts: secretariat, staff."""
