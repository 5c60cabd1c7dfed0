"""All mutants, by where the fault lies."""

from __future__ import annotations

from tests.mutants import box, count, device, persons

ALL = (*box.MUTANTS, *count.MUTANTS, *persons.MUTANTS, *device.MUTANTS)
