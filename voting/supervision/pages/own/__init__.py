"""A deputy's own page of a project in whose group he is."""
