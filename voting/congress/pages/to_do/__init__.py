"""What waits before a meeting: roster, rules, meeting, second persons, accounts below. In: states. Out: to-dos. Acts: nobody."""
