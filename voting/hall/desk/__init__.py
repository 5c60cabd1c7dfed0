"""The check-in desk: scan, search, check in, leave. Acts: the desk's staff."""
