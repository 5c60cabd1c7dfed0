"""Questions of a special inquiry (专题询问). In: an inquiry that was held. Out: answers, and promises with their dates. Acts: staff. 《监督法》 arts. 47–50."""
