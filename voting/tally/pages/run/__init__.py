"""One count as each of its people may see it."""
