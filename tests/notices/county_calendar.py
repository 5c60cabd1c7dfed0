"""What is done in that county on which day, from the call for 2026 to the look-back in December 2027."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from tests.notices.county import (
    LAMPS,
    WATER,
    YEAR,
    County,
    Deed,
    approve,
    ask,
    ask_change,
    confirm,
    form,
    found,
    hold_vote,
    number_of,
    plan_meeting,
    post,
    report,
    review,
    score,
    suggest,
    visit,
)
from tests.screening import factories as screening
from tests.supervision import factories as supervision
from voting.congress.rule_set.actions import set_rules
from voting.core.clock import moment, today
from voting.core.db import transaction
from voting.notices.follow.rules import Topic
from voting.screening.appraisal import actions as appraisal
from voting.screening.appraisal.rules import ReviewKind
from voting.screening.call import actions as calls
from voting.screening.commission import actions as commission
from voting.screening.scoring import actions as scoring
from voting.screening.shortlist.rules import ApprovalKind
from voting.supervision.acceptance import actions as acceptance
from voting.supervision.acceptance.rules import Result
from voting.supervision.change import actions as changes
from voting.supervision.commitment import actions as commitments
from voting.supervision.finding import actions as findings
from voting.supervision.follow_up import actions as letters
from voting.supervision.look_back.actions import NewVoice, say
from voting.supervision.report.lighting import read_month
from voting.tally.handover import outcome


def played(world: County) -> Iterator[tuple[datetime, Deed]]:
    """What is done, each with its moment by China's clock, in order; each deed ends its own transaction."""
    before, after = (collecting, screening_on, deciding), (taking_in, supervising_on, ending)
    yield from ((at, committed(deed)) for part in before for at, deed in part(world))
    yield moment(date(2026, 1, 28), 11), lambda: hold_vote(world)
    yield from ((at, committed(deed)) for part in after for at, deed in part(world))


def committed(deed: Deed) -> Deed:
    def do() -> None:
        with transaction():
            deed()

    return do


def collecting(world: County) -> Iterator[tuple[datetime, Deed]]:
    at, office = world.at, world.people["office"]
    rules = {"seats": 1}
    yield moment(date(2025, 9, 1), 8), lambda: set_rules(office, place=at, year=YEAR, values=rules)
    yield moment(date(2025, 9, 1), 9), lambda: ask(world, "neighbour", Topic.YEAR, YEAR)
    yield moment(date(2025, 9, 1), 10), lambda: confirm("neighbour")
    yield moment(date(2025, 9, 2), 9), lambda: screening.call(at, year=YEAR, actor=office)
    yield moment(date(2025, 9, 10), 20), lambda: suggest(world, "water", "给村里换自来水管")
    yield (
        moment(date(2025, 9, 10), 21),
        lambda: ask(world, "suggester", Topic.SUGGESTION, world.made["water"]),
    )
    yield moment(date(2025, 9, 10), 23), lambda: confirm("suggester")
    yield moment(date(2025, 9, 11), 9), lambda: suggest(world, "lamps", "给镇上装路灯")
    yield moment(date(2025, 9, 11), 10), lambda: ask(world, "walker", Topic.SUGGESTION, world.made["lamps"])
    yield moment(date(2025, 9, 11), 11), lambda: confirm("walker")
    later = date(2025, 10, 20)
    of_call = {"jurisdiction_id": at.id, "year": YEAR}
    yield moment(date(2025, 9, 28), 9), lambda: calls.extend_call(office, **of_call, closes_on=later)
    yield moment(date(2025, 10, 21), 9), lambda: calls.close_call(office, **of_call)


def screening_on(world: County) -> Iterator[tuple[datetime, Deed]]:
    people, home = world.people, world.at.id
    office = people["office"]

    def of(name: str) -> dict[str, Any]:
        return {"jurisdiction_id": home, "project_id": world.made[f"{name} project"]}

    yield moment(date(2025, 11, 3), 10), lambda: form(world, "water", WATER)
    yield moment(date(2025, 11, 3), 11), lambda: form(world, "lamps", LAMPS)
    asked = commission.NewCommission(unit_id=world.water.id, due_on=date(2025, 11, 14))
    yield moment(date(2025, 11, 4), 9), lambda: commission.ask(office, **of("water"), new=asked)
    yield moment(date(2025, 11, 12), 16), lambda: commission.hand_in(people["unit"], **of("water"))
    yield moment(date(2025, 11, 13), 10), lambda: commission.answer(office, **of("water"), name="accept_text")
    yield moment(date(2025, 11, 14), 10), lambda: found(office, of("water"), of("lamps"))
    yield moment(date(2025, 11, 17), 10), lambda: review(world, "finance", ReviewKind.AFFORDABILITY)
    yield moment(date(2025, 11, 18), 10), lambda: review(world, "legal", ReviewKind.LEGALITY)
    yield (
        moment(date(2025, 11, 24), 9),
        lambda: world.made.update(
            round=scoring.open_round(office, jurisdiction_id=home, year=YEAR, closes_on=date(2025, 12, 1)).id
        ),
    )
    yield moment(date(2025, 12, 1), 10), lambda: score(world)
    yield (
        moment(date(2025, 12, 2), 10),
        lambda: scoring.close_round(office, jurisdiction_id=home, round_id=world.made["round"]),
    )
    yield (
        moment(date(2025, 12, 3), 10),
        lambda: [appraisal.appraise(office, **of(name)) for name in ("water", "lamps")],
    )
    yield moment(date(2025, 12, 10), 16), lambda: approve(world, ApprovalKind.EXECUTIVE)
    yield moment(date(2025, 12, 24), 16), lambda: approve(world, ApprovalKind.REVIEW)


