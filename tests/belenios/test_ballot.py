"""Sealing and checking ballots; a cheating prover; cast or challenge."""

from __future__ import annotations

import random

import pytest

from tests.belenios import factories
from tests.properties import given, settings, st
from voting.belenios import answers, ballot, election
from voting.belenios.election import Election, Question
from voting.belenios.errors import DoesNotHold, Malformed
from voting.belenios.group import G, P, Q, chance, power


@pytest.mark.parametrize("kind", ["choose", "each", "evaluate", "blank"])
def test_an_honest_ballot_holds(kind: str) -> None:
    made = factories.make_election(kind)
    rng = random.Random(7)
    secret, credential = ballot.new_credential()
    for _ in range(3):
        raw = ballot.seal(made, secret, factories.choices(made, rng))
        checked = ballot.check(made, raw)
        assert checked.credential == credential == ballot.credential_in(raw)
        assert checked.tracker == ballot.tracker(raw)
        assert len(raw.encode()) <= ballot.most_bytes(made)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 5), st.data())
def test_any_allowed_choice_can_be_sealed_and_any_other_cannot(projects: int, data: st.DataObject) -> None:
    seats = data.draw(st.integers(1, projects))
    votes = data.draw(st.lists(st.integers(0, 1), min_size=projects, max_size=projects))
    made = factories.make_election("choose", projects, seats)
    secret, _ = ballot.new_credential()
    if sum(votes) <= seats:
        ballot.check(made, ballot.seal(made, secret, [votes]))
    else:
        with pytest.raises(Malformed, match="number of choices"):
            ballot.seal(made, secret, [votes])


@pytest.mark.parametrize(
    ("kind", "choices"),
    [
        ("choose", []),
        ("choose", [[1, 0]]),
        ("choose", [[2, 0, 0]]),
        ("choose", [[True, 0, 0]]),
        ("each", [[1, 1, 0], [1, 0, 0], [1, 0, 0]]),
        ("each", [[0, 0, 0], [1, 0, 0], [1, 0, 0]]),
        ("blank", [[1, 1, 0, 0]]),
        ("blank", [[0, 0, 0, 0]]),
    ],
)
def test_choices_that_a_question_does_not_allow_cannot_be_sealed(kind: str, choices: list[list[int]]) -> None:
    with pytest.raises(Malformed):
        ballot.seal(factories.make_election(kind), ballot.new_credential()[0], choices)


