"""How a message travels: a mail server. Knows no person and no database."""
