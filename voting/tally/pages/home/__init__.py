"""The list of a congress's counts."""
