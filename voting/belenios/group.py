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
from voting.belenios.integers import mpz, powmod, powmod_sec
from voting.belenios.powers import FixedBase, SharedPowers, odd_digits

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

Chance = Callable[[], int]

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


def fixed_base(base: int) -> FixedBase:
    """Return the table of a base that is used often."""
    return FixedBase(base, P)


def shared_powers(base: int) -> SharedPowers:
    """Return the squares of a base that is raised several times, one time to Q."""
    return SharedPowers(base, P)


class Group:
    """The generator's table and what needs it; made once, by `group()`."""

    def __init__(self) -> None:
        self.g = fixed_base(G)
        self.order_digits = odd_digits(Q)


@functools.cache
def group() -> Group:
    """Return the group with its tables (built at the first call: some 3 MB, 10 ms)."""
    return Group()


def is_member(powers: SharedPowers) -> bool:
    """Tell from shared_powers(x) whether x^Q = 1. Exact: batching this test has been forged (protocol, 11)."""
    return powers.power(group().order_digits) == 1
