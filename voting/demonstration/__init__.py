"""Data to try the program with: years played at their own dates, and elections of others cast through the real path."""
