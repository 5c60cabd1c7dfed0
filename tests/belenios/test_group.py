"""Arithmetic in the group: every fast way gives what the slow way gives."""

from __future__ import annotations

import pytest
from gmpy2 import is_prime

from tests.belenios.mutations import ORDER_3
from tests.properties import given, settings, st
from voting.belenios import group
from voting.belenios.errors import DoesNotHold, Malformed
from voting.belenios.group import G, P, Q
from voting.belenios.integers import mpz
from voting.belenios.powers import odd_digits

SCALARS = st.integers(0, int(Q) - 1) | st.sampled_from([0, 1, 2, int(Q) - 1, 1 << 255])


def test_the_group_is_what_the_specification_says() -> None:
    assert is_prime(P)
    assert is_prime(Q)
    assert (P - 1) % (6 * Q) == 0
    assert pow(G, Q, P) == 1
    assert G != 1


@settings(max_examples=30, deadline=None)
@given(SCALARS)
def test_every_way_to_raise_agrees(exponent: int) -> None:
    exponent %= int(Q)
    expected = pow(int(G), exponent, int(P))
    g = group.group().g
    assert g.power(exponent) == expected
    assert g.times(5, exponent) == 5 * expected % P
    assert group.power(G, exponent) == expected
    assert group.secret_power(G, mpz(exponent)) == expected
    digits = odd_digits(mpz(exponent))
    assert sum((2 * d + 1) << i for i, d in digits) == exponent
    assert group.shared_powers(G).power(digits) == expected


def test_members_are_told_from_others() -> None:
    inside = group.power(G, 12345)
    outside = [mpz(2), P - 1, mpz(ORDER_3), inside * (P - 1) % P, inside * ORDER_3 % P]
    assert group.is_member(group.shared_powers(inside))
    assert group.parse_member(str(inside)) == inside
    for element in outside:
        if pow(element, Q, P) == 1:  # pragma: no cover  2 is not, and the others cannot be
            continue
        assert not group.is_member(group.shared_powers(element))
        with pytest.raises(DoesNotHold):
            group.parse_member(str(element))


@pytest.mark.parametrize(
    "text", ["", "0", "00", "01", "-1", "+1", " 1", "1\n", "１", "1e3", "0x1", None, 1, str(P), "9" * 618]
)
def test_a_text_that_is_no_element_is_malformed(text: object) -> None:
    with pytest.raises(Malformed):
        group.parse_element(text)


@pytest.mark.parametrize("text", ["", "01", "-1", "1.0", None, 0, str(Q), "9" * 78, "٣"])
def test_a_text_that_is_no_scalar_is_malformed(text: object) -> None:
    with pytest.raises(Malformed):
        group.parse_scalar(text)


def test_chance_is_below_the_order_and_not_constant() -> None:
    drawn = {int(group.chance()) for _ in range(20)}
    assert len(drawn) == 20
    assert max(drawn) < Q


def test_a_product_of_nothing_is_one() -> None:
    assert group.product([]) == 1
