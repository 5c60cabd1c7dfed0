"""A lost authenticator is unbound by two persons. In: an account that has one. Out: the account without it, its sessions ended.

Who acts: who keeps the place's accounts asks, another official confirms. No law speaks of it: the program's own rule, as for PINs.
"""
