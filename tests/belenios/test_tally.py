"""Sums, partial decryptions, results."""

from __future__ import annotations

import itertools

import pytest

from tests.belenios import factories
from voting.belenios import tally
from voting.belenios.canonical import dump
from voting.belenios.errors import DoesNotHold, Malformed


@pytest.fixture(scope="module")
def box() -> tuple[list[str], list[list[int]]]:
    return factories.seal_many(factories.make_election("choose"), 5, seed=3)


def factors(sums: tally.Sums, owners: tuple[int, ...]) -> dict[int, list[list[int]]]:
    made, done = factories.make_election("choose"), factories.ceremony(3, 2)
    found = {}
    for i in owners:
        raw = tally.partial_decrypt(made, sums, done.shares[i - 1])
        found[i] = tally.check_partial(made, sums, done.record.verification_keys[i - 1], raw)
    return found


def test_any_two_of_three_open_the_box_to_the_same_result(box: tuple[list[str], list[list[int]]]) -> None:
    ballots, counts = box
    sums = tally.add_up(factories.make_election("choose"), ballots)
    for owners in itertools.permutations((1, 2, 3), 2):
        assert tally.combine(sums, factors(sums, owners), len(ballots)) == counts


def test_the_order_of_the_ballots_never_matters(box: tuple[list[str], list[list[int]]]) -> None:
    made = factories.make_election("choose")
    assert tally.add_up(made, box[0]) == tally.add_up(made, box[0][::-1])
    assert tally.digest(box[0]) == tally.digest(box[0][::-1])
    assert tally.digest(box[0]) != tally.digest(box[0][1:])


def test_one_of_three_opens_nothing(box: tuple[list[str], list[list[int]]]) -> None:
    sums = tally.add_up(factories.make_election("choose"), box[0])
    with pytest.raises(DoesNotHold, match="does not decrypt to a number of ballots"):
        tally.combine(sums, factors(sums, (2,)), len(box[0]))


def test_a_count_over_the_number_of_ballots_is_not_searched_for(
    box: tuple[list[str], list[list[int]]],
) -> None:
    ballots, counts = box
    sums = tally.add_up(factories.make_election("choose"), ballots)
    with pytest.raises(DoesNotHold):
        tally.combine(sums, factors(sums, (1, 2)), max(max(column) for column in counts) - 1)


def test_an_empty_box_opens_to_zeros() -> None:
    sums = tally.add_up(factories.make_election("choose"), [])
    assert tally.combine(sums, factors(sums, (1, 3)), 0) == [[0, 0, 0]]


def test_a_partial_decryption_of_another_sum_or_key_is_refused(
    box: tuple[list[str], list[list[int]]],
) -> None:
    made, done = factories.make_election("choose"), factories.ceremony(3, 2)
    sums, fewer = tally.add_up(made, box[0]), tally.add_up(made, box[0][1:])
    raw = tally.partial_decrypt(made, fewer, done.shares[0])
    with pytest.raises(DoesNotHold, match="decryption proof"):
        tally.check_partial(made, sums, done.record.verification_keys[0], raw)
    right = tally.partial_decrypt(made, sums, done.shares[0])
    with pytest.raises(DoesNotHold, match="decryption proof"):
        tally.check_partial(made, sums, done.record.verification_keys[1], right)
    with pytest.raises(Malformed):
        tally.check_partial(made, sums, done.record.verification_keys[0], right[:-1] + " }")


def test_a_result_is_read_back_or_refused(box: tuple[list[str], list[list[int]]]) -> None:
    made = factories.make_election("choose")
    assert tally.parse_result(made, tally.result_raw(box[1])) == box[1]
    columns: list[list[object]] = [[[1, 2]], [[1, 2, -1]], [7], [[1, 2, True]], []]
    for column in columns:
        with pytest.raises(Malformed):
            tally.parse_result(made, dump({"result": column}))
