"""The law of congresses in numbers: worked values, the table of rules, the life of a meeting."""

from __future__ import annotations

import json

import pytest

from tests.properties import given, st
from voting.congress.ballot_rules.choices import (
    Base,
    BlankPaper,
    Kind,
    Majority,
    OverSelection,
    QuorumBase,
    TieRule,
)
from voting.congress.ballot_rules.rules import from_document
from voting.congress.ballot_rules.table import RULES, RuleDefinition
from voting.congress.ballot_rules.thresholds import majority_of_all, needed, quorum
from voting.congress.meeting.rules import MEETING, PLENARY, STEPS_BACK, MeetingState, PlenaryState
from voting.congress.place.rules import LEVELS, Body
from voting.congress.rule_set.rules import ballot_rules
from voting.core.errors import RuleBroken, WrongMoment
from voting.people.rules import Level


@pytest.mark.parametrize(
    ("deputies", "at_least", "majority"),
    [(340, 227, 171), (354, 236, 178), (200, 134, 101), (60, 40, 31), (45, 30, 23)],
)
def test_the_worked_values_of_the_procedure_hold(deputies: int, at_least: int, majority: int) -> None:
    assert quorum(deputies) == at_least
    assert majority_of_all(deputies) == majority


@given(st.integers(0, 5000))
def test_a_quorum_is_the_smallest_number_that_is_two_thirds(due: int) -> None:
    present = quorum(due)
    assert present * 3 >= due * 2
    assert due == 0 or (present - 1) * 3 < due * 2


@given(st.integers(0, 5000))
def test_a_majority_is_the_smallest_number_above_one_half(base: int) -> None:
    assert majority_of_all(base) * 2 > base
    assert (majority_of_all(base) - 1) * 2 <= base


def test_each_line_is_counted_in_whole_people() -> None:
    assert [needed(line, 45) for line in (Majority.MORE_THAN_HALF, Majority.HALF, Majority.TWO_THIRDS)] == [
        23,
        23,
        30,
    ]
    assert [needed(line, 46) for line in (Majority.MORE_THAN_HALF, Majority.HALF, Majority.TWO_THIRDS)] == [
        24,
        23,
        31,
    ]


def test_what_a_place_does_not_set_takes_the_default_of_its_level() -> None:
    assert ballot_rules(Level.CITY, 2026, {}).seats == 10
    assert ballot_rules(Level.TOWNSHIP, 2026, {}).seats == 5
    assert ballot_rules(Level.TOWNSHIP, 2026, {"seats": 3}).seats == 3


def test_the_default_lines_are_those_of_the_organic_law() -> None:
    rules = ballot_rules(Level.CITY, 2026, {})
    assert rules.quorum_of(340) == 227
    assert rules.pass_line_of(due=340, present=300, valid=290) == 171
    assert rules.tie_rule is TieRule.REVOTE


@pytest.mark.parametrize(("base", "line"), [("all", 171), ("present", 151), ("valid", 146), ("none", 0)])
def test_the_pass_line_follows_its_base(base: str, line: int) -> None:
    rules = ballot_rules(Level.CITY, 2026, {"pass_base": base})
    assert rules.pass_line_of(due=340, present=300, valid=290) == line


def test_a_rule_set_may_ask_for_no_quorum() -> None:
    rules = ballot_rules(Level.CITY, 2026, {"quorum_base": "none", "pass_base": "none"})
    assert rules.quorum_base is QuorumBase.NONE
    assert rules.pass_base is Base.NONE
    assert rules.quorum_of(340) == 0


def test_the_standing_committee_meets_with_more_than_half() -> None:
    assert ballot_rules(Level.CITY, 2026, {}).for_standing_committee().quorum_of(30) == 16


def test_one_ballot_may_have_its_own_kind_and_seats() -> None:
    rules = ballot_rules(Level.CITY, 2026, {}).for_ballot(Kind.EACH, 2)
    assert (rules.kind, rules.seats) == (Kind.EACH, 2)
    with pytest.raises(RuleBroken):
        rules.for_ballot(Kind.EACH, 0)


@pytest.mark.parametrize(
    "values",
    [
        {"colour": "red"},
        {"kind": "roulette"},
        {"kind": 1},
        {"seats": 0},
        {"seats": 61},
        {"seats": "10"},
        {"seats": True},
        {"seats": 2.0},
        {"paper_allowed": 1},
        {"paper_allowed": "yes"},
        {"key_holders": 3, "key_threshold": 4},
        {"key_holders": 4, "key_threshold": 2},
    ],
)
def test_an_unknown_rule_or_value_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(RuleBroken):
        ballot_rules(Level.CITY, 2026, values)


