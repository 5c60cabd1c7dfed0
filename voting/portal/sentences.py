"""A sentence with its values, as the rules say it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

Values = dict[str, int | date | str]


@dataclass(frozen=True)
class Sentence:
    """A message id and its values, translated where it is shown."""

    text: str
    values: Values = field(default_factory=dict)
