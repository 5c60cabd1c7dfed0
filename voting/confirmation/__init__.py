"""What one person asks for and a second one confirms.

In: a deed of a room and its `ConfirmationKind`, which says who may ask and who may confirm. Out: the deed done, in the
transaction of the confirmation. Acts: whom the kind names; never one person twice. Source: docs/threat-model.md.
"""
