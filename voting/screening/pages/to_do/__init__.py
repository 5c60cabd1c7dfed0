"""What waits in screening: suggestions, projects, calls, the list of candidates. In: states. Out: to-dos. Acts: nobody."""
