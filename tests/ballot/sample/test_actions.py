"""What scrutineers' devices say before a box is opened: the roll with its number of names, and the sample."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ballot.factories import Hall, choices, hall, opened
from tests.factories import account
from voting.audit.journal import first_broken_line
from voting.ballot import handover_statements
from voting.ballot.order.models import find_ballot
from voting.ballot.pages import calls
from voting.ballot.roll import facts as roll_facts
from voting.belenios import ballot_rules, roll, statements
from voting.belenios.errors import Malformed
from voting.belenios.sample import SampleCount
from voting.belenios.statements import RollClaim
from voting.congress.term.models import Deputy
from voting.core.db import db, transaction
from voting.core.errors import NotAllowed, RuleBroken, WrongMoment
from voting.demonstration import vote
from voting.people.rules import Place, Role

pytestmark = pytest.mark.database


def voting(city: Place, people: int = 8, drawn: int = 8, cast: int = 7) -> Hall:
    """A hall of three key holders, two needed, in which a ballot is open."""
    at = hall(city, people, size=3, threshold=2)
    opened(at)
    for number, deputy in enumerate(at.deputies[:drawn]):
        token = vote.draw(at.uuid, deputy)
        if number < cast:
            vote.cast(at.uuid, token, choices())
    return at


def closed(city: Place, people: int = 8, drawn: int = 8, cast: int = 7) -> Hall:
    at = voting(city, people, drawn, cast)
    vote.close(at.secretary, at.uuid)
    return at


def claim_of(at: Hall) -> RollClaim:
    fixed = roll.parse(roll_facts.roll_raw(at.uuid))
    return RollClaim(fixed.digest, fixed.names)


def say(at: Hall, text: str, holder: int = 0) -> None:
    vote.state(at.uuid, at.holders[holder], text)


def sample_text(at: Hall, count: SampleCount | None = None, **changed: object) -> str:
    claim = replace(claim_of(at), **{k: v for k, v in changed.items() if k != "box"})  # type: ignore[arg-type]
    box = str(changed.get("box", find_ballot(at.uuid).digest))
    return statements.sample_message(at.uuid, box, claim, count or SampleCount(8, 7, there=6))


def test_the_set_up_names_protocol_and_due_and_the_close_fixes_the_roll(city: Place) -> None:
    at = closed(city, people=8, drawn=7)
    rules = ballot_rules.parse(calls.text(at.uuid, "rules"))
    assert (rules.protocol, rules.due) == (2, 8)
    fixed = roll.parse(calls.roll_text(at.scrutineers[0], at.uuid))
    assert (fixed.names, fixed.paper) == (7, ())
    assert [one.number for one in fixed.drawn] == sorted(row.number for row in at.rows[:7])
    with transaction():  # a name is corrected after the close: what is signed stays what it was
        db.session.get_one(Deputy, at.deputies[0].deputy_id).name = "另一个名字"
        db.session.get_one(Deputy, at.deputies[1].deputy_id).number = "999"
    assert calls.roll_text(at.scrutineers[0], at.uuid) == fixed.raw
    assert roll_facts.digest(at.uuid) == fixed.digest


def test_who_is_elected_after_the_set_up_does_not_change_the_printed_due(city: Place) -> None:
    at = voting(city)
    with transaction():
        db.session.get_one(Deputy, at.deputies[7].deputy_id).in_office = False
    vote.close(at.secretary, at.uuid)
    assert find_ballot(at.uuid).due == 8


def test_a_scrutineer_signs_the_roll_and_how_many_stand_on_it(city: Place) -> None:
    at = closed(city)
    for _ in range(2):
        vote.sign_roll(at.uuid, at.holders[0])
    assert list(handover_statements.roll_signatures(at.uuid)) == [1]
    with pytest.raises(RuleBroken, match="签名不成立"), transaction():
        text = statements.roll_message(at.uuid, claim_of(at))
        handover_statements.take_in(at.scrutineers[1], at.uuid, text, {"challenge": "1", "response": "2"})
    assert first_broken_line(city.id) is None


def test_an_older_roll_another_number_and_an_empty_digest_are_refused(city: Place) -> None:
    at = voting(city, drawn=7)
    older = roll_facts.digest(at.uuid)
    vote.draw(at.uuid, at.deputies[7])
    vote.close(at.secretary, at.uuid)
    good = claim_of(at)
    for wrong in (
        RollClaim(older, 7),
        RollClaim(older, 8),
        RollClaim(good.digest, 7),
        RollClaim(good.digest, 9),
    ):
        with pytest.raises(RuleBroken, match="与封存的不一致"):
            say(at, statements.roll_message(at.uuid, wrong))
    for text in (f"roll|{at.uuid}||8", f"roll|{at.uuid}|{good.digest}", f"roll|{at.uuid}|{good.digest}|08"):
        with pytest.raises(Malformed):
            say(at, text)
    assert handover_statements.roll_signatures(at.uuid) == {}


def test_nothing_is_said_before_close_or_by_who_holds_no_key(city: Place) -> None:
    at = voting(city)
    text = statements.roll_message(at.uuid, RollClaim("0" * 64, 8))
    with pytest.raises(WrongMoment, match="还没有关闭"):
        say(at, text)
    vote.close(at.secretary, at.uuid)
    with pytest.raises(NotAllowed), transaction():
        handover_statements.take_in(account(city, Role.SCRUTINEER), at.uuid, text, {})


def test_a_sample_comes_after_the_roll_and_two_that_passed_make_the_act(city: Place) -> None:
    at = closed(city)
    with pytest.raises(WrongMoment, match="签署领票名册"):
        say(at, sample_text(at))
    for holder in at.holders[:2]:
        assert not handover_statements.sampled(at.uuid)
        vote.sign_roll(at.uuid, holder)
        vote.sample(at.uuid, holder)
    assert handover_statements.sampled(at.uuid)
    assert handover_statements.sampling_of(at.uuid).passed == (1, 2)
    say(at, sample_text(at))  # the same again
    assert len(handover_statements.sample_signatures(at.uuid)) == 2


def test_a_sample_of_another_box_or_roll_or_with_an_invented_verdict_is_refused(city: Place) -> None:
    at = closed(city)
    vote.sign_roll(at.uuid, at.holders[0])
    for wrong in (
        sample_text(at, box="0" * 64),
        sample_text(at, digest="0" * 64),
        sample_text(at, SampleCount(9, 7, there=6), names=9),
        sample_text(at).replace("6|0|0|passed", "6|0|0|failed"),
        sample_text(at).replace("6|0|0|passed", "5|0|0|passed"),
        sample_text(at).replace("6|0|0|passed", "6|0|2|passed"),  # more 未投 than issued less cast
    ):
        with pytest.raises(RuleBroken):
            say(at, wrong)
    assert not handover_statements.sample_signatures(at.uuid)


@pytest.mark.parametrize(
    "bad", [SampleCount(8, 7, there=3, missed=3), SampleCount(8, 7, there=1, stopped=True)]
)
def test_a_sample_that_did_not_pass_halts_the_opening_for_good(city: Place, bad: SampleCount) -> None:
    at = closed(city)
    for holder in at.holders:
        vote.sign_roll(at.uuid, holder)
    vote.sample(at.uuid, at.holders[0])
    vote.sample(at.uuid, at.holders[1])
    say(at, sample_text(at, bad), 2)
    assert handover_statements.sampling_of(at.uuid).halted
    assert not handover_statements.sampled(at.uuid)
    with pytest.raises(WrongMoment, match="不能更改"):
        say(at, sample_text(at), 2)


def test_a_box_of_protocol_1_is_not_opened_by_new_devices(city: Place) -> None:
    at = voting(city)
    raw = calls.text(at.uuid, "rules")
    with transaction():
        first = replace(ballot_rules.parse(raw), due=None)
        find_ballot(at.uuid).rules_raw = ballot_rules.write(first)
    vote.close(at.secretary, at.uuid)
    assert '"drawn":["' in roll_facts.roll_raw(at.uuid)
    with pytest.raises(WrongMoment, match="旧版程序"):
        say(at, statements.roll_message(at.uuid, RollClaim(roll_facts.digest(at.uuid), 8)))
