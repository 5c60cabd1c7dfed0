"""Where a meeting stands: the order of acts, derived from the lives of meeting, keys, ballots and counts. 《地方组织法》 arts. 14, 25."""
