"""Pages that span the subjects of supervision. In: every subject's reads. Out: what one sees. Acts: nobody."""
