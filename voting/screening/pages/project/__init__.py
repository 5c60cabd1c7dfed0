"""One project before the vote, with all its papers and steps."""
