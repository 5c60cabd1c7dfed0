"""How the verifier tells what it does: one line per check, progress on a terminal, the first failure by name.

Not part of a specification. Writes to the stream it is given and nowhere else.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TextIO, TypeVar
from unicodedata import category

from voting.belenios.errors import Refused

T = TypeVar("T")

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def legible(text: str) -> str:
    """Return one line that says no more than it shows: controls, line breaks and signs that turn or hide text by their number.

    What a record holds was written by whoever is to be checked: it must not write lines of the verifier's own.
    """
    return "".join(f"\\u{ord(one):04x}" if category(one) in _UNSEEN else one for one in text)


class Failed(Exception):
    """Stop at the first check that does not hold."""

    def __init__(self, check: str, reason: str) -> None:
        super().__init__(f"{check}: {reason}")
        self.check = check
        self.reason = reason


class VerifierReport:
    """Run checks one after the other and write what came of each."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self.held: list[str] = []

    def check(self, name: str, run: Callable[[], T]) -> T:
        """Run one check.

        Errors: Failed with the name and the reason.
        """
        try:
            result = run()
        except Refused as refused:
            self.say(f"FAILED  {name}: {refused.reason}")
            raise Failed(name, refused.reason) from None
        self.held.append(name)
        self.say(f"holds   {name}")
        return result

    def progress(self, done: int, total: int) -> None:
        """Show how far a long check has come; only on a terminal."""
        if self._stream.isatty():
            self._stream.write(f"\r        {done} of {total} ballots\r")
            self._stream.flush()

    def say(self, line: str) -> None:
        """Write one line, whatever it quotes."""
        self._stream.write(legible(line) + "\n")
        self._stream.flush()
