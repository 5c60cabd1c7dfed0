"""Letters that urge (督办函). In: what is behind. Out: an answer. Acts: supervision groups, staff, units."""
