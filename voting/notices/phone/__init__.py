"""Text messages to accounts. In: a number of one's own, and a yes to its first message. Out: which notices also go there. Acts: everybody who signs in."""
