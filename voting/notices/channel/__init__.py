"""How a message travels: a mail server, a web server with the formats of chat robots. Knows no person and no database."""
