"""Two ways in which something from outside can be refused; never carries a secret.

Not part of any specification: the reasons are what the verifier prints and what the server answers.
"""

from __future__ import annotations


class Refused(Exception):
    """Stop because something from outside is not acceptable; `reason` is fit to be shown."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Malformed(Refused):
    """Refuse a text or file whose form is wrong."""


class DoesNotHold(Refused):
    """Refuse a well-formed thing whose proof, signature, membership or sum is wrong."""


def need(holds: bool, reason: str) -> None:  # noqa: FBT001
    """Raise DoesNotHold(reason) unless the statement holds."""
    if not holds:
        raise DoesNotHold(reason)


def need_form(holds: bool, reason: str) -> None:  # noqa: FBT001
    """Raise Malformed(reason) unless the form is right."""
    if not holds:
        raise Malformed(reason)
