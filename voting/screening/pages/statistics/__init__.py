"""What a year's suggestions were about, whence they came and what became of them, for everybody."""
