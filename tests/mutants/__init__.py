"""Mutants: single faults that are planted in a copy of the program to see which test bites (`make mutants`).

A list is a module of this package; a further fault is a further entry. `test_listed.py` holds every old text against
its file, so that no entry rots.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """One planted fault. old: a text that stands exactly once in the file; bite: files, or single tests, of which one must fail.

    database: on which they run; the order that a database keeps is PostgreSQL's own matter.
    """

    name: str
    file: str
    old: str
    new: str
    bite: tuple[str, ...]
    database: str = "sqlite"


def under_node(*names: str) -> tuple[str, ...]:
    """Return the tests that run these files of tests/js: one of them costs seconds, all of them minutes."""
    test = "tests/js/test_js.py::test_the_modules_pass_their_own_tests_under_node"
    return tuple(f"{test}[{name}.test.mjs]" for name in names)