@pytest.mark.parametrize(
    ("kind", "votes"),
    [
        ("choose", [1, 1, 1]),
        ("choose", [2, 0, 0]),
        ("choose", [Q - 1, 0, 0]),
        ("blank", [0, 0, 0, 0]),
        ("blank", [1, 1, 0, 0]),
        ("blank", [0, 1, 1, 1]),
    ],
)
def test_a_cheating_prover_is_refused(kind: str, votes: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Votes that are not allowed, with proofs forced through the honest prover."""
    made = factories.make_election(kind)
    monkeypatch.setattr(answers, "_check_votes", lambda *_: None)
    monkeypatch.setattr(answers, "encrypt", encrypt_anything)
    honest = answers._prove  # noqa: SLF001

    def forced(
        e: Election, one: answers.Disjunction, secrets: list[int], values: list[int], draw: object
    ) -> object:
        pretended = list(values)
        if not any(pretended[k] == j for k, j in one.statements):
            k, j = one.statements[0]
            pretended[k] = j
        return honest(e, one, secrets, pretended, chance)

    monkeypatch.setattr(answers, "_prove", forced)
    raw = ballot.seal(made, ballot.new_credential()[0], [votes])
    with pytest.raises(DoesNotHold, match="a proof does not hold"):
        ballot.check(made, raw)


def encrypt_anything(made: Election, vote: int, r: int) -> tuple[int, int]:
    return power(G, r), made.y.power(r) * power(G, vote) % P


def test_a_ballot_of_another_election_is_refused() -> None:
    made, other = factories.make_election("choose"), factories.make_election("each")
    raw = ballot.seal(made, ballot.new_credential()[0], [[0, 0, 0]])
    with pytest.raises(DoesNotHold, match="another election"):
        ballot.check(other, raw)


def test_a_credential_of_one_is_refused_everywhere() -> None:
    made = factories.make_election("choose")
    raw = ballot.seal(made, Q, [[0, 0, 0]])
    with pytest.raises(DoesNotHold, match="the credential is 1"):
        ballot.check(made, raw)
    with pytest.raises(DoesNotHold, match="the credential is 1"):
        ballot.parse_credential("1")


def test_a_credential_is_never_zero() -> None:
    draws = iter([0, 0, 5])
    secret, credential = ballot.new_credential(lambda: next(draws))
    assert secret == 5
    assert credential == str(power(G, 5))


def test_a_ballot_over_the_size_is_refused_before_it_is_read() -> None:
    made = factories.make_election("choose")
    with pytest.raises(Malformed, match="too long"):
        ballot.check(made, " " * (2 * ballot.most_bytes(made) + 1))


# --------------------------------------------------------------------------------------- cast or challenge


def test_an_opening_shows_exactly_what_was_sealed() -> None:
    made = factories.make_election("each")
    choices = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    sealing = ballot.seal_openly(made, ballot.new_credential()[0], choices)
    assert ballot.open_challenge(made, sealing.raw, choices, sealing.randomness).raw == sealing.raw


def test_a_tablet_that_sealed_another_choice_is_caught() -> None:
    made = factories.make_election("choose")
    sealing = ballot.seal_openly(made, ballot.new_credential()[0], [[0, 1, 0]])
    with pytest.raises(DoesNotHold, match="does not contain these choices"):
        ballot.open_challenge(made, sealing.raw, [[1, 0, 0]], sealing.randomness)


@pytest.mark.parametrize(
    ("choices", "change"),
    [
        ([[0, 1, 0], [0]], lambda r: r),
        ([[0, 1]], lambda r: r),
        ([[0, 1, 2]], lambda r: r),
        ([[0, True, 0]], lambda r: r),
        ([[0, 1, 0]], lambda r: [r[0][:2]]),
        ([[0, 1, 0]], lambda r: [["x", *r[0][1:]]]),
        ([[0, 1, 0]], lambda r: [*r, []]),
    ],
)
def test_an_opening_of_the_wrong_form_is_refused(choices: list[list[int]], change: object) -> None:
    made = factories.make_election("choose")
    sealing = ballot.seal_openly(made, ballot.new_credential()[0], [[0, 1, 0]])
    assert callable(change)
    with pytest.raises(Malformed):
        ballot.open_challenge(made, sealing.raw, choices, change(sealing.randomness))


# ----------------------------------------------------------------------------------------------- elections


def key() -> str:
    return factories.ceremony().record.joint_key


def test_an_election_is_refused_for_its_form() -> None:
    good = factories.make_election("choose").raw
    for before, after in (
        ('"version":1', '"version":2'),
        ("BELENIOS-2048", "Ed25519"),
        ('"min":0', '"min":3'),
        ('"max":2', '"max":4'),
        ('"uuid":"', '"uuid":"0'),
        ('"questions":[', '"questions":[[],'),
        ('"description"', '"descr"'),
        ('"name":"', '"name" :"'),
        (f'"public_key":"{key()}"', '"public_key":"0"'),
    ):
        assert before in good
        with pytest.raises(Malformed):
            Election.parse(good.replace(before, after))
    for text in (str(P - 1), "1"):
        with pytest.raises((DoesNotHold, Malformed)):
            Election.parse(good.replace(key(), text))


def test_an_election_may_name_administrator_and_credential_authority() -> None:
    good = factories.make_election("choose").raw
    more = good[:-1] + ',"administrator":"a","credential_authority":"b"}'
    assert Election.parse(more).uuid == Election.parse(good).uuid


@pytest.mark.parametrize("text", ["a\x00b", "a\x7f", "a\nb", "a\ud800", "a" * 20_001])
def test_a_title_that_two_programs_would_write_differently_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        election.build(election.new_uuid(), text, "d", [Question("q", ("a",), 0, 1)], key())


@pytest.mark.parametrize(
    "questions",
    [[], [Question("q", (), 0, 0)], [Question("q", ("a",) * 501, 0, 1)], [Question("q", ("a",), 1, 0)]],
)
def test_questions_that_make_no_ballot_are_refused(questions: list[Question]) -> None:
    with pytest.raises(Malformed):
        election.build(election.new_uuid(), "n", "d", questions, key())


def test_what_the_tablet_shows_covers_election_and_issuer() -> None:
    made, other = factories.make_election("choose"), factories.make_election("each")
    shown = election.set_up_fingerprint(made, 15, 3)
    assert (
        len({shown, election.set_up_fingerprint(made, 15, 5), election.set_up_fingerprint(other, 15, 3)}) == 3
    )
