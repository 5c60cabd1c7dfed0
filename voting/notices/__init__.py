"""Telling: what the journal says, made into notices for whom it concerns, in the program, by mail and in group chats. No stage imports it."""
