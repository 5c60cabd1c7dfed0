"""What was counted, and the sums that must hold. Pure. 《选举法》 arts. 43, 44 by analogy."""
