"""The ballot rules of a congress's year (票决办法). In: the table of rules. Out: BallotRules. Acts: secretariat."""
