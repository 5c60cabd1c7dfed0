"""Powers of public elements by tables: of bases that are used often, and several of one base.

Exact and deterministic, not constant-time. Knows a modulus and no group.
"""

from __future__ import annotations

from voting.belenios.integers import bit_scan1, mpz

FIXED_ROWS, FIXED_DIGITS = 32, 256  # a fixed-base table has a row for each byte of an exponent: 2 to 3 MB
SHARED_WIDTH = 4  # window of the shared squarings: 8 buckets
SHARED_BUCKETS = 1 << (SHARED_WIDTH - 1)
SQUARES = 256

Digits = list[tuple[int, int]]


def odd_digits(exponent: int) -> Digits:
    """Write exponent = sum of (2d + 1) * 2^i; returns the pairs (i, d), d below 8."""
    digits, mask = [], (1 << SHARED_WIDTH) - 1
    place = bit_scan1(exponent)
    while place is not None:
        digits.append((place, int(exponent >> place & mask) >> 1))
        place = bit_scan1(exponent, place + SHARED_WIDTH)
    return digits


class FixedBase:
    """Powers of a base that is used often (g, y): a table of base^(d * 256^i) for every byte d."""

    def __init__(self, base: int, modulus: int) -> None:
        self.base = base
        self._modulus = modulus
        self._rows: list[list[int]] = []
        for _ in range(FIXED_ROWS):
            row = [mpz(1)]
            for _ in range(FIXED_DIGITS - 1):
                row.append(row[-1] * base % modulus)
            self._rows.append(row)
            base = row[-1] * base % modulus

    def times(self, factor: int, exponent: int) -> int:
        """Return factor * base^exponent for 0 <= exponent < 2^256; OverflowError for another."""
        modulus, digits = self._modulus, int(exponent).to_bytes(FIXED_ROWS, "little")
        for row, digit in zip(self._rows, digits, strict=True):
            factor = factor * row[digit] % modulus
        return factor

    def power(self, exponent: int) -> int:
        """Return base^exponent for 0 <= exponent < 2^256."""
        return self.times(mpz(1), exponent)


class SharedPowers:
    """Powers of one base that share its squares base^(2^i), i < 256: the membership test and all challenges."""

    def __init__(self, base: int, modulus: int) -> None:
        self._modulus = modulus
        self._squares = [base] + [base := base * base % modulus for _ in range(SQUARES - 1)]

    def power(self, digits: Digits, *factors: tuple[FixedBase, int]) -> int:
        """Return base^e from odd_digits(e), times fixed^exponent of each factor; by Yao's method (buckets by digit).

        With B_d the product of the squares whose digit is 2d + 1: base^e = prod B_d^(2d+1) = acc^2 * run, where
        acc = prod B_d^d and run = prod B_d.
        """
        squares, modulus = self._squares, self._modulus
        buckets: list[int | None] = [None] * SHARED_BUCKETS
        for place, digit in digits:
            bucket = buckets[digit]
            buckets[digit] = squares[place] if bucket is None else bucket * squares[place] % modulus
        run = acc = mpz(1)
        for bucket in buckets[:0:-1]:
            if bucket is not None:
                run = run * bucket % modulus
            acc = acc * run % modulus
        if (first := buckets[0]) is not None:
            run = run * first % modulus
        result = acc * acc % modulus * run % modulus
        for fixed, exponent in factors:
            result = fixed.times(result, exponent)
        return result
