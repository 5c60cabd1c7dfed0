"""The results of a year, for everybody."""
