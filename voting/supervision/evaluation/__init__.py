"""The satisfaction evaluation (满意度测评). In: commitments of a year. Out: a BallotOrder, then grades. Acts: staff; deputies vote. 《监督法》 art. 63, practice of Zhenhai (2021)."""
