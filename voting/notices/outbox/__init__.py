"""What leaves the program: messages made of notices, sent until they are accepted, refused or given up."""
