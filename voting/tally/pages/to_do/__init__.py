"""What waits in the counts: steps, second persons, sheets, the next ballot. In: states. Out: to-dos. Acts: nobody."""
