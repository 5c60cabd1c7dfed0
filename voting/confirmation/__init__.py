"""What one person asks for and a second one confirms.

In: a deed of a room, named by its `Kind`: who may ask, who may confirm. Out: the deed done, in the transaction of the
confirmation. Acts: whom the kind names; never one person twice. Source: docs/rules.md, docs/threat-model.md.
"""
