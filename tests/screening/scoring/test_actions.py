from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import account
from tests.screening.factories import YEAR, close, line, project, scoring, sheet
from tests.waiting import while_uncommitted
from voting.audit.models import Entry
from voting.congress.place.models import Unit
from voting.core.clock import today
from voting.core.db import db, transaction
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.people.rules import Actor, Place, Role
from voting.screening.appraisal.actions import NewMethod, set_method
from voting.screening.appraisal.criteria import CHECKLIST, CRITERIA
from voting.screening.pages.project.queries import project_page
from voting.screening.pages.scores.queries import BoardRow, board_page
from voting.screening.pages.sheet.queries import sheet_page
from voting.screening.scoring import actions
from voting.screening.scoring.facts import newest_round
from voting.screening.scoring.models import Score, ScoreSheet
from voting.screening.scoring.queries import to_dos

pytestmark = pytest.mark.database


@pytest.fixture
def ids(city: Place, clerk: Actor, lead: Unit) -> list[int]:
    return [project(clerk, city, lead).id for _ in range(3)]


@pytest.fixture
def zhao(city: Place) -> Actor:
    return account(city, Role.APPRAISER)


@pytest.fixture
def qian(city: Place) -> Actor:
    return account(city, Role.APPRAISER)


def board(city: Place, actor: Actor) -> dict[int, BoardRow]:
    return {row.id: row for row in board_page(city, actor, YEAR).rows}


def test_nobody_reads_a_point_before_the_round_is_closed(
    city: Place, clerk: Actor, ids: list[int], zhao: Actor, qian: Actor
) -> None:
    going = scoring(clerk, city)
    sheet(zhao, going, *(line(one, 25) for one in ids))
    for who in (clerk, qian, account(city, Role.GOVERNMENT), zhao):
        assert {(row.total, row.scorers, row.spread) for row in board(city, who).values()} == {("—", 0, None)}
        part = project_page(city, who, ids[0]).scores
        assert (part.hidden, part.total, part.lines) == (True, "—", ())
    assert board_page(city, clerk, YEAR).round.handed_in == 1
    said = [
        entry.facts
        for entry in db.session.scalars(select(Entry).where(Entry.event.like("screening:scoring:%")))
    ]
    assert all(
        facts.keys() <= {"year", "number", "closes_on", "weights", "projects", "step", "whole", "avoided"}
        for facts in said
    )
    close(clerk, going)
    assert board(city, clerk)[ids[0]].total == "100.0"


def test_what_the_appraisers_gave_is_averaged_and_their_spread_shown(
    city: Place, clerk: Actor, ids: list[int], zhao: Actor, qian: Actor
) -> None:
    going = scoring(clerk, city)
    sheet(zhao, going, line(ids[0], 5, reason="用地没有落实"), line(ids[1], 20), line(ids[2], 10))
    away = line(ids[1], None, avoids=True, reason="我在牵头单位任职")
    sheet(qian, going, line(ids[0], 25), away, line(ids[2], 11))
    close(clerk, going)
    rows = board(city, clerk)
    assert [row.id for row in board_page(city, clerk, YEAR).rows] == [ids[1], ids[0], ids[2]]
    first, second = rows[ids[0]], rows[ids[1]]
    assert (first.total, first.scorers, first.means[0]) == ("60.0", 2, "15.0")
    assert first.spread is not None
    assert (first.spread.lowest, first.spread.highest, first.spread.is_wide) == (20, 100, True)
    assert (second.total, second.scorers, second.avoided) == ("80.0", 1, 1)
    lines = project_page(city, clerk, ids[0]).scores.lines
    assert [(one.name, one.total, one.reason) for one in lines] == [
        (zhao.name, 20, "用地没有落实"),
        (qian.name, 100, ""),
    ]
    unnamed = project_page(city, account(city, Role.COMMITTEE), ids[0]).scores.lines
    assert [one.name for one in unnamed] == ["#1", "#2"]


def test_a_sheet_with_gaps_is_kept_and_not_handed_in(
    city: Place, clerk: Actor, ids: list[int], zhao: Actor
) -> None:
    going = scoring(clerk, city)
    gaps = [line(ids[0], 9), line(ids[1], None), line(ids[2], None)]
    with pytest.raises(RuleBroken, match="2 个项目"):
        sheet(zhao, going, *gaps)
    assert db.session.query(Score).count() == 0
    sheet(zhao, going, *gaps, hand_in=False)
    assert db.session.query(Score).count() == 3
    with pytest.raises(RuleBroken, match="没有人交表"):
        close(clerk, going)
    with pytest.raises(RuleBroken, match="0 至 25"):
        sheet(zhao, going, line(ids[0], 26), hand_in=False)


