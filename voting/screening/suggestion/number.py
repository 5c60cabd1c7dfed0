"""Tracking numbers: read aloud without doubt, not to be guessed, a slip of the pen shows. Pure."""

from __future__ import annotations

import secrets

from voting.core import normalise

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Thirty-one signs, a prime, without 0 O 1 I L: a wrong or swapped sign always breaks the check sign."""
LENGTH = 8


def new_number(year: int) -> str:
    """Return a number like `27-7K3M-9QPDX`: year, eight signs of chance (31^8), one check sign."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return dressed(f"{year % 100:02d}", signs + check_sign(signs))


def dressed(year: str, signs: str) -> str:
    """Return the parts of a number with their dashes."""
    return f"{year}-{signs[:4]}-{signs[4:]}"


def check_sign(signs: str) -> str:
    """Return the sign that makes the weighted sum of all signs a multiple of 31."""
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(signs, 2))
    return ALPHABET[-total % len(ALPHABET)]


def end_of(number: str) -> str:
    """Return the last two signs, by which who has a number knows it again; the check sign among them, 31^6 stay open."""
    return number[-2:]


def tidy(typed: str) -> str | None:
    """Return a number as it is stored, however it was typed; None when it cannot be one."""
    kept = "".join(sign for sign in normalise.code(typed).upper() if sign.isascii() and sign.isalnum())
    year, signs = kept[:2], kept[2:]
    if len(signs) != LENGTH + 1 or not year.isdigit() or not set(signs) <= set(ALPHABET):
        return None
    return dressed(year, signs) if check_sign(signs[:-1]) == signs[-1] else None
