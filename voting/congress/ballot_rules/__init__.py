"""The law of one ballot as typed values with their sources. Pure; imports nothing that knows who votes (the wall)."""
