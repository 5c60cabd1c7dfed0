"""The count of one closed ballot and who works on it. In: ballot's SealedBox. Out: TallyRun, its life. Acts: nobody here. 《选举法》 arts. 42, 43 by analogy."""
