"""Telling: what the journal says, made into notices for whom it concerns, in the program and by mail. No stage imports it."""
