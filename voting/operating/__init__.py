"""What the program does by itself, for who keeps it running. In: what is due, what waits to be sent. Out: a page, and "try again now". Acts: administrators."""
