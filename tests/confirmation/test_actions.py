from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import pytest
from sqlalchemy import select

from tests.factories import account
from voting.audit.journal import Event
from voting.audit.models import Entry
from voting.confirmation import actions
from voting.confirmation.actions import Wanted
from voting.confirmation.facts import asked_for, expect_waiting, numbered, waiting
from voting.confirmation.models import Confirmation
from voting.confirmation.queries import seen_by
from voting.confirmation.rules import ConfirmationKind, ConfirmationState, Sentences
from voting.core.clock import now
from voting.core.db import db, transaction
from voting.core.errors import NotAllowed, NotFound, RuleBroken, WrongMoment
from voting.people.models import Account
from voting.people.rules import Actor, Place, Role

pytestmark = pytest.mark.database

SAID = Sentences(
    unknown="没有。",
    waiting="%(name)s已有人提出。",
    settled="已经办结。",
    own="不能自己确认。",
    role="须由执行主席确认。",
)
KIND = ConfirmationKind(
    name="test:deed", ask=frozenset({Role.STAFF, Role.CHAIR}), confirm=frozenset({Role.CHAIR}), said=SAID
)
OTHER = replace(KIND, name="test:other")


@dataclass(frozen=True, kw_only=True)
class Told(Event):
    name: ClassVar[str] = "test:deed:told"
    what: str


def ask(actor: Actor, kind: ConfirmationKind = KIND, subject: str = "7", **payload: object) -> int:
    wanted = Wanted(
        kind=kind, subject=subject, payload=payload, line=Told(what="asked"), named={"name": "甲"}
    )
    with transaction():
        return actions.ask(actor, wanted).number


def confirm(actor: Actor, number: int, kind: ConfirmationKind = KIND, *, breaks: bool = False) -> str:
    def deed() -> str:
        if breaks:
            raise RuleBroken("办不成。")
        return "done"

    with transaction():
        row = numbered(actor.jurisdiction_id, kind, number)
        return actions.confirm(actor, kind, row, deed, line=Told(what="confirmed"))


def take_back(actor: Actor, number: int) -> None:
    with transaction():
        row = numbered(actor.jurisdiction_id, KIND, number)
        actions.take_back(actor, KIND, row, line=Told(what="taken back"))


def row_of(at: Place, number: int, kind: ConfirmationKind = KIND) -> Confirmation:
    db.session.rollback()
    return db.session.get_one(Confirmation, (at.id, kind.name, number))


def lines() -> list[str]:
    db.session.rollback()
    asked = select(Entry.facts).where(Entry.event == Told.name).order_by(Entry.number)
    return [facts["what"] for facts in db.session.scalars(asked)]


def staff(at: Place) -> Actor:
    return account(at, Role.STAFF)


def chair(at: Place) -> Actor:
    return account(at, Role.CHAIR)


def test_the_deed_is_done_with_the_second_persons_word(city: Place) -> None:
    first, second = staff(city), chair(city)
    number = ask(first, step="open", note="理由")
    assert confirm(second, number) == "done"
    row = row_of(city, number)
    assert (row.state, row.asked_by, row.settled_by) == (
        ConfirmationState.CONFIRMED,
        first.account_id,
        second.account_id,
    )
    assert (row.subject, row.payload) == ("7", {"step": "open", "note": "理由"})
    assert lines() == ["asked", "confirmed"]


def test_who_asked_does_not_confirm_whatever_he_may(city: Place) -> None:
    both = account(city, Role.STAFF, Role.CHAIR)
    number = ask(both)
    with pytest.raises(NotAllowed, match="不能自己确认"):
        confirm(both, number)
    assert row_of(city, number).state is ConfirmationState.ASKED


def test_another_login_that_the_asker_made_does_not_confirm(city: Place) -> None:
    first, second = staff(city), chair(city)
    number = ask(first)
    with transaction():
        made = db.session.get_one(Account, second.account_id)
        made.opened_by, made.opened_at = first.account_id, now()
    with pytest.raises(NotAllowed, match="24 小时"):
        confirm(second, number)
    assert lines() == ["asked"]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CHAIR}))
def test_the_second_person_has_the_role_that_the_kind_names(city: Place, role: Role) -> None:
    number = ask(staff(city))
    with pytest.raises(NotAllowed, match="须由执行主席确认"):
        confirm(account(city, role), number)


