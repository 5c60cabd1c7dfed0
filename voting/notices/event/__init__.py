"""Which line of the journal concerns whom, in what words, and how urgent that is: one table."""
