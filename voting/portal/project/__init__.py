"""The public page of one project through its whole life."""
