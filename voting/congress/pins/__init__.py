"""First PINs and PIN resets of deputies. Acts: secretariat; a second person confirms."""