def test_a_sheet_is_taken_back_while_the_round_goes_on_and_not_later(
    city: Place, clerk: Actor, ids: list[int], zhao: Actor, qian: Actor
) -> None:
    going = scoring(clerk, city)
    where = {"jurisdiction_id": city.id, "round_id": going.id}
    whole = [line(one, 12) for one in ids]
    sheet(zhao, going, *whole)
    with pytest.raises(WrongMoment):
        sheet(zhao, going, *whole)
    with transaction():
        actions.take_sheet_back(zhao, **where)
    sheet(zhao, going, *(line(one, 13) for one in ids))
    sheet(qian, going, *whole, hand_in=False)
    close(clerk, going)
    for deed in (
        lambda: sheet(qian, going, *whole),
        lambda: actions.take_sheet_back(zhao, **where),
        lambda: close(clerk, going),
    ):
        with pytest.raises(WrongMoment), transaction():
            deed()
    assert board(city, clerk)[ids[0]].total == "52.0"  # the other's draft counts for nothing


def test_a_second_round_takes_what_the_first_did_not_score(  # noqa: PLR0917  who takes part
    city: Place, clerk: Actor, lead: Unit, ids: list[int], zhao: Actor, qian: Actor
) -> None:
    first = scoring(clerk, city)
    with pytest.raises(RuleBroken, match="正在进行"):
        scoring(clerk, city)
    sheet(zhao, first, *(line(one) for one in ids))
    close(clerk, first)
    with pytest.raises(RuleBroken, match="没有等着评分"):
        scoring(clerk, city)
    late = project(clerk, city, lead).id
    second = scoring(clerk, city)
    assert second.number == 2
    with pytest.raises(NotFound):
        sheet(qian, second, line(late), line(ids[0]))
    sheet(qian, second, line(late, 15))
    assert board(city, clerk)[ids[0]].total == "80.0"
    assert board(city, clerk)[late].total == "—"
    close(clerk, second)
    assert board(city, clerk)[late].total == "60.0"


def test_a_project_that_came_while_the_sheet_lay_open_is_not_left_out(
    city: Place, clerk: Actor, lead: Unit, ids: list[int], zhao: Actor
) -> None:
    going = scoring(clerk, city)
    project(clerk, city, lead)
    with pytest.raises(RuleBroken, match="有增减"):
        sheet(zhao, going, *(line(one) for one in ids))


def test_a_round_keeps_the_weights_with_which_it_was_opened(
    city: Place, clerk: Actor, ids: list[int], zhao: Actor
) -> None:
    with transaction():
        weights = dict(zip([one.key for one in CRITERIA], (40, 30, 20, 10), strict=True))
        set_method(
            clerk, jurisdiction_id=city.id, year=YEAR - 1, new=NewMethod(weights=weights, checks=CHECKLIST)
        )
    going = scoring(clerk, city)
    assert going.weights == weights
    with transaction():
        equal = {one.key: 25 for one in CRITERIA}
        set_method(clerk, jurisdiction_id=city.id, year=YEAR, new=NewMethod(weights=equal, checks=CHECKLIST))
    found = newest_round(city.id, YEAR)
    assert found is not None
    assert found.weights == weights
    with pytest.raises(RuleBroken, match="0 至 20"):
        sheet(zhao, going, *(line(one, 21) for one in ids))


def test_a_round_needs_projects_and_a_day_to_come(city: Place, clerk: Actor, ids: list[int]) -> None:
    for year, day in ((YEAR + 1, today()), (YEAR, today() - timedelta(1))):
        with pytest.raises(RuleBroken), transaction():
            actions.open_round(clerk, jurisdiction_id=city.id, year=year, closes_on=day)
    assert len(ids) == 3


def test_a_neighbours_round_is_not_found(
    city: Place, county: Place, clerk: Actor, ids: list[int], zhao: Actor
) -> None:
    going = scoring(clerk, city)
    with pytest.raises(NotFound), transaction():
        actions.save_sheet(zhao, jurisdiction_id=county.id, round_id=going.id, lines=[line(ids[0])])
    assert db.session.query(ScoreSheet).count() == 0


