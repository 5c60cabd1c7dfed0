"""Answers to one and to many: class, blanks, what a colleague was quicker with, templates."""

from __future__ import annotations

import pytest

from tests.screening.factories import answer, call, staff, suggestion
from voting.audit.models import Entry
from voting.core.db import db, transaction
from voting.core.errors import NotFound, RuleBroken, WrongMoment
from voting.people.rules import Actor, Place
from voting.screening.answer import actions
from voting.screening.answer.models import AnswerTemplate
from voting.screening.answer.queries import choices_of_place, text_chosen
from voting.screening.answer.rules import USUAL, AnswerText
from voting.screening.suggestion.models import Suggestion, SuggestionStep
from voting.screening.suggestion.rules import BLANKS, AnswerClass, SuggestionState, SuggestionTurn
from voting.screening.words import Field


@pytest.fixture(autouse=True)
def opened(city: Place) -> None:
    call(city)


def test_many_are_answered_each_in_its_own_words(city: Place, clerk: Actor) -> None:
    ids = [suggestion(city, title=title).id for title in ("装路灯", "修水渠")]
    with transaction():
        batch = answer(
            clerk,
            city,
            *ids,
            text="“【名称】”（【编号】）已列入计划。",
            answer_class=AnswerClass.PLANNED,
            elsewhere="市城市管理局",
            field=Field.ENVIRONMENT,
        )
    assert batch.waiting == tuple(ids)
    for key, title in zip(ids, ("装路灯", "修水渠"), strict=True):
        row = db.session.get_one(Suggestion, key)
        assert row.answer == f"“{title}”（{row.number}）已列入计划。"
        assert (row.state, row.answer_class) == (SuggestionState.ANSWERED, AnswerClass.PLANNED)
        assert (row.elsewhere, row.field) == ("市城市管理局", Field.ENVIRONMENT)
        assert row.answered_at is not None
    line = db.session.query(Entry).filter(Entry.event == "screening:suggestion:answered").one()
    assert line.facts["suggestions"] == ids
    assert "已列入计划" not in str(line.facts), "the chained journal holds no free text"
    assert {row.step for row in db.session.query(SuggestionStep)} == {SuggestionTurn.ANSWERED}


def test_what_a_colleague_answered_is_left_and_the_rest_is_answered(city: Place, clerk: Actor) -> None:
    one, other = suggestion(city).id, suggestion(city, title="修水渠").id
    with transaction():
        answer(clerk, city, one, text="第一位的答复。")
    with transaction():
        batch = answer(clerk, city, one, other, text="第二位的答复。")
    assert (batch.waiting, [row.id for row in batch.taken]) == ((other,), [one])
    assert db.session.get_one(Suggestion, one).answer == "第一位的答复。"
    with pytest.raises(WrongMoment), transaction():
        answer(clerk, city, one, other)


def test_nothing_and_a_neighbours_are_refused(city: Place, county: Place, clerk: Actor) -> None:
    call(county)
    theirs = suggestion(county).id
    with pytest.raises(RuleBroken), transaction():
        answer(clerk, city)
    with pytest.raises(NotFound), transaction():
        answer(clerk, city, theirs)


def test_a_template_is_kept_replaced_chosen_and_removed(city: Place, county: Place, clerk: Actor) -> None:
    text = AnswerText(title="路灯", answer_class=AnswerClass.SOLVED, text="路灯已经装好。")
    with transaction():
        kept = actions.keep_template(clerk, jurisdiction_id=city.id, text=text).id
    better = AnswerText(title="路灯", answer_class=AnswerClass.PLANNED, text="今年装。", elsewhere="城管局")
    with transaction():
        assert actions.keep_template(clerk, jurisdiction_id=city.id, text=better).id == kept
    assert text_chosen(city, f"kept-{kept}") == better
    assert text_chosen(county, f"kept-{kept}") is None
    assert len(choices_of_place(city)) == len(USUAL) + 1
    with pytest.raises(NotFound), transaction():
        actions.remove_template(staff(county), jurisdiction_id=county.id, template_id=kept)
    with transaction():
        actions.remove_template(clerk, jurisdiction_id=city.id, template_id=kept)
    assert db.session.query(AnswerTemplate).count() == 0


def test_the_usual_texts_have_all_four_classes_and_name_the_suggestion() -> None:
    assert {one.answer_class for one in USUAL} == set(AnswerClass)
    assert all(blank in one.text for one in USUAL for blank in BLANKS)
    assert len({one.title for one in USUAL}) == len(USUAL)
