"""The overview before a meeting."""
