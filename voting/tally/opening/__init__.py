"""Opening the box: scrutineers' shares and signatures. In: a SealedBox. Out: opened sums, signed text. Acts: scrutineers."""
