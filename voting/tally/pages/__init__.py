"""Pages of the tally room."""
