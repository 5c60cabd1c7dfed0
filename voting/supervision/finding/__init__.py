"""Problems that deputies find (问题清单、整改清单). In: a supervision group's finding. Out: a closed thread. Acts: supervision groups, units, staff. 《监督法》 art. 63."""
