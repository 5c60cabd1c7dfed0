"""How a place appraises: its lines of eligibility with their sources, the weights of the scores."""