def test_one_scrutineer_may_hold_the_key_alone_where_the_place_says_so() -> None:
    rules = ballot_rules(Level.TOWNSHIP, 2026, {"key_holders": 1, "key_threshold": 1})
    assert (rules.key_holders, rules.key_threshold) == (1, 1)


def test_the_refusal_names_the_rule_and_the_value() -> None:
    with pytest.raises(RuleBroken, match="规则“应选数量”不能取“0”"):
        ballot_rules(Level.CITY, 2026, {"seats": 0})


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_every_rule_has_words_a_source_and_a_default_of_its_own(rule: RuleDefinition) -> None:
    assert rule.label
    assert rule.source
    values = rule.choices or ((True, False) if isinstance(rule.default, bool) else (rule.least, rule.most))
    assert rule.choices == () or rule.default in rule.choices
    assert all(rule.label_of(value) for value in values)


def _any_rules() -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries(
        {},
        optional={
            rule.key: st.sampled_from([choice.value for choice in rule.choices])
            if rule.choices
            else st.booleans()
            if isinstance(rule.default, bool)
            else st.integers(rule.least, rule.most)
            for rule in RULES
            if rule.key not in {"key_holders", "key_threshold"}
        },
    )


@given(st.sampled_from(Level), st.integers(2020, 2040), _any_rules())
def test_a_rules_document_reads_back_as_the_same_rules(
    level: Level, year: int, values: dict[str, object]
) -> None:
    rules = ballot_rules(level, year, values)
    text = json.dumps(rules.as_document())
    assert "." not in text.replace("livelihood-ballot-rules/1", "")
    assert from_document(json.loads(text)) == rules


@pytest.mark.parametrize(
    "change",
    [{"format": "other"}, {"year": "2026"}, {"year": True}, {"more": 1}, {"seats": None}],
)
def test_a_foreign_rules_document_is_refused(change: dict[str, object]) -> None:
    document = ballot_rules(Level.CITY, 2026, {}).as_document()
    with pytest.raises(RuleBroken):
        from_document({**document, **change})


def test_a_rules_document_must_be_whole() -> None:
    document = ballot_rules(Level.CITY, 2026, {}).as_document()
    del document["tie_rule"]
    with pytest.raises(RuleBroken, match="tie_rule"):
        from_document(document)


def test_a_township_has_no_standing_committee_and_decides_changes_itself() -> None:
    township, county = LEVELS[Level.TOWNSHIP], LEVELS[Level.COUNTY]
    assert Body.STANDING_COMMITTEE not in township.bodies
    assert Body.STANDING_COMMITTEE in county.bodies
    assert township.decides_change.value is Body.CONGRESS
    assert county.decides_change.value is Body.STANDING_COMMITTEE
    assert township.sessions_a_year.value == 2


@pytest.mark.parametrize("level", Level)
def test_every_cell_of_the_table_of_levels_names_its_source(level: Level) -> None:
    row = LEVELS[level]
    cells = [getattr(row, name) for name in row.__dataclass_fields__ if name != "defaults"]
    assert all(cell.source for cell in cells)


def test_a_meeting_walks_from_draft_to_archived() -> None:
    state = MEETING.start
    for step in ("adopt_method", "adopt_scrutineers", "close", "archive"):
        state = MEETING.after(state, step)
    assert state is MeetingState.ARCHIVED
    assert MEETING.steps_from(state) == ()


def test_a_mistaken_step_of_a_meeting_can_be_taken_back() -> None:
    for steps in (MEETING.steps, PLENARY.steps):
        for (before, step), after in steps.items():
            if step in STEPS_BACK:
                assert any(at == after and there == before for (at, _), there in steps.items())


def test_a_plenary_meeting_cannot_rest_before_its_quorum_and_resumes_with_it() -> None:
    with pytest.raises(WrongMoment):
        PLENARY.after(PlenaryState.CONVENED, "rest")
    assert PLENARY.after(PLENARY.after(PlenaryState.SITTING, "rest"), "resume") is PlenaryState.SITTING


def test_values_that_two_choices_share_keep_their_own_wording() -> None:
    assert QuorumBase.NONE.label == "不设法定人数"
    assert Base.NONE.label.startswith("不设得票线")
    assert OverSelection.ABSTAIN.label == "整张票作弃权计，票仍有效"
    assert BlankPaper.ABSTAIN.label == "作弃权计，票仍有效"
