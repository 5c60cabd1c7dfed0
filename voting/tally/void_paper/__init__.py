"""Void papers (无效票): noted by a teller, confirmed by a scrutineer, each with a reason. 《选举法》 art. 44."""
