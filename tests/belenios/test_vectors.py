"""The known answers that the browser must reproduce are what the program gives today."""

from __future__ import annotations

from tests.belenios import make_vectors


def test_the_committed_vectors_are_reproduced_exactly() -> None:
    assert make_vectors.VECTORS.read_text(encoding="utf-8") == make_vectors.as_text(make_vectors.make())
