"""Livelihood Ballot. Imports nothing, so that `voting.belenios` runs without Flask; the program is built in app.py."""
