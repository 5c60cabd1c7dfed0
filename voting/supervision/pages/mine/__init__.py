"""A responsible unit's own page: its projects and what waits for it."""
