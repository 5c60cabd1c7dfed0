"""The tables give what Python's own `pow` gives, and cut nothing off."""

from __future__ import annotations

import pytest

from tests.belenios.mutations import ORDER_3
from tests.properties import given, settings, st
from voting.belenios.group import G, P, Q
from voting.belenios.integers import mpz
from voting.belenios.powers import FixedBase, SharedPowers, odd_digits

BASES = st.integers(1, int(P) - 1) | st.sampled_from([1, 2, int(P) - 1, int(ORDER_3), int(G)])
SCALARS = st.integers(0, int(Q) - 1) | st.sampled_from([0, 1, 2, 3, 15, 1 << 64, int(Q) - 1])


@settings(max_examples=60, deadline=None)
@given(BASES, SCALARS, SCALARS)
def test_powers_that_share_their_squares_are_python_s(base: int, first: int, second: int) -> None:
    shared = SharedPowers(mpz(base), P)
    for exponent in (first, second):
        assert shared.power(odd_digits(mpz(exponent))) == pow(base, exponent, int(P))


@settings(max_examples=10, deadline=None)
@given(BASES, SCALARS)
def test_factors_of_fixed_bases_are_multiplied_in(base: int, exponent: int) -> None:
    fixed, expected = FixedBase(mpz(base), P), pow(base, exponent, int(P))
    assert fixed.power(exponent) == expected
    assert fixed.times(mpz(7), exponent) == 7 * expected % P
    wanted = pow(3, 5, int(P)) * expected * expected % P
    assert SharedPowers(mpz(3), P).power(odd_digits(mpz(5)), (fixed, exponent), (fixed, exponent)) == wanted


@pytest.mark.parametrize("exponent", [-1, 1 << 256])
def test_an_exponent_beyond_the_table_is_not_cut(exponent: int) -> None:
    with pytest.raises(OverflowError):
        FixedBase(mpz(2), P).power(exponent)
