"""The places below, and what each lacks before it can hold its meeting."""
