import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from flask import Flask
from sqlalchemy import delete

from tests.ballot.factories import Shared, choices, hall, issuing_keys, open_ballot, ordered, ready, withdrawn
from tests.factories import sign_in
from voting.ballot import handover as ballot_handover
from voting.ballot.close import actions as close_actions
from voting.ballot.order.models import find_ballot
from voting.ballot.order.rules import BallotState
from voting.ballot.pages import calls as pages_page_calls
from voting.ballot.sealed import box, keys, tokens
from voting.ballot.set_up import actions as set_up_actions
from voting.belenios import tally, trustees
from voting.belenios.ballot_rules import parse
from voting.belenios.canonical import hex_sha256
from voting.belenios.election import Election
from voting.congress.meeting.facts import meeting_of
from voting.congress.term.models import Deputy
from voting.core.db import _writing, db, transaction
from voting.core.errors import RuleBroken, WrongMoment
from voting.demonstration import vote
from voting.people.rules import Place

pytestmark = pytest.mark.database


def test_a_ballot_goes_from_order_to_the_sum_of_its_choices(city: Place) -> None:
    at = open_ballot(city, 3)
    for deputy, chosen in zip(at.deputies, [(0, 1), (1,), ()], strict=True):
        vote.vote(at.uuid, deputy, choices(chosen))
    digest = vote.close(at.secretary, at.uuid)
    sealed = ballot_handover.sealed_box(at.uuid)
    assert (sealed.issued, sealed.cast, sealed.digest) == (3, 3, digest)
    election = Election.parse(sealed.election_raw)
    sums = tally.add_up(election, sealed.ballots)
    keys = trustees.parse(sealed.trustees_raw).verification_keys
    factors = {1: tally.check_partial(election, sums, keys[0], vote.partial(at.uuid, at.holders[0]))}
    assert tally.combine(sums, factors, 3) == [[1, 2, 0]]


def test_the_election_commits_to_the_exact_rules(city: Place) -> None:
    at = hall(city, 2)
    ready(at)
    ballot = find_ballot(at.uuid)
    assert ballot.rules_raw is not None
    assert ballot.election_raw is not None
    assert Election.parse(ballot.election_raw).description == "sha256:" + hex_sha256(ballot.rules_raw)
    frozen = parse(ballot.rules_raw)
    assert [one.title for one in frozen.candidates] == ["项目1", "项目2", "项目3"]
    assert frozen.seats == 2


def test_the_rules_of_a_second_round_name_the_round_before(city: Place) -> None:
    at = hall(city, 2)
    first = ready(at)
    second = ready(at, parent_uuid=first)
    named = [parse(find_ballot(uuid).rules_raw or "").parent for uuid in (first, second)]
    assert named == [None, first]


def test_nothing_is_set_up_before_the_scrutineers_hold_a_key(city: Place) -> None:
    at = hall(city, 2)
    rehearsal = ordered(at, rehearsal=True)  # the real key never opens a rehearsal
    with pytest.raises(WrongMoment, match="钥匙"), transaction():
        set_up_actions.set_up(at.secretary, rehearsal, issuing_keys()[0])


@pytest.mark.parametrize("where", ["room", "console"])
def test_an_issuing_key_is_waited_for_before_the_transaction(
    app: Flask, city: Place, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Making one takes seconds, in which nobody else could write."""
    at = hall(city, 2)
    uuid = ordered(at)
    waits: list[bool] = []

    class Slow(Shared):
        made = False

        def ready(self, keys: int = 1) -> None:
            if not self.made:
                waits.append(_writing.get())
            self.made = True

        def take(self) -> RSAPrivateKey:
            self.ready()
            return super().take()

    monkeypatch.setattr(tokens, "ahead", Slow())
    desk = sign_in(app.test_client(), at.secretary)
    path = f"/j/{city.code}/ballots/{uuid}/set-up"
    if where == "console":
        path = f"/j/{city.code}/hall/meetings/{at.meeting_id}/steps/set_up"
    with app.app_context():
        assert desk.post(path, data={"ballot": uuid}).status_code == 303
    db.session.rollback()
    assert find_ballot(uuid).state is BallotState.READY
    assert waits == [False]


def test_more_seats_than_projects_are_refused(city: Place) -> None:
    at = hall(city, 2)
    with pytest.raises(RuleBroken):
        ordered(at, projects=1, seats=2)


def test_voting_is_not_opened_without_a_quorum(city: Place) -> None:
    at = hall(city, 2)
    ready(at)
    term_id = meeting_of(city.id, at.meeting_id).term_id
    with transaction():
        delegation = at.rows[0].delegation_id
        db.session.add_all(
            Deputy(
                jurisdiction_id=city.id,
                term_id=term_id,
                delegation_id=delegation,
                number=f"9{n}",
                name=f"代表9{n}",
            )
            for n in range(5)
        )
    with pytest.raises(WrongMoment, match="法定人数"), transaction():
        set_up_actions.open_voting(at.secretary, at.uuid)


def test_a_set_up_is_withdrawn_only_while_nobody_has_drawn(city: Place) -> None:
    at = hall(city, 2)
    ready(at)
    at.uuid = withdrawn(at)
    assert find_ballot(at.uuid).state is BallotState.DRAFT
    vote.set_up(at.secretary, at.uuid)
    vote.draw(at.uuid, at.deputies[0])
    with pytest.raises(WrongMoment, match="领票"), transaction():
        set_up_actions.withdraw_set_up(at.secretary, at.uuid, reason="标题有误")


def test_closing_fixes_the_figures_and_kills_the_key(city: Place) -> None:
    at = open_ballot(city, 3)
    vote.vote(at.uuid, at.deputies[0], choices())
    vote.draw(at.uuid, at.deputies[1])
    with transaction():
        close_actions.close(at.secretary, at.uuid)
    assert (keys.has_file_key(at.uuid), at.uuid in keys.unswept()) == (True, True)
    close_actions.sweep(at.uuid)
    ballot = find_ballot(at.uuid)
    assert (keys.has_file_key(at.uuid), at.uuid in keys.unswept()) == (False, False)
    assert ballot.issuing_key is None
    assert (ballot.due, ballot.present, ballot.issued, ballot.cast) == (3, 3, 2, 1)
    assert ballot.digest == box.digest_of(box.ballots(at.uuid))


def test_a_box_that_changed_after_close_is_not_handed_over(city: Place) -> None:
    at = open_ballot(city, 3)
    for deputy in at.deputies:
        vote.vote(at.uuid, deputy, choices())
    vote.close(at.secretary, at.uuid)
    with transaction():
        one = min(row[0] for row in box.register(at.uuid))
        db.session.execute(delete(box.SealedBallot).where(box.SealedBallot.credential == one))
    with pytest.raises(WrongMoment, match="摘要"):
        ballot_handover.sealed_box(at.uuid)
    with pytest.raises(WrongMoment, match="摘要"):
        pages_page_calls.sealed(at.scrutineers[0], at.uuid)


def test_a_void_ballot_takes_nothing_and_is_never_handed_over(city: Place) -> None:
    at = open_ballot(city, 2)
    token = vote.draw(at.uuid, at.deputies[0])
    with transaction():
        set_up_actions.void(at.secretary, at.uuid, reason="收回票数多于发出票数")
    with pytest.raises(WrongMoment, match="结束"):
        vote.cast(at.uuid, token, choices())
    with pytest.raises(WrongMoment):
        ballot_handover.sealed_box(at.uuid)
