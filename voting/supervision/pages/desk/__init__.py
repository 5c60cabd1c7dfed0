"""The staff's and supervision group's desk: what waits, and all about one commitment."""
