"""Pages that span the subjects of congress."""
