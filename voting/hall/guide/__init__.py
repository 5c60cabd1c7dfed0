"""Pages that explain: bad days, the zero report."""
