"""Data to try the program with: a demonstration year, and real elections of others cast through the real path."""
