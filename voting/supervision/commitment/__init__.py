"""What a congress has decided and a unit answers for (交办). In: tally's Outcome. Out: commitments with milestones and sub-items. Acts: staff. 《监督法》 art. 63."""
