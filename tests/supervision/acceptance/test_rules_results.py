from datetime import date

import pytest

from tests.properties import given, st
from voting.congress.place.rules import Body
from voting.people.rules import Level
from voting.supervision.acceptance.rules import RESULTS, Result, suggested_result
from voting.supervision.change.rules import CHANGE_KINDS, CHANGE_STEPS, ChangeKind, approval, least_kind
from voting.supervision.commitment.rules import percent
from voting.tally.handover import GRADES, Grade

pytestmark = pytest.mark.pure
LARGE = [kind for kind in ChangeKind if kind is not ChangeKind.MINOR_ADJUSTMENT]


@pytest.mark.parametrize("kind", LARGE)
def test_the_standing_committee_decides_in_a_county_and_reports_to_the_congress(kind: ChangeKind) -> None:
    who = approval(kind, Level.COUNTY)
    assert (who.decides, who.proclaims) == (Body.STANDING_COMMITTEE, Body.STANDING_COMMITTEE)
    assert who.reported_to_congress
    assert (who.decider, who.proclaimer) == ("人大常委会", "人大常委会")


@pytest.mark.parametrize("kind", LARGE)
def test_the_congress_decides_in_a_township_and_the_presidium_proclaims(kind: ChangeKind) -> None:
    who = approval(kind, Level.TOWNSHIP)
    assert (who.decides, who.proclaims) == (Body.CONGRESS, Body.PRESIDIUM)
    assert not who.reported_to_congress
    assert (who.decider, who.proclaimer) == ("人民代表大会", "人大主席团")


@pytest.mark.parametrize("level", Level)
def test_the_government_alone_decides_a_minor_adjustment(level: Level) -> None:
    who = approval(ChangeKind.MINOR_ADJUSTMENT, level)
    assert who.decides is None
    assert (who.decider, who.proclaimer) == ("本级人民政府", "本级人民政府")


@pytest.mark.parametrize(
    ("due_on", "planned", "kind"),
    [
        (date(2026, 12, 31), 110, ChangeKind.MINOR_ADJUSTMENT),
        (date(2026, 12, 31), 90, ChangeKind.MINOR_ADJUSTMENT),
        (date(2026, 12, 31), 111, ChangeKind.MAJOR_ADJUSTMENT),
        (date(2026, 12, 31), 89, ChangeKind.MAJOR_ADJUSTMENT),
        (date(2027, 1, 1), 100, ChangeKind.MAJOR_ADJUSTMENT),
    ],
)
def test_another_year_or_a_tenth_of_the_money_is_major(due_on: date, planned: int, kind: ChangeKind) -> None:
    found = least_kind(voted_due_on=date(2026, 11, 30), due_on=due_on, voted_fen=100, planned_fen=planned)
    assert found is kind


@pytest.mark.parametrize(
    ("progress", "still", "result"),
    [
        (100, 0, Result.FINISHED),
        (100, 1, Result.BASICALLY),
        (90, 0, Result.BASICALLY),
        (89, 0, Result.NOT),
    ],
)
def test_the_figures_suggest_a_result(progress: int, still: int, result: Result) -> None:
    assert suggested_result(progress, still) is result


def test_ninghai_2020_spent_98_per_cent_of_its_year_plan() -> None:
    assert percent(241, 247) == 98
    assert percent(1, 0) is None


@given(st.integers(0, 10**12), st.integers(1, 10**12))
def test_a_percentage_is_at_most_half_a_point_off(part: int, whole: int) -> None:
    found = percent(part, whole)
    assert found is not None
    assert abs(found * whole - 100 * part) * 2 <= whole


def test_every_grade_result_and_kind_has_its_word() -> None:
    assert GRADES.keys() == set(Grade)
    assert RESULTS.keys() == set(Result)
    assert CHANGE_KINDS.keys() == CHANGE_STEPS.keys() == set(ChangeKind)
