"""Whose turn it is among the scrutineers. In: keys, closed boxes, counts. Out: a prompt on each one's own page. Acts: nobody."""
