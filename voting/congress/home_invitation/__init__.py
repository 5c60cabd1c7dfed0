"""Invitations to sign in from home. In: the deputies of the sitting term. Out: slips with one-time codes, printed once.

Who acts: the congress's office; the deputy sets his password by the code (`people.home_entry`). No law speaks of it.
"""
