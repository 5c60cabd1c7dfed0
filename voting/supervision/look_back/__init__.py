"""Looking back. In: the numbers of suggesters, and a year since the acceptance. Out: who says that it is solved, who that it is not. Acts: suggesters."""
