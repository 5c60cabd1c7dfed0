"""The public front page of a place's year, and of the places below."""
