"""Which congress is where in the loop: reads every stage's queries, writes nothing."""
