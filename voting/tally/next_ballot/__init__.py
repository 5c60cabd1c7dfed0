"""The ballot that must follow: among the tied, a second round, the whole vote again. In: an Outcome. Out: a BallotOrder. Acts: staff. 《地方组织法》 art. 29, 《选举法》 art. 45 by analogy."""
