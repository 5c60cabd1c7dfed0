"""The index in the database: every process finds what was committed, nobody finds another congress's."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.screening.factories import call, new_suggestion, staff, suggestion
from voting.core.db import db, transaction
from voting.people.rules import Place
from voting.screening.likeness.facts import alikes_of, groups_among, look_alikes
from voting.screening.likeness.grams import grams_of_word
from voting.screening.likeness.index import newest
from voting.screening.likeness.rules import Relation
from voting.screening.suggestion import actions as suggestion_actions
from voting.screening.suggestion.models import Suggestion

pytestmark = pytest.mark.database


def found(at: Place, *words: str) -> list[int]:
    return newest(at.id, [[grams_of_word(word)] for word in words], 100)


def test_a_suggestion_is_in_the_index_with_its_own_commit(city: Place) -> None:
    call(city)
    ours = suggestion(city, title="南庄村的路灯坏了")
    assert found(city, "路灯") == [ours.id]
    assert found(city, "灯") == [ours.id]
    assert found(city, "路灯", "东关") == [ours.id]
    assert found(city, "路灯", "西关") == []
    with pytest.raises(ZeroDivisionError), transaction():
        suggestion_actions.submit(None, new_suggestion(city, title="北庄村的路灯坏了"))
        raise ZeroDivisionError
    assert found(city, "路灯") == [ours.id]


def test_an_id_that_commits_late_is_found(app: Flask, city: Place) -> None:
    """A transaction that was given the lower id commits after the higher one was searched."""
    call(city)
    first = suggestion(city, title="南庄村的路灯坏了")
    second = suggestion(city, title="南庄村安装路灯")
    with transaction():
        db.session.delete(db.session.get_one(Suggestion, first.id))
    assert found(city, "路灯") == [second.id]
    told = vars(new_suggestion(city, title="路灯不亮"))
    columns = {name: value for name, value in told.items() if name in Suggestion.__table__.columns}
    with transaction():
        row = Suggestion(
            **columns,
            year=2027,
            number="27-AAAA-AAAAA",
            submitted_at=second.submitted_at,
        )
        row.id = first.id
        db.session.add(row)
    assert found(city, "路灯") == [second.id, first.id]


def test_a_text_that_is_taken_away_is_not_found(city: Place) -> None:
    call(city)
    row = suggestion(city, title="南庄村的路灯坏了")
    with transaction():
        db.session.get_one(Suggestion, row.id).title = "删去"
    assert found(city, "路灯") == []
    assert found(city, "删去") == [row.id]
    assert found(city, "斑马") == [row.id]


def test_a_text_that_was_not_read_before_it_is_taken_away_is_not_found(city: Place) -> None:
    call(city)
    row = suggestion(city, title="南庄村的路灯坏了")
    with transaction():
        kept = db.session.get_one(Suggestion, row.id)
        db.session.expire(kept)
        kept.title, kept.place = "删去", ""
    assert found(city, "路灯") == []
    assert found(city, "东关") == []
    assert found(city, "删去") == [row.id]


def test_a_neighbours_suggestions_are_never_look_alikes(city: Place, county: Place) -> None:
    call(city)
    call(county)
    ours = suggestion(city)
    suggestion(county)
    assert alikes_of(city, ours) == ()
    assert found(city, "红绿灯") == [ours.id]


def test_verdicts_come_surest_first(city: Place) -> None:
    call(city)
    ours = suggestion(city)
    elsewhere = suggestion(city, title="给西关小学门口装红绿灯", place="西关小学")
    other = suggestion(
        city, title="东关小学要办食堂", content="孩子中午没有热饭吃，离家又远。", place="东关小学"
    )
    same = suggestion(
        city, title="东关小学路口设交通信号灯", content="接送的车把路口堵住了。", place="东关小学"
    )
    suggestion(city, title="农村饮水", content="水管冻裂，没有水吃。", place="豆罗镇")
    found_here = [
        (like.row.id, like.how.verdict)
        for like in look_alikes(city, ours.title, ours.content, ours.place, but={ours.id})
    ]
    assert found_here == [
        (same.id, Relation.SAME),
        (elsewhere.id, Relation.ELSEWHERE),
        (other.id, Relation.OTHER),
    ]
    assert [one.likeness for one in alikes_of(city, ours)] == [
        "同一地方同一件事",
        "同一件事不同地方",
        "同一地方另一件事",
    ]


def test_groups_stay_at_their_place(city: Place) -> None:
    call(city)
    rows = [
        suggestion(city, title=f"{name}小学门口装红绿灯", place=f"{name}小学")
        for name in ("东关", "西关", "东关", "西关", "南关")
    ]
    keys = [group.keys for group in groups_among(city, rows)]
    assert sorted(keys) == [(rows[0].id, rows[2].id), (rows[1].id, rows[3].id)]


def test_who_joined_the_same_suggestion_stands_in_one_group(city: Place) -> None:
    call(city)
    first = suggestion(city, title="东关小学门口装红绿灯", place="东关小学")
    with transaction():
        db.session.get_one(Suggestion, first.id).shown_at = first.submitted_at
    joined = [
        suggestion(city, title=title, content="", place="", joins_id=first.id)
        for title in ("我们也要", "一样的事")
    ]
    assert [group.keys for group in groups_among(city, [first, *joined])] == [
        (first.id, joined[0].id, joined[1].id)
    ]
    assert [group.keys for group in groups_among(city, joined)] == [(joined[0].id, joined[1].id)]


def test_the_inbox_finds_words_of_two_characters_and_parts_of_numbers(
    client: FlaskClient, city: Place
) -> None:
    from tests.factories import sign_in

    call(city)
    lamp = suggestion(
        city, title="南庄村的路灯坏了", content="夜里老人出门摔过跤，看不清台阶。", place="南庄村"
    )
    suggestion(city, title="东关小学要办食堂", content="孩子中午没有热饭吃，离家又远。", place="东关小学")
    browser = sign_in(client, staff(city))
    for word in ("路灯", "灯", "路灯坏", "南庄 摔过", lamp.number, lamp.number[3:7].lower(), "台阶。"):
        page = browser.get(f"/j/{city.code}/screening/suggestions", query_string={"q": word}).get_data(
            as_text=True
        )
        assert "南庄村的路灯坏了" in page, word
        assert "东关小学要办食堂" not in page, word
    for word in ("路桥", "灯坏了吗", "路灯 食堂", "食堂 路灯", "。。。", '"', "%", "OR", "*"):
        page = browser.get(f"/j/{city.code}/screening/suggestions", query_string={"q": word}).get_data(
            as_text=True
        )
        assert "南庄村的路灯坏了" not in page, word
