"""The living page of the look: every component, invented figures."""
