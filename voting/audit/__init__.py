"""What was done, by whom, when: one append-only chain per jurisdiction. Never what anyone voted."""
