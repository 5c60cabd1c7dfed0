"""The set-up of one meeting."""
