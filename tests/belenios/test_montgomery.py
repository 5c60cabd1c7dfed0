"""OpenSSL's products give what gmpy2's give; where OpenSSL is missing, wrong or without memory, nothing is wrong."""

from __future__ import annotations

import random
from dataclasses import replace
from importlib.machinery import ModuleSpec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.belenios import factories
from tests.belenios.mutations import ORDER_3
from voting.belenios import ballot, group, montgomery
from voting.belenios.group import G, P, Q
from voting.belenios.integers import mpz
from voting.belenios.montgomery import Cells, FixedBase, Modulus, SharedPowers
from voting.belenios.powers import PlainFixedBase, PlainSharedPowers, odd_digits

BASES = st.integers(1, int(P) - 1) | st.sampled_from([1, 2, int(P) - 1, int(ORDER_3), int(G)])
SCALARS = st.integers(0, int(Q) - 1) | st.sampled_from([0, 1, 2, 3, 15, 1 << 64, int(Q) - 1])


@pytest.fixture(scope="module")
def openssl() -> Modulus:
    found = montgomery.load(P)
    assert found is not None, "the tests' Python must be linked with an OpenSSL that can be reached"
    return found


@pytest.fixture(params=["openssl", "gmpy2"])
def either(request: pytest.FixtureRequest, openssl: Modulus, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(group, "_openssl", openssl if request.param == "openssl" else None)
    monkeypatch.setattr(group.group(), "g", group.fixed_base(G))
    result: str = request.param
    return result


@settings(max_examples=60, deadline=None)
@given(BASES, SCALARS, SCALARS)
def test_both_ways_agree_with_python(base: int, first: int, second: int) -> None:
    modulus = montgomery.load(P)
    assert modulus is not None
    expected, other = pow(base, first, int(P)), pow(base, second, int(P))
    shared, plain = SharedPowers(modulus, base), PlainSharedPowers(mpz(base), P)
    for exponent, power in ((first, expected), (second, other)):
        assert shared.power(odd_digits(mpz(exponent))) == power
        assert plain.power(odd_digits(mpz(exponent))) == power
        assert modulus.power(base, exponent) == power


@settings(max_examples=10, deadline=None)
@given(BASES, SCALARS)
def test_factors_of_fixed_bases_are_multiplied_in(base: int, exponent: int) -> None:
    modulus = montgomery.load(P)
    assert modulus is not None
    fixed, plain = FixedBase(modulus, base), PlainFixedBase(mpz(base), P)
    expected = pow(base, exponent, int(P))
    assert fixed.power(exponent) == plain.power(exponent) == expected
    assert fixed.times(7, exponent) == plain.times(mpz(7), exponent) == 7 * expected % P
    both = odd_digits(mpz(5))
    wanted = pow(3, 5, int(P)) * expected * expected % P
    assert SharedPowers(modulus, 3).power(both, (fixed, exponent), (fixed, exponent)) == wanted
    assert PlainSharedPowers(mpz(3), P).power(both, (plain, exponent), (plain, exponent)) == wanted


@pytest.mark.parametrize("exponent", [-1, 1 << 256])
def test_an_exponent_beyond_the_table_is_not_cut(exponent: int, either: str) -> None:
    with pytest.raises(OverflowError):
        group.fixed_base(G).power(exponent)


def test_a_ballot_is_judged_alike(either: str) -> None:
    remembered = factories.make_election("choose", 3, 2)
    made = replace(remembered, y=group.fixed_base(remembered.public_key))  # a table of this kind
    raw = ballot.seal(made, ballot.new_credential()[0], factories.choices(made, random.Random(1)))
    assert ballot.check(made, raw).raw == raw
    assert not group.is_member(group.shared_powers(P - 1))
    assert not group.is_member(group.shared_powers(mpz(ORDER_3)))
    assert group.parse_member(str(G)) == G


def test_powers_that_live_at_once_do_not_share_cells(openssl: Modulus) -> None:
    living = [SharedPowers(openssl, base) for base in (2, 3, 5)]
    digits = odd_digits(mpz(1000))
    assert [one.power(digits) for one in living] == [pow(base, 1000, int(P)) for base in (2, 3, 5)]


def test_without_openssl_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(montgomery, "find_spec", lambda _: ModuleSpec("_hashlib", None, origin="built-in"))
    assert montgomery.load(P) is None
    monkeypatch.setattr(montgomery, "find_spec", lambda _: ModuleSpec("_hashlib", None, origin=None))
    assert montgomery.load(P) is None


def test_a_wrong_product_at_the_start_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FixedBase, "power", lambda *_: 1)
    assert montgomery.load(P) is None


def test_a_failing_product_raises_instead_of_leaving_the_old_value(monkeypatch: pytest.MonkeyPatch) -> None:
    modulus = montgomery.load(P)
    assert modulus is not None
    fixed, shared = FixedBase(modulus, 5, rows=1), SharedPowers(modulus, 5)
    monkeypatch.setattr(modulus, "multiply", lambda *_: 0)
    for deed in (
        lambda: fixed.power(3),
        lambda: shared.power(odd_digits(mpz(0b10001))),
        lambda: SharedPowers(modulus, 5),
        lambda: FixedBase(modulus, 5, rows=1),
    ):
        with pytest.raises(MemoryError):
            deed()


def test_cells_are_freed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    modulus = montgomery.load(P)
    assert modulus is not None
    freed: list[int] = []
    monkeypatch.setattr(modulus, "free", freed.append)
    cells = Cells(modulus, 3)
    assert freed == []
    del cells
    assert len(set(freed)) == len(freed) == 3
