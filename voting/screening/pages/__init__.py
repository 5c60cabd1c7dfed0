"""Pages that span the subjects of screening."""
