"""Notices in the program: the bell, the list, what was read. Everybody who signs in has his own."""
