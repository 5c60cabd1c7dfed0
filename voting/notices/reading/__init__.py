"""Reads the journal on from where it stopped and writes a notice for everybody whom a line concerns, exactly once."""
