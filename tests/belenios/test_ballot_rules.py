"""rules.json is read strictly, and the election's questions follow from it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.belenios import factories
from voting.belenios import ballot_rules, register
from voting.belenios.canonical import dump, hex_sha256
from voting.belenios.errors import Malformed


def test_rules_are_read_back() -> None:
    for rules in (
        factories.make_rules(),
        replace(factories.make_rules("each"), parent="2" * 14, rehearsal=True),
    ):
        raw = ballot_rules.write(rules)
        assert ballot_rules.parse(raw) == rules
        assert ballot_rules.description(raw) == "sha256:" + hex_sha256(raw)


def test_the_questions_follow_the_kind() -> None:
    (choose,) = ballot_rules.questions(factories.make_rules("choose", 5))
    assert (choose.minimum, choose.maximum, len(choose.answers)) == (0, 2, 5)
    assert ballot_rules.questions(factories.make_rules("choose", 1))[0].maximum == 1
    each = ballot_rules.questions(factories.make_rules("each", 2))
    assert [question.answers for question in each] == [("赞成", "反对", "弃权")] * 2
    four = ballot_rules.questions(factories.make_rules("evaluate", 1))
    three = ballot_rules.questions(factories.make_rules("evaluate", 1, evaluation_abstain=False))
    assert [len(q[0].answers) for q in (four, three)] == [4, 3]
    assert all((q.minimum, q.maximum, q.blank) == (1, 1, False) for q in (*each, *four))


@pytest.mark.parametrize(
    "changes",
    [
        {"uuid": "x"},
        {"parent": "x"},
        {"rehearsal": 1},
        {"title": None},
        {"candidates": []},
        {
            "candidates": [
                {"ordinal": 2, "project_id": 1, "title": "t", "summary": "", "text_sha256": "0" * 64}
            ]
        },
        {"candidates": [{"ordinal": 1, "project_id": 1, "title": "t", "summary": "", "text_sha256": "0"}]},
        {"trustees": "A" * 64},
        {"receipt_key": "AAAA"},
        {"issuer": {}},
        {"rules": []},
        {"rules": {"format": "other"}},
        {"rules": {**factories.VALUES, "kind": "rank"}},
        {"rules": {**factories.VALUES, "seats": 0}},
        {"rules": {**factories.VALUES, "seats": True}},
        {"rules": {**factories.VALUES, "extra": []}},
        {"extra": 1},
    ],
)
def test_rules_of_the_wrong_form_are_malformed(changes: dict[str, Any]) -> None:
    value = json.loads(ballot_rules.write(factories.make_rules()))
    with pytest.raises(Malformed):
        ballot_rules.parse(dump({**value, **changes}))


def test_a_ballot_does_not_follow_itself() -> None:
    rules = factories.make_rules()
    with pytest.raises(Malformed, match="follows itself"):
        ballot_rules.write(replace(rules, parent=rules.uuid))


def test_a_register_that_is_not_sorted_is_malformed() -> None:
    raw = register.write(factories.make_parts("choose").register)
    assert register.write(register.parse(raw)) == raw
    value = json.loads(raw)
    with pytest.raises(Malformed, match="not sorted"):
        register.parse(dump({**value, "tokens": value["tokens"][::-1]}))
    with pytest.raises(Malformed, match="not sorted"):
        register.parse(dump({**value, "tokens": value["tokens"][:1] * 2}))
