"""What waits for whom: one list per person over all years and rooms.

In: each room's `to_dos`. Out: the page after signing in, the count beside the name. Acts: nobody; a to-do ends by its deed.
"""
