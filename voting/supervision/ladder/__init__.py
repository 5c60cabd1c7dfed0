"""The ladder that a yellow or red light sets off (督办阶梯). In: kept lights. Out: who has to act by when, and what was done. Acts: units, supervision groups, staff. 《监督法》 art. 13 to 17."""
