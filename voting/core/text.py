"""Mark a text that is shown to people later and translated then."""

from __future__ import annotations


def N_(text: str) -> str:  # noqa: N802  the customary name, which the extraction of texts looks for
    """Return the text unchanged; the catalogue collects it."""
    return text