@pytest.mark.parametrize("role", sorted(set(Role) - KIND.ask))
def test_who_may_not_ask_asks_in_vain(city: Place, role: Role) -> None:
    with pytest.raises(NotAllowed):
        ask(account(city, role))
    assert waiting(city.id, (KIND,)) == []


def test_nobody_without_an_account_asks_or_confirms(city: Place) -> None:
    nobody = Actor(None, city.id, "某", frozenset({Role.STAFF, Role.CHAIR}))
    with pytest.raises(NotAllowed):
        ask(nobody)
    number = ask(staff(city))
    with pytest.raises(NotAllowed):
        confirm(nobody, number)


def test_a_deed_that_breaks_confirms_nothing(city: Place) -> None:
    number = ask(staff(city))
    with pytest.raises(RuleBroken):
        confirm(chair(city), number, breaks=True)
    assert row_of(city, number).state is ConfirmationState.ASKED
    assert lines() == ["asked"]
    assert confirm(chair(city), number) == "done"


def test_one_of_a_kind_waits_for_a_subject(city: Place, county: Place) -> None:
    first = staff(city)
    number = ask(first)
    with pytest.raises(WrongMoment, match="甲已有人提出"):
        ask(chair(city))
    ask(first, subject="8")
    ask(first, OTHER)
    ask(staff(county))
    confirm(chair(city), number)
    assert ask(first) > number


@pytest.mark.parametrize("end", ["confirm", "take back"])
def test_what_is_settled_is_neither_confirmed_nor_taken_back(city: Place, end: str) -> None:
    first, second = staff(city), chair(city)
    number = ask(first)
    if end == "confirm":
        confirm(second, number)
    else:
        take_back(first, number)
    for late in (confirm, take_back):
        with pytest.raises(WrongMoment, match="已经办结"):
            late(chair(city), number)
    with pytest.raises(WrongMoment, match="已经办结"):
        expect_waiting(city.id, KIND, "7")


def test_who_asked_withdraws_and_anybody_else_refuses(city: Place) -> None:
    first = staff(city)
    own, others = ask(first), ask(first, subject="8")
    take_back(first, own)
    take_back(chair(city), others)
    assert row_of(city, own).state is ConfirmationState.WITHDRAWN
    assert row_of(city, others).state is ConfirmationState.REFUSED
    assert lines() == ["asked", "asked", "taken back", "taken back"]


def test_who_may_neither_ask_nor_confirm_takes_nothing_back(city: Place) -> None:
    number = ask(staff(city))
    with pytest.raises(NotAllowed):
        take_back(account(city, Role.DEPUTY), number)
    assert row_of(city, number).state is ConfirmationState.ASKED


def test_numbers_are_a_kinds_own_and_a_congresss_own(city: Place, county: Place) -> None:
    first = staff(city)
    assert [ask(first), ask(first, OTHER), ask(first, subject="8"), ask(staff(county))] == [1, 1, 2, 1]
    with pytest.raises(NotFound):
        numbered(county.id, KIND, 2)
    with pytest.raises(NotFound):
        numbered(city.id, replace(KIND, name="test:third"), 1)


def test_a_page_shows_each_reader_what_he_may_do(city: Place) -> None:
    first = account(city, Role.STAFF, Role.CHAIR)
    ask(first)
    ask(staff(city), OTHER)
    rows = asked_for(city.id, (KIND, OTHER))
    assert len(rows) == 2

    def may(reader: Actor) -> list[tuple[bool, bool, bool]]:
        seen = seen_by(reader, (KIND, OTHER), rows)
        return [(one.own, one.may_confirm, one.may_take_back) for one in seen]

    assert may(first) == [(True, False, True), (False, True, True)]
    assert may(chair(city)) == [(False, True, True)] * 2
    assert may(staff(city)) == [(False, False, True)] * 2
    assert may(account(city, Role.DEPUTY)) == [(False, False, False)] * 2


def test_every_kind_of_the_program_has_its_own_name_and_somebody_who_confirms() -> None:
    from voting.congress.pins.rules import PIN_RESET
    from voting.hall.console.steps import BY_TWO
    from voting.tally.steps.rules import STEPS

    kinds = [BY_TWO, PIN_RESET, *STEPS.values()]
    assert len({kind.name for kind in kinds}) == len(kinds)
    assert all(kind.ask and kind.confirm for kind in kinds)
    assert all(len(kind.name) <= 40 for kind in kinds)
