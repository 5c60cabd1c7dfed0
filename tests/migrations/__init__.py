"""Released databases: a small demonstration of each release on both engines, and what becomes of it in every upgrade."""
