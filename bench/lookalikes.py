"""How long one suggestion takes against all others of a place: 10,000 and 100,000 of them, indexed in memory.

Run: python -m bench.lookalikes. The texts are drawn from words of real suggestions mixed with chance
characters, so that some words are common and most are rare, as in a reserve of several years.
"""

from __future__ import annotations

import random
import statistics
import time

from bench.report import Row, write
from voting.demonstration.suggestions import SUGGESTIONS
from voting.screening.likeness.rules import LikenessIndex

SIZES = {10_000: 50.0, 100_000: 300.0}
SEARCHES = 30
SEED = 20260915


def pieces() -> list[str]:
    """Return two- to four-character pieces of the demonstration's suggestions."""
    text = "".join(one.title + one.content for one in SUGGESTIONS)
    return [text[n : n + 2 + n % 3] for n in range(0, len(text) - 4, 3)]


def texts(size: int, chance: random.Random) -> list[tuple[str, str]]:
    """Return that many (title, body): six and thirty pieces, a third of them of chance characters."""
    words = pieces()

    def word() -> str:
        if chance.random() < 1 / 3:
            return "".join(chr(chance.randrange(0x4E00, 0x5E00)) for _ in range(2))
        return chance.choice(words)

    return [("".join(word() for _ in range(6)), "".join(word() for _ in range(30))) for _ in range(size)]


def measure(size: int) -> float:
    """Return the median milliseconds of one search among `size` entries."""
    chance = random.Random(SEED)  # texts of a measurement, not secrets
    entries = texts(size, chance)
    index = LikenessIndex()
    for key, entry in enumerate(entries):
        index.add(key, *entry)
    spent = []
    for entry in chance.sample(entries, SEARCHES):
        began = time.perf_counter()
        index.similar(*entry)
        spent.append(1000 * (time.perf_counter() - began))
    return statistics.median(spent)


if __name__ == "__main__":
    write(
        {
            f"lookalike_{size}_ms": Row(
                measure(size), "ms", target, "lower", "median of 30 searches, one core"
            )
            for size, target in SIZES.items()
        }
    )
