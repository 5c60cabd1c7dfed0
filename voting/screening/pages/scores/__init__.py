"""The score board of a year's projects."""
