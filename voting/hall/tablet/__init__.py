"""The tablet of a deputy: its one page and what it asks for. Acts: deputies."""
