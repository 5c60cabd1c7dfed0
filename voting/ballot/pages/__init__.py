"""Pages and calls that span the subjects of the ballot room."""