def test_the_close_keeps_a_digest_of_what_was_counted(
    city: Place, clerk: Actor, ids: list[int], zhao: Actor
) -> None:
    going = scoring(clerk, city)
    sheet(zhao, going, *(line(one) for one in ids))
    close(clerk, going)
    entry = db.session.scalars(select(Entry).where(Entry.event == "screening:scoring:closed")).one()
    assert (entry.facts["sheets"], entry.facts["unfinished"], len(entry.facts["sha256"])) == (1, 0, 64)


def test_of_two_who_open_a_round_at_once_the_second_is_told_that_it_goes_on(
    app: Flask, city: Place, clerk: Actor, ids: list[int]
) -> None:
    def opened() -> None:
        actions.open_round(clerk, jurisdiction_id=city.id, year=YEAR, closes_on=today())

    (refused,) = while_uncommitted(app, opened, opened)
    assert isinstance(refused, RuleBroken)
    assert str(refused) == "2027 年的评分正在进行，先结束再开始下一次。"
    lines = select(Entry.event).where(Entry.event == "screening:scoring:opened")
    assert db.session.scalars(lines).all() == ["screening:scoring:opened"]


def test_of_one_sheet_that_is_begun_twice_at_once_the_last_word_counts(
    app: Flask, city: Place, clerk: Actor, ids: list[int], zhao: Actor
) -> None:
    going = scoring(clerk, city)

    def saved(points: int) -> None:
        lines = [line(one, points) for one in ids]
        actions.save_sheet(zhao, jurisdiction_id=city.id, round_id=going.id, lines=lines)

    assert while_uncommitted(app, lambda: saved(10), lambda: saved(20)) == []
    db.session.rollback()
    assert len(db.session.scalars(select(ScoreSheet)).all()) == 1
    assert {one.urgency for one in db.session.scalars(select(Score))} == {20}


def test_after_its_day_a_round_takes_no_sheet_until_the_day_is_put_off(
    city: Place, clerk: Actor, ids: list[int], zhao: Actor
) -> None:
    going, whole = scoring(clerk, city), [line(one) for one in ids]
    where = {"jurisdiction_id": city.id, "round_id": going.id}
    with transaction():
        going.closes_on = today() - timedelta(1)
    for hand_in in (True, False):
        with pytest.raises(WrongMoment, match="截止日期"):
            sheet(zhao, going, *whole, hand_in=hand_in)
    assert db.session.query(Score).count() == 0
    assert [one.kind for one in to_dos(city, zhao)] == ["screening:close_round"]
    for day in (today() - timedelta(1), today() - timedelta(2)):
        with pytest.raises(RuleBroken), transaction():
            actions.extend_round(clerk, **where, closes_on=day)
    with transaction():
        actions.extend_round(clerk, **where, closes_on=today())
    sheet(zhao, going, *whole)
    with pytest.raises(RuleBroken, match="晚于"), transaction():
        actions.extend_round(clerk, **where, closes_on=today())
    close(clerk, going)
    with pytest.raises(WrongMoment), transaction():
        actions.extend_round(clerk, **where, closes_on=today() + timedelta(3))


def test_who_has_handed_in_adds_a_project_that_was_formed_since_and_nothing_else(  # noqa: PLR0917  who takes part
    city: Place, clerk: Actor, lead: Unit, ids: list[int], zhao: Actor, qian: Actor
) -> None:
    going = scoring(clerk, city)
    for who in (zhao, qian):
        sheet(who, going, *(line(one, 20) for one in ids))
    assert [one.kind for one in to_dos(city, clerk)] == ["screening:close_round"]
    late = project(clerk, city, lead).id
    assert [one.kind for one in to_dos(city, clerk)] == ["screening:sheet"]
    page = sheet_page(city, zhao, YEAR)
    assert ([row.id for row in page.rows], page.may_write) == ([late], True)
    with pytest.raises(NotFound):
        sheet(zhao, going, line(late), line(ids[0], 1))
    with pytest.raises(RuleBroken, match="1 个项目"):
        sheet(zhao, going, line(late, None))
    sheet(zhao, going, line(late, 10))
    assert sheet_page(city, zhao, YEAR).may_write is False
    with pytest.raises(WrongMoment):
        sheet(zhao, going, line(late, 11))
    assert [one.never for one in to_dos(city, clerk)] == [frozenset({zhao.account_id})]
    sheet(qian, going, line(late, 20))
    close(clerk, going)
    found = board(city, clerk)
    assert (found[late].total, found[late].scorers, found[ids[0]].total) == ("60.0", 2, "80.0")
