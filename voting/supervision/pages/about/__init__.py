"""Which project a letter or a change is about, for who tells of it."""
