"""Tests of what the program asks of units."""
