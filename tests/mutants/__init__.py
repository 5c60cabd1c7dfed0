"""Mutants: single faults that are planted in a copy of the program to see which test bites (`make mutants`).

A list is a module of this package; a further fault is a further entry. `test_listed.py` holds every old text against
its file, so that no entry rots.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """One planted fault. old: a text that stands exactly once in the file; bite: the tests of which one must fail.

    database: on which they run; the order that a database keeps is PostgreSQL's own matter.
    """

    name: str
    file: str
    old: str
    new: str
    bite: tuple[str, ...]
    database: str = "sqlite"
