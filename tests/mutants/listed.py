"""All mutants, by where the fault lies."""

from __future__ import annotations

from tests.mutants import at_rest, box, checker, count, device, device_opening, door, persons, statements

ALL = (
    *at_rest.MUTANTS,
    *box.MUTANTS,
    *count.MUTANTS,
    *persons.MUTANTS,
    *device.MUTANTS,
    *device_opening.MUTANTS,
    *statements.MUTANTS,
    *checker.MUTANTS,
    *door.MUTANTS,
)
