"""One suggestion as staff see it, with its look-alikes."""