def deciding(world: County) -> Iterator[tuple[datetime, Deed]]:
    yield moment(date(2026, 1, 12), 10), lambda: approve(world, ApprovalKind.DECISION)
    yield (
        moment(date(2026, 1, 13), 12),
        lambda: ask(world, "shopkeeper", Topic.PROJECT, world.made["water project"]),
    )
    yield moment(date(2026, 1, 13), 13), lambda: confirm("shopkeeper")
    yield moment(date(2026, 1, 15), 9), lambda: plan_meeting(world)


def taking_in(world: County) -> Iterator[tuple[datetime, Deed]]:
    office = world.people["office"]
    yield moment(date(2026, 1, 29), 10), lambda: commitments.take_in(office, outcome(world.ballot))
    yield moment(date(2026, 2, 10), 16), lambda: supervision.planned(world.people["unit"], world.work)


def supervising_on(world: County) -> Iterator[tuple[datetime, Deed]]:
    """The year's work: February is reported late, June is behind, July is missed, August comes when it is red."""
    yield from spring(world)
    yield from with_a_finding(world)
    office, clerk = world.people["office"], world.people["unit"]
    yield moment(date(2026, 7, 1), 10), lambda: report(world, 6, behind=11)
    yield (
        moment(date(2026, 7, 15), 23),
        lambda: letters.send_letter(
            office, letters.NewLetter(commitment_id=world.work.id, text="x", due_on=date(2026, 7, 30))
        ),
    )
    yield moment(date(2026, 7, 20), 9), lambda: letters.answer_letter(clerk, 1, "x")
    yield moment(date(2026, 8, 6), 9), lambda: read_month(office, YEAR, 7)
    yield moment(date(2026, 9, 8), 9), lambda: read_month(office, YEAR, 8)
    yield moment(date(2026, 9, 9), 10), lambda: report(world, 8)
    yield moment(date(2026, 10, 1), 10), lambda: report(world, 9)
    yield moment(date(2026, 11, 1), 10), lambda: report(world, 10)
    yield moment(date(2026, 12, 1), 10), lambda: report(world, 11)


def spring(world: County) -> Iterator[tuple[datetime, Deed]]:
    office, clerk = world.people["office"], world.people["unit"]
    yield moment(date(2026, 3, 3), 10), lambda: report(world, 2)
    yield moment(date(2026, 4, 1), 10), lambda: report(world, 3)
    yield moment(date(2026, 4, 10), 10), lambda: ask_change(world)
    decided = changes.ChangeDecision(change_id=1, approved=True, decided_on=date(2026, 4, 16), document="x")
    yield moment(date(2026, 4, 16), 10), lambda: changes.decide(office, decided)
    yield (
        moment(date(2026, 4, 20), 10),
        lambda: changes.proclaim(office, changes.PublicNotice(change_id=1, text="投资增加百分之五。")),
    )
    yield moment(date(2026, 4, 22), 22), lambda: supervision.planned(clerk, world.work)
    yield moment(date(2026, 5, 1), 10), lambda: report(world, 4)


def with_a_finding(world: County) -> Iterator[tuple[datetime, Deed]]:
    group, clerk = world.people["group"], world.people["unit"]
    yield moment(date(2026, 5, 20), 15), lambda: visit(world)
    yield (
        moment(date(2026, 5, 20), 16),
        lambda: findings.raise_finding(
            group,
            findings.NewFinding(commitment_id=world.work.id, title="x", text="x", due_on=date(2026, 6, 10)),
        ),
    )
    yield moment(date(2026, 5, 25), 10), lambda: findings.respond(clerk, post("answer"))
    yield moment(date(2026, 5, 29), 17), lambda: findings.respond(clerk, post("rectify"))
    yield moment(date(2026, 6, 1), 10), lambda: report(world, 5)
    yield (
        moment(date(2026, 6, 3), 9),
        lambda: findings.recheck(group, post("fail_recheck", due_on=date(2026, 6, 12))),
    )
    yield moment(date(2026, 6, 8), 17), lambda: findings.respond(clerk, post("rectify"))
    yield moment(date(2026, 6, 10), 9), lambda: findings.recheck(group, post("pass_recheck"))


def ending(world: County) -> Iterator[tuple[datetime, Deed]]:
    """Delivered, returned, delivered, accepted; a year later looked back, and two days on the year is over."""
    office, clerk = world.people["office"], world.people["unit"]
    yield moment(date(2026, 12, 5), 10), lambda: acceptance.deliver(clerk, world.work.id)
    yield moment(date(2026, 12, 8), 9), lambda: acceptance.send_back(office, world.work.id, "资料不全。")
    yield moment(date(2026, 12, 14), 10), lambda: acceptance.deliver(clerk, world.work.id)
    yield (
        moment(date(2026, 12, 20), 10),
        lambda: acceptance.accept(
            office,
            acceptance.NewAcceptance(
                commitment_id=world.work.id,
                result=Result.FINISHED,
                opinion="属实。",
                on=today(),
                upkeep="水利站",
            ),
        ),
    )
    yield (
        moment(date(2027, 12, 21), 20),
        lambda: say(world.at, NewVoice(number=number_of(world), solved=False, text="村东头还是没有水。")),
    )
    yield moment(date(2027, 12, 28), 9), lambda: None
