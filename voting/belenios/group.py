"""The group BELENIOS-2048 (Belenios specification 5, "Default group") and arithmetic in it.

Elements are integers modulo P of order Q, written in base 10; exponents are integers modulo Q. Verification
is fast and not constant-time; secrets go through `secret_power`. Nothing here knows a ballot.
"""

from __future__ import annotations

import functools
import re
import secrets
from collections.abc import Callable

from voting.belenios.errors import Malformed, need, need_form
from voting.belenios.integers import bit_scan1, mpz, powmod, powmod_sec

NAME = "BELENIOS-2048"
P = mpz(
    "2069478569142254640101364365750500806492298929575110409710088478705737421924271740192223725449768433"
    "8129066633138078958404960054389636289796393038773905722803605973749427671376777618898589872735865049"
    "0811670993105358677809800307904916540637771737641986785272734744763418356000356983051931442845617019"
    "1100078673730733356412397173289791324047457883446826065232797464795113767265869358218004631792207366"
    "8860052627186363386088796882120769432366149491002923444346373222145884100586421050242120365433561201"
    "3204811188524087310770141516662001623131771693721892480785077118278423174980732765988288251691831031"
    "25680162072880719"
)
Q = mpz("78571733251071885079927659812671450121821421258408794611510081919805623223441")
G = mpz(
    "2402352677501852209227687703532399932712287657378364916510075318787663274146353219320285676155269678"
    "7996946682987493890950838965734256019006010684771644917354741372831046104586813145117816467554005274"
    "0288984613986453266121505579709716201616827031288643245666383486363578210615491841998253431518974065"
    "8186868651151358576410138882215396016043228843603930989333662772848406593138406010231675095763777982"
    "6651036068224066350766977640253462537730851331734951942489677540525736590494924776314759915751987751"
    "7771148149092045660020547812705472823814097251863985833411570056835369555342378147558249189605029668"
    "0037745308460627"
)

FIXED_WIDTH = 10  # window of the fixed-base tables: 26 rows of 1,024 elements, 8 MB a base
SHARED_WIDTH = 4  # window of `shared_power`: 8 buckets

Chance = Callable[[], int]
Digits = list[tuple[int, int]]

_DECIMAL = re.compile(r"0|[1-9][0-9]*", re.ASCII)
_MOST_ELEMENT_DIGITS = 617
_MOST_SCALAR_DIGITS = 77


def chance() -> int:
    """Draw a scalar uniformly; the default wherever a `Chance` is asked for."""
    return mpz(secrets.randbelow(int(Q)))


def parse_element(text: object) -> int:
    """Read an element's decimal string; checks the range, not the membership.

    Errors: Malformed for anything but a canonical decimal string between 1 and P - 1.
    """
    if not isinstance(text, str) or len(text) > _MOST_ELEMENT_DIGITS or not _DECIMAL.fullmatch(text):
        raise Malformed("a group element is not a decimal string")
    element = mpz(text)
    need_form(0 < element < P, "a group element is out of range")
    return element


def parse_member(text: object) -> int:
    """Read an element that must belong to the group: in range and x^Q = 1.

    Errors: Malformed; DoesNotHold for an element of another order.
    """
    element = parse_element(text)
    need(powmod(element, Q, P) == 1, "an element does not belong to the group")
    return element


def parse_scalar(text: object) -> int:
    """Read a scalar's canonical decimal string, reduced modulo Q.

    Errors: Malformed.
    """
    if not isinstance(text, str) or len(text) > _MOST_SCALAR_DIGITS or not _DECIMAL.fullmatch(text):
        raise Malformed("a scalar is not a decimal string")
    scalar = mpz(text)
    need_form(scalar < Q, "a scalar is not reduced")
    return scalar


def power(base: int, exponent: int) -> int:
    """Raise a public element to a public exponent."""
    return powmod(base, exponent % Q, P)


def secret_power(base: int, exponent: int) -> int:
    """Raise an element to a secret exponent without branching on its bits."""
    return powmod_sec(base, exponent % Q + Q, P)  # + Q: never 0, and always of one length


def product(elements: list[int]) -> int:
    """Multiply elements."""
    result = mpz(1)
    for element in elements:
        result = result * element % P
    return result


class FixedBase:
    """Powers of a base that is used often (g, y): a table of base^(d * 2^(10 i)) for every digit d."""

    def __init__(self, base: int) -> None:
        self.base = base
        self._rows: list[list[int]] = []
        size = 1 << FIXED_WIDTH
        for _ in range(-(-256 // FIXED_WIDTH)):
            row = [mpz(1)]
            for _ in range(size - 1):
                row.append(row[-1] * base % P)
            self._rows.append(row)
            base = row[-1] * base % P

    def times(self, factor: int, exponent: int) -> int:
        """Return factor * base^exponent for 0 <= exponent < Q."""
        digits, mask = int(exponent), (1 << FIXED_WIDTH) - 1
        for row in self._rows:
            factor = factor * row[digits & mask] % P
            digits >>= FIXED_WIDTH
        return factor

    def power(self, exponent: int) -> int:
        """Return base^exponent."""
        exponent = mpz(exponent) % Q
        digits, mask = int(exponent), (1 << FIXED_WIDTH) - 1
        result = self._rows[0][digits & mask]
        for row in self._rows[1:]:
            digits >>= FIXED_WIDTH
            result = result * row[digits & mask] % P
        return result


class Group:
    """The generator's table and what needs it; made once, by `group()`."""

    def __init__(self) -> None:
        self.g = FixedBase(G)
        self.order_digits = odd_digits(Q)
        self.inverse_g = powmod(G, -1, P)


@functools.cache
def group() -> Group:
    """Return the group with its tables (built at the first call: 8 MB, some 50 ms)."""
    return Group()


def squares(base: int) -> list[int]:
    """Return base^(2^i) for i < 256: shared by the membership test and all challenges of one base."""
    return [base] + [base := base * base % P for _ in range(255)]


def odd_digits(exponent: int) -> Digits:
    """Write exponent = sum of (2d + 1) * 2^i; returns the pairs (i, d), d below 8."""
    digits, mask = [], (1 << SHARED_WIDTH) - 1
    place = bit_scan1(exponent)
    while place is not None:
        digits.append((place, int(exponent >> place & mask) >> 1))
        place = bit_scan1(exponent, place + SHARED_WIDTH)
    return digits


def shared_power(powers: list[int], digits: Digits) -> int:
    """Return base^e from squares(base) and odd_digits(e), by Yao's method (buckets by digit).

    With B_d the product of the squares whose digit is 2d + 1: base^e = prod B_d^(2d+1) = acc^2 * run, where
    acc = prod B_d^d and run = prod B_d.
    """
    buckets: list[int | None] = [None] * (1 << (SHARED_WIDTH - 1))
    for place, digit in digits:
        bucket = buckets[digit]
        buckets[digit] = powers[place] if bucket is None else bucket * powers[place] % P
    run = acc = mpz(1)
    for bucket in buckets[:0:-1]:
        if bucket is not None:
            run = run * bucket % P
        acc = acc * run % P
    if (first := buckets[0]) is not None:
        run = run * first % P
    return acc * acc % P * run % P


def is_member(powers: list[int]) -> bool:
    """Tell from squares(x) whether x^Q = 1. Exact: batching this test has been forged (protocol, 11)."""
    return shared_power(powers, group().order_digits) == 1
